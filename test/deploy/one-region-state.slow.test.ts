// One project has one region state: synth, the command line, transfers and the plugin resolve it from the same folder, wherever they start.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onPath } from "../placement/placed";
import { terraformTest } from "../terraform/terraform";

const ROOT = join(__dirname, "..", "..");
const LONG_MS = 90_000;

const PROGRAM = `
const { App, TerraformStack } = require(${JSON.stringify(require.resolve("cdktf"))});
const lib = require(${JSON.stringify(join(ROOT, "dist"))});
const app = new App();
const stack = new TerraformStack(app, "golden");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const source = lib.SourceImage.fromInventory(stack, "base", { inventory: __dirname + "/inventory.json", name: "base" });
new lib.ReplicatedImage(stack, "replica", { source, name: "web" });
app.synth();
`;

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: [{ id: "ims-1", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 10 }],
  buckets: [
    { name: "home", region: "cn-north-4" },
    { name: "away", region: "cn-east-3" },
  ],
  objects: [{ bucket: "home", key: "web", sizeGib: 1, checksum: "1".repeat(64) }],
};

let base: string;
let project: string;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "one-state-")));
  project = join(base, "project");
  mkdirSync(join(project, "sub", "deep"), { recursive: true });
  mkdirSync(join(base, "home"));
  writeFileSync(join(project, "main.js"), PROGRAM);
  writeFileSync(join(project, "cdktf.json"), '{ "app": "node main.js" }');
  writeFileSync(join(project, "inventory.json"), JSON.stringify(INVENTORY));
});

afterEach(() => {
  rmSync(base, { recursive: true });
});

/** Every region state below the base folder. */
function regionStates(): readonly string[] {
  return readdirSync(base, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith("cloud.db"));
}

function roads(output: string, variables: Readonly<Record<string, string>>) {
  const run = (cwd: string, command: string, ...args: readonly string[]): string => {
    const env = {
      PATH: process.env.PATH,
      HOME: join(base, "home"),
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      CDKTF_OUTDIR: output,
      ...variables,
    };
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${command} ${args.join(" ")} in ${cwd}: ${stdout}${stderr}`);
    return stdout;
  };
  const cli = join(ROOT, "dist", "cli", "main.js");
  return {
    synth: (cwd: string) => run(cwd, process.execPath, join(project, "main.js")),
    command: (cwd: string, ...args: readonly string[]) => run(cwd, process.execPath, cli, ...args),
    terraform: (cwd: string, ...args: readonly string[]) => run(cwd, onPath("terraform"), ...args, "-no-color"),
  };
}

describe.each([
  ["by default", {}, ".image-replication/cloud.db"],
  ["by the variable", { IMAGE_REPLICATION_CLOUD: "states/cloud.db" }, "states/cloud.db"],
])("%s", (_, variables, file) => {
  terraformTest(
    "synth in a subfolder, the plugin in the stack's folder, and commands in both use one region state",
    () => {
      mkdirSync(join(project, "states"));
      const { synth, command, terraform } = roads(join(project, "cdktf.out"), variables);
      const sub = join(project, "sub", "deep");
      const stack = join(project, "cdktf.out", "stacks", "golden");
      command(sub, "state", "import", join(project, "inventory.json"));
      synth(sub);
      terraform(stack, "init");
      terraform(stack, "apply", "-auto-approve");
      const transfer = ["object", "transfer", "--from-bucket", "home", "--from-key", "web", "--to-bucket", "away"];
      command(stack, ...transfer, "--to-key", "one");
      command(sub, ...transfer, "--to-key", "two");
      const held = [project, sub, stack].map((cwd) => command(cwd, "state", "export"));
      expect(new Set(held).size).toBe(1);
      for (const what of ['"web"', '"one"', '"two"']) expect(held[0]).toContain(what);
      expect(regionStates()).toEqual([join("project", file)]);
      expect(existsSync(join(project, ".image-replication", "terraform.golden.tfstate"))).toBe(true);
      expect(existsSync(join(sub, ".image-replication"))).toBe(false);
    },
    LONG_MS,
  );

  test("in a stack's folder outside the project, a command finds the project of the stack", () => {
    mkdirSync(join(project, "states"));
    // All folders are in the temporary folder here, which stands in for another one.
    const { synth, command } = roads(join(base, "outside"), { ...variables, TMPDIR: join(base, "home") });
    command(project, "state", "import", "inventory.json");
    synth(project);
    const stack = join(base, "outside", "stacks", "golden");
    expect(command(stack, "state", "export")).toBe(command(project, "state", "export"));
    expect(regionStates()).toEqual([join("project", file)]);
    const text = readFileSync(join(stack, "cdk.tf.json"), "utf8");
    const { path } = (JSON.parse(text) as { terraform: { backend: { local: { path: string } } } }).terraform.backend
      .local;
    expect(resolve(stack, path)).toBe(join(project, ".image-replication", "terraform.golden.tfstate"));
  });
});
