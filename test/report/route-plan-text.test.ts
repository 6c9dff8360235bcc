// The timetable: a golden of a plan with every feature, and a check that it fits its width with any names.
import fc from "fast-check";
import { changesText, routePlansMarkdown, routePlanText, timelinePage } from "../../lib/report";
import { displayWidth } from "../../lib/report/columns";
import { planChanges, readRoutePlan, writeRoutePlan, type RoutePlan } from "../../lib/routes";
import { UNKNOWN } from "../../lib/values";
import { expectGolden } from "../goldens";
import { destination, goal, routePlanOf } from "../routes/goals";
import { fleet, plan, wish, type SomeFacts } from "../routes/plans";
import { askedOf, COMBINATIONS } from "../routes/small-worlds";

const encrypted: SomeFacts = {
  "image.encrypted": true,
  "image.encryption": "kms",
  "image.sizeGib": 90,
  "image.keyId": "key-beijing",
};
const toSouth: SomeFacts = { "replica.region": "cn-south-1", "agency.regions": ["cn-south-1"] };
const inShanghai: SomeFacts = {
  "caller.region": "cn-east-3",
  "caller.project": "cn-east-3",
  "image.region": "cn-east-3",
  "image.project": "cn-east-3",
};

/** Encrypted, copied across regions twice and encrypted again; a full-ECS image; a queue; and values that are unknown until apply. */
function everything(): RoutePlan {
  return plan([
    wish("cn-north-4/web-plain", "copyImage", { image: "web-golden" }, encrypted),
    wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/web-plain" }, { "image.sizeGib": 90 }),
    wish("cn-south-1/web", "copyImageAcross", { hop: "cn-north-4/web-plain" }, { ...toSouth, "image.sizeGib": 90 }),
    wish(
      "cn-east-3/web-sealed",
      "copyImage",
      { hop: "cn-east-3/web" },
      {
        ...inShanghai,
        "replica.region": "cn-east-3",
        "replica.encryption": "kms",
        "key.id": "key-shanghai",
        "image.sizeGib": 90,
      },
    ),
    wish(
      "cn-east-3/数据库黄金镜像",
      "copyImageAcross",
      { image: "db-golden" },
      {
        "image.kind": "data-disk",
        "image.sizeGib": 100.25,
      },
    ),
    wish("cn-east-3/desktop", "copyImageAcross", { image: "desktop" }, { "image.os": "windows", "image.sizeGib": 60 }),
    wish(
      "cn-east-3/whole-server",
      "copyImageAcross",
      { image: "whole-server" },
      {
        "image.kind": "full-ecs",
        "image.sizeGib": 80,
        "image.backupIsReplica": false,
        "image.backupRegions": [],
        "vault.id": "vault-shanghai",
      },
    ),
    wish(
      "cn-south-1/looked-up",
      "copyImageAcross",
      { image: "looked-up" },
      {
        ...toSouth,
        "image.sizeGib": UNKNOWN,
        "image.status": UNKNOWN,
        "image.encrypted": UNKNOWN,
        "agency.exists": UNKNOWN,
      },
    ),
    wish(
      `cn-east-3/${"a-name-as-long-as-the-service-takes-".repeat(3)}end`,
      "copyImageAcross",
      { image: "tiny" },
      {
        "image.sizeGib": 1.5,
      },
    ),
  ]);
}

function widest(text: string): number {
  return Math.max(...text.split("\n").map(displayWidth));
}

