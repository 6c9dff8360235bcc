// From goals to a plan: order, forecast, critical path, digest, and deferred rules.
import fc from "fast-check";
import { CATALOG, type Catalog } from "../../lib/catalog";
import { createTimeoutSeconds, cyclesOf, judgeWishes, type Hop, type RoutePlan, type Wish } from "../../lib/routes";
import { UNKNOWN } from "../../lib/values";
import { fleet, plan, wish, type SomeFacts } from "./plans";

const hop = (from: RoutePlan, id: string): Hop => from.hops.find((entry) => entry.id === id)!;

test("the order of hops in a program changes nothing", () => {
  const wishes = [
    ...fleet(8),
    wish("cn-north-4/plain", "copyImage", { image: "golden" }),
    wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(wishes, { minLength: wishes.length }), (shuffled) => {
      expect(plan(shuffled)).toEqual(plan(wishes));
    }),
    { numRuns: 30 },
  );
});

test("another hop changes only the times of existing hops", () => {
  const timeless = ({ forecast: { timeoutSeconds }, ...rest }: Hop): object => ({ ...rest, timeoutSeconds });
  const before = plan(fleet(9));
  const after = plan(fleet(10));
  expect(after.hops.slice(0, 9).map(timeless)).toEqual(before.hops.map(timeless));
});

test("a copy across regions takes ten minutes per GiB, and one within a region two plus three seconds per GiB", () => {
  const both = plan([
    wish("cn-east-3/web", "copyImageAcross", { image: "golden" }),
    wish("cn-north-4/web", "copyImage", { image: "golden" }),
  ]);
  expect(hop(both, "cn-east-3/web").forecast).toMatchObject({ endSeconds: 24_000, chargedGib: { "obs-traffic": 40 } });
  expect(hop(both, "cn-north-4/web").forecast).toMatchObject({ endSeconds: 240, chargedGib: {} });
  expect(both.forecast.chargedGib).toEqual({ "obs-traffic": 40 });
});

test("a full-ECS image is charged for backup traffic and space, in two jobs", () => {
  const facts: SomeFacts = { "image.kind": "full-ecs", "vault.id": "v-1" };
  const { forecast } = hop(
    plan([wish("cn-east-3/whole", "copyImageAcross", { image: "whole" }, facts)]),
    "cn-east-3/whole",
  );
  expect(forecast.chargedGib).toEqual({ "cbr-traffic": 40, "backup-space": 40 });
  expect(forecast.jobs).toEqual([
    { job: "cbrReplicateBackup", durationSeconds: 24_000 },
    { job: "imsCreateWholeImageByBackupJob", durationSeconds: 6 },
  ]);
});

test("the sixth copy across regions waits for a slot, and the critical path includes its predecessor", () => {
  const six = plan(fleet(6).map((entry) => ({ ...entry, sheet: { ...entry.sheet, "image.sizeGib": 10 } })));
  const [waiting, ...others] = six.hops.filter(({ forecast }) => forecast.queuedSeconds > 0);
  expect(others).toEqual([]);
  expect(waiting!.forecast).toMatchObject({ queuedSeconds: 6000, endSeconds: 12_000, critical: true });
  expect(six.forecast.criticalPath).toEqual(["cn-east-3/web-00000", waiting!.id]);
});

test("the critical path includes a full-ECS image, which frees its slot before its end", () => {
  const facts: SomeFacts = { "image.kind": "full-ecs", "vault.id": "v-1" };
  const wishes = Array.from({ length: 6 }, (_, at) =>
    wish(`cn-east-3/w${String(at)}`, "copyImageAcross", { image: "whole" }, facts),
  );
  expect(plan(wishes).forecast).toMatchObject({
    durationSeconds: 48_006,
    criticalPath: ["cn-east-3/w0", "cn-east-3/w5"],
  });
});

test("accounts do not share their slots", () => {
  const partner: SomeFacts = { "caller.account": "partner", "image.account": "partner" };
  const wishes = Array.from({ length: 10 }, (_, at) =>
    wish(`cn-east-3/w${String(at)}`, "copyImageAcross", { image: "golden" }, at < 5 ? {} : partner),
  );
  const both = plan(wishes);
  expect(both.forecast.durationSeconds).toBe(24_000);
  expect(both.accounts).toEqual([
    { id: "default", site: "china" },
    { id: "partner", site: "china" },
  ]);
});

test("slots and pace come from the catalogue", () => {
  const { limits, pace } = CATALOG;
  const slow: Catalog = {
    ...CATALOG,
    limits: { ...limits, crossRegionSlots: { ...limits.crossRegionSlots, value: 1 } },
    pace: { ...pace, imsCrossRegionCopyImageJob: { ...pace.imsCrossRegionCopyImageJob, secondsPerGib: 60 } },
  };
  const wishes = [1, 2].map((at) => wish(`cn-east-3/w${String(at)}`, "copyImageAcross", { image: "golden" }));
  expect(plan(wishes, { catalog: slow }).forecast).toMatchObject({ slots: 1, durationSeconds: 4800 });
});

