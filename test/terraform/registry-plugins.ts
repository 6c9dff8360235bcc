// Plugins in place of the providers `huaweicloud/huaweicloud` and `hashicorp/null` of the registry, under `dev_overrides` of a CLI
// configuration that is written here: so real Terraform checks the Terraform for the real cloud with the vendor's schemas.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { REGION_STATE_VARIABLE } from "../../lib/values";

const MODULES = join(__dirname, "..", "..", "node_modules");

export class RegistryPlugins {
  public readonly path = mkdtempSync(join(tmpdir(), "registry-plugins-"));

  public constructor() {
    const bundle = join(this.path, "plugin.cjs");
    buildSync({
      entryPoints: [join(__dirname, "registry-plugin.ts")],
      outfile: bundle,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
      external: ["libsql", "ajv", "jsonc-parser", "re2js"],
    });
    for (const name of ["huaweicloud", "null"]) {
      const folder = join(this.path, name);
      mkdirSync(folder);
      const launcher = `#!/bin/sh\nNODE_PATH='${MODULES}' exec '${process.execPath}' '${bundle}' ${name}\n`;
      writeFileSync(join(folder, `terraform-provider-${name}`), launcher, { mode: 0o755 });
    }
    const folderOf = (name: string): string => JSON.stringify(join(this.path, name));
    const overrides = [
      `    "huaweicloud/huaweicloud" = ${folderOf("huaweicloud")}`,
      `    "hashicorp/null" = ${folderOf("null")}`,
    ];
    const installation = ["provider_installation {", "  dev_overrides {", ...overrides, "  }", "}", ""];
    writeFileSync(join(this.path, "terraform.tfrc"), installation.join("\n"));
  }

  /** The environment that Terraform needs to use these plugins, which then serve that region state; default: an empty one each time. */
  public envFor(regionState?: string): NodeJS.ProcessEnv {
    const file = { TF_CLI_CONFIG_FILE: join(this.path, "terraform.tfrc") };
    return regionState === undefined ? file : { ...file, [REGION_STATE_VARIABLE]: regionState };
  }

  public close(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
