// The target of a stack: a user always knows whether the target is real, and the targets never share a state.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { App, S3Backend, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { HuaweicloudProvider, ReplicatedImage } from "../../lib";
import { program, source, synthesized } from "./programs";

const home = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "target-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

const out = (): string => join(folder, "cdktf.out");
const stackFile = (name: string, stack = "stack"): string => join(out(), "stacks", stack, name);
const emitted = (
  stack = "stack",
): { terraform: { backend: Record<string, { path?: string }> }; data?: Record<string, unknown> } =>
  JSON.parse(readFileSync(stackFile("cdk.tf.json", stack), "utf8")) as ReturnType<typeof emitted>;

function annotations(): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(out(), "manifest.json"), "utf8")) as {
    stacks: Record<string, { annotations: { level: string; message: string }[] }>;
  };
  return Object.values(manifest.stacks).flatMap((stack) =>
    stack.annotations.map(({ level, message }) => `${level} ${message}`),
  );
}

function declare(target: "simulated" | "huaweicloud", backend = false): void {
  const { app, stack } = program({ "image-replication:target": target }, out());
  if (backend) new S3Backend(stack, { bucket: "states", key: "golden", region: "cn-north-4" });
  new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
  app.synth();
}

test("the simulated target has its own state file, whatever backend is declared, and warns of it", () => {
  declare("simulated", true);
  expect(emitted().terraform.backend).toEqual({
    local: { path: "../../../.image-replication/terraform.stack.tfstate" },
  });
  expect(annotations()).toEqual([
    "@cdktf/info simulated: the state is kept in .image-replication/terraform.stack.tfstate, and the backend that the program declares is left out. [target/state]",
    "@cdktf/warn simulated: nothing is created on Huawei Cloud. [target/simulated]",
  ]);
  expect(readFileSync(join(folder, ".image-replication", ".gitignore"), "utf8")).toBe("*\n");
});

test("the real target uses the program's backend and warns of what the vendor's provider lacks", () => {
  declare("huaweicloud", true);
  expect(Object.keys(emitted().terraform.backend)).toEqual(["s3"]);
  expect(annotations()).toEqual([expect.stringMatching(/^@cdktf\/warn huaweicloud: .* \[target\/huaweicloud\]$/u)]);
  expect(existsSync(join(folder, ".image-replication"))).toBe(false);
});

test("references between stacks follow the state", () => {
  const { app, stack } = program({}, out());
  new S3Backend(stack, { bucket: "states", key: "golden", region: "cn-north-4" });
  const replica = new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
  const other = new TerraformStack(app, "other");
  new HuaweicloudProvider(other, "huaweicloud", { region: "cn-north-4" });
  new TerraformOutput(other, "image", { value: replica.imageId });
  app.synth();
  const remote = emitted("other").data as { terraform_remote_state: Record<string, unknown> };
  expect(Object.values(remote.terraform_remote_state)[0]).toMatchObject({
    backend: "local",
    config: { path: "../../../.image-replication/terraform.stack.tfstate" },
  });
});

test("another target in the same output folder leaves no file of the first one", () => {
  declare("simulated");
  mkdirSync(stackFile(".terraform"), { recursive: true });
  writeFileSync(stackFile(".terraform.lock.hcl"), "lock");
  declare("simulated");
  expect(existsSync(stackFile(".terraform"))).toBe(true);
  declare("huaweicloud");
  expect(existsSync(stackFile(".terraform"))).toBe(false);
  expect(existsSync(stackFile(".terraform.lock.hcl"))).toBe(false);
});

test("credentials in the environment make the warning stronger and are not written", () => {
  process.env.HW_SECRET_KEY = "canary-secret";
  try {
    declare("simulated");
  } finally {
    delete process.env.HW_SECRET_KEY;
  }
  expect(annotations()).toEqual([
    "@cdktf/warn simulated: nothing is created on Huawei Cloud, although credentials for it are set in the environment. [target/simulated]",
  ]);
  for (const file of ["cdk.tf.json", "route-plan.json"])
    expect(readFileSync(stackFile(file), "utf8")).not.toContain("canary");
});

test("a plain Testing.synth shows the same resources, and no backend of its own", () => {
  const { stack } = program();
  new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
  expect(synthesized(stack).terraform).not.toHaveProperty("backend");
});

describe("an output folder in the temporary folder, outside the project", () => {
  const CONSTANT = { local: { path: "../../../.image-replication/terraform.stack.tfstate" } };
  let outside: string;
  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), "outside-"));
  });
  afterEach(() => {
    delete process.env.CDKTF_OUTDIR;
    rmSync(outside, { recursive: true });
  });

  /** The backend that a synth emits. */
  function backendOf(app: App): object {
    const stack = new TerraformStack(app, "stack");
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    app.synth();
    const text = readFileSync(join(app.outdir, "stacks", "stack", "cdk.tf.json"), "utf8");
    return (JSON.parse(text) as ReturnType<typeof emitted>).terraform.backend;
  }

  test.each([
    ["its path", () => join(outside, "out")],
    ["the folder itself", () => outside],
    ["a relative path", () => relative(folder, outside)],
    [
      "a link in the project",
      () => {
        symlinkSync(outside, join(folder, "cdktf.out"));
        return "cdktf.out";
      },
    ],
  ])("is refused where CDKTF_OUTDIR names it: %s", (_, named) => {
    process.env.CDKTF_OUTDIR = named();
    expect(() => backendOf(new App())).toThrow(
      /CDKTF_OUTDIR is ".*", in the temporary folder and outside the project \S+, .* such as "cdktf\.out"\./u,
    );
    expect(existsSync(join(folder, ".image-replication"))).toBe(false);
  });

  test("contains the state itself where the program names it, so that projects do not share it", () => {
    const path = "../../.image-replication/terraform.stack.tfstate";
    expect(backendOf(new App({ outdir: outside }))).toEqual({ local: { path } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("of cdktf's Testing has the same path on every machine, and no state folder is made", () => {
    process.env.CDKTF_OUTDIR = outside;
    expect(backendOf(Testing.app())).toEqual(CONSTANT);
    const { stack } = program({}, out());
    new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" });
    Testing.fullSynth(stack);
    expect(readdirSync(folder)).toEqual(["cdktf.out"]);
  });

  test("inside the project works like any other folder", () => {
    process.env.CDKTF_OUTDIR = join(folder, "deep", "out");
    mkdirSync(join(folder, "deep"));
    const path = "../../../../.image-replication/terraform.stack.tfstate";
    expect(backendOf(new App())).toEqual({ local: { path } });
    expect(existsSync(join(folder, ".image-replication"))).toBe(true);
  });
});
