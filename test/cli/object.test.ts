// Objects of the simulated cloud: real files, carried and carried on, whatever they are called.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { carry, digestOfFile, fileOf, materialize } from "../../lib/cli/object-files";
import type { StoredObject } from "../../lib/model";
import { ImageDistribution, Destination, HuaweicloudProvider, ImageKind, SourceImage } from "../../lib";
import { ProjectFolder } from "./command";

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

test("equal objects are equal files, and others are not", () => {
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

test.each([1, 4096, 8192, 12_000])(
  "what was carried before an interruption is not carried again: after %d bytes",
  (bytes) => {
    const [from, to] = [join(folder, "from"), join(folder, "to")];
    materialize(from, object(5));
    expect(() =>
      carry(from, to, (at) => {
        if (at >= bytes) throw new Error("cut off");
      }),
    ).toThrow("cut off");
    expect(existsSync(to)).toBe(false);
    // A process that dies may leave a part of a block.
    truncateSync(`${to}.part`, bytes);
    expect(carry(from, to)).toMatchObject({ resumedBytes: bytes, bytes: 5 * 4096, checksum: digestOfFile(from) });
    expect(digestOfFile(to)).toBe(digestOfFile(from));
    expect(existsSync(`${to}.part`)).toBe(false);
  },
);

test("what lies there of another file is thrown away, and what is whole already is kept", () => {
  const [from, to] = [join(folder, "from"), join(folder, "to")];
  materialize(from, object(5));
  writeFileSync(`${to}.part`, "something else");
  expect(carry(from, to)).toMatchObject({ resumedBytes: 0 });
  expect(carry(from, to)).toMatchObject({ resumedBytes: 5 * 4096 });
});

const NASTY = [
  "plain.qcow2",
  `it's "quoted".qcow2`,
  "$(touch pwned)",
  "`touch pwned`",
  '${file("/etc/passwd")}',
  "%{ if true }x%{ endif }",
  "two\nlines; touch pwned",
  "../../../pwned",
  "-rf --help",
  "; touch pwned #",
] as const;

test("no name is ever a path", () => {
  for (const name of NASTY) {
    const file = fileOf(folder, name, name);
    expect(file.startsWith(`${folder}/`)).toBe(true);
    expect(file.slice(folder.length + 1)).toMatch(/^[0-9a-f]{32}\/[0-9a-f]{64}$/u);
  }
});

interface Emitted {
  readonly triggers: Readonly<Record<string, string>>;
  readonly provisioner: readonly {
    readonly "local-exec": {
      readonly command: string;
      readonly when?: string;
      readonly environment: Readonly<Record<string, string>>;
    };
  }[];
}

/** What is emitted for a transfer between buckets of that name. */
function emittedFor(name: string): Emitted {
  const app = new App({ outdir: join(folder, "out"), stackTraces: false });
  const stack = new TerraformStack(app, "stack");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const source = SourceImage.fromAttributes(stack, "source", {
    imageId: "ims-1",
    name: "web",
    kind: ImageKind.DATA_DISK,
    sizeGib: 200,
  });
  new ImageDistribution(stack, "everywhere", {
    source,
    name: "web",
    bucket: name,
    agencyName: "ims_copy",
    destinations: [Destination.region("cn-east-3", { bucket: `${name} there` })],
  });
  app.synth();
  const { resource } = JSON.parse(readFileSync(join(app.outdir, "stacks", "stack", "cdk.tf.json"), "utf8")) as {
    resource: { null_resource: Record<string, Emitted> };
  };
  const found = Object.values(resource.null_resource).find(({ provisioner }) => (provisioner as unknown) !== undefined);
  if (found === undefined) throw new Error("no transfer was emitted");
  return found;
}

/** A string of Terraform's as it is after Terraform has read it, where it has no expression in it. */
const read = (text: string): string => text.replaceAll("$${", "${").replaceAll("%%{", "%{");

test.each(NASTY)("a transfer between buckets called %j has a constant command, and carries", (name) => {
  const { triggers, provisioner } = emittedFor(name);
  const plain = emittedFor("plain");
  const commands = (one: Emitted): unknown =>
    one.provisioner.map(({ "local-exec": exec }) => [exec.command, exec.when, exec.environment]);
  expect(commands({ triggers, provisioner })).toEqual(commands(plain));
  for (const { "local-exec": exec } of provisioner) {
    for (const value of Object.values(exec.environment)) expect(value).toMatch(/^\$\{self\.triggers\.[a-z_]+\}$/u);
  }
  expect(read(triggers.from_bucket ?? "")).toBe(name);
  expect(triggers.from_key).toContain("ims-1");
  // Nothing is left that Terraform would evaluate.
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
    const values = Object.entries(exec?.environment ?? {}).map(([variable, reference]) => {
      const trigger = /triggers\.([a-z_]+)/u.exec(reference)?.[1] ?? "";
      return [variable, read(triggers[trigger] ?? "")] as const;
    });
    const env = { ...process.env, ...Object.fromEntries(values), PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
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
