// Thousands of corrupted documents: each is read or refused with its place, and a read one is usable.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants, Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { readFaults, readInventory, writeInventory } from "../../lib/model";
import { digestOfHops, readRoutePlan, writeRoutePlan, type RoutePlan } from "../../lib/routes";
import { Store } from "../../lib/store";
import { yieldToEventLoop } from "../../lib/time";
import { stableJson, UsageError } from "../../lib/values";
import { routePlans } from "../deployment/random-plans";
import { CHAIN, worldOf } from "../deployment/rehearsal";
import { spoilt } from "../documents/mutations";

/** The number of documents of one random seed. */
export const DOCUMENTS_A_CASE = 500;

/** The valid documents that are corrupted. */
const EXAMPLES = join(__dirname, "..", "..", "examples");
const inventories: readonly object[] = [
  writeInventory(worldOf(CHAIN)),
  ...readdirSync(EXAMPLES).map(
    (name) => JSON.parse(readFileSync(join(EXAMPLES, name, "inventory.json"), "utf8")) as object,
  ),
];

const faults = {
  format: "image-replication/faults",
  version: 1,
  randomSeed: 7,
  failureRate: 0.5,
  faults: [
    { job: { region: "cn-north-4", operation: "copyImage", nth: 2 }, times: 1, code: "IMG.0018", reason: "x" },
    { job: { targetRegion: "cn-east-3", imageName: "web", part: 2 }, code: "IMG.0018", reason: "x" },
    { region: "cn-south-1", refuses: true, code: "IMG.0061", reason: "x", fromSeconds: 0, untilSeconds: 60 },
  ],
};

export async function documentsCase(randomSeed: number): Promise<void> {
  const [inventory, plan] = fc.sample(fc.tuple(fc.constantFrom(...inventories), routePlans(4)), {
    seed: randomSeed,
    numRuns: 1,
  })[0]!;
  const third = Math.ceil(DOCUMENTS_A_CASE / 3);
  const texts = (document: object): readonly string[] =>
    fc.sample(spoilt(document), { seed: randomSeed, numRuns: third });
  for (const text of texts(inventory)) await told(text, () => tryInventory(text));
  for (const text of texts(plan).map(resealed)) await told(text, () => tryPlan(text));
  for (const text of texts(faults)) await told(text, () => tryFaults(text));
}

/** The error contains the text, because somebody has to look at it. */
async function told(text: string, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
    await yieldToEventLoop();
  } catch (error) {
    throw new Error(`of the document\n${text}`, { cause: error });
  }
}

/** The value, or undefined if the document is refused as expected. */
function tryRead<T>(text: string, read: (text: string, file: string) => T): T | undefined {
  try {
    return read(text, "document.json");
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    assert.match(error.message, /^document\.json(?::\d+)?: /u);
    return undefined;
  }
}

async function tryInventory(text: string): Promise<void> {
  const inventory = tryRead(text, readInventory);
  if (inventory === undefined) return;
  const written = stableJson(writeInventory(inventory));
  assert.equal(stableJson(writeInventory(readInventory(written, "written.json"))), written);
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(inventory);
    cloud.inventory();
    await new Deployment(CHAIN, cloud).run();
    assert.deepEqual(brokenInvariants(store, CATALOG), []);
  } finally {
    store.close();
  }
}

async function tryPlan(text: string): Promise<void> {
  const plan = tryRead(text, readRoutePlan);
  if (plan === undefined) return;
  assert.deepEqual(readRoutePlan(writeRoutePlan(plan), "written.json"), plan);
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(worldOf(CHAIN));
    await new Deployment(plan, cloud).run();
  } catch (error) {
    // For example a value that only Terraform knows.
    assert.ok(error instanceof UsageError, String(error));
  } finally {
    store.close();
  }
}

async function tryFaults(text: string): Promise<void> {
  const planned = tryRead(text, readFaults);
  if (planned === undefined) return;
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store, { faults: planned });
    cloud.load(worldOf(CHAIN));
    await new Deployment(CHAIN, cloud).run();
    assert.deepEqual(brokenInvariants(store, CATALOG), []);
  } finally {
    store.close();
  }
}

/** With the right digest, where there can be one: without it, hardly any corrupted plan would pass that check. */
function resealed(text: string): string {
  try {
    const plan = JSON.parse(text) as RoutePlan;
    return JSON.stringify({ ...plan, digest: digestOfHops(plan.hops, plan.sources) });
  } catch {
    return text;
  }
}
