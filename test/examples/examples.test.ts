// Every example emits what it emitted before, whichever of the two libraries it is written for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as library from "../../lib";
import { digestOf } from "../../lib/values";
import { ProjectFolder } from "../cli/command";

const MOST_HOPS = 50;
const EXAMPLES = join(__dirname, "..", "..", "examples");
const names = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

describe.each(names)("%s", (name) => {
  let project: ProjectFolder;
  beforeEach(() => (project = new ProjectFolder(name)));
  afterEach(() => {
    project.remove();
  });

  test("emits the same Terraform JSON and route plan", () => {
    expect(project.synthesize(name)).toEqual({ code: 0, out: "", err: "" });
    const stack = join(project.path, "cdktf.out", "stacks", name === "golden-image" ? "golden-images" : name);
    const emitted: unknown = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"), (key, value: unknown) =>
      // cdktf's own version and the absolute path of the state file are not ours.
      key === "//" || key === "backend" ? undefined : value,
    );
    const plan = JSON.parse(readFileSync(join(stack, "route-plan.json"), "utf8")) as {
      digest: string;
      hops: unknown[];
    };
    if (plan.hops.length > MOST_HOPS) {
      // Of a fleet, what nobody would read is told by its digest.
      expect({ hops: plan.hops.length, digest: plan.digest, emitted: digestOf(emitted) }).toMatchSnapshot("digests");
      return;
    }
    expect(emitted).toMatchSnapshot("cdk.tf.json");
    expect(plan).toMatchSnapshot("route-plan.json");
  });
});

test("everything that the library exports is used in an example", () => {
  const files = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const programs = files.map((file) => readFileSync(join(EXAMPLES, file), "utf8")).join("\n");
  // `Replica` and `Deed` are the bases of what is declared: nobody makes one.
  const shown = Object.keys(library).filter((name) => name !== "Replica" && name !== "Deed");
  expect(shown.filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(programs))).toEqual([]);
});
