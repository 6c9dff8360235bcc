// Every example is carried out on the simulated cloud as it was forecast, and stays as it is.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ProjectFolder } from "../cli/command";

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

  test("is carried out in the time that was forecast, and once", () => {
    project.synthesize(name);
    const [plan] = JSON.parse(project.run("plan", "--format", "json").out) as {
      forecast: { durationSeconds: number };
    }[];
    const first = project.run("apply", "--inventory", "inventory.json", "--json");
    expect(first.code).toBe(0);
    const [result] = JSON.parse(first.out) as { complete: boolean; elapsedSeconds: number; hops: unknown[] }[];
    expect(result).toMatchObject({ complete: true, elapsedSeconds: plan?.forecast.durationSeconds });
    const again = JSON.parse(project.run("apply", "--json").out) as { hops: { status: string }[] }[];
    expect(new Set(again[0]?.hops.map(({ status }) => status))).toEqual(new Set(["kept"]));
  });
});
