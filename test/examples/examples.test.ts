// Every example emits what it emitted before, is carried out on the simulated cloud as it was forecast, and stays as it is.
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

interface Applied {
  readonly complete: boolean;
  readonly elapsedSeconds: number;
  readonly spent?: object;
  readonly hops: readonly { readonly id: string; readonly status: string }[];
}

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
      // Of a fleet, what nobody would read is told by its digest.
      expect({ hops: plan.hops.length, digest: plan.digest, emitted: digestOf(emitted) }).toMatchSnapshot("digests");
      return;
    }
    expect(emitted).toMatchSnapshot("cdk.tf.json");
    expect(plan).toMatchSnapshot("route-plan.json");
  });

  test("is carried out in the time that was forecast, and once, with all that it shows of the documents", () => {
    project.synthesize(name);
    const [plan] = JSON.parse(project.run("plan", "--format", "json").out) as {
      forecast: { durationSeconds: number; cost?: object };
    }[];
    const first = project.run("apply", "--inventory", "inventory.json", "--json");
    expect(first.code).toBe(0);
    const [result] = JSON.parse(first.out) as Applied[];
    expect(result).toMatchObject({ complete: true, elapsedSeconds: plan?.forecast.durationSeconds });
    expect(result?.spent).toEqual(plan?.forecast.cost);
    const made = result?.hops.filter(({ status }) => status === "made").map(({ id }) => id);
    for (const { id, example, hops } of FEATURES) {
      if (example === name) expect({ id, made }).toEqual({ id, made: expect.arrayContaining([...hops]) as unknown });
    }
    const again = JSON.parse(project.run("apply", "--json").out) as Applied[];
    expect(new Set(again[0]?.hops.map(({ status }) => status))).toEqual(new Set(["kept"]));
  });
});

test("what the documents refuse is refused at once, each with its mend", () => {
  const { code, out, err } = runExample("refusals", "refused.ts");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expectGolden("refusals.txt", out);
  const told = [...out.matchAll(/\[([a-z-]+\/[a-z-]+)[,\]]/gu)].map(([, rule]) => rule);
  for (const { id, refused } of FEATURES) {
    expect({ id, told }).toEqual({ id, told: expect.arrayContaining([...refused]) as unknown });
  }
});

test("everything that the library exports is used in an example", () => {
  const files = readdirSync(EXAMPLES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const programs = files.map((file) => readFileSync(join(EXAMPLES, file), "utf8")).join("\n");
  // `Replica` and `Deed` are the bases of what is declared: nobody makes one.
  const shown = Object.keys(library).filter((name) => name !== "Replica" && name !== "Deed");
  expect(shown.filter((name) => !new RegExp(`\\b${name}\\b`, "u").test(programs))).toEqual([]);
});
