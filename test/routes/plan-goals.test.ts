// The planner's catalogue of routes: destinations, the hops that lead there, and their results in the simulated cloud.
import { Deployment } from "../../lib/deployment";
import { Cloud } from "../../lib/cloud";
import type { Image, Inventory } from "../../lib/model";
import type { Goal } from "../../lib/routes";
import { readRoutePlan, writeRoutePlan } from "../../lib/routes";
import { Store } from "../../lib/store";
import { CATALOG, overridden } from "../../lib/catalog";
import { checkRoutePlan } from "./check-route-plan";
import { BEIJING, GUANGZHOU, image, SHANGHAI, world } from "../cloud/world";
import { destination, goal, HONG_KONG, lines, planned, routePlanOf, SINGAPORE, type Asked } from "./goals";

const buckets = (
  [
    ["home", "acme", BEIJING],
    ["east", "acme", SHANGHAI],
    ["overseas-hk", "overseas", HONG_KONG],
    ["overseas-sg", "overseas", SINGAPORE],
    ["partner-north", "partner", BEIJING],
  ] as const
).map(([name, account, region]) => ({ name, account, region, storageClass: "standard" as const }));

function inventoryOf(one: Image, more: Partial<Inventory> = {}): Inventory {
  const base = world([one]);
  return {
    ...base,
    complete: true,
    buckets,
    accounts: [
      { id: "acme", site: "china" },
      { id: "partner", site: "china" },
      { id: "overseas", site: "international" },
    ],
    vaults: [
      ...base.vaults,
      ...base.vaults.map((vault) => ({
        ...vault,
        id: `${vault.id}-partner`,
        account: "partner",
        protection: "backup" as const,
      })),
    ],
    agencies: [
      ...base.agencies,
      { name: "ims_copy", account: "overseas", regions: [HONG_KONG, SINGAPORE], coversBackups: true },
    ],
    ...more,
  };
}

const KEY = (region: string, account = "acme"): string => `key-${account}-${region}`;
const partner = (more: Partial<Goal> = {}): Goal =>
  goal({ account: "partner", region: BEIJING, holding: "shared", ...more });

interface Row {
  readonly image?: Partial<Image>;
  readonly goal: Goal;
  readonly shareWith?: readonly Goal[];
  readonly inventory?: Partial<Inventory>;
  readonly view?: Asked["view"];
}

const askedOf = ({ image: facts, goal: wanted, shareWith = [], inventory, view }: Row): Asked => {
  const one = image("base", { name: "base", minDiskGib: 40, ...facts });
  const whole = inventoryOf(one, inventory);
  return { image: one, inventory: whole, destinations: [destination(wanted, shareWith)], ...(view && { view }) };
};

const acrossSites = goal({ account: "acme", region: SHANGHAI });

