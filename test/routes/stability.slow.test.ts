// Routes are stable, and forecasts equal simulations, on random sets of destinations, worlds and slots.
import fc from "fast-check";
import { CATALOG, overridden, type Catalog } from "../../lib/catalog";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { NO_FAULTS, type Faults } from "../../lib/model";
import {
  isDifferent,
  pinnedRoutes,
  planChanges,
  type Destination,
  type Goal,
  type RoutePlan,
  type Wish,
} from "../../lib/routes";
import { Store } from "../../lib/store";
import { BEIJING, GUANGZHOU, SHANGHAI } from "../cloud/world";
import { checkRoutePlan } from "./check-route-plan";
import { destination, goal, planned, routePlanOf, wishesFor, type Asked } from "./goals";
import { askedOf, COMBINATIONS } from "./small-worlds";

const ENCRYPTED = COMBINATIONS.find(
  (one) =>
    one.kind === "system-disk" &&
    one.sizeGib === 128 &&
    one.encrypted &&
    one.seen === "private" &&
    one.licence === "free",
)!;
const LARGE = COMBINATIONS.find(
  (one) =>
    one.kind === "system-disk" &&
    one.sizeGib === 129 &&
    !one.encrypted &&
    one.seen === "private" &&
    one.licence === "free",
)!;

const place = (account: string, region: string, project = region): Partial<Goal> => ({ account, region, project });
const shared = (account: string, region: string): Goal => goal({ ...place(account, region), holding: "shared" });

/** Possible destinations of one encrypted image. */
const WISHES: readonly Destination[] = [
  destination(goal({ region: SHANGHAI, keyId: `key-acme-${SHANGHAI}` })),
  destination(goal({ region: SHANGHAI, name: "web-plain" })),
  destination(goal({ region: GUANGZHOU })),
  destination(goal({ region: BEIJING, keyId: null }), [shared("partner", BEIJING)]),
  destination(goal({ ...place("partner", SHANGHAI), keyId: `key-partner-${SHANGHAI}`, name: "theirs" })),
  destination(goal({ ...place("partner", BEIJING), holding: "shared", name: "offered" })),
  destination(goal({ ...place("acme", BEIJING, "sub"), holding: "shared", name: "within" })),
];

const asking = (destinations: readonly Destination[], base: Asked = askedOf(ENCRYPTED)): Asked => {
  const agencies = base.inventory.agencies.map((agency) => ({ ...agency, regions: [SHANGHAI, GUANGZHOU] }));
  return { ...base, inventory: { ...base.inventory, agencies }, destinations };
};

const hopsOf = (destinations: readonly Destination[]): readonly string[] => {
  const goals = planned(asking(destinations));
  expect(goals.unreached).toEqual([]);
  return goals.hops.map(({ id, source }) => JSON.stringify([id, source]));
};

test("adding, removing and reordering destinations keeps id and source of every other hop", () => {
  const subsets = fc.shuffledSubarray([...WISHES], { minLength: 1 });
  fc.assert(
    fc.property(subsets, fc.nat(), (chosen, at) => {
      const all = hopsOf(chosen);
      const fewer = chosen.filter((_, index) => index !== at % chosen.length);
      if (fewer.length > 0) expect(all).toEqual(expect.arrayContaining([...hopsOf(fewer)]));
      expect(hopsOf([...chosen].reverse())).toEqual(all);
    }),
    { numRuns: 150 },
  );
});

test("a pinned route stays although a cheaper one appears, and changes when unpinned", () => {
  const limits = { crossRegionSizeGib: { value: 300, reason: "confirmed by support" } };
  const wider: Catalog = overridden(CATALOG, { limits });
  const before = asking([destination(goal({ region: SHANGHAI }))], askedOf(LARGE));
  const plan = routePlanOf(before);
  expect(plan.hops.map(({ operation }) => operation)).toEqual(["registerImage", "transferObject", "exportImage"]);
  const after = { ...before, catalog: wider };
  expect(planned(after).hops.map(({ step }) => step.operation)).toEqual(["copyImageAcross"]);
  const kept = planned(after, { pinned: pinnedRoutes(plan) });
  expect(kept.hops.map(({ id }) => id)).toEqual(plan.hops.map(({ id }) => id));
});

