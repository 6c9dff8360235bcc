// Wrong documents, at every place that reads one: the command line, and a program at synth. Each error names file, line and path, and
// nothing is written. test/model and test/routes fuzz the readers themselves.
import { mkdirSync } from "node:fs";
import { App, TerraformStack } from "cdktf";
import { HuaweicloudProvider, SourceImage } from "../../lib";
import { writeRoutePlan } from "../../lib/routes";
import { plan, wish } from "../routes/plans";
import { WatchedFolder } from "./watched-folder";

let folder: WatchedFolder;
beforeEach(() => (folder = new WatchedFolder()));
afterEach(() => {
  folder.remove();
});

const HEAD = { format: "image-replication/inventory", version: 1 };
const IMAGE = { id: "ims-1", name: "web", region: "cn-north-4", kind: "system-disk", sizeGib: 40 };
const lines = (document: object): string => JSON.stringify(document, undefined, 1);

/** The content of the file (undefined: no file), and the text that follows the file name in the error. */
type BadDocument = readonly [name: string, text: string | undefined, says: string];

const inventories: readonly BadDocument[] = [
  ["is missing", undefined, ": there is no such file"],
  ["is empty", "", ":1: is not JSON: value expected"],
  ["is not JSON", '{\n "format": image\n}', ":2: is not JSON: invalid symbol"],
  ["is cut short", lines({ ...HEAD, images: [IMAGE] }).slice(0, 60), ":4: is not JSON: property name expected"],
  ["is a list", "[]", ":1: is not a document of ours: "],
  ["is another document", '{\n "format": "a"\n}', ':2: format: must be "image-replication/inventory", and is "a"'],
  ["is of no version", '{\n "format": "image-replication/inventory"\n}', ":1: version: must be 1, and is missing"],
  [
    "is of a newer version",
    lines({ ...HEAD, version: 2 }),
    ":3: version: must be 1, and is 2; it was written by a newer",
  ],
  ["has an unknown field", lines({ ...HEAD, image: [] }), ":4: image: is no field that is known here"],
  [
    "has an unknown field inside",
    lines({ ...HEAD, images: [{ ...IMAGE, size: 1 }] }),
    ":11: images[0].size: is no field",
  ],
  [
    "has a field of a wrong type",
    lines({ ...HEAD, images: [{ ...IMAGE, sizeGib: "40" }] }),
    ":10: images[0].sizeGib: must be number",
  ],
  ["has a list of a wrong type", lines({ ...HEAD, images: {} }), ":4: images: must be array"],
  ["lacks a field", lines({ ...HEAD, images: [{ id: "a" }] }), ':5: images[0]: lacks the field "name"'],
  ["has a key twice", '{\n "format": "a",\n "format": "b"\n}', ':3: has the key "format" twice'],
];

describe.each(inventories)("an inventory that %s", (_, text, says) => {
  beforeEach(() => {
    if (text !== undefined) folder.write("recorded.json", text);
  });

  test.each([[["state", "import", "recorded.json"]], [["apply", "plan.json", "--inventory", "recorded.json"]]])(
    "is refused by %j, and nothing is written",
    (command) => {
      folder.write("plan.json", writeRoutePlan(PLAN));
      const before = folder.contents();
      const { code, out, err } = folder.run(command);
      expect([code, out]).toEqual([64, ""]);
      expect(err).toContain(`image-replication: recorded.json${says}`);
      expect(err).not.toMatch(/\n\s+at /u);
      expect(folder.contents()).toEqual(before);
    },
  );

  test("is refused at synth, where the program names it", () => {
    const before = folder.contents();
    const app = new App({ outdir: folder.file("cdktf.out") });
    const stack = new TerraformStack(app, "stack");
    new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
    const inventory = folder.file("recorded.json");
    const query = (): unknown => SourceImage.fromInventory(stack, "web", { inventory, name: "web" });
    expect(query).toThrow(`${inventory}${says}`);
    expect(folder.contents()).toEqual(before);
  });
});

const PLAN = plan([wish("cn-east-3/web", "copyImageAcross", { image: "golden" })]);
const changed = (change: object): string => writeRoutePlan({ ...PLAN, ...change });

const routePlans: readonly BadDocument[] = [
  ["is empty", "", ": is not JSON: value expected"],
  ["is cut short", writeRoutePlan(PLAN).slice(0, 500), ": is not JSON: "],
  [
    "is an inventory",
    lines(HEAD),
    ': format: must be "image-replication/route-plan", and is "image-replication/inventory"',
  ],
  [
    "is of a newer version",
    changed({ version: 2 }),
    ": version: must be 1, and is 2; it was written by a newer release",
  ],
  ["has an unknown field", changed({ cost: 1 }), ": cost: is no field that is known here"],
  ["has a field of a wrong type", changed({ hops: {} }), ": hops: must be array"],
  ["lacks a field", changed({ forecast: undefined }), ': lacks the field "forecast"'],
  ["was edited by hand", changed({ digest: PLAN.digest.replace(/^./u, "x") }), ": digest: "],
];

