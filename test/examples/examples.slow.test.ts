// Every example emits the same Terraform as before, with cdktf and with cdktn.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as library from "../../lib";
import { digestOf } from "../../lib/values";
import { ProjectFolder, runExample } from "../cli/command";
import { trapsIn } from "../constructs/traps";
import { FEATURES } from "../documents/tables";
import { expectGolden } from "../goldens";

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
    expect(trapsIn(emitted as object)).toEqual([]);
    const plan = JSON.parse(readFileSync(join(stack, "route-plan.json"), "utf8")) as {
      digest: string;
      hops: unknown[];
    };
    if (plan.hops.length > MOST_HOPS) {
      // A fleet is too large to review, so that only its digest is stored.
      expect({ hops: plan.hops.length, digest: plan.digest, emitted: digestOf(emitted) }).toMatchSnapshot("digests");
      return;
    }
    expect(emitted).toMatchSnapshot("cdk.tf.json");
    expect(plan).toMatchSnapshot("route-plan.json");
  });
});

test("requests that the documents forbid are refused together, each with its fix", () => {
  const { code, out, err } = runExample("refusals", "refused.ts");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expectGolden("refusals.txt", out);
  const told = [...out.matchAll(/\[([a-z-]+\/[a-z-]+)[,\]]/gu)].map(([, rule]) => rule);
  for (const { id, refused } of FEATURES) {
    expect({ id, told }).toEqual({ id, told: expect.arrayContaining([...refused]) as unknown });
  }
});

test("an example uses every exported name", () => {
  const files = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const programs = files.map((file) => readFileSync(join(EXAMPLES, file), "utf8")).join("\n");
  // `Replica` is a base class, which no program creates.
  const shown = Object.keys(library).filter((name) => name !== "Replica");
  expect(shown.filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(programs))).toEqual([]);
});