describe("a plan against an earlier one", () => {
  const before = routePlanOf(asking(WISHES.slice(0, 3)));

  const changed = (after: RoutePlan) => planChanges([before], [after])[0]!;

  test("equals itself", () => {
    expect(isDifferent(changed(before))).toBe(false);
  });

  test("shows added and removed hops, and re-creates no other copy", () => {
    const { recopied, added, removed } = changed(routePlanOf(asking(WISHES.slice(1, 4))));
    expect(recopied).toEqual([]);
    expect(added.map(({ id }) => id).sort()).toEqual(
      [
        "acme@cn-north-4/web",
        "acme@cn-north-4/web shared",
        "acme@cn-north-4/web accepted by partner/cn-north-4",
      ].sort(),
    );
    expect(removed.map(({ id }) => id).sort()).toEqual(["acme@cn-east-3/web", "acme@cn-east-3/web.arrived"]);
  });

  test("re-creates all copies of a replaced source image, and says how many GiB that is", () => {
    const sources = before.sources.map((source) => ({ ...source, imageId: "another" }));
    const { recopied } = changed({ ...before, sources });
    expect(recopied.map(({ hop }) => hop.id)).toEqual(before.hops.map(({ id }) => id));
    expect(recopied[0]!.because).toEqual([expect.stringMatching(/source/u)]);
  });
});

/** Hops of several images in one plan, with the names of their replicas as prefixes. */
function manyOf(chosen: readonly number[]): { readonly asked: Asked; readonly wishes: readonly Wish[] } {
  const worlds = chosen.map((at, index) => {
    const base = askedOf(COMBINATIONS[at % COMBINATIONS.length]!);
    // A separate backup, because images that share one can have only one replica in a region.
    const backup = base.image.backup === null ? null : { ...base.image.backup, id: `backup-${String(index)}` };
    const image = { ...base.image, id: `base-${String(index)}`, name: `base-${String(index)}`, backup };
    const members = base.inventory.members.map((member) => ({ ...member, imageId: image.id }));
    const destinations = base.destinations.map((one) => destination({ ...one.goal, name: `web-${String(index)}` }));
    return { ...base, image, destinations, inventory: { ...base.inventory, images: [image], members } };
  });
  const reachable = worlds.filter((one) => planned(one).unreached.length === 0);
  const [first = worlds[0]!] = reachable;
  const inventory = {
    ...first.inventory,
    images: reachable.map(({ image }) => image),
    members: reachable.flatMap((one) => one.inventory.members),
    quotas: first.inventory.quotas.map((quota) => ({ ...quota, images: 1000 })),
  };
  const wishes = reachable.flatMap((one, index) => wishesFor(one, planned(one, { name: `n${String(index)}` })));
  return { asked: { ...first, inventory }, wishes };
}

async function deployed(plan: RoutePlan, asked: Asked, catalog: Catalog, faults: Faults = NO_FAULTS) {
  const store = Store.open(":memory:");
  const cloud = new Cloud(store, { catalog, faults });
  cloud.load(asked.inventory);
  const result = await new Deployment(plan, cloud).run();
  return { result, cloud, store };
}

const lists = fc.array(fc.nat(COMBINATIONS.length - 1), { minLength: 1, maxLength: 24, size: "max" });

test("the cloud measures makespan, traffic and order of random plans, on any number of slots", async () => {
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 6 }), async (chosen, slots) => {
      const { asked, wishes } = manyOf(chosen);
      const catalog = overridden(CATALOG, { limits: { crossRegionSlots: { value: slots, reason: "random" } } });
      const plan = routePlanOf({ ...asked, catalog, slots }, wishes);
      expect(checkRoutePlan(plan, asked.inventory, catalog)).toEqual([]);
      const { result, store } = await deployed(plan, asked, catalog);
      const { elapsedSeconds, chargedGib, complete } = result;
      const { durationSeconds, chargedGib: forecastGib } = plan.forecast;
      expect({ complete, elapsedSeconds, chargedGib }).toEqual({
        complete: true,
        elapsedSeconds: durationSeconds,
        chargedGib: forecastGib,
      });
      store.close();
    }),
    { numRuns: 300 },
  );
});

test("under faults, all other hops are made, and the next apply makes the rest", async () => {
  await fc.assert(
    fc.asyncProperty(lists, fc.nat(1000), async (chosen, randomSeed) => {
      const { asked, wishes } = manyOf(chosen);
      const plan = routePlanOf(asked, wishes);
      const faults = { ...NO_FAULTS, random: { randomSeed, failureRate: 0.3 } };
      const { result, store } = await deployed(plan, asked, CATALOG, faults);
      const status = new Map(result.outcomes.map((outcome) => [outcome.hop.id, outcome.status]));
      for (const { hop } of result.outcomes) {
        const before = "hop" in hop.source ? status.get(hop.source.hop) : "made";
        expect(["made", "failed"].includes(status.get(hop.id) ?? "")).toBe(before === "made");
      }
      const again = await new Deployment(plan, new Cloud(store)).run();
      expect(again.complete).toBe(true);
      for (const { hop, status: now } of again.outcomes) {
        expect(now).toBe(status.get(hop.id) === "made" ? "kept" : "made");
      }
      store.close();
    }),
    { numRuns: 30 },
  );
});