describe.each(routePlans)("a route plan that %s", (_, text, says) => {
  test.each([[["plan", "plan.json"]], [["apply", "plan.json"]]])(
    "is refused by %j, and nothing is written",
    (command) => {
      folder.write("plan.json", text ?? "");
      const before = folder.contents();
      const { code, out, err } = folder.run(command);
      expect([code, out]).toEqual([64, ""]);
      expect(err).toMatch(/^image-replication: plan\.json:\d+: /u);
      expect(err.replace(/:\d+: /u, ": ")).toContain(`plan.json${says}`);
      expect(err).not.toMatch(/\n\s+at /u);
      expect(folder.contents()).toEqual(before);
    },
  );
});

interface BadFolder {
  readonly name: string;
  readonly make: () => unknown;
  readonly command?: readonly string[];
  readonly says: RegExp;
}

const manifest = (content: object | string): string =>
  folder.write("cdktf.out/manifest.json", typeof content === "string" ? content : JSON.stringify(content));
const oneStack = { name: "web", workingDirectory: "stacks/web", dependencies: [] };

const folders: readonly BadFolder[] = [
  { name: "cdktf.json is not JSON", make: () => folder.write("cdktf.json", "{"), says: /cdktf\.json:1: is not JSON: / },
  {
    name: "cdktf.json is null",
    make: () => folder.write("cdktf.json", "null"),
    says: /cdktf\.json:1: must be a JSON object/,
  },
  {
    name: "cdktf.json is a list",
    make: () => folder.write("cdktf.json", "[1]"),
    says: /cdktf\.json:1: must be a JSON object/,
  },
  {
    name: "nothing was synthesized",
    make: () => undefined,
    says: /cdktf\.out: there is no synthesized app\. Run "cdktf synth"/,
  },
  {
    name: "the output folder is a file",
    make: () => folder.write("cdktf.out", "x"),
    says: /cdktf\.out:1: is not JSON/,
  },
  { name: "the manifest is null", make: () => manifest("null"), says: /manifest\.json:1: must be a JSON object/ },
  {
    name: "the manifest has no stacks",
    make: () => manifest({}),
    says: /is no manifest of cdktf: it lacks the field "stacks"/,
  },
  { name: "the stacks are a list", make: () => manifest({ stacks: [] }), says: /lacks the field "stacks"/ },
  {
    name: "a stack of the manifest is null",
    make: () => manifest({ stacks: { web: null } }),
    says: /is no manifest of cdktf: stack "web" lacks its name, its workingDirectory or its dependencies/,
  },
  {
    name: "a stack depends on a number",
    make: () => manifest({ stacks: { web: { ...oneStack, dependencies: [1] } } }),
    says: /stack "web" lacks/,
  },
  {
    name: "stacks depend on each other in a circle, and have no plan",
    make: () => manifest({ stacks: { web: { ...oneStack, dependencies: ["web"] } } }),
    says: /no stack of the app declares a replica/,
  },
  {
    name: "the route plan is a folder",
    make: () => (
      manifest({ stacks: { web: oneStack } }),
      mkdirSync(folder.file("cdktf.out/stacks/web/route-plan.json"), { recursive: true })
    ),
    says: /route-plan\.json: it is a folder/,
  },
  {
    name: "an export has no folder",
    make: () => {
      folder.write("inventory.json", '{ "format": "image-replication/inventory", "version": 1, "images": [] }');
      folder.run(["state", "import", "inventory.json"]);
    },
    command: ["state", "export", "-o", "nowhere/out.json"],
    says: /nowhere\/out\.json: cannot be written: there is no such file/,
  },
  {
    name: "an inventory is a folder",
    make: () => mkdirSync(folder.file("recorded.json")),
    command: ["state", "import", "recorded.json"],
    says: /recorded\.json: it is a folder/,
  },
];

test.each(folders)("an error says that $name, and nothing is written", ({ make, command = ["plan"], says }) => {
  make();
  const before = folder.contents();
  const { code, out, err } = folder.run(command);
  expect(err).toMatch(says);
  expect(err).not.toMatch(/\n\s+at /u);
  expect([code, out]).toEqual([64, ""]);
  expect(folder.contents()).toEqual(before);
});
