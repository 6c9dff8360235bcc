// Cases of kills and concurrent applies, each chosen by one random seed: a few in the tests, thousands in the soak.
import assert from "node:assert/strict";
import fc from "fast-check";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants } from "../../lib/cloud";
import type { RoutePlan } from "../../lib/routes";
import type { Snapshot } from "../../lib/store";
import { randomSource, sleep, yieldToEventLoop } from "../../lib/time";
import { routePlans } from "../deployment/random-plans";
import { cleanRun, PlanFolder, type Ended } from "./plan-folder";

/** One apply is killed up to this number of times, as long as it has not ended. */
const MOST_KILLS = 6;

const randomPlan = (randomSeed: number): RoutePlan => fc.sample(routePlans(30), { seed: randomSeed, numRuns: 1 })[0]!;

/**
 * Kills `apply` at random instants; a last apply then ends like one clean run, byte for byte. Returns
 * the number of kills before the end.
 */
export async function killCase(randomSeed: number): Promise<number> {
  const plan = randomPlan(randomSeed);
  const chance = randomSource(randomSeed);
  let kills = 0;
  await inFolder(plan, async (folder) => {
    while (kills < MOST_KILLS) {
      // Half of them while time is scaled, and half while the process writes at full speed.
      const scaled = chance.below(2) === 0;
      const { child, began, ended } = folder.apply(...(scaled ? ["--within", "0.5"] : []));
      await began;
      await sleep(chance.below(scaled ? 150 : 25));
      child.kill("SIGKILL");
      if ((await ended).code !== null) break;
      kills += 1;
      assert.deepEqual(
        folder.look((store) => brokenInvariants(store, CATALOG)),
        [],
      );
    }
    expectDone(await folder.apply().ended);
    assert.deepEqual(
      folder.look((store) => store.snapshot()),
      await cleanRun(plan),
    );
  });
  return kills;
}

function expectDone({ code, err }: Ended): void {
  assert.ok(code === 0, `exit code ${String(code)}: ${err}`);
}

/** Two processes apply one plan at once. Which of them requests first is random, and so are ids and the order of jobs; the rest is not. */
export async function pairCase(randomSeed: number): Promise<void> {
  const plan = randomPlan(randomSeed);
  const chance = randomSource(randomSeed);
  await inFolder(plan, async (folder) => {
    const pace = chance.below(2) === 0 ? [] : ["--within", "0.3"];
    const first = folder.apply(...pace);
    await sleep(chance.below(60));
    const second = folder.apply(...pace);
    expectDone(await first.ended);
    expectDone(await second.ended);
    assert.deepEqual(
      folder.look((store) => brokenInvariants(store, CATALOG)),
      [],
    );
    assert.deepEqual(idless(folder.look((store) => store.snapshot())), idless(await cleanRun(plan)));
  });
}

/** The replicas and jobs with their outcomes, and the whole meter. */
function idless({ images = [], jobs = [], meter }: Snapshot): object {
  const lines = (rows: Snapshot[string], ...names: readonly string[]): readonly string[] =>
    rows.map((row) => names.map((name) => String(row[name])).join(" ")).sort();
  return {
    images: lines(images, "region", "name", "kind", "status", "size_gib"),
    jobs: lines(
      jobs,
      "kind",
      "part",
      "region",
      "target_region",
      "image_name",
      "status",
      "begin_seconds",
      "end_seconds",
    ),
    meter,
  };
}

async function inFolder(plan: RoutePlan, work: (folder: PlanFolder) => Promise<void>): Promise<void> {
  const folder = new PlanFolder(plan);
  try {
    await work(folder);
  } finally {
    folder.remove();
  }
}

export type CaseKind = "kills" | "pairs" | "plans" | "wishes" | "force" | "documents" | "leftovers" | "lives";

/** Runs this many cases of random seeds, two at a time. The error of a failed case shows the line that repeats it. */
export async function runCases(
  kind: CaseKind,
  firstSeed: number,
  cases: number,
  run: (randomSeed: number) => unknown,
): Promise<void> {
  let next = firstSeed;
  const lane = async (): Promise<void> => {
    while (next < firstSeed + cases) {
      const randomSeed = next++;
      try {
        await run(randomSeed);
        // The memory of closed databases is freed only between turns, and some cases have none.
        await yieldToEventLoop();
      } catch (error) {
        throw new Error(`replay: npm run soak -- --random-seed ${String(randomSeed)} --only ${kind}`, { cause: error });
      }
    }
  };
  await Promise.all([lane(), lane()]);
}
