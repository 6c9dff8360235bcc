// A shell runs the command that transfers an object on the real cloud, with harmful names. `obsutil` itself is a stand-in
// (fake-obsutil.cjs), because it is not available here: this tests the emitted text, not the vendor's tool.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeploymentTarget } from "../../lib";
import { emittedFor, environmentOf, NASTY, read, type Emitted } from "./emitted-transfer";
import { Obsutil } from "./obsutil";

let folder: string;
/** The folder in which Terraform would run: the stack's folder. */
let stack: string;
let tool: Obsutil;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "obsutil-"));
  stack = join(folder, "stack");
  mkdirSync(stack);
  tool = new Obsutil(folder);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const emitted = (name: string): Emitted => emittedFor(folder, name, DeploymentTarget.HUAWEICLOUD);

/** Runs the command that copies (0) or the one that removes (1), as Terraform would. */
function run(one: Emitted, index: 0 | 1, settings: Record<string, string> = {}): number | null {
  const env = { ...tool.environment, HOME: "/home/somebody", ...settings, ...environmentOf(one, index) };
  const command = read(one.provisioner[index]?.["local-exec"].command ?? "");
  return spawnSync("/bin/sh", ["-c", command], { cwd: stack, env, encoding: "utf8" }).status;
}

/** The calls that copy or remove; queries are left out. */
const calls = () => tool.calls.filter(({ verb }) => verb !== "stat");

const objectFile = (url: string): string => tool.fileOf(url);

function placesOf(one: Emitted): { readonly from: string; readonly to: string } {
  const values = environmentOf(one, 0);
  const url = (side: string): string =>
    `obs://${values[`IMAGE_REPLICATION_${side}_BUCKET`] ?? ""}/${values[`IMAGE_REPLICATION_${side}_KEY`] ?? ""}`;
  return { from: url("FROM"), to: url("TO") };
}

const stagingOf = (): string => join(stack, ".image-replication-staging");

test.each(NASTY)("a transfer between buckets called %j makes two copies and nothing else", (name) => {
  const one = emitted(name);
  const { from, to } = placesOf(one);
  writeFileSync(objectFile(from), "the image");
  expect(run(one, 0)).toBe(0);
  expect(readFileSync(objectFile(to), "utf8")).toBe("the image");
  expect(calls().map(({ verb, places, outcome }) => [verb, places[0], places[1], outcome])).toEqual([
    ["cp", from, expect.stringContaining(stagingOf()), "carried"],
    ["cp", expect.stringContaining(stagingOf()), to, "carried"],
  ]);
  // Each side uses the endpoint of its region; sizes and checksums are requested.
  expect(calls().map(({ flags }) => flags.filter((flag) => /^-(?:e=|vlength|vmd5|u$)/u.test(flag)))).toEqual([
    ["-e=obs.cn-north-4.myhuaweicloud.com", "-u", "-vlength", "-vmd5"],
    ["-e=obs.cn-east-3.myhuaweicloud.com", "-u", "-vlength", "-vmd5"],
  ]);
  expect(readdirSync(stagingOf())).toEqual([]);
  expect(run(one, 1)).toBe(0);
  expect(readdirSync(join(folder, "objects"))).toEqual([]);
  // No name acted as code or as a path.
  expect(readdirSync(stack)).toEqual([".image-replication-staging"]);
  expect(readdirSync(folder).sort()).toEqual(["bin", "log", "objects", "out", "stack"]);
});

test("an interrupted transfer continues, and other users cannot read its file", () => {
  const one = emitted("plain");
  const { from, to } = placesOf(one);
  writeFileSync(objectFile(from), "the image");
  expect(run(one, 0, { FAKE_OBSUTIL_FAILS: to })).toBe(1);
  const [staged = ""] = readdirSync(stagingOf());
  expect(statSync(stagingOf()).mode & 0o077).toBe(0);
  expect(existsSync(join(stagingOf(), staged))).toBe(true);
  expect(run(one, 0)).toBe(0);
  expect(calls().map(({ outcome }) => outcome)).toEqual(["carried", "failed", "there already", "carried"]);
  expect(readdirSync(stagingOf())).toEqual([]);
});

