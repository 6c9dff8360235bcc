// Random destinations: any image, several destinations, in a world in which some resources are missing, with random prices and slots; and
// checks of their results.
import assert from "node:assert/strict";
import fc from "fast-check";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import type { ImageKind, Inventory } from "../../lib/model";
import { Store } from "../../lib/store";
import { ANY_SLOTS, catalogWith, priceBooks } from "../deployment/random-plans";
import { BEIJING, image, SHANGHAI } from "../cloud/world";
import { cheapestByForce } from "./brute-force";
import { checkRoutePlan } from "./check-route-plan";
import { destination, planned, routePlanOf, wishesFor, type Asked } from "./goals";
import { askedOf, COMBINATIONS } from "./small-worlds";

/** Images that have only region and name in common with a destination. */
const KINDS_OF_BYSTANDERS = [
  {},
  { kind: "data-disk", region: SHANGHAI },
  { kind: "full-ecs", sizeGib: 200 },
  { account: "partner", keyId: `key-partner-${BEIJING}` },
  { region: SHANGHAI, visibility: "public" },
] as const;

/** About a tenth of all resources is missing. */
const lacking = fc.array(fc.nat({ max: 9 }), { minLength: 40, maxLength: 40 });

function thinned({ buckets, vaults, agencies, ...rest }: Inventory, dice: readonly number[]): Inventory {
  let thrown = 0;
  const kept = <T>(list: readonly T[]): readonly T[] => list.filter(() => dice[thrown++ % dice.length] !== 0);
  return { ...rest, buckets: kept(buckets), vaults: kept(vaults), agencies: kept(agencies) };
}

export const randomGoals: fc.Arbitrary<Asked> = fc
  .tuple(
    fc.constantFrom(...COMBINATIONS),
    fc.array(fc.constantFrom(...COMBINATIONS), { minLength: 1, maxLength: 6, size: "max" }),
    lacking,
    priceBooks,
    ANY_SLOTS,
  )
  .map(([one, others, dice, prices, slots]) => {
    const asked = askedOf(one);
    const destinations = others.flatMap(({ relation, targetKey, holding }, index) =>
      askedOf({ ...one, relation, targetKey, holding }).destinations.map(({ goal }) =>
        destination({ ...goal, name: `web-${String(index)}` }),
      ),
    );
    const byKey = new Map(destinations.map((each) => [placeOf(each, one.kind), each]));
    return {
      ...asked,
      inventory: thinned(asked.inventory, dice),
      destinations: [...byKey.values()],
      catalog: catalogWith(prices, slots),
      slots,
    };
  });

/** One destination in a world of up to six images with missing resources: small enough to try every chain of operations. */
export const smallWishes: fc.Arbitrary<Asked> = fc
  .tuple(fc.constantFrom(...COMBINATIONS), fc.array(fc.constantFrom(...KINDS_OF_BYSTANDERS), { maxLength: 5 }), lacking)
  .map(([one, bystanders, dice]) => {
    const asked = askedOf(one);
    const others = bystanders.map((more, index) => image(`other-${String(index)}`, { name: "web", ...more }));
    const inventory = { ...asked.inventory, images: [...asked.inventory.images, ...others] };
    return { ...asked, inventory: thinned(inventory, dice) };
  });

/** The identity of a replica: a project accepts a shared image once, and a backup has one replica in a region, which synth checks. */
function placeOf({ goal, key }: Asked["destinations"][number], kind: ImageKind): string {
  if (kind === "full-ecs") return goal.region;
  return goal.holding === "own" ? key : JSON.stringify([goal.account, goal.project, goal.region]);
}

/**
 * Plans the reachable destinations, checks the plan by the rules, applies it, and compares makespan, traffic and money with the forecast.
 * @returns the number of hops
 */
export async function expectGoalsAsForecast(asked: Asked): Promise<number> {
  const goals = planned(asked);
  const plan = routePlanOf(asked, wishesFor(asked, goals));
  const catalog = asked.catalog!;
  assert.deepEqual(checkRoutePlan(plan, asked.inventory, catalog), []);
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store, { catalog });
    cloud.load(asked.inventory);
    const result = await new Deployment(plan, cloud).run();
    assert.deepEqual(
      result.outcomes.map(({ hop, status, reason }) => [hop.id, reason ?? status]),
      plan.hops.map(({ id }) => [id, "made"]),
    );
    const { durationSeconds, chargedGib, cost } = plan.forecast;
    assert.deepEqual(
      { seconds: result.elapsedSeconds, gib: result.chargedGib, money: result.spent },
      { seconds: durationSeconds, gib: chargedGib, money: cost },
    );
  } finally {
    store.close();
  }
  return plan.hops.length;
}

/** Fails with the chain of operations that is cheaper than the planner's route, or that leads where the planner finds none. */
export function expectNothingCheaper(asked: Asked): void {
  assert.equal(cheapestByForce(asked).better?.join(" > "), undefined);
}
