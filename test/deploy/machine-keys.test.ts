// Route plans, region states and Terraform addresses of 0.1.0 have the same meaning in this version. Hop ids, step
// keys, digests and request keys do not change with the words of messages.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIST, FIXTURES, PROGRAMS, regionStateOf } from "./upgrade-programs";

const LEFT = join(FIXTURES, "steps");
const MANY_PROCESSES_MS = 30_000;

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "machine-keys-"));
  copyFileSync(join(LEFT, "inventory.json"), join(project, "inventory.json"));
  writeFileSync(join(project, "cdktf.json"), '{ "app": "node main.js" }');
  writeFileSync(join(project, "main.js"), PROGRAMS.steps);
});
afterEach(() => {
  rmSync(project, { recursive: true });
});

function node(args: readonly string[], more: NodeJS.ProcessEnv = {}): string {
  const env = { ...process.env, IMAGE_REPLICATION_TARGET: "simulated", ...more };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}

const command = (...args: readonly string[]): string => node([join(DIST, "cli", "main.js"), ...args]);

interface Synthesized {
  readonly plan: { readonly digest: string; readonly hops: readonly { id: string; source: object }[] };
  readonly resources: readonly string[];
}

function readSynthesized(folder: string): Synthesized {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const { resource } = read("cdk.tf.json") as { resource: Readonly<Record<string, object>> };
  const resources = Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
  return { plan: read("route-plan.json") as Synthesized["plan"], resources };
}

/** The stack's folder, with the files that 0.1.0 synthesized. */
function oldOutput(): string {
  const stack = join(project, "cdktf.out", "stacks", "golden");
  mkdirSync(stack, { recursive: true });
  for (const file of ["cdk.tf.json", "route-plan.json"]) copyFileSync(join(LEFT, file), join(stack, file));
  const golden = {
    name: "golden",
    synthesizedStackPath: "stacks/golden/cdk.tf.json",
    workingDirectory: "stacks/golden",
  };
  writeFileSync(join(project, "cdktf.out", "manifest.json"), JSON.stringify({ stacks: { golden } }));
  return stack;
}

function expectNothingToDo(): void {
  const against = command("plan", "--against", join(LEFT, "route-plan.json"), "--detailed-exitcode");
  expect(against).toContain("Nothing changes");
  const folder = join(project, ".image-replication");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "cloud.db"), regionStateOf("apply"));
  expect(command("apply")).toContain("0 hops made, 8 ");
}

test(
  "a program of 0.1.0 keeps its hop ids, digest, requests and Terraform addresses",
  () => {
    node(["main.js"]);
    const [left, now] = [LEFT, join(project, "cdktf.out", "stacks", "golden")].map(readSynthesized);
    const idOf = ({ id, source }: { id: string; source: object }): object => ({ id, source });
    expect(now!.plan.hops.map(idOf)).toEqual(left!.plan.hops.map(idOf));
    expect(now!.plan.digest).toBe(left!.plan.digest);
    // The record was a null_resource.
    const renamed = left!.resources.map((one) =>
      one.replace("null_resource.ImageReplication_Record", "terraform_data.ImageReplication_Record"),
    );
    expect([...now!.resources].sort()).toEqual([...renamed].sort());
    expectNothingToDo();
  },
  MANY_PROCESSES_MS,
);

test(
  "routes that are pinned to a route plan of 0.1.0 do not change",
  () => {
    node(["main.js"], { PIN: join(LEFT, "route-plan.json") });
    expectNothingToDo();
  },
  MANY_PROCESSES_MS,
);

test(
  "an output folder of 0.1.0 is planned and applied without a new synth",
  () => {
    oldOutput();
    expectNothingToDo();
  },
  MANY_PROCESSES_MS,
);

test("apply --retire deletes intermediate copies as before, with a warning", () => {
  oldOutput();
  expectNothingToDo();
  const args = [join(DIST, "cli", "main.js"), "apply", "--retire"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringContaining(
      "--retire is a name of 0.1.0, which 0.3.0 refuses: write --delete-intermediates",
    ) as string,
  });
  expect(stdout).toContain("0 hops made");
});