test("a second run copies nothing where the object exists, even when the source is removed", () => {
  const one = emitted("plain");
  const { from, to } = placesOf(one);
  writeFileSync(objectFile(from), "the image");
  expect(run(one, 0)).toBe(0);
  expect(run(one, 0)).toBe(0);
  expect(calls().map(({ outcome }) => outcome)).toEqual(["carried", "carried"]);
  rmSync(objectFile(from));
  expect(run(one, 0)).toBe(1);
  expect(run(one, 0, { IMAGE_REPLICATION_REPEATED: "yes" })).toBe(0);
  rmSync(objectFile(to));
  expect(run(one, 0, { IMAGE_REPLICATION_REPEATED: "yes" })).toBe(1);
});

test("an object that is older or of another size is transferred again", () => {
  const one = emitted("plain");
  const { from, to } = placesOf(one);
  writeFileSync(objectFile(from), "the image");
  writeFileSync(objectFile(to), "the other image");
  expect(run(one, 0)).toBe(0);
  expect(readFileSync(objectFile(to), "utf8")).toBe("the image");
  writeFileSync(objectFile(to), "an image?");
  utimesSync(objectFile(to), 1, 1);
  expect(run(one, 0)).toBe(0);
  expect(readFileSync(objectFile(to), "utf8")).toBe("the image");
});

test("a transfer never uses the interrupted file of another image", () => {
  const one = emitted("plain");
  const other: Emitted = { ...one, triggers: { ...one.triggers, from_key: "other", to_key: "other" } };
  writeFileSync(objectFile(placesOf(one).from), "one image");
  writeFileSync(objectFile(placesOf(other).from), "other one");
  expect(run(one, 0, { FAKE_OBSUTIL_FAILS: placesOf(one).to })).toBe(1);
  expect(run(other, 0)).toBe(0);
  expect(readFileSync(objectFile(placesOf(other).to), "utf8")).toBe("other one");
  // Its destruction also removes its file on the disk.
  expect(run(one, 1)).toBe(0);
  expect(readdirSync(stagingOf())).toEqual([]);
});

test("each side can have its own account and cloud domain, and files can be elsewhere", () => {
  const one = emitted("plain");
  writeFileSync(objectFile(placesOf(one).from), "the image");
  const settings = {
    IMAGE_REPLICATION_STAGING: join(folder, "large disk"),
    IMAGE_REPLICATION_FROM_OBSUTIL_CONFIG: "/etc/one config",
    IMAGE_REPLICATION_TO_OBSUTIL_CONFIG: "/etc/other",
    IMAGE_REPLICATION_TO_ENDPOINT: "obs.eu-west-101.myhuaweicloud.eu",
  };
  expect(run(one, 0, settings)).toBe(0);
  expect(calls().map(({ flags }) => flags.filter((flag) => /^-(?:e|config|cpd)=/u.test(flag)))).toEqual([
    ["-e=obs.cn-north-4.myhuaweicloud.com", "-config=/etc/one config", `-cpd=${join(folder, "large disk")}`],
    ["-e=obs.eu-west-101.myhuaweicloud.eu", "-config=/etc/other", `-cpd=${join(folder, "large disk")}`],
  ]);
  expect(readdirSync(stack)).toEqual([]);
});

test("a failed removal is an error, and the other object is still removed", () => {
  const one = emitted("plain");
  const { from, to } = placesOf(one);
  for (const url of [from, to]) writeFileSync(objectFile(url), "the image");
  expect(run(one, 1, { FAKE_OBSUTIL_FAILS: from })).toBe(1);
  expect([from, to].map((url) => existsSync(objectFile(url)))).toEqual([true, false]);
  expect(run(one, 1)).toBe(0);
});

test("the stand-in takes only arguments that the vendor documents", () => {
  const env = { ...process.env, ...tool.environment };
  const obsutil = (...args: readonly string[]): number | null =>
    spawnSync(join(folder, "bin", "obsutil"), args, { env }).status;
  expect(obsutil("rm", "obs://a/b", "-f")).toBe(0);
  expect(obsutil("rm", "obs://a/b", "-vmd5")).toBe(2);
  expect(obsutil("cp", "obs://a/b", "c", "--resume")).toBe(2);
  expect(obsutil("cp", "obs://a/b")).toBe(2);
});