/** The destinations, and the hops in order of their ids. */
const ROUTES: readonly (readonly [string, Row, readonly string[]])[] = [
  [
    "S1 encrypted, unencrypted in the same region",
    { image: { keyId: KEY(BEIJING) }, goal: goal({ region: BEIJING }) },
    ["copyImage acme@cn-north-4/web"],
  ],
  [
    "S3 unencrypted, encrypted in the same region",
    { goal: goal({ region: BEIJING, keyId: KEY(BEIJING) }) },
    ["copyImage acme@cn-north-4/web"],
  ],
  ["S11 direct across regions", { goal: goal() }, ["copyImageAcross acme@cn-east-3/web"]],
  [
    "S12 decrypt, copy across regions, encrypt",
    { image: { keyId: KEY(BEIJING) }, goal: goal({ keyId: KEY(SHANGHAI) }) },
    [
      "copyImageAcross acme@cn-east-3/web.arrived < acme@cn-north-4/web.plain",
      "copyImage acme@cn-east-3/web < acme@cn-east-3/web.arrived",
      "copyImage acme@cn-north-4/web.plain",
    ],
  ],
  [
    "S21 shared, private, across regions",
    {
      image: { account: "partner" },
      goal: goal(),
      inventory: { members: [{ imageId: "base", account: "acme", project: BEIJING, status: "accepted" }] },
      view: { account: "acme", project: BEIJING, seenAs: "shared", memberStatus: "accepted" },
    },
    ["copyImageAcross acme@cn-east-3/web < acme@cn-north-4/web.private", "copyImage acme@cn-north-4/web.private"],
  ],
  [
    "S19 across regions, shared, accepted",
    { goal: partner({ region: SHANGHAI, project: SHANGHAI }) },
    [
      "copyImageAcross acme@cn-east-3/web",
      "acceptImage acme@cn-east-3/web accepted by partner/cn-east-3 < acme@cn-east-3/web shared",
      "shareImage acme@cn-east-3/web shared < acme@cn-east-3/web",
    ],
  ],
  [
    "S20 to a sub-project",
    { goal: goal({ region: BEIJING, project: "sub", holding: "shared" }) },
    [
      "acceptImage acme@cn-north-4/base accepted by acme/sub < acme@cn-north-4/base shared",
      "shareImage acme@cn-north-4/base shared",
    ],
  ],
  [
    "S22 encrypted to a partner, under the partner's key",
    {
      image: { keyId: KEY(BEIJING) },
      goal: goal({ account: "partner", region: BEIJING, keyId: KEY(BEIJING, "partner") }),
    },
    [
      "copyImage acme@cn-north-4/web.plain",
      "acceptImage acme@cn-north-4/web.plain accepted by partner/cn-north-4 < acme@cn-north-4/web.plain shared",
      "shareImage acme@cn-north-4/web.plain shared < acme@cn-north-4/web.plain",
      "copyImage partner@cn-north-4/web < acme@cn-north-4/web.plain accepted by partner/cn-north-4",
    ],
  ],
  [
    "S17 too large: export, transfer, register",
    { image: { sizeGib: 200, minDiskGib: 200 }, goal: goal() },
    [
      "registerImage acme@cn-east-3/web < acme@cn-north-4/base carried to cn-east-3",
      "transferObject acme@cn-north-4/base carried to cn-east-3 < acme@cn-north-4/base exported",
      "exportImage acme@cn-north-4/base exported",
    ],
  ],
  [
    "S13 to the other site",
    { image: { account: "overseas", region: HONG_KONG, project: HONG_KONG }, goal: acrossSites },
    [
      "registerImage acme@cn-east-3/web < overseas@ap-southeast-1/base carried to acme@cn-east-3",
      "transferObject overseas@ap-southeast-1/base carried to acme@cn-east-3 < overseas@ap-southeast-1/base exported",
      "exportImage overseas@ap-southeast-1/base exported",
    ],
  ],
  [
    "S16 full-ECS across regions",
    { image: { kind: "full-ecs" }, goal: goal() },
    ["copyImageAcross acme@cn-east-3/web"],
  ],
  [
    "full-ECS to a partner",
    { image: { kind: "full-ecs" }, goal: partner() },
    [
      "acceptImage acme@cn-north-4/base accepted by partner/cn-north-4 < acme@cn-north-4/base shared",
      "shareImage acme@cn-north-4/base shared",
    ],
  ],
  [
    "a replica that is shared at its destination",
    {
      goal: goal({ region: SHANGHAI }),
      shareWith: [
        partner({ region: SHANGHAI, project: SHANGHAI }),
        partner({ account: "unknown", region: SHANGHAI, project: "p-9" }),
      ],
    },
    [
      "copyImageAcross acme@cn-east-3/web",
      "acceptImage acme@cn-east-3/web accepted by partner/cn-east-3 < acme@cn-east-3/web shared",
      "shareImage acme@cn-east-3/web shared < acme@cn-east-3/web",
    ],
  ],
  [
    "an encrypted replica, and receivers who get an unencrypted one beside it",
    {
      goal: goal({ region: SHANGHAI, keyId: KEY(SHANGHAI) }),
      shareWith: [partner({ region: SHANGHAI, project: SHANGHAI, name: "web-shared" })],
    },
    [
      "copyImageAcross acme@cn-east-3/web-shared",
      "acceptImage acme@cn-east-3/web-shared accepted by partner/cn-east-3 < acme@cn-east-3/web-shared shared",
      "shareImage acme@cn-east-3/web-shared shared < acme@cn-east-3/web-shared",
      "copyImageAcross acme@cn-east-3/web.arrived",
      "copyImage acme@cn-east-3/web < acme@cn-east-3/web.arrived",
    ],
  ],
  [
    "to a sub-project of another region without a provider, so that it is not accepted",
    { goal: goal({ region: GUANGZHOU, project: "far-sub", holding: "shared" }) },
    ["copyImageAcross acme@cn-south-1/web", "shareImage acme@cn-south-1/web shared < acme@cn-south-1/web"],
  ],
];