test("a plan with every feature reads like a timetable", () => {
  const text = routePlanText(everything());
  expectGolden("route-plan.txt", text);
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test("a plan without hops says so", () => {
  expectGolden("route-plan-empty.txt", routePlanText(plan([])));
});

test("names longer than the service takes are shortened in the middle", () => {
  const long = `first${"x".repeat(10_000)}last`;
  const text = (whole: RoutePlan): string => routePlanText(whole) + changesText(planChanges([], [whole]));
  const short = text(plan([wish("cn-east-3/web", "copyImageAcross", { image: "base" })]));
  const facts: SomeFacts = { "image.os": "windows", "replica.encryption": "kms", "key.id": long, "vault.id": long };
  const whole = plan([wish(`cn-east-3/${long}`, "copyImageAcross", { image: long }, facts)]);
  const all = text({ ...whole, findings: [{ rule: "x/y", severity: "warning", construct: long, text: long }] });
  expect(all.length).toBeLessThan(short.length + 9000);
  expect(all.replaceAll(/\s+/gu, "")).toMatch(/image"firstx+…x+last"/u);
  expect(timelinePage([whole]).length).toBeLessThan(30_000);
});

test("a plan says whether it is simulated", () => {
  expect(routePlanText(everything())).toContain("Nothing is created on Huawei Cloud.");
  expect(routePlanText({ ...everything(), target: "huaweicloud" })).toContain("Target: huaweicloud, the real cloud.");
});

test("acknowledged findings are separate, with their reasons, and are no warnings", () => {
  const whole = everything();
  const findings = whole.findings.map((finding) => ({ ...finding, acknowledged: "tried by hand" }));
  expect(findings.length).toBeGreaterThan(0);
  const text = routePlanText({ ...whole, findings });
  expect(text).not.toContain("\nWarnings\n");
  expect(text).toMatch(/\nAcknowledged, each with its reason\n- /u);
  expect(text.replace(/\s+/gu, " ").match(/\] Reason: tried by hand/gu)).toHaveLength(findings.length);
});

test("a step that is ruled out is listed once, in words, with all its rules", () => {
  const step = "exportImage in default@cn-north-4/cn-north-4";
  const dropped = ["bucket/named", "export/goes-plain"].map((rule) => ({
    step,
    stepText: "export in cn-north-4",
    rule,
    text: "",
  }));
  const [first, ...others] = everything().hops;
  const text = routePlanText({ ...everything(), hops: [{ ...first!, dropped }, ...others] }).replace(/\s+/gu, " ");
  expect(text).toContain("ruled out: export in cn-north-4 [bucket/named, export/goes-plain]");
  expect(text.match(/ruled out/gu)).toHaveLength(1);
});

test("a step that breaks the same rules with and without fast is listed once, by its key in plans of 0.1.0", () => {
  const [first, ...others] = everything().hops;
  const step = "exportImage in default@cn-north-4/cn-north-4";
  const dropped = [step, `${step} fast`].map((way) => ({ step: way, rule: "bucket/named", text: "" }));
  const text = (ways: typeof dropped): string =>
    routePlanText({ ...everything(), hops: [{ ...first!, dropped: ways }, ...others] }).replace(/\s+/gu, " ");
  expect(text(dropped)).toContain(`ruled out: ${step}, fast or not [bucket/named]`);
  expect(text(dropped)).not.toContain(`${step} fast`);
  const apart = dropped.map((way, index) => (index === 0 ? way : { ...way, rule: "export/goes-fast" }));
  expect(text(apart)).toContain(`ruled out: ${step} [bucket/named] ruled out: ${step} fast [export/goes-fast]`);
});

test("a plan of ten thousand hops shows the first hops of each wave and counts the rest", () => {
  const big = plan(fleet(10_000));
  const text = routePlanText(big);
  expect(text).toContain("10,000 replicas in 1 wave");
  expect(text).toContain("  … and 9,950 more\n");
  expect(text.split("\n").length).toBeLessThan(400);
  expect(widest(text)).toBeLessThanOrEqual(80);
});

test("without a bound on hops, each hop is shown", () => {
  const text = routePlanText(plan(fleet(120)), { mostHops: Infinity });
  expect(text).not.toContain("… and");
  expect(text.match(/ {2}cn-east-3\/web-\d{5} /gu)?.length).toBe(120);
});

test("a long critical path keeps its last hop", () => {
  const chain = Array.from({ length: 30 }, (_, index) =>
    wish(
      `cn-north-4/link-${String(index).padStart(2, "0")}`,
      "copyImage",
      index === 0 ? { image: "golden" } : { hop: `cn-north-4/link-${String(index - 1).padStart(2, "0")}` },
    ),
  );
  const text = routePlanText(plan(chain), { mostHops: 5 });
  const path = text.slice(text.indexOf("Critical path"), text.indexOf("Durations"));
  expect(path).toContain("link-03");
  expect(path).not.toContain("link-04");
  expect(path).toContain("… and 25 more");
  expect(path).toContain("link-29");
});

test("many findings of one rule are cut and counted", () => {
  const wishes = fleet(20).map((entry) => ({ ...entry, sheet: { ...entry.sheet, "image.os": "windows" as const } }));
  const text = routePlanText(plan(wishes));
  expect(text).toContain("… and 15 more [source/windows]");
});

test("a hop that waits for a slot shows for how long", () => {
  const text = routePlanText(plan(fleet(6)));
  expect(text).toMatch(/waits \d+ min for a\s+slot/u);
});

test("no line exceeds the width, whatever the names are", () => {
  const name = fc.string({
    unit: fc.constantFrom("a", "-", " ", "镜", "像", "😀", "é", "\u0301", "/", "\u001b", "\n", "한"),
    minLength: 1,
    maxLength: 140,
  });
  fc.assert(
    fc.property(name, name, fc.integer({ min: 50, max: 120 }), (replica, image, width) => {
      const named = wish(
        `cn-east-3/${replica}`,
        "copyImageAcross",
        { image },
        { "replica.name": replica, "image.os": "windows" },
      );
      const text = routePlanText(plan([named], { stack: image }), { width });
      expect(widest(text)).toBeLessThanOrEqual(width);
      // eslint-disable-next-line no-control-regex -- the test checks that none is left
      expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/u);
    }),
    { numRuns: 200 },
  );
});

describe("the local disk space for transferred files", () => {
  const large = COMBINATIONS.find(
    ({ kind, sizeGib, encrypted, seen, licence }) =>
      kind === "data-disk" && sizeGib === 129 && !encrypted && seen === "private" && licence === "free",
  )!;
  const carriedTo = (...regions: readonly string[]): RoutePlan =>
    routePlanOf({ ...askedOf(large), destinations: regions.map((region) => destination(goal({ region }))) });

  test("is shown for the plan, and for the hop that transfers one", () => {
    const made = carriedTo("cn-east-3");
    expect(made.forecast.localDiskGib).toBe(129);
    expect(made.hops.flatMap(({ operation, forecast: { localDiskGib } }) => (localDiskGib ? [operation] : []))).toEqual(
      ["transferObject"],
    );
    expect(routePlanText(made)).toContain("Local disk: 129 GiB where Terraform runs\n");
    expect(routePlanText(made)).toContain("lies on local disk on its way: 129 GiB where Terraform runs\n");
    expect(routePlansMarkdown([made])).toContain("Files on their way take local disk: 129 GiB where Terraform runs.\n");
    expect(readRoutePlan(writeRoutePlan(made), "plan")).toEqual(made);
  });

  test("is the sum of several files, and is absent without a transfer", () => {
    const [one, other] = [carriedTo("cn-east-3"), carriedTo("cn-east-3")];
    expect(routePlansMarkdown([one, other])).toContain(
      "258 GiB where Terraform runs, if all files are carried at once.",
    );
    const none = plan(fleet(2));
    expect(none.forecast).not.toHaveProperty("localDiskGib");
    expect(routePlanText(none) + routePlansMarkdown([none])).not.toMatch(/local disk/iu);
  });
});
