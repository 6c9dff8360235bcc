// Apps with several stacks: a source that another stack makes is found in the region state by region and name.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RoutePlan } from "../../lib/routes";
import { ProjectFolder } from "./command";

const LIBRARY = JSON.stringify(join(__dirname, "..", "..", "dist"));
const CDKTF = JSON.stringify(require.resolve("cdktf"));

/** The stack that copies across regions is declared first, and depends on the one that decrypts. */
const PROGRAM = `
const { App, TerraformStack } = require(${CDKTF});
const lib = require(${LIBRARY});
const app = new App();
const make = (id) => {
  const stack = new TerraformStack(app, id);
  new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  return stack;
};
const across = make("a-across");
const plain = make("b-plain");
const base = lib.SourceImage.fromInventory(plain, "base", { inventory: "inventory.json", name: "base" });
const source = new lib.ReplicatedImage(plain, "replica", { source: base, name: "plain", encryption: lib.Encryption.none() });
new lib.CrossRegionImage(across, "replica", { source, name: "web", targetRegion: "cn-east-3", agencyName: "ims_copy" });
app.synth();
`;

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: [{ id: "ims-1", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 10, keyId: "k-0" }],
  agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
};

test("stacks are applied in order of dependency, and are unchanged the second time", () => {
  const project = new ProjectFolder();
  try {
    writeFileSync(join(project.path, "main.js"), PROGRAM);
    writeFileSync(join(project.path, "inventory.json"), JSON.stringify(INVENTORY));
    expect(project.node("main.js")).toMatchObject({ code: 0, err: "" });
    const first = project.run("apply", "--inventory", "inventory.json", "--json");
    const statuses = (out: string): unknown =>
      (JSON.parse(out) as { stack: string; hops: { status: string }[] }[]).map(({ stack, hops }) => [
        stack,
        hops[0]?.status,
      ]);
    expect(statuses(first.out)).toEqual([
      ["b-plain", "made"],
      ["a-across", "made"],
    ]);
    expect(statuses(project.run("apply", "--json").out)).toEqual([
      ["b-plain", "kept"],
      ["a-across", "kept"],
    ]);
    const images = JSON.parse(project.run("state", "list", "--json").out) as {
      name: string;
      region: string;
      keyId: string | null;
    }[];
    expect(images.find(({ name }) => name === "web")).toMatchObject({ region: "cn-east-3", keyId: null });
  } finally {
    project.remove();
  }
});

/** Two stacks of seven copies each, which share the account's five slots. */
const SHARING = `
const { App, TerraformStack } = require(${CDKTF});
const lib = require(${LIBRARY});
const app = new App();
for (const [id, slots] of [["first", undefined], ["second", undefined]]) {
  const stack = new TerraformStack(app, id);
  new lib.HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4", slots });
  const source = lib.SourceImage.fromInventory(stack, "base", { inventory: "inventory.json", name: "base" });
  const plain = new lib.ReplicatedImage(stack, "plain", { source, name: "plain-" + id, encryption: lib.Encryption.none() });
  for (let index = 0; index < 7; index += 1) {
    const name = id + "-" + index;
    const across = new lib.CrossRegionImage(stack, name, { source: plain, name, targetRegion: "cn-east-3", agencyName: "ims_copy" });
    if (index < 3) new lib.ReplicatedImage(stack, name + "-again", { source: across, name: name + "-again" });
  }
}
app.synth();
`;

test("each stack takes the forecast time with its share of the account's slots", () => {
  const project = new ProjectFolder();
  try {
    writeFileSync(join(project.path, "main.js"), SHARING);
    writeFileSync(join(project.path, "inventory.json"), JSON.stringify(INVENTORY));
    expect(project.node("main.js")).toMatchObject({ code: 0, err: "" });
    const planned = ["first", "second"].map((stack) => {
      const file = join(project.path, "cdktf.out", "stacks", stack, "route-plan.json");
      const { forecast } = JSON.parse(readFileSync(file, "utf8")) as RoutePlan;
      return { stack, slots: forecast.slots, seconds: forecast.durationSeconds };
    });
    expect(planned.map(({ slots }) => slots)).toEqual([2, 2]);
    const { out } = project.run("apply", "--inventory", "inventory.json", "--json");
    const elapsed = (JSON.parse(out) as { stack: string; elapsedSeconds: number }[]).map((result) => ({
      stack: result.stack,
      slots: 2,
      seconds: result.elapsedSeconds,
    }));
    expect(elapsed).toEqual(planned);
  } finally {
    project.remove();
  }
});
