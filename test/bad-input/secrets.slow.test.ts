// Canaries: a secret in the environment, in a recording or in a program is in nothing that is written or printed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "../../lib/store";
import type { Answer } from "../cli/answer";
import { WatchedFolder } from "./watched-folder";

const CANARY = "canary-9b1f0c77";
const ENVIRONMENT = { HW_ACCESS_KEY: `${CANARY}-a`, HW_SECRET_KEY: `${CANARY}-s`, HW_SECURITY_TOKEN: `${CANARY}-t` };
const PROGRAMS = require.resolve("./programs.cjs");

const AT = { region: "cn-north-4", kind: "system-disk", sizeGib: 12 };
const recording = (more: object = {}, spare: object = {}): string =>
  JSON.stringify({
    format: "image-replication/inventory",
    version: 1,
    agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
    images: [
      { id: "ims-1", name: "web-base", ...AT, ...more },
      { id: "ims-2", name: "spare", ...AT, ...spare },
    ],
  });

let folder: WatchedFolder;
beforeEach(() => (folder = new WatchedFolder()));
afterEach(() => {
  folder.remove();
});

const synthesize = (program: string): Answer => folder.start([PROGRAMS, program], ENVIRONMENT);
const run = (...args: readonly string[]): Answer => folder.run(args, ENVIRONMENT);

/** The files below a folder of the project that hold the canary, as bytes. */
function leaks(below = "."): readonly string[] {
  const entries = readdirSync(folder.file(below), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, "latin1").includes(CANARY));
}

test("credentials of the environment are in no file and in nothing that is printed", () => {
  folder.write("inventory.json", recording());
  const answers = [
    synthesize("a sound program"),
    run("plan"),
    run("plan", "--format", "json"),
    run("plan", "--format", "markdown"),
    run("plan", "--format", "html"),
    run("check", "cdktf.out", "--format", "sarif"),
    run("apply", "--inventory", "inventory.json"),
    run("state", "list"),
    run("state", "show", "web-base"),
    run("state", "export", "-o", "out.json"),
  ];
  expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 0));
  answers.push(run("doctor"), run("doctor", "--json"));
  for (const { out, err } of answers) expect(out + err).not.toContain(CANARY);
  expect(Object.keys(folder.contents())).toEqual(
    expect.arrayContaining([
      ".image-replication/cloud.db",
      "cdktf.out/manifest.json",
      "cdktf.out/stacks/stack/cdk.tf.json",
      "cdktf.out/stacks/stack/route-plan.json",
    ]),
  );
  expect(leaks()).toEqual([]);
});

test("what a recording says of images that the program does not use is in nothing that synth writes", () => {
  folder.write("inventory.json", recording({}, { description: CANARY, tags: { note: CANARY }, keyId: CANARY }));
  expect(synthesize("a sound program")).toMatchObject({ code: 0 });
  expect(leaks("cdktf.out")).toEqual([]);
});

test("prose of a source is in nothing that synth writes, and not in the journal", () => {
  folder.write("inventory.json", recording({ description: CANARY, tags: { note: CANARY } }));
  expect(synthesize("a sound program")).toMatchObject({ code: 0 });
  expect(leaks("cdktf.out")).toEqual([]);
  expect(run("apply", "--inventory", "inventory.json")).toMatchObject({ code: 0 });
  const store = Store.open(folder.file(".image-replication/cloud.db"));
  const journal = store.journal.lines();
  store.close();
  expect(journal.length).toBeGreaterThan(0);
  expect(journal.join("\n")).not.toContain(CANARY);
});

test("a field that is not known is told by its name, and neither its text nor its neighbour's is shown", () => {
  folder.write("inventory.json", recording({ password: CANARY, description: CANARY }));
  for (const { code, out, err } of [synthesize("a sound program"), run("state", "import", "inventory.json")]) {
    expect(code).not.toBe(0);
    expect(err).toContain("images[0].password: is no field that is known here");
    expect(out + err).not.toContain(CANARY);
  }
  expect(Object.keys(folder.contents())).toEqual(["cdktf.json", "inventory.json"]);
});

test("a secret written into a provider stops the synth, is not shown, and is not written", () => {
  const { code, err } = synthesize("a secret in the provider");
  expect(code).toBe(1);
  expect(err).toContain("[stack/no-literal-credential]");
  expect(err).not.toContain(CANARY);
  expect(leaks()).toEqual([]);
});
