// Random route plans: copies within a region, across regions and of full-ECS images, some with dependencies, and checks of their results.
import assert from "node:assert/strict";
import fc from "fast-check";
import { CATALOG, CHARGE_KINDS, type Catalog, type PriceBook } from "../../lib/catalog";
import type { Facts } from "../../lib/model";
import type { RoutePlan } from "../../lib/routes";
import { plan, wish, type SomeFacts } from "../routes/plans";
import { rehearse } from "./rehearsal";

interface RandomHop {
  readonly gib: number;
  readonly shape: string;
  readonly source: number;
}

const hop: fc.Arbitrary<RandomHop> = fc.record({
  gib: fc.constantFrom(0.5, 1, 2, 3, 7, 10, 20, 40, 64, 128),
  shape: fc.constantFrom("in-region", "across", "full-ecs"),
  source: fc.nat(),
});

/** Prices in two currencies, some for one pair of regions only, some without a charge; or none at all. */
export const priceBooks: fc.Arbitrary<PriceBook | null> = fc.option(
  fc.record({
    origin: fc.constant("random"),
    prices: fc.array(
      fc.record(
        {
          charge: fc.constantFrom(...CHARGE_KINDS),
          currency: fc.constantFrom("CNY", "USD"),
          perGib: fc.nat({ max: 5000 }).map((thousandths) => thousandths / 1000),
          from: fc.constantFrom("cn-north-4", "cn-east-3"),
          to: fc.constantFrom("cn-east-3", "cn-south-1"),
        },
        { requiredKeys: ["charge", "currency", "perGib"] },
      ),
      { maxLength: 12 },
    ),
  }),
  { freq: 4 },
);

/** The published catalogue, except for prices and slots. */
export function catalogWith(prices: PriceBook | null, slots: number): Catalog {
  const { crossRegionSlots } = CATALOG.limits;
  const limits = { ...CATALOG.limits, crossRegionSlots: { ...crossRegionSlots, value: slots } };
  return { ...CATALOG, prices, limits };
}

/** The number of cross-region slots of an account: five, and any other number that a catalogue can have. */
export const ANY_SLOTS = fc.integer({ min: 1, max: 8 });
const PUBLISHED_SLOTS = fc.constant(CATALOG.limits.crossRegionSlots.value);

export function routePlans(mostHops: number, slots: fc.Arbitrary<number> = PUBLISHED_SLOTS): fc.Arbitrary<RoutePlan> {
  const hops = fc.array(hop, { minLength: 1, maxLength: mostHops, size: "max" });
  return fc.tuple(hops, priceBooks, slots).map(([drawn, prices, count]) => {
    const wishes = drawn.map(({ gib, shape, source }, index) => randomWish(drawn, index, gib, shape, source));
    return plan(wishes, { catalog: catalogWith(prices, count) });
  });
}

/** Applies the plan, and compares every hop and the totals of time, traffic and money with the forecast. */
export async function expectAsForecast(routePlan: RoutePlan): Promise<void> {
  const { durationSeconds, chargedGib, cost, slots } = routePlan.forecast;
  await rehearse(routePlan, async ({ apply, cloud }) => {
    const result = await apply({ catalog: catalogWith(null, slots) });
    assert.equal(result.complete, true);
    assert.equal(result.elapsedSeconds, durationSeconds);
    assert.deepEqual(result.chargedGib, chargedGib);
    assert.deepEqual(result.spent, cost);
    const answered = cloud.jobs().filter(({ parentId }) => parentId === null);
    const jobs = new Map(answered.map((job) => [job.imageId, job]));
    for (const { hop: made, imageId } of result.outcomes) {
      const job = jobs.get(imageId ?? "");
      const parts = job === undefined ? [] : [job, ...cloud.partsOf(job)];
      assert.equal(Math.max(...parts.map(({ endSeconds }) => endSeconds ?? NaN)), made.forecast.endSeconds);
      const begins = parts.map(({ beginSeconds }) => beginSeconds ?? NaN);
      assert.equal(Math.min(...begins), made.forecast.startSeconds);
    }
  });
}

/** In-region hops can be sources of others; the rest starts from its own image. */
function randomWish(
  hops: readonly RandomHop[],
  index: number,
  gib: number,
  shape: string,
  source: number,
): ReturnType<typeof wish> {
  const makers = hops.slice(0, index).flatMap((other, at) => (other.shape === "in-region" ? [at] : []));
  const maker = shape === "full-ecs" ? undefined : makers[source % (makers.length + 1)];
  const facts: SomeFacts = { "image.sizeGib": sizeOf(hops, maker, gib) };
  const from = maker === undefined ? { image: `base-${String(index)}` } : { hop: `cn-north-4/hop-${String(maker)}` };
  if (shape === "in-region") return wish(`cn-north-4/hop-${String(index)}`, "copyImage", from, facts);
  if (shape === "across") return wish(`cn-east-3/hop-${String(index)}`, "copyImageAcross", from, facts);
  const whole: Partial<Facts> = {
    "image.kind": "full-ecs",
    "image.backupIsReplica": false,
    "image.backupRegions": [],
    "replica.region": "cn-south-1",
    "vault.id": "v-1",
  };
  return wish(`cn-south-1/hop-${String(index)}`, "copyImageAcross", from, { ...facts, ...whole });
}

/** A replica is as large as its source, over any number of hops; sizes are set in the order of the hops. */
const settled = new WeakMap<object, Map<number, number>>();
function sizeOf(hops: readonly RandomHop[], maker: number | undefined, own: number): number {
  const sizes = settled.get(hops) ?? new Map<number, number>();
  settled.set(hops, sizes);
  const size = maker === undefined ? own : (sizes.get(maker) ?? own);
  sizes.set(sizes.size, size);
  return size;
}
