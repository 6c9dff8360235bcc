// `check` reports all findings of all stacks in one run, each once, in order.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { expectGolden } from "../goldens";
import { isRunning } from "../../lib/values";
import { ProjectFolder } from "./command";

const LIBRARY = JSON.stringify(join(__dirname, "..", "..", "dist"));
const CDKTF = JSON.stringify(require.resolve("cdktf"));

let project: ProjectFolder;
beforeEach(() => (project = new ProjectFolder()));
afterEach(() => {
  project.remove();
});

function program(body: string): void {
  const head = `const { App, TerraformStack } = require(${CDKTF});\nconst lib = require(${LIBRARY});\nconst app = new App();\n`;
  writeFileSync(join(project.path, "main.js"), `${head}${body}\napp.synth();\n`);
  const cdktf = { language: "typescript", app: "node main.js", output: "cdktf.out" };
  writeFileSync(join(project.path, "cdktf.json"), JSON.stringify(cdktf));
}

async function untilWritten(file: string): Promise<void> {
  while (!existsSync(file) || readFileSync(file, "utf8") === "") await new Promise((next) => setTimeout(next, 20));
}

/** Ten stacks with twenty errors and one warning each. */
const TEN_STACKS = `
for (let s = 0; s < 10; s++) {
  const stack = new TerraformStack(app, "stack-" + s);
  new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const whole = lib.SourceImage.fromAttributes(stack, "whole", { imageId: "w", name: "whole", kind: lib.ImageKind.FULL_ECS, sizeGib: 9 });
  for (let i = 0; i < 20; i++) new lib.ReplicatedImage(stack, "r" + i, { source: whole, name: "r" + s + "-" + i });
  const big = lib.SourceImage.fromAttributes(stack, "big", { imageId: "b", name: "big", kind: lib.ImageKind.DATA_DISK, sizeGib: 200 });
  new lib.ReplicatedImage(stack, "big-replica", { source: big, name: "big-" + s });
}`;

