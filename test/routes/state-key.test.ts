// Keys of states: the search visits one state of each key, so that all states of a key must have the same legal steps.
import fc from "fast-check";
import { CATALOG } from "../../lib/catalog";
import { subjectFor } from "../../lib/model";
import { evaluateRules } from "../../lib/rules";
import { startState, stateKey, type RouteState } from "../../lib/routes/route-state";
import { stepKey, stepSheet, stepText, type StepPlace } from "../../lib/routes/route-step";
import { stepsFrom } from "../../lib/routes/route-steps";
import { UNKNOWN } from "../../lib/values";
import { checkRoutePlan } from "./check-route-plan";
import { lines, planned, routeImage, routePlanOf, searchOf, viewOf, wishesFor, type Asked } from "./goals";
import { askedOf, COMBINATIONS, forBms, type Combination } from "./small-worlds";

const ONE: Combination = {
  kind: "system-disk",
  sizeGib: 1024,
  encrypted: false,
  seen: "private",
  licence: "free",
  relation: "other account, other region",
  targetKey: true,
  holding: "own",
};

/** The steps that the rules allow, as text. */
function legalSteps(state: RouteState, asked: Asked): readonly string[] {
  const world = searchOf(asked);
  return stepsFrom(state, asked.destinations[0]!.goal, world).flatMap((step) => {
    const sheet = stepSheet(state, step, { name: "image", description: "", tags: {} }, world);
    const { violations, undecided } = evaluateRules(
      step.operation,
      sheet,
      subjectFor(step.operation, "An image"),
      CATALOG,
    );
    const doubts = undecided.map(({ rule, missingFact }) => `${rule.id} lacks ${missingFact}`);
    return violations.some(({ rule }) => rule.severity === "error") ? [] : [[stepKey(step), ...doubts].join(", ")];
  });
}

/** Other values of each part of an image and of a view. */
const IMAGE_PARTS = {
  account: ["acme", "partner"],
  project: ["cn-north-4", "cn-east-3", "sub"],
  region: ["cn-north-4", "cn-east-3"],
  kind: ["system-disk", "data-disk", "full-ecs", "iso", UNKNOWN],
  sizeGib: [1, 128, 129, 1024, 1025, UNKNOWN],
  encrypted: [false, true, UNKNOWN],
  keyId: [null, "key-acme-cn-north-4", "key-partner-cn-east-3", UNKNOWN],
  licence: ["free", "vendor", UNKNOWN],
  status: ["active", "error", UNKNOWN],
  frozen: [false, true, UNKNOWN],
  os: ["linux", "windows", UNKNOWN],
  server: ["ecs", "bms", UNKNOWN],
  minDiskGib: [0, 40, 1024, UNKNOWN],
  osVersion: ["", "Ubuntu 22.04 server 64bit", UNKNOWN],
  backupIsReplica: [null, false, true, UNKNOWN],
  backupRegions: [null, [], ["cn-east-3"], UNKNOWN],
  members: [0, 128, UNKNOWN],
} as const;
const VIEW_PARTS = {
  account: ["acme", "partner"],
  project: ["cn-north-4", "cn-east-3", "sub"],
  seenAs: ["private", "shared", "public", "market", UNKNOWN],
  memberStatus: [null, "pending", "accepted", "rejected", UNKNOWN],
} as const;

type Change = (state: RouteState) => RouteState;
const changes: readonly Change[] = [
  ...Object.entries(IMAGE_PARTS).flatMap(([part, values]) =>
    values.map((value): Change => (state) => ({ ...state, image: { ...state.image, [part]: value } })),
  ),
  ...Object.entries(VIEW_PARTS).flatMap(([part, values]) =>
    values.map((value): Change => (state) => ({ ...state, view: { ...state.view, [part]: value } })),
  ),
  ...[true, false].map((made): Change => (state) => ({ ...state, made })),
  ...(["qcow2", "zvhd2"] as const).map((format): Change => (state) => ({
    ...state,
    file: { account: "acme", region: "cn-north-4", bucket: "bucket-acme-cn-north-4", key: "one", format },
  })),
  (state) => ({ ...state, offeredTo: { account: "partner", project: "cn-north-4", region: "cn-north-4" } }),
  (state) => ({ ...state, offeredTo: { account: "partner", project: "sub", region: "cn-north-4" } }),
];

const asks = fc.constantFrom(...COMBINATIONS).map(askedOf);
const several = fc.array(fc.constantFrom(...changes), { maxLength: 3 });

test("states of one key have the same legal steps, including those that differ in one part", () => {
  let different = 0;
  const compare = (asked: Asked, before: readonly Change[]): void => {
    const { image, inventory, view } = asked;
    const start = startState(
      routeImage(image, inventory),
      view ?? { account: "acme", project: "cn-north-4", seenAs: "private", memberStatus: null },
    );
    const one = before.reduce((state, change) => change(state), start);
    const steps = legalSteps(one, asked);
    for (const change of changes) {
      const other = change(one);
      const otherSteps = legalSteps(other, asked);
      if (stateKey(one) === stateKey(other)) expect(otherSteps).toEqual(steps);
      else if (steps.join() !== otherSteps.join()) different += 1;
    }
  };
  fc.assert(fc.property(asks, several, compare), { numRuns: 20, seed: 20260104 });
  expect(different).toBeGreaterThan(100);
});

test("a state has the same key however its parts are known", () => {
  const asked = askedOf(ONE);
  const start = startState(routeImage(asked.image, asked.inventory), {
    account: "acme",
    project: "cn-north-4",
    seenAs: "private",
    memberStatus: null,
  });
  expect(stateKey({ ...start, image: { ...start.image } })).toBe(stateKey(start));
  expect(stateKey({ ...start, image: { ...start.image, os: UNKNOWN } })).not.toBe(stateKey(start));
});