describe("each route of the catalogue", () => {
  test.each(ROUTES)("%s", (_, row, expected) => {
    const goals = planned(askedOf(row));
    expect(goals.unreached).toEqual([]);
    expect([...lines(goals)].sort()).toEqual([...expected].sort());
  });

  test.each(ROUTES)("%s: ends in the simulated cloud as forecast", async (_, row) => {
    const asked = askedOf(row);
    const plan = routePlanOf(asked);
    expect(plan.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(readRoutePlan(writeRoutePlan(plan), "plan")).toEqual(plan);
    expect(checkRoutePlan(plan, asked.inventory, CATALOG)).toEqual([]);
    const store = Store.open(":memory:");
    const cloud = new Cloud(store);
    cloud.load(asked.inventory);
    const result = await new Deployment(plan, cloud).run();
    expect(result.outcomes.map(({ status, reason }) => reason ?? status)).toEqual(plan.hops.map(() => "made"));
    expect(result).toMatchObject({
      complete: true,
      elapsedSeconds: plan.forecast.durationSeconds,
      chargedGib: plan.forecast.chargedGib,
    });
    const again = await new Deployment(plan, cloud).run();
    expect(again.outcomes.map(({ status }) => status)).toEqual(plan.hops.map(() => "kept"));
    store.close();
  });
});

/** The destinations, and the rules on each route. */
const REFUSALS: readonly (readonly [string, Row, readonly string[]])[] = [
  [
    "S5 full-ECS in the same region",
    { image: { kind: "full-ecs" }, goal: goal({ region: BEIJING }) },
    ["copy/not-full-ecs"],
  ],
  ["S9 ISO in the same region", { image: { kind: "iso" }, goal: goal({ region: BEIJING }) }, ["copy/not-iso"]],
  [
    "ISO across regions",
    { image: { kind: "iso" }, goal: goal() },
    ["across/not-iso", "copy/not-iso", "export/not-iso"],
  ],
  [
    "full-ECS to the other site",
    { image: { kind: "full-ecs", account: "overseas", region: HONG_KONG, project: HONG_KONG }, goal: acrossSites },
    ["across/same-site", "copy/not-full-ecs", "export/not-full-ecs"],
  ],
  [
    "a licensed image to the other site",
    { image: { licence: "vendor", account: "overseas", region: HONG_KONG, project: HONG_KONG }, goal: acrossSites },
    ["across/same-site", "export/licence"],
  ],
  [
    "full-ECS over 128 GiB",
    { image: { kind: "full-ecs", sizeGib: 129 }, goal: goal() },
    ["copy/size-within-limit", "copy/not-full-ecs", "export/not-full-ecs"],
  ],
  [
    "more than 1 TB",
    { image: { sizeGib: 1025, minDiskGib: 1024 }, goal: goal() },
    ["copy/size-within-limit", "export/size", "export/fast-size"],
  ],
  [
    "a copy of a full-ECS replica",
    { image: { kind: "full-ecs", backup: { id: "b", replicaOf: "b-0", vaultId: null } }, goal: goal() },
    ["across/not-copied-on", "copy/not-full-ecs", "export/not-full-ecs"],
  ],
  [
    "regions without backup replication between them",
    { image: { kind: "full-ecs" }, goal: goal(), inventory: { backupDestinations: { [BEIJING]: [GUANGZHOU] } } },
    ["across/pair-replicates-backups", "copy/not-full-ecs", "export/not-full-ecs"],
  ],
  ["S10 a public image", { image: { visibility: "public" }, goal: goal() }, ["source/private", "export/private-image"]],
];

describe("a destination without a route", () => {
  test.each(REFUSALS)("%s: a rule blocks each route", (_, row, rules) => {
    const [unreached, ...more] = planned(askedOf(row)).unreached;
    expect(more).toEqual([]);
    const blocked = new Set(unreached?.result.blocked.map(({ rule }) => rule));
    expect([...blocked].sort()).toEqual(expect.arrayContaining([...rules].sort()));
    expect(unreached?.result.lacks).toBeNull();
  });
});

test("names of intermediate copies keep to the limit, also where the program overrides it", () => {
  const source = image("web", { keyId: `key-acme-${BEIJING}` });
  const catalog = overridden(CATALOG, { limits: { nameLength: { value: 40, reason: "a test" } } });
  const asked = { image: source, inventory: world([source]), destinations: [destination(goal())], catalog };
  const [onTheWay] = planned(asked, { name: "n".repeat(40) }).hops.filter(({ intermediate }) => intermediate);
  expect(onTheWay?.words.name).toMatch(/^n+~[0-9a-f]{8}\.plain$/u);
  expect(onTheWay?.words.name).toHaveLength(40);
});

describe("one name in one place is one replica", () => {
  const web = image("web");
  const keyed = goal({ keyId: `key-acme-${SHANGHAI}` });
  const plain = goal();
  const members = goal({ account: "partner", holding: "shared" });

  test.each<[string, Goal, Goal]>([
    ["unencrypted and under a key", plain, keyed],
    ["under a key and unencrypted", keyed, plain],
    ["under a key, and shared", keyed, members],
  ])("%s: the second destination is refused and not replaced by the first", (_, first, second) => {
    const goals = planned({
      image: web,
      inventory: world([web]),
      destinations: [destination(first), destination(second)],
    });
    expect([...goals.ends.keys()]).toEqual([destination(first).key]);
    expect(goals.unreached.map(({ goal: unmet }) => unmet)).toEqual([second]);
    expect(goals.unreached[0]?.result.blocked).toMatchObject([{ rule: "stack/one-construct-per-replica" }]);
  });

  test("another name is another replica", () => {
    const goals = planned({
      image: web,
      inventory: world([web]),
      destinations: [destination(plain), destination({ ...keyed, name: "web-encrypted" })],
    });
    expect(goals.unreached).toEqual([]);
  });
});
