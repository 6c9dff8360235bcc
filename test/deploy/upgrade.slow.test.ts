// A stack that 0.1.0 applied, under this version: its record was a null_resource, and is a terraform_data now. The Terraform state and the
// region state of `upgrade` are what 6db871d left of the program below, without its third replica.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraform } from "../provider/attached";
import { terraformTest } from "../terraform/terraform";

const ROOT = join(__dirname, "..", "..");
const FIXTURES = join(__dirname, "upgrade");
const DIST = join(ROOT, "dist");
const LONG_MS = 120_000;

const PROGRAM = `
const { App, Aspects, TerraformResource, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
const lib = require(${JSON.stringify(DIST)});
const app = new App({ outdir: "cdktf.out" });
const stack = new TerraformStack(app, "golden");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const source = lib.SourceImage.fromInventory(stack, "base", { inventory: "inventory.json", name: "base" });
new lib.ReplicatedImage(stack, "replica", { source, name: "web" });
const copy = (id, targetRegion) => new lib.CrossRegionImage(stack, id, { source, name: "web", targetRegion, agencyName: "ims_copy" });
copy("shanghai", "cn-east-3");
if (process.env.GROWN === "yes") copy("guangzhou", "cn-south-1");
Aspects.of(stack).add({
  visit: (node) => {
    if (TerraformResource.isTerraformResource(node)) node.lifecycle = { ...node.lifecycle, preventDestroy: true };
  },
});
app.synth();
`;

/** The addresses of providers in a Terraform state, by the target that it is of. */
const ADDRESSES = {
  simulated: ["image-replication.localhost/simulated/huaweicloud", "image-replication.localhost/simulated/null"],
  huaweicloud: ["registry.terraform.io/huaweicloud/huaweicloud", "registry.terraform.io/hashicorp/null"],
} as const;

type Target = keyof typeof ADDRESSES;

class Project {
  public readonly path = mkdtempSync(join(tmpdir(), "upgrade-"));
  private readonly stack = join(this.path, "cdktf.out", "stacks", "golden");

  public constructor(private readonly target: Target) {
    writeFileSync(join(this.path, "main.js"), PROGRAM);
    writeFileSync(join(this.path, "cdktf.json"), '{ "app": "node main.js" }');
    copyFileSync(join(FIXTURES, "inventory.json"), join(this.path, "inventory.json"));
    this.synthesize();
    this.node([join(DIST, "cli", "main.js"), "state", "import", "inventory.json"]);
    let state = readFileSync(join(FIXTURES, "state-of-0.1.0.json"), "utf8");
    // What differs in the state of a stack for the other target.
    for (const [index, address] of ADDRESSES.simulated.entries()) {
      state = state.replaceAll(address, ADDRESSES[target][index]!);
    }
    writeFileSync(this.stateFile, state);
  }

  private get stateFile(): string {
    if (this.target === "huaweicloud") return join(this.stack, "terraform.tfstate");
    return join(this.path, ".image-replication", "terraform.golden.tfstate");
  }

  public synthesize(more: NodeJS.ProcessEnv = {}): void {
    this.node(["main.js"], { IMAGE_REPLICATION_TARGET: this.target, ...more });
    if (this.target === "simulated") return;
    // A backend needs an initialization, which would ask a registry for the plugins.
    const file = join(this.stack, "cdk.tf.json");
    const { terraform: settings, ...rest } = JSON.parse(readFileSync(file, "utf8")) as { terraform: object };
    writeFileSync(file, JSON.stringify({ terraform: { ...settings, backend: undefined }, ...rest }));
  }

  private node(args: readonly string[], more: NodeJS.ProcessEnv = {}): string {
    const env = { ...process.env, ...more };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.path, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Our plugin answers for both addresses of the real target, in a CLI configuration of this project alone. */
  private cliConfiguration(): NodeJS.ProcessEnv {
    if (this.target === "simulated") return {};
    const overrides = ["huaweicloud", "null"].map((name, index) => {
      const folder = join(this.path, "plugins", name);
      mkdirSync(folder, { recursive: true });
      const command = [process.execPath, join(DIST, "provider", "plugin.cjs"), name].map((one) => `'${one}'`).join(" ");
      writeFileSync(join(folder, `terraform-provider-${name}`), `#!/bin/sh\nexec ${command}\n`, { mode: 0o755 });
      return `"${ADDRESSES.huaweicloud[index]!}" = ${JSON.stringify(folder)}`;
    });
    const file = join(this.path, "terraform.rc");
    writeFileSync(file, `provider_installation {\n  dev_overrides {\n${overrides.join("\n")}\n}\n}\n`);
    const cloud = join(this.path, ".image-replication", "cloud.db");
    return { TF_CLI_CONFIG_FILE: file, IMAGE_REPLICATION_CLOUD: cloud };
  }

  public async terraform(...args: readonly string[]): Promise<string> {
    const { code, output } = await terraform(this.stack, [...args, "-no-color"], this.cliConfiguration());
    if (code !== 0) throw new Error(`terraform ${args.join(" ")}: ${output}`);
    return output;
  }

  public async init(): Promise<void> {
    // Plugins that are overridden need none.
    if (this.target === "simulated") await this.terraform("init");
  }

  public state(): State {
    return JSON.parse(readFileSync(this.stateFile, "utf8")) as State;
  }

  /** The id of each image that the state holds. */
  public ids(): readonly unknown[] {
    return this.state()
      .resources.filter(({ type }) => type === "huaweicloud_images_image_copy")
      .map(({ instances: [instance] }) => instance?.attributes.id);
  }

  public close(): void {
    rmSync(this.path, { recursive: true });
  }
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { attributes: { id: string } }[];
  }[];
}

describe.each(Object.keys(ADDRESSES) as Target[])("a stack of 0.1.0 for the target %s", (target) => {
  terraformTest(
    "has its record replaced and nothing copied, and grows by a region while nothing may be destroyed",
    async () => {
      const project = new Project(target);
      try {
        const before = project.ids();
        expect(before).toHaveLength(2);
        await project.init();
        const upgraded = await project.terraform("apply", "-auto-approve");
        expect(upgraded).toContain("Resources: 1 added, 0 changed, 1 destroyed.");
        expect(upgraded).toMatch(/null_resource\.ImageReplication_Record_\w+: Destruction complete/u);
        expect(upgraded).toMatch(/terraform_data\.ImageReplication_Record_\w+: Creation complete/u);
        expect(project.ids()).toEqual(before);
        await project.terraform("plan", "-detailed-exitcode");

        project.synthesize({ GROWN: "yes" });
        await project.init();
        expect(await project.terraform("apply", "-auto-approve")).toContain(
          "Resources: 1 added, 1 changed, 0 destroyed.",
        );
        expect(project.ids()).toEqual(expect.arrayContaining([...before]));
        expect(project.ids()).toHaveLength(3);
      } finally {
        project.close();
      }
    },
    LONG_MS,
  );
});
