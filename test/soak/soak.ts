// The soak: cases of each type, with increasing random seeds, until one fails or all have run.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants } from "../../lib/cloud";
import { NO_FAULTS } from "../../lib/model";
import { randomSource, wallMilliseconds } from "../../lib/time";
import { ANY_SLOTS, expectAsForecast, routePlans } from "../deployment/random-plans";
import { rehearse } from "../deployment/rehearsal";
import { expectNothingLeft, reachedWorld } from "../deployment/undoing";
import { liveUnderTerraform, LONG_LIVES } from "../provider/example-life";
import { expectGoalsAsForecast, expectNothingCheaper, randomGoals, smallWishes } from "../routes/random-goals";
import { killCase, pairCase, runCases, type CaseKind } from "../kills/cases";
import { DOCUMENTS_A_CASE, documentsCase } from "./documents";

const { values } = parseArgs({
  options: {
    "random-seed": { type: "string", default: "1" },
    kills: { type: "string", default: "2000" },
    pairs: { type: "string", default: "200" },
    plans: { type: "string", default: "2000" },
    wishes: { type: "string", default: "5000" },
    force: { type: "string", default: "200" },
    documents: { type: "string", default: "100000" },
    leftovers: { type: "string", default: "2000" },
    lives: { type: "string", default: "1" },
    only: { type: "string" },
  },
});

const KINDS: Readonly<Record<CaseKind, (randomSeed: number) => Promise<unknown>>> = {
  kills: killCase,
  pairs: pairCase,
  plans: planCase,
  wishes: wishesCase,
  force: forceCase,
  documents: documentsCase,
  leftovers: leftoversCase,
  lives: livesCase,
};

/** A small world that is applied under faults and then destroyed is as before. */
async function leftoversCase(randomSeed: number): Promise<void> {
  const random = randomSource(randomSeed);
  const { plan, inventory } = reachedWorld(Math.floor(random.next() * 2 ** 30));
  const faults = { ...NO_FAULTS, random: { randomSeed, failureRate: random.next() * 0.6 } };
  await expectNothingLeft(plan, inventory, { faults, retries: randomSeed % 3, retire: randomSeed % 2 === 0 });
}

/** A plan's forecast equals its simulation; and under faults, repeated applies make one replica of each hop. */
async function planCase(randomSeed: number): Promise<void> {
  const plan = fc.sample(routePlans(60), { seed: randomSeed, numRuns: 1 })[0]!;
  await expectAsForecast(plan);
  await expectAsForecast(fc.sample(routePlans(60, ANY_SLOTS), { seed: randomSeed, numRuns: 1 })[0]!);
  const failureRate = randomSource(randomSeed).next() * 0.8;
  await rehearse(plan, async ({ apply, cloud, store }) => {
    for (let applies = 0; applies < 3; applies += 1) {
      await apply({ faults: { ...NO_FAULTS, random: { randomSeed, failureRate } } });
      assert.deepEqual(brokenInvariants(store, CATALOG), []);
    }
    assert.equal((await apply()).complete, true);
    const made = cloud.inventory().images.filter((one) => one.madeFrom.means === "image" && one.status === "active");
    assert.deepEqual(made.map(({ region, name }) => `${region}/${name}`).sort(), plan.hops.map(({ id }) => id).sort());
    assert.deepEqual(brokenInvariants(store, CATALOG), []);
  });
}

/** The simulated cloud measures the planner's forecast of random destinations in a random world. */
async function wishesCase(randomSeed: number): Promise<void> {
  await expectGoalsAsForecast(fc.sample(randomGoals, { seed: randomSeed, numRuns: 1 })[0]!);
}

/** No chain of operations that the simulated cloud accepts is cheaper than the planner's. */
async function forceCase(randomSeed: number): Promise<void> {
  expectNothingCheaper(fc.sample(smallWishes, { seed: randomSeed, numRuns: 1 })[0]!);
  await Promise.resolve();
}

/** Examples under real Terraform: applied, with an empty plan, with retired intermediate copies, and destroyed. */
async function livesCase(): Promise<void> {
  if (spawnSync("terraform", ["version"]).status !== 0) {
    console.log("Terraform is not on PATH: the examples are not applied with it.");
    return;
  }
  for (const example of LONG_LIVES) await liveUnderTerraform(example);
}

async function soak(): Promise<void> {
  const randomSeed = Number(values["random-seed"]);
  if (values.only !== undefined) {
    if (!Object.hasOwn(KINDS, values.only)) throw new Error(`--only is one of ${Object.keys(KINDS).join(", ")}.`);
    await KINDS[values.only as CaseKind](randomSeed);
    console.log(`${values.only} of random seed ${String(randomSeed)}: well.`);
    return;
  }
  for (const kind of Object.keys(KINDS) as CaseKind[]) await soakKind(kind, randomSeed, Number(values[kind]));
}

async function soakKind(kind: CaseKind, randomSeed: number, wanted: number): Promise<void> {
  const began = wallMilliseconds();
  let done = 0;
  // A case of kills or of documents counts as several; the number is known at its end.
  await runCases(kind, randomSeed, wanted, async (seed) => {
    if (done >= wanted) return;
    const count = await KINDS[kind](seed);
    done += kind === "documents" ? DOCUMENTS_A_CASE : typeof count === "number" ? count : 1;
  });
  console.log(`${kind}: ${String(done)} in ${((wallMilliseconds() - began) / 1000).toFixed(0)} s, all well.`);
}

void soak().catch((error: unknown) => {
  for (let cause = error; cause instanceof Error; cause = cause.cause) console.error(cause.message);
  process.exitCode = 1;
});
