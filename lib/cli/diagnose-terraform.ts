// What the doctor looks at of Terraform: the binary, its version, and settings that would hide a provider from it.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import gte from "semver/functions/gte";
import valid from "semver/functions/valid";
import { readNamedFile } from "../values";
import { SIMULATED_SOURCE } from "../vendor";
import type { Diagnosis } from "./diagnosis";

const LEAST_TERRAFORM = "1.5.0";
const PATIENCE_MS = 10_000;

export function diagnoseTerraform(): readonly Diagnosis[] {
  return [diagnoseBinary(), ...diagnoseConfiguration(), diagnosePluginCache()];
}

interface Binary {
  readonly name: string;
  /** Undefined when it ran and told no version. */
  readonly version: string | undefined;
}

function diagnoseBinary(): Diagnosis {
  const what = "terraform";
  const named = process.env.TERRAFORM_BINARY_NAME;
  const names = named === undefined || named === "" ? ["terraform", "tofu"] : [named];
  const found = names.map((name) => tryRun(name)).find((binary) => binary !== undefined);
  if (found === undefined) {
    const says = `Terraform is not on the PATH (looked for ${names.join(" and ")}).`;
    const fix = "Install Terraform or OpenTofu 1.5 or later to deploy; synth, plan and apply need none.";
    return { what, mark: "note", says, fix };
  }
  const { name, version } = found;
  const upgrade = `Install Terraform or OpenTofu ${LEAST_TERRAFORM} or later.`;
  if (version === undefined) {
    return { what, mark: "wrong", says: `"${name} version" gave no version within 10 s.`, fix: upgrade };
  }
  if (gte(version, LEAST_TERRAFORM)) return { what, mark: "ok", says: `${name} ${version}.` };
  return { what, mark: "wrong", says: `${name} is ${version}, and ${LEAST_TERRAFORM} is needed.`, fix: upgrade };
}

/** Undefined when there is no such program. */
function tryRun(name: string): Binary | undefined {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  // Its stderr is not shown: it complains there of settings that are checked below.
  const stdio: ["ignore", "pipe", "ignore"] = ["ignore", "pipe", "ignore"];
  const { error, stdout } = spawnSync(name, ["version", "-json"], {
    env,
    stdio,
    timeout: PATIENCE_MS,
    encoding: "utf8",
  });
  const { code }: NodeJS.ErrnoException = error ?? new Error();
  if (code === "ENOENT") return undefined;
  return { name, version: versionIn(stdout) };
}

function versionIn(text: string | null): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(text ?? "") as { terraform_version?: unknown };
    return typeof version === "string" ? (valid(version) ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

function diagnoseConfiguration(): readonly Diagnosis[] {
  const what = "terraform-configuration";
  const variable = process.env.TF_CLI_CONFIG_FILE;
  if (variable !== undefined && variable !== "" && !existsSync(variable)) {
    const says = `TF_CLI_CONFIG_FILE names ${variable}, and there is no such file: each Terraform call complains.`;
    return [{ what, mark: "note", says, fix: "Unset the variable, or make the file." }];
  }
  const files = variable === undefined || variable === "" ? defaultConfigurations() : [variable];
  const hiding = files.filter(hidesPlugins);
  if (hiding.length === 0) {
    return [{ what, mark: "ok", says: "No setting of Terraform's command line keeps plugins of the project from it." }];
  }
  return hiding.map((file) => ({
    what,
    mark: "wrong",
    says: `${file} has a provider_installation block that hides plugins of the project: terraform init then asks the block's mirrors or registries for the simulated provider.`,
    fix: `Add filesystem_mirror { path = "terraform.d/plugins" include = ["${OUR_PROVIDERS}"] } to the block, and exclude = ["${OUR_PROVIDERS}"] to its other methods; or name another file in TF_CLI_CONFIG_FILE.`,
  }));
}

function defaultConfigurations(): readonly string[] {
  const windows = process.platform === "win32";
  const folder = windows ? (process.env.APPDATA ?? homedir()) : homedir();
  const names = windows ? ["terraform.rc", "tofu.rc"] : [".terraformrc", ".tofurc"];
  return names.map((name) => join(folder, name)).filter((file) => existsSync(file));
}

const OUR_PROVIDERS = `${SIMULATED_SOURCE.split("/")[0] ?? ""}/*/*`;

/** In HCL or in JSON; what is commented out does not count. A block that names our providers lets them pass. */
function hidesPlugins(file: string): boolean {
  try {
    const text = readNamedFile(file);
    return /^[\s{]*"?provider_installation"?\s*[:{]/mu.test(text) && !text.includes(OUR_PROVIDERS);
  } catch {
    return false;
  }
}

function diagnosePluginCache(): Diagnosis {
  const what = "terraform-plugin-cache";
  const folder = process.env.TF_PLUGIN_CACHE_DIR;
  if (folder === undefined || folder === "") return { what, mark: "ok", says: "No plugin cache is set." };
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) {
    const says = `TF_PLUGIN_CACHE_DIR is ${folder}: plugins are shared between projects.`;
    return { what, mark: "ok", says };
  }
  const says = `TF_PLUGIN_CACHE_DIR names ${folder}, and there is no such folder: terraform init fails.`;
  return { what, mark: "wrong", says, fix: "Make the folder, or unset the variable." };
}
