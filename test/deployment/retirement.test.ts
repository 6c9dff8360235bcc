// An apply removes intermediate copies once the replicas exist: in one run, after any interruption, and without creating them again.
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants, Cloud } from "../../lib/cloud";
import { Deployment, type DeploymentOptions, type DeploymentResult } from "../../lib/deployment";
import { makesImage, type Inventory } from "../../lib/model";
import type { RoutePlan } from "../../lib/routes";
import { Store } from "../../lib/store";
import { BEIJING, GUANGZHOU, image, jobsThatFail, SHANGHAI, world } from "../cloud/world";
import { destination, goal, routePlanOf, type Asked } from "../routes/goals";
import { statuses } from "./rehearsal";

/** An encrypted image for two regions under their keys, and for a partner under the partner's. */
const SOURCE = image("base", { name: "base", keyId: `key-acme-${BEIJING}` });
const WORLD: Inventory = world([SOURCE]);
const toRegion = (region: string) => destination(goal({ region, keyId: `key-acme-${region}` }));
const toPartner = destination(
  goal({ account: "partner", project: SHANGHAI, region: SHANGHAI, keyId: `key-partner-${SHANGHAI}` }),
);
const asked = (...destinations: Asked["destinations"]): Asked => ({ image: SOURCE, inventory: WORLD, destinations });
const PLAN = routePlanOf(asked(toRegion(SHANGHAI), toRegion(GUANGZHOU), toPartner));
const WANTED = PLAN.hops.filter(({ intermediate }) => intermediate === undefined).map(({ id }) => id);

interface Stage {
  readonly store: Store;
  readonly cloud: Cloud;
  readonly apply: (plan: RoutePlan, options?: DeploymentOptions) => Promise<DeploymentResult>;
}

async function staged(work: (stage: Stage) => Promise<void>, inventory: Inventory = WORLD): Promise<void> {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(inventory);
    await work({ store, cloud, apply: (plan, options) => new Deployment(plan, cloud, options).run() });
    expect(brokenInvariants(store, CATALOG)).toEqual([]);
  } finally {
    store.close();
  }
}

/** Images other than the source, by region and name. */
const made = (cloud: Cloud): readonly string[] =>
  cloud
    .inventory()
    .images.filter(({ id, status }) => id !== SOURCE.id && status === "active")
    .map(({ account, region, name }) => `${account}@${region}/${name}`)
    .sort();

const asRetired = (plan: RoutePlan): RoutePlan => ({
  ...plan,
  hops: plan.hops.map((hop) => (hop.intermediate === undefined ? hop : { ...hop, intermediate: "retired" })),
});

test("the plan has intermediate images, shares and acceptances", () => {
  const onTheWay = PLAN.hops.filter(({ intermediate }) => intermediate === "kept");
  expect(new Set(onTheWay.map(({ operation }) => operation))).toEqual(
    new Set(["copyImage", "copyImageAcross", "shareImage", "acceptImage"]),
  );
  expect(WANTED).toHaveLength(3);
});

test.each<[string, RoutePlan, DeploymentOptions]>([
  ["requested at the apply", PLAN, { retire: true }],
  ["stated by the plan", asRetired(PLAN), {}],
])("%s: intermediate copies are removed in the same run and not re-created", async (_, plan, options) => {
  await staged(async ({ cloud, store, apply }) => {
    const first = await apply(plan, options);
    expect(first).toMatchObject({ complete: true, elapsedSeconds: PLAN.forecast.durationSeconds });
    expect(first.outcomes.filter(({ removed }) => removed).map(({ hop }) => hop.id)).toEqual(
      PLAN.hops.filter(({ intermediate }) => intermediate !== undefined).map(({ id }) => id),
    );
    expect(made(cloud)).toEqual([...WANTED].sort());
    expect(cloud.inventory().members).toEqual(WORLD.members);
    const once = store.snapshot();
    const again = await apply(plan, options);
    expect(store.snapshot()).toEqual(once);
    expect(again).toMatchObject({ complete: true, elapsedSeconds: 0, chargedGib: {} });
    expect(new Set(Object.values(statuses(again)))).toEqual(new Set(["kept", "retired"]));
  });
});

test("a later removal costs nothing, and another destination re-creates only what it needs", async () => {
  await staged(async ({ cloud, apply }) => {
    const fewer = routePlanOf(asked(toRegion(SHANGHAI)));
    await apply(fewer);
    expect(await apply(fewer, { retire: true })).toMatchObject({ complete: true, elapsedSeconds: 0, chargedGib: {} });
    const before = made(cloud);
    expect(before).toHaveLength(1);
    const more = await apply(routePlanOf(asked(toRegion(SHANGHAI), toRegion(GUANGZHOU))), { retire: true });
    expect(Object.entries(statuses(more)).filter(([, status]) => status !== "made")).toEqual([
      [`acme@${SHANGHAI}/web`, "kept"],
      [`acme@${SHANGHAI}/web.arrived`, "retired"],
    ]);
    expect(made(cloud)).toEqual([`acme@${SHANGHAI}/web`, `acme@${GUANGZHOU}/web`].sort());
    // And once more, after the intermediate copies have existed twice.
    const again = await apply(routePlanOf(asked(toRegion(SHANGHAI), toRegion(GUANGZHOU))), { retire: true });
    expect(new Set(Object.values(statuses(again)))).toEqual(new Set(["kept", "retired"]));
  });
});

test("copies that a failed hop needs stay for the next apply, and the rest is removed", async () => {
  await staged(async ({ store, cloud, apply }) => {
    const faults = jobsThatFail({ job: { targetRegion: GUANGZHOU, operation: "copyImage" } });
    const first = await new Deployment(PLAN, new Cloud(store, { faults }), { retire: true }).run();
    expect(first.complete).toBe(false);
    expect(made(cloud).filter((id) => !WANTED.includes(id))).toEqual([`acme@${GUANGZHOU}/web.arrived`]);
    const second = await apply(PLAN, { retire: true });
    expect(Object.entries(statuses(second)).filter(([, status]) => status === "made")).toEqual([
      [`acme@${GUANGZHOU}/web`, "made"],
    ]);
    expect(made(cloud)).toEqual([...WANTED].sort());
  });
});

test("after an interruption at any commit, the next run ends like one clean run", async () => {
  const run = async (diesAfter: number): Promise<{ commits: number; inventory: Inventory; jobs: number }> => {
    let commits = -1;
    const store = Store.open(":memory:", {
      onCommit: (_, phase) => {
        if (commits < 0 || phase === "before") return;
        commits += 1;
        if (commits === diesAfter) throw new Error("died");
      },
    });
    try {
      const cloud = new Cloud(store);
      cloud.load(WORLD);
      commits = 0;
      const first = new Deployment(PLAN, cloud, { retire: true }).run();
      if (diesAfter > 0) {
        await expect(first).rejects.toThrow("died");
        expect(await new Deployment(PLAN, cloud, { retire: true }).run()).toMatchObject({ complete: true });
      } else await first;
      const makers = cloud.jobs().filter(({ operation, parentId }) => parentId === null && makesImage(operation));
      return { commits, inventory: cloud.inventory(), jobs: makers.length };
    } finally {
      store.close();
    }
  };
  const clean = await run(0);
  for (let diesAfter = 1; diesAfter <= clean.commits; diesAfter += 1) {
    const { inventory, jobs } = await run(diesAfter);
    expect({ diesAfter, inventory, jobs }).toEqual({ diesAfter, inventory: clean.inventory, jobs: clean.jobs });
  }
});