test("an unknown size counts as the largest possible one, and the plan says so", () => {
  const blind = plan([wish("cn-east-3/web", "copyImageAcross", { image: "golden" }, { "image.sizeGib": UNKNOWN })]);
  expect(blind.hops[0]).toMatchObject({
    sizeGib: { pending: "image.sizeGib" },
    forecast: { endSeconds: 76_800, sizeAssumed: true },
  });
  expect(blind.forecast.assumptions.at(-1)).toBe("1 hop of unknown size: taken for 128 GiB.");
  expect(blind.deferred).toContainEqual({
    rule: "copy/size-within-limit",
    lacks: "image.sizeGib",
    decidedBy: "nothing",
    hops: ["cn-east-3/web"],
    more: 0,
  });
});

test.each([
  [0, 3600],
  [1800, 3600],
  [1801, 7200],
  [24_000, 50_400],
  [76_800, 154_800],
])("a hop of %d s gets a create timeout of %d s", (durationSeconds, timeout) => {
  expect(createTimeoutSeconds([{ job: "imsCrossRegionCopyImageJob", durationSeconds }])).toBe(timeout);
});

test("the digest covers operations, places, sources and keys, and nothing else", () => {
  const digest = (facts: SomeFacts): string =>
    plan([wish("cn-east-3/web", "copyImageAcross", { image: "golden" }, facts)]).digest;
  const plain = digest({});
  for (const facts of [{ "replica.description": "x" }, { "replica.tags": { a: "b" } }, { "image.sizeGib": 41 }]) {
    expect(digest(facts)).toBe(plain);
  }
  const others = [
    { "replica.region": "cn-south-1" },
    { "key.id": "k" },
    { "agency.name": "other" },
    { "replica.name": "x" },
  ];
  expect(new Set([plain, ...others.map(digest)]).size).toBe(5);
});

test("deferred rules of a large plan name the first hops and count the rest", () => {
  const wishes = fleet(25).map((entry): Wish => ({ ...entry, sheet: { ...entry.sheet, "image.status": UNKNOWN } }));
  const [deferred] = plan(wishes).deferred;
  expect(deferred).toMatchObject({ rule: "source/active", lacks: "image.status", more: 5 });
  expect(deferred?.hops.length).toBe(20);
});

test("each hop is checked, and the plan keeps its warnings", () => {
  const wishes = [wish("cn-east-3/web", "copyImageAcross", { image: "golden" }, { "image.os": "windows" })];
  expect(
    judgeWishes({ wishes, catalog: CATALOG })
      .get(wishes[0]!)
      ?.violations.map(({ rule }) => rule.id),
  ).toEqual(["source/windows"]);
  expect(plan(wishes).findings).toMatchObject([
    { rule: "source/windows", severity: "warning", construct: "golden-images/cn-east-3-web" },
  ]);
});

test("every cycle of sources is found, with the id of each hop in it", () => {
  const from = (id: string, source: string): Pick<Wish, "id" | "source"> => ({ id, source: { hop: source } });
  const cycles = cyclesOf([
    from("a", "b"),
    from("b", "a"),
    from("tail", "a"),
    from("self", "self"),
    from("root", "gone"),
  ]);
  expect([...cycles.keys()].sort()).toEqual(["a", "b", "self"]);
  expect(cycles.get("a")).toEqual(["a", "b", "a"]);
  expect(cycles.get("self")).toEqual(["self", "self"]);
});

test("ten thousand hops make one plan", () => {
  const big = plan(fleet(10_000));
  expect(big.hops.length).toBe(10_000);
  expect(big.forecast.criticalPath.length).toBeGreaterThan(1);
});

test("the forecast includes the wait for concurrency edges of Terraform", () => {
  const large = { "image.sizeGib": 60 };
  const first = wish("cn-east-3/a", "copyImageAcross", { image: "base" }, large);
  const second = wish("cn-east-3/b", "copyImageAcross", { image: "base" }, large);
  expect(plan([first, second]).forecast).toMatchObject({ durationSeconds: 36_000, terraformSeconds: 36_000 });
  const { forecast } = plan([first, { ...second, lane: first.id }]);
  expect(forecast).toMatchObject({ durationSeconds: 36_000, terraformSeconds: 72_000 });
  expect(forecast.assumptions.at(-1)).toBe(
    "Terraform keeps to the lanes and takes at least 20 h; 10 h is with every slot taken as it comes free.",
  );
});
