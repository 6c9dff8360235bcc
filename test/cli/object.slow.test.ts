// Objects of the simulated cloud: real files, transferred and resumed, with any names.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { copyResumable, digestOfFile, fileOf, materialize, removeFile } from "../../lib/cli/object-files";
import type { StoredObject } from "../../lib/model";
import { EnvironmentError } from "../../lib/values";
import { ProjectFolder } from "./command";
import { crowd } from "./crowd";
import { emittedFor, environmentOf, NASTY, read, TWO_LINES, type Emitted } from "./emitted-transfer";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "objects-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const object = (sizeGib: number, checksum = "0".repeat(64)): StoredObject => ({
  bucket: "home",
  key: "web",
  sizeGib,
  checksum,
  format: "qcow2",
  status: "there",
  contents: { imageId: "ims-1", kind: "system-disk", os: "linux", minDiskGib: 40 },
});

test("equal objects are equal files, and different objects are different files", () => {
  for (const [name, checksum] of [
    ["a", "1"],
    ["b", "1"],
    ["c", "2"],
  ] as const) {
    materialize(join(folder, name), object(3, checksum.repeat(64)));
  }
  const [a, b, c] = ["a", "b", "c"].map((name) => digestOfFile(join(folder, name)));
  expect(a).toBe(b);
  expect(a).not.toBe(c);
  expect(statSync(join(folder, "a")).size).toBe(3 * 4096);
});

test.each([1, 4096, 8192, 12_000])("an interrupted transfer continues after %d bytes", (bytes) => {
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  materialize(from, object(5));
  expect(() =>
    copyResumable(from, to, (at) => {
      if (at >= bytes) throw new Error("cut off");
    }),
  ).toThrow("cut off");
  expect(existsSync(to)).toBe(false);
  // A process that dies can leave a part of a block.
  truncateSync(partOf(to), bytes);
  expect(copyResumable(from, to)).toMatchObject({ resumedBytes: bytes, bytes: 5 * 4096, checksum: digestOfFile(from) });
  expect(digestOfFile(to)).toBe(digestOfFile(from));
  expect(readdirSync(folder).sort()).toEqual(["from", "to"]);
});

test("a transfer does not touch a part that another process writes", () => {
  const [file, others] = [join(folder, "web"), join(folder, "web.others")];
  mkdirSync(others);
  writeFileSync(join(others, "part"), "half of it");
  materialize(file, object(1));
  expect(readdirSync(folder).sort()).toEqual(["web", "web.others"]);
  expect(statSync(file).size).toBe(4096);
  removeFile(file);
  expect(readdirSync(folder)).toEqual([]);
});

test("a transfer deletes parts of other files and keeps complete parts", () => {
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  materialize(from, object(5));
  mkdirSync(`${to}.others`);
  writeFileSync(join(`${to}.others`, "part"), "something else");
  expect(copyResumable(from, to)).toMatchObject({ resumedBytes: 0 });
  expect(copyResumable(from, to)).toMatchObject({ resumedBytes: 5 * 4096 });
});

/** A process that transfers one file to another as often as requested, and replies with the number of bytes at the end. */
const CARRIER = `
  const { copyResumable } = require(${JSON.stringify(join(__dirname, "..", "..", "lib", "cli", "object-files"))});
  process.on("message", ([from, to]) => {
    try {
      process.send(String(copyResumable(from, to).bytes));
    } catch (error) {
      process.send(String(error));
    }
  });
  process.send("ready");
`;

test("two transfers to one target at once both succeed and leave only the file", async () => {
  const carriers = await crowd(2, CARRIER, ["--require", require.resolve("tsx/cjs")]);
  const from = join(folder, "from");
  materialize(from, object(100));
  const answers: string[] = [];
  for (let pair = 0; pair < 60; pair += 1) {
    answers.push(...(await carriers.askAll([from, join(folder, String(pair), "to")])));
    expect(readdirSync(join(folder, String(pair)))).toEqual(["to"]);
    expect(digestOfFile(join(folder, String(pair), "to"))).toBe(digestOfFile(from));
  }
  carriers.end();
  expect(answers).toEqual(Array.from({ length: 120 }, () => String(100 * 4096)));
});

test("the removal of an object during its transfer is an error with a sentence", () => {
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  materialize(from, object(5));
  expect(() => copyResumable(from, to, () => removeFile(to))).toThrow(EnvironmentError);
  expect(() => copyResumable(from, to, () => removeFile(to))).toThrow(
    /^the object was removed while it was carried\./u,
  );
});

test("no name acts as a path", () => {
  for (const name of [...NASTY, TWO_LINES]) {
    const file = fileOf(folder, name, name);
    expect(file.startsWith(`${folder}/`)).toBe(true);
    expect(file.slice(folder.length + 1)).toMatch(/^[0-9a-f]{32}\/[0-9a-f]{64}$/u);
  }
});