test("two hundred findings of ten stacks appear in one run, sorted, each once, and nothing is written", () => {
  // Node's default buffer is too small for this output.
  program(`process.stdout.write("x".repeat(2 * 1024 ** 2));${TEN_STACKS}`);
  const { code, out, err } = project.run("check", "--json");
  expect([code, err]).toEqual([1, ""]);
  const { stacks } = JSON.parse(out) as {
    stacks: { stack: string; findings: { rule: string; severity: string; construct: string }[] }[];
  };
  expect(stacks.map(({ stack }) => stack)).toEqual(Array.from({ length: 10 }, (_, index) => `stack-${String(index)}`));
  const errors = stacks.flatMap(({ findings }) => findings.filter(({ severity }) => severity === "error"));
  expect(errors).toHaveLength(200);
  expect(new Set(errors.map(({ construct, rule }) => `${construct} ${rule}`)).size).toBe(200);
  expect(existsSync(join(project.path, "cdktf.out"))).toBe(false);
  const text = project.run("check").out;
  expect(text).toMatch(/^200 errors, 10 warnings in 10 stacks\n/u);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("a reader that closes the pipe early changes no exit code", () => {
  program(TEN_STACKS);
  expect(project.runUnread("check")).toBe(1);
  expect(project.runUnread("check", "--json")).toBe(1);
  expect(project.runUnread("check", "nowhere")).toBe(64);
  expect(project.runUnread("check", "--format", "xml")).toBe(64);
  expect(project.runUnread("rules")).toBe(0);
});

test("without check, a stack shows fifty findings and counts the rest", () => {
  program(TEN_STACKS.replace("i < 20", "i < 80"));
  const { code, err } = project.node("main.js");
  expect(code).toBe(1);
  expect(err.match(/\[copy\/not-full-ecs, IMG\.0130\]/gu)).toHaveLength(50);
  expect(err).toContain('… and 30 more findings in this stack: "image-replication check" shows them all.');
});

test("an acknowledged guard shows its reason, stops nothing, and is in the route plan", () => {
  program(`
const stack = new TerraformStack(app, "stack");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const image = lib.SourceImage.fromAttributes(stack, "image", { imageId: "i", name: "win", kind: lib.ImageKind.DATA_DISK, sizeGib: 9, keyId: "k", os: lib.OperatingSystem.WINDOWS });
new lib.ReplicatedImage(stack, "replica", { source: image, name: "web", acknowledge: {
  "copy/encryption-said": "meant to be unencrypted", "source/windows": "tried by hand" } });`);
  const checked = project.run("check");
  expect(checked.code).toBe(0);
  expectGolden("check-acknowledged.txt", checked.out);
  expect(project.node("main.js")).toMatchObject({ code: 0 });
  const [plan] = JSON.parse(project.run("plan", "--format", "json").out) as { findings: { acknowledged?: string }[] }[];
  expect(plan?.findings.map(({ acknowledged }) => acknowledged)).toEqual(["meant to be unencrypted", "tried by hand"]);
  expect(project.run("check", "cdktf.out")).toMatchObject({
    code: 0,
    err: expect.stringContaining("errors cannot be seen") as string,
  });
});

test("an app that fails by itself is an error that shows its output", () => {
  program('throw new Error("no such thing");');
  const { code, err } = project.run("check");
  expect(code).toBe(64);
  expect(err).toContain('the app failed. "node main.js" said:');
  expect(err).toContain("no such thing");
});

test("an interrupted check stops the app with all its processes and leaves no folder", async () => {
  const pidFile = join(project.path, "pid");
  const app = `echo $$ > ${pidFile}; sleep 60; true`;
  writeFileSync(join(project.path, "cdktf.json"), JSON.stringify({ language: "typescript", app }));
  const folder = join(project.path, "tmp");
  mkdirSync(folder);
  const child = project.start({ TMPDIR: folder }, "check");
  const ended = new Promise((resolve) => child.on("close", resolve));
  await untilWritten(pidFile);
  expect(readdirSync(folder)).toHaveLength(1);
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(readdirSync(folder)).toEqual([]);
  // Without a parent that waits for it, it can remain as a zombie.
  expect(isRunning(Number(readFileSync(pidFile, "utf8")))).toBe(false);
});

test("an interrupted check repeats the signal to an app that missed it", async () => {
  const pidFile = join(project.path, "pid");
  writeFileSync(
    join(project.path, "main.js"),
    `process.once("SIGINT", () => undefined);
setInterval(() => undefined, 60_000);
require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));`,
  );
  writeFileSync(join(project.path, "cdktf.json"), JSON.stringify({ language: "typescript", app: "node main.js" }));
  const child = project.start({}, "check");
  const ended = new Promise((resolve) => child.on("close", resolve));
  await untilWritten(pidFile);
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(isRunning(Number(readFileSync(pidFile, "utf8")))).toBe(false);
});

test("a wrong call of the library is reported as a sentence with its line and no stack trace", () => {
  program(`
const stack = new TerraformStack(app, "stack");
lib.SourceImage.fromLookup(stack, "base", {});`);
  const { code, err } = project.run("check");
  expect([code, err.replace(/js:\d+/u, "js:N")]).toEqual([
    64,
    'image-replication: the app failed in main.js:N: SourceImage.fromLookup("base"): say which image by its name or its imageId.\n',
  ]);
});

/** An image that cannot be copied, so that its synth fails. */
const ILLEGAL = `
const stack = new TerraformStack(app, "stack");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const whole = lib.SourceImage.fromAttributes(stack, "whole", { imageId: "w", name: "whole", kind: lib.ImageKind.FULL_ECS, sizeGib: 9 });
new lib.ReplicatedImage(stack, "web", { source: whole, name: "web" });`;

describe("the variables of a check make no invalid stack synthesize later", () => {
  const VARIABLES = /^(?:IMAGE_REPLICATION_FINDINGS|CDKTF_)/u;
  const synthesize = (variables: Readonly<Record<string, string>>): string => {
    const env = { ...process.env, CDKTF_OUTDIR: join(project.path, "cdktf.out"), ...variables };
    const { status, stderr } = spawnSync(process.execPath, ["main.js"], { cwd: project.path, env, encoding: "utf8" });
    return status === 0 ? "synthesized" : (/\[copy\/[^\]]+\]/u.exec(stderr)?.[0] ?? stderr);
  };
  const REFUSED = "[copy/not-full-ecs, IMG.0130]";

  test.each([
    ["a file that exists", { IMAGE_REPLICATION_FINDINGS: __filename }],
    ["a missing file", { IMAGE_REPLICATION_FINDINGS: "/nowhere/findings.jsonl" }],
    ["a token without a file", { IMAGE_REPLICATION_FINDINGS: "x", IMAGE_REPLICATION_FINDINGS_TOKEN: "t" }],
  ])("%s", (_, variables) => {
    program(ILLEGAL);
    expect(synthesize(variables)).toBe(REFUSED);
    expect(existsSync(join(project.path, "x"))).toBe(false);
  });

  test("variables that a check has set do not work after its end or for a copy of its folder", () => {
    program(`require("fs").writeFileSync("env.json", JSON.stringify(process.env));
require("fs").cpSync(require("path").dirname(process.env.IMAGE_REPLICATION_FINDINGS), "copied", { recursive: true });${ILLEGAL}`);
    expect(project.run("check").out).toMatch(/^1 error, 0 warnings in 1 stack\n/u);
    const seen = JSON.parse(readFileSync(join(project.path, "env.json"), "utf8")) as Record<string, string>;
    const left = Object.fromEntries(Object.entries(seen).filter(([name]) => VARIABLES.test(name)));
    program(ILLEGAL);
    expect(synthesize({ ...left, CDKTF_OUTDIR: join(project.path, "cdktf.out") })).toBe(REFUSED);
    mkdirSync(dirname(left.CDKTF_OUTDIR ?? ""));
    expect(synthesize(left)).toBe(REFUSED);
    rmSync(dirname(left.CDKTF_OUTDIR ?? ""), { recursive: true });
    // The same token in a folder with the same content, after the check that set it has ended.
    const folder = join(project.path, "copied");
    const findings = join(folder, "findings.jsonl");
    const CDKTF_OUTDIR = join(folder, "cdktf.out");
    expect(synthesize({ ...left, IMAGE_REPLICATION_FINDINGS: findings, CDKTF_OUTDIR })).toBe(REFUSED);
    // Even the variables of a running check do not work for an app that writes to another folder.
    writeFileSync(join(folder, "token"), `${String(left.IMAGE_REPLICATION_FINDINGS_TOKEN)}\n${String(process.pid)}\n`);
    expect(synthesize({ ...left, IMAGE_REPLICATION_FINDINGS: findings, CDKTF_OUTDIR: "cdktf.out" })).toBe(REFUSED);
    expect(synthesize({ ...left, IMAGE_REPLICATION_FINDINGS: findings, CDKTF_OUTDIR })).toBe("synthesized");
  });
});

test("missing or out-of-bounds props are findings of their constructs, beside the other findings", () => {
  program(`
const stack = new TerraformStack(app, "stack");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
new lib.CrossRegionImage(stack, "replica", { name: "web", targetRegion: "cn-east-3" });
new lib.HuaweicloudProvider(stack, "other", { region: "cn-east-3", alias: "other", slots: 0 });`);
  const { code, out } = project.run("check");
  expect(code).toBe(1);
  const text = out.replace(/\s+/gu, " ");
  expect(text).toContain("3 errors, 0 warnings in 1 stack");
  expect(text).toContain('CrossRegionImage "stack/replica" has no "source", which it needs. Give it. [prop/given]');
  expect(text).toContain('HuaweicloudProvider "stack/other" has a "slots" of 0, and it has to be more than 0.');
  expect(text).toContain("[agency/named]");
});

test("a check has the same path to the state on every machine and makes no state folder", () => {
  program(`
const stack = new TerraformStack(app, "stack");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const base = lib.SourceImage.fromAttributes(stack, "base", { imageId: "b", name: "base", kind: lib.ImageKind.SYSTEM_DISK, sizeGib: 9 });
new lib.ReplicatedImage(stack, "web", { source: base, name: "web" });
process.on("exit", () => require("fs").copyFileSync(app.outdir + "/stacks/stack/cdk.tf.json", "emitted.json"));`);
  const { code, err } = project.run("check");
  expect([code, err]).toEqual([0, ""]);
  const { terraform } = JSON.parse(readFileSync(join(project.path, "emitted.json"), "utf8")) as { terraform: object };
  const path = "../../../.image-replication/terraform.stack.tfstate";
  expect(terraform).toMatchObject({ backend: { local: { path } } });
  expect(existsSync(join(project.path, ".image-replication"))).toBe(false);
});

describe("a retired replica is no source", () => {
  /** An encrypted image that is decrypted on its route to each region. */
  function distribute(intermediates: "RETAIN" | "DELETE", ...regions: readonly string[]): void {
    program(`
const stack = new TerraformStack(app, "stack");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
const source = lib.SourceImage.fromAttributes(stack, "base", { imageId: "b", name: "base", kind: lib.ImageKind.SYSTEM_DISK, sizeGib: 4, encrypted: true, keyId: "k" });
new lib.ImageDistribution(stack, "web", { source, name: "web", agencyName: "ims", intermediates: lib.Intermediates.${intermediates},
  destinations: ${JSON.stringify(regions)}.map((region) => lib.Destination.region(region, {
    encryption: lib.Encryption.kms(lib.Key.fromAttributes({ keyId: "k-" + region, region })) })) });`);
  }

  /** The construct of each finding of the rule. */
  function blocked(...args: readonly string[]): readonly [code: number | null, ...constructs: string[]] {
    const { code, out } = project.run("check", "--json", ...args);
    const { stacks } = JSON.parse(out) as { stacks: { findings: { rule: string; construct: string }[] }[] };
    const found = stacks[0]!.findings.filter(({ rule }) => rule === "stack/made-before-retired");
    return [code, ...found.map(({ construct }) => construct)];
  }

  const SOUTH = "stack/web/cn-south-1:web";

  test("the change from an earlier route plan is checked and names the line that declares the replica", () => {
    distribute("RETAIN", "cn-east-3");
    expect(project.node("main.js")).toMatchObject({ code: 0 });
    distribute("DELETE", "cn-east-3");
    expect(blocked("--against", "cdktf.out")).toEqual([0]);
    distribute("DELETE", "cn-east-3", "cn-south-1");
    expect(blocked()).toEqual([0]);
    expect(blocked("--against", "cdktf.out")).toEqual([1, SOUTH]);
    const sarif = project.run("check", "--format", "sarif", "--against", "cdktf.out").out;
    expect(sarif).toContain("stack/made-before-retired");
    distribute("RETAIN", "cn-east-3", "cn-south-1");
    expect(blocked("--against", "cdktf.out")).toEqual([0]);
    expect(project.run("check", "--against", "nowhere.json")).toMatchObject({ code: 64 });
    expect(project.run("check", "--against", "cdktf.out", "--terraform-plan", "plan.json")).toMatchObject({ code: 64 });
  });
});

describe("an app without anything to check is an error", () => {
  const NOTHING =
    /^image-replication: the app synthesized nothing, so that nothing is judged\. Let "node main\.js" end with/u;

  test.each([
    ["without app.synth()", `${ILLEGAL}\napp.synth = () => {};`, NOTHING],
    ["that exits with 0 before it synthesizes", `${ILLEGAL}\nprocess.exit(0);`, NOTHING],
    [
      "that exits with 0 while it synthesizes",
      `${ILLEGAL}\napp.manifest.writeToFile = () => process.exit(0);`,
      NOTHING,
    ],
    ["without a stack", "", /the app declares no stack, so that nothing is judged/u],
  ])("%s", (_, body, message) => {
    program(body);
    expect(project.run("check")).toMatchObject({ code: 64, out: "", err: expect.stringMatching(message) as string });
  });

  test("an app with its own output folder synthesizes as usual, and check says so", () => {
    program(`const other = new App({ outdir: "elsewhere" });
const stack = new TerraformStack(other, "stack");
new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
other.synth(); app.synth = () => {};`);
    expect(project.run("check")).toMatchObject({ code: 64, err: expect.stringMatching(NOTHING) as string });
  });

  test("a killed app is an error", () => {
    program(`process.kill(process.pid, "SIGKILL");`);
    expect(project.run("check").code).toBe(64);
  });

  test("check reports stacks without replicas", () => {
    program(`new TerraformStack(app, "network");`);
    expect(project.run("check")).toMatchObject({
      code: 0,
      err: "No stack of the app declares a replica: there is nothing to judge.\n",
    });
  });
});

test("a misspelled context key of the library is refused, because its policy would be ignored", () => {
  program(ILLEGAL);
  const file = join(project.path, "cdktf.json");
  const cdktf = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...cdktf, context: { "image-replication:policy": [] } }));
  const { code, err } = project.run("check");
  expect([code, err.slice(0, 120)]).toEqual([
    64,
    'image-replication: cdktf.json: context["image-replication:policy"]: is no key of this package, and would be ignored. Its '.slice(
      0,
      120,
    ),
  ]);
  for (const key of ["imageReplication:policies", "image_replication:policies"]) {
    writeFileSync(file, JSON.stringify({ ...cdktf, context: { [key]: [] } }));
    expect(project.run("check")).toMatchObject({
      code: 64,
      err: expect.stringContaining(`context["${key}"]`) as string,
    });
  }
  writeFileSync(file, JSON.stringify({ ...cdktf, context: ["image-replication:policies"] }));
  expect(project.run("check")).toMatchObject({
    code: 64,
    err: expect.stringContaining("context: must be a JSON") as string,
  });
});

test("a folder without cdktf.json is an error", () => {
  writeFileSync(join(project.path, "cdktf.json"), "{}");
  expect(project.run("check")).toMatchObject({
    code: 64,
    err: 'image-replication: cdktf.json: app: has no "app", the command that runs the program\n',
  });
});
