// The simulated cloud applies every example as forecast, and a second apply changes nothing.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readRoutePlan, type RoutePlan } from "../../lib/routes";
import { ProjectFolder } from "../cli/command";
import { FEATURES } from "../documents/tables";

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

/** The output of synth. */
function planIn({ path }: ProjectFolder): RoutePlan {
  const stacks = join(path, "cdktf.out", "stacks");
  const [stack = ""] = readdirSync(stacks);
  const file = join(stacks, stack, "route-plan.json");
  return readRoutePlan(readFileSync(file, "utf8"), file);
}

describe.each(names)("%s", (name) => {
  let project: ProjectFolder;
  beforeEach(() => (project = new ProjectFolder(name)));
  afterEach(() => {
    project.remove();
  });

  test("takes the forecast time, is applied once, and shows its features of the documents", () => {
    project.synthesize(name);
    const plan = planIn(project);
    const first = project.run("apply", "--inventory", "inventory.json", "--json");
    expect(first.code).toBe(0);
    const [result] = JSON.parse(first.out) as Applied[];
    expect(result).toMatchObject({ complete: true, elapsedSeconds: plan.forecast.durationSeconds });
    expect(result?.spent).toEqual(plan.forecast.cost);
    const made = result?.hops.filter(({ status }) => status === "made").map(({ id }) => id);
    for (const { id, example, hops } of FEATURES) {
      if (example === name) expect({ id, made }).toEqual({ id, made: expect.arrayContaining([...hops]) as unknown });
    }
    const again = JSON.parse(project.run("apply", "--json").out) as Applied[];
    expect(new Set(again[0]?.hops.map(({ status }) => status))).toEqual(new Set(["kept"]));
  });
});