test("a transfer that is killed at any instant continues and ends with the same file", async () => {
  const project = new ProjectFolder();
  const place = { bucket: "home", sizeGib: 1000, checksum: "7".repeat(64) };
  const objects = Array.from({ length: 10 }, (_, index) => ({ ...place, key: `web-${String(index)}` }));
  const buckets = [
    { name: "home", region: "cn-north-4" },
    { name: "away", region: "cn-east-3" },
  ];
  const inventory = { format: "image-replication/inventory", version: 1, buckets, objects };
  writeFileSync(join(project.path, "inventory.json"), JSON.stringify(inventory));
  expect(project.run("state", "import", "inventory.json").code).toBe(0);
  const told: string[] = [];
  // A kill can come too late: then the next object is tried.
  for (const { key } of objects) {
    const args = ["object", "transfer", "--from-bucket", "home", "--from-key", key, "--to-bucket", "away"];
    await killedWhile(project.path, args, fileOf(join(project.path, ".image-replication", "objects"), "away", key));
    const { code, out } = project.run(...args);
    expect(code).toBe(0);
    told.push(out);
    if (/, \d+ of them from before/u.test(out) && !out.includes("4096000 of them")) break;
  }
  expect(told.at(-1)).toMatch(/ 4096000 bytes stand for 1000 GiB, \d+ of them from before; SHA-256 [0-9a-f]{64}\n$/u);
  // Equal objects are equal files, interrupted or not.
  expect(new Set(told.map((line) => /SHA-256 (\w+)/u.exec(line)?.[1])).size).toBe(1);
  project.remove();
});

/** The part file of a transfer, beside its target. */
function partOf(file: string): string {
  const names = existsSync(dirname(file)) ? readdirSync(dirname(file)) : [];
  return join(dirname(file), names.find((name) => name.startsWith(`${basename(file)}.`)) ?? "none", "part");
}

/** Runs the command line, and kills it as soon as a part of the file exists. */
async function killedWhile(cwd: string, args: readonly string[], file: string): Promise<void> {
  const main = join(__dirname, "..", "..", "dist", "cli", "main.js");
  const child = spawn(process.execPath, [main, ...args], { cwd, stdio: "ignore" });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const isPartThere = (): boolean => (statSync(partOf(file), { throwIfNoEntry: false })?.size ?? 0) > 0;
  while (child.exitCode === null && !isPartThere()) await new Promise((resolve) => setImmediate(resolve));
  child.kill("SIGKILL");
  await ended;
}

test("a bucket with a line break in its name is refused", () => {
  expect(() => emittedFor(folder, TWO_LINES)).toThrow(/which holds an invisible character\. .*\[bucket\/named/u);
});

test.each(NASTY)("a transfer between buckets called %j has a constant command and succeeds", (name) => {
  const { triggers, provisioner } = emittedFor(folder, name);
  const plain = emittedFor(folder, "plain");
  const commands = (one: Emitted): unknown =>
    one.provisioner.map(({ "local-exec": exec }) => [exec.command, exec.when, exec.environment]);
  expect(commands({ triggers, provisioner })).toEqual(commands(plain));
  for (const { "local-exec": exec } of provisioner) {
    for (const value of Object.values(exec.environment)) expect(value).toMatch(/^\$\{self\.triggers\.[a-z_]+\}$/u);
  }
  expect(read(triggers.from_bucket ?? "")).toBe(name);
  expect(triggers.from_key).toContain("ims-1");
  // No expression is left for Terraform to evaluate.
  for (const value of Object.values(triggers)) expect(value).not.toMatch(/(?:^|[^$])\$\{|(?:^|[^%])%\{/u);

  const project = new ProjectFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const main = join(__dirname, "..", "..", "dist", "cli", "main.js");
  writeFileSync(join(bin, "npx"), `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, "npx"), 0o755);
  const buckets = [
    { name, region: "cn-north-4" },
    { name: `${name} there`, region: "cn-east-3" },
  ];
  const key = read(triggers.from_key ?? "");
  writeFileSync(
    join(project.path, "inventory.json"),
    JSON.stringify({
      format: "image-replication/inventory",
      version: 1,
      buckets,
      objects: [{ bucket: name, key, sizeGib: 2, checksum: "1".repeat(64) }],
    }),
  );
  expect(project.run("state", "import", "inventory.json").code).toBe(0);
  const run = (index: number) => {
    const exec = provisioner[index]?.["local-exec"];
    const env = {
      ...process.env,
      ...environmentOf({ triggers, provisioner }, index),
      PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
    };
    return spawnSync("/bin/sh", ["-c", exec?.command ?? ""], { cwd: project.path, env, encoding: "utf8" });
  };
  const first = run(0);
  expect({ code: first.status, err: first.stderr }).toEqual({ code: 0, err: "" });
  expect(run(0).status).toBe(0);
  const objects = (
    JSON.parse(project.run("state", "export").out) as { objects: { bucket: string; checksum: string }[] }
  ).objects;
  expect(objects.map(({ bucket }) => bucket)).toEqual([name, `${name} there`]);
  expect(provisioner[1]?.["local-exec"].when).toBe("destroy");
  expect(run(1).status).toBe(0);
  expect((JSON.parse(project.run("state", "export").out) as { objects: unknown[] }).objects).toEqual([]);
  expect(existsSync(join(project.path, "pwned"))).toBe(false);
  expect(existsSync(join(project.path, "..", "pwned"))).toBe(false);
  project.remove();
});
