// The simulated cloud is never mistaken for the real one: the files in a stack's folder under each target and after each change of target,
// and what real Terraform prints and keeps.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPath } from "../placement/placed";
import { terraformTest } from "../terraform/terraform";

const ROOT = join(__dirname, "..", "..");
const LIBRARY = JSON.stringify(join(ROOT, "dist"));
const CDKTF = JSON.stringify(require.resolve("cdktf"));

/** With replicas unless the variable says otherwise. */
const PROGRAM = `
const { App, S3Backend, TerraformStack } = require(${CDKTF});
const lib = require(${LIBRARY});
const app = new App({ outdir: "cdktf.out" });
const stack = new TerraformStack(app, "golden");
new S3Backend(stack, { bucket: "states", key: "golden", region: "cn-north-4" });
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
if (process.env.REPLICAS !== "none") {
  const source = lib.SourceImage.fromInventory(stack, "base", { inventory: "inventory.json", name: "base" });
  new lib.ReplicatedImage(stack, "replica", { source, name: "web" });
}
app.synth();
`;

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: [{ id: "ims-1", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 10 }],
};

const SIMULATED_FILES = [".terraform", ".terraform.lock.hcl", "cdk.tf.json", "route-plan.json", "terraform.d"];
const LONG_MS = 90_000;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "targets-"));
  mkdirSync(join(folder, "home"));
  writeFileSync(join(folder, "main.js"), PROGRAM);
  writeFileSync(join(folder, "cdktf.json"), '{ "app": "node main.js" }');
  writeFileSync(join(folder, "inventory.json"), JSON.stringify(INVENTORY));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const stack = (...path: readonly string[]): string => join(folder, "cdktf.out", "stacks", "golden", ...path);

function run(cwd: string, command: string, args: readonly string[], more: Record<string, string> = {}): string {
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    ...more,
  };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  const text = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${text}`);
  return text.replaceAll(/^[│╷╵] ?/gmu, "").replaceAll(/\s+/gu, " ");
}

const synth = (more: Record<string, string> = {}): string => run(folder, process.execPath, ["main.js"], more);
const forHuawei = (more: Record<string, string> = {}): string =>
  synth({ IMAGE_REPLICATION_TARGET: "huaweicloud", ...more });
const cli = (...args: readonly string[]): string =>
  run(folder, process.execPath, [join(ROOT, "dist", "cli", "main.js"), ...args]);
const terraform = (args: readonly string[], more: Record<string, string> = {}): string =>
  run(stack(), onPath("terraform"), [...args, "-no-color"], more);

/** The text of all files in the stack's folder. */
function contents(): string {
  const entries = readdirSync(stack(), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

terraformTest(
  "a change of target and back leaves no file of the other, and keeps the simulated state",
  () => {
    synth();
    cli("state", "import", "inventory.json");
    expect(readdirSync(stack()).sort()).toEqual(SIMULATED_FILES);
    terraform(["init"]);
    expect(terraform(["apply", "-auto-approve"])).toContain("2 added, 0 changed, 0 destroyed");

    forHuawei();
    expect(readdirSync(stack()).sort()).toEqual(["cdk.tf.json", "route-plan.json"]);
    expect(contents()).not.toContain("image-replication.localhost");
    expect(contents()).not.toContain(".tfstate");
    // As the vendor's provider and the program's own backend would leave it.
    mkdirSync(stack(".terraform"));
    writeFileSync(
      stack(".terraform", "terraform.tfstate"),
      '{ "version": 3, "backend": { "type": "s3", "config": {} } }',
    );
    const vendors = 'provider "registry.terraform.io/huaweicloud/huaweicloud" {\n  version = "1.77.0"\n}\n';
    writeFileSync(stack(".terraform.lock.hcl"), vendors);
    forHuawei();
    expect(readFileSync(stack(".terraform.lock.hcl"), "utf8")).toBe(vendors);

    synth();
    expect(readdirSync(stack()).sort()).toEqual(SIMULATED_FILES);
    expect(contents()).not.toContain("registry.terraform.io");
    terraform(["init"]);
    expect(terraform(["plan"])).toContain("No changes.");
    expect(readdirSync(join(folder, "home"))).toEqual([]);
  },
  LONG_MS,
);

terraformTest(
  "every plan and apply warns, credentials strengthen the warning, and ids look simulated",
  () => {
    const credentials = { HW_ACCESS_KEY: "canary-1f", HW_SECRET_KEY: "canary-2e" };
    synth(credentials);
    cli("state", "import", "inventory.json");
    terraform(["init"]);
    const nothing = "Warning: simulated: nothing is created on Huawei Cloud";
    expect(terraform(["plan"])).toContain(nothing);
    const planned = terraform(["plan"], credentials);
    expect(planned).toContain("Credentials of Huawei Cloud are set in the environment, and are not used");
    expect(terraform(["apply", "-auto-approve"], credentials)).toContain(nothing);
    const state = readFileSync(join(folder, ".image-replication", "terraform.golden.tfstate"), "utf8");
    expect(state).toMatch(/"id": "51a7ed00-/u);
    for (const text of [state, planned, contents()]) expect(text).not.toContain("canary");
  },
  LONG_MS,
);

terraformTest(
  "a stack without its last replica keeps plugin and state, so that Terraform destroys it",
  () => {
    synth();
    cli("state", "import", "inventory.json");
    terraform(["init"]);
    terraform(["apply", "-auto-approve"]);
    // The same folder needs no new initialization.
    synth({ REPLICAS: "none" });
    expect(terraform(["plan"])).toContain("0 to add, 0 to change, 2 to destroy");
    // Also in a checkout that has never contained the replicas.
    rmSync(join(folder, "cdktf.out"), { recursive: true });
    synth({ REPLICAS: "none" });
    expect(readdirSync(stack()).sort()).toEqual(SIMULATED_FILES.filter((name) => name !== "route-plan.json"));
    terraform(["init"]);
    expect(terraform(["apply", "-auto-approve"])).toContain("0 added, 0 changed, 2 destroyed");
    expect(cli("state", "list", "--json")).not.toContain('"web"');
    forHuawei({ REPLICAS: "none" });
    expect(readdirSync(stack())).toEqual(["cdk.tf.json"]);
  },
  LONG_MS,
);