/** An image that is registered where it was exported is for ECSs. */
const EXPORTED = ["exportImage acme@cn-north-4/base exported"];
const registered = (region: string, source: string): string =>
  `registerImage acme@${region}/web.registered < acme@cn-north-4/base ${source}`;
const carried = (to: string): string =>
  `transferObject acme@cn-north-4/base carried to ${to} < acme@cn-north-4/base exported`;
const handedOn = (region: string): readonly string[] => [
  `acceptImage acme@${region}/web.registered accepted by partner/${region} < acme@${region}/web.registered shared`,
  `shareImage acme@${region}/web.registered shared < acme@${region}/web.registered`,
  `copyImage partner@${region}/web < acme@${region}/web.registered accepted by partner/${region}`,
];
const OWN = [...EXPORTED, registered("cn-north-4", "exported")];
const ACROSS = [
  carried("cn-east-3"),
  ...EXPORTED,
  registered("cn-east-3", "carried to cn-east-3"),
  ...handedOn("cn-east-3"),
];

test.each<["ecs" | "bms", Combination["relation"], "all" | "only ours", readonly string[]]>([
  ["bms", "same region", "all", [...OWN, "copyImage acme@cn-north-4/web < acme@cn-north-4/web.registered"]],
  // A share is free, and a transfer is charged.
  ["bms", "other account", "all", [...OWN, ...handedOn("cn-north-4")]],
  ["bms", "other account", "only ours", [...OWN, ...handedOn("cn-north-4")]],
  [
    "bms",
    "other account, other region",
    "all",
    [
      carried("partner@cn-east-3"),
      ...EXPORTED,
      "copyImage partner@cn-east-3/web < partner@cn-east-3/web.registered",
      "registerImage partner@cn-east-3/web.registered < acme@cn-north-4/base carried to partner@cn-east-3",
    ],
  ],
  ["bms", "other account, other region", "only ours", ACROSS],
  ["ecs", "other account, other region", "only ours", ACROSS],
])(
  "an image of 1,024 GiB for %s reaches an encrypted destination: %s, buckets: %s",
  (server, relation, buckets, expected) => {
    const asked = server === "bms" ? forBms(askedOf({ ...ONE, relation })) : askedOf({ ...ONE, relation });
    const ours = asked.inventory.buckets.filter(({ account }) => buckets === "all" || account === "acme");
    const given = { ...asked, inventory: { ...asked.inventory, buckets: ours } };
    const goals = planned(given);
    expect(goals.unreached).toEqual([]);
    expect([...lines(goals)].sort()).toEqual([...expected].sort());
    expect(checkRoutePlan(routePlanOf(given, wishesFor(given, goals)), given.inventory, CATALOG)).toEqual([]);
  },
);

test("steps to the buckets of two accounts have different keys", () => {
  const asked = askedOf({ ...ONE, relation: "other account, other region" });
  const [exported] = stepsFrom(
    startState(routeImage(asked.image, asked.inventory), viewOf(asked.image, asked.inventory)),
    asked.destinations[0]!.goal,
    searchOf(asked),
  ).filter(({ operation }) => operation === "exportImage");
  const transfers = stepsFrom(exported!.next, asked.destinations[0]!.goal, searchOf(asked));
  expect(transfers.map(stepKey)).toEqual([
    "transferObject in acme@cn-north-4/cn-north-4 to partner@cn-east-3",
    "transferObject in acme@cn-north-4/cn-north-4 to cn-east-3",
  ]);
});

const AT_HOME = { account: "default", project: "cn-north-4", region: "cn-north-4" };
const to = (account: string, region: string): StepPlace["detail"] => ({
  target: { bucket: "b", key: "k", caller: { account, project: region, region } },
});

test.each<[Partial<StepPlace>, string, string]>([
  [{ operation: "copyImage", keyId: "k-1" }, " with key k-1", "copy in cn-north-4 with key k-1"],
  [{ operation: "copyImageAcross", targetRegion: "cn-east-3" }, " to cn-east-3", "copy cn-north-4 → cn-east-3"],
  [{ operation: "shareImage" }, "", "sharing in cn-north-4"],
  [{ operation: "acceptImage" }, "", "acceptance in cn-north-4"],
  [{ operation: "exportImage" }, "", "export in cn-north-4"],
  [
    { operation: "exportImage", detail: { exported: { fast: true, format: "zvhd2" } } },
    " fast",
    "fast export in cn-north-4",
  ],
  [
    { operation: "transferObject", targetRegion: "cn-east-3", detail: to("partner", "cn-east-3") },
    " to partner@cn-east-3",
    "transfer cn-north-4 → partner@cn-east-3",
  ],
  [
    { operation: "transferObject", targetRegion: "cn-east-3", detail: to("default", "cn-east-3") },
    " to cn-east-3",
    "transfer cn-north-4 → cn-east-3",
  ],
  [{ operation: "registerImage" }, "", "registration in cn-north-4"],
])("step %# has the key of 0.1.0, which does not depend on its words", (step, place, words) => {
  const given: StepPlace = {
    operation: "copyImage",
    caller: AT_HOME,
    targetRegion: AT_HOME.region,
    keyId: null,
    detail: undefined,
    ...step,
  };
  expect(stepKey(given)).toBe(`${given.operation} in default@cn-north-4/cn-north-4${place}`);
  expect(stepText(given)).toBe(words);
});
