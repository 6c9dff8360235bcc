// Overrides of the catalogue: a program gives a reason for each, and the plan shows it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Aspects, TerraformResource, TerraformStack, TerraformVariable } from "cdktf";
import {
  checkApp,
  CrossRegionImage,
  CrossSiteImage,
  Encryption,
  HuaweicloudProvider,
  ReplicatedImage,
  Site,
} from "../../lib";
import { routePlanText } from "../../lib/report";
import { readRoutePlan, type RoutePlan } from "../../lib/routes";
import { onlyCopy, program, source, synthesized } from "./programs";

const OVERRIDES = {
  limits: { crossRegionSizeGib: { value: 300, reason: "confirmed by support on 3 May" } },
  pace: { imsCrossRegionCopyImageJob: { secondsPerGib: 60, reason: "measured in our account" } },
  regions: { "cn-test-1": { sites: ["china"], reason: "a region in trial" } },
};
const context = { "image-replication:catalog": OVERRIDES };

function planOf(overrides: object): RoutePlan {
  const folder = mkdtempSync(join(tmpdir(), "overrides-"));
  try {
    const { app, stack } = program(overrides as Record<string, unknown>, folder);
    const image = source(stack, "source", { sizeGib: 200 });
    new CrossRegionImage(stack, "replica", { source: image, name: "web", targetRegion: "cn-test-1", agencyName: "a" });
    app.synth();
    return readRoutePlan(readFileSync(join(folder, "stacks", "stack", "route-plan.json"), "utf8"), "route-plan.json");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("rules, forecast and timeouts use them, and the plan shows each with its reason", () => {
  const plan = planOf(context);
  expect(plan.overrides).toEqual(OVERRIDES);
  expect(plan.forecast.durationSeconds).toBe(200 * 60);
  const text = routePlanText(plan);
  expect(text).toContain("limits.crossRegionSizeGib: value 300. Reason: confirmed by support on 3 May");
  const { stack } = program(context);
  const image = source(stack, "source", { sizeGib: 200 });
  new CrossRegionImage(stack, "replica", { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
  expect(onlyCopy(stack)).toMatchObject({ timeouts: { create: "7h" } });
});

test("the limit of plain exports decides how an image goes to another site", () => {
  const wayOf = (limits: object): unknown => {
    const { stack } = program({ "image-replication:catalog": { limits } });
    const target = { region: "ap-southeast-3", account: { id: "overseas", site: Site.INTERNATIONAL } };
    new CrossSiteImage(stack, "image", {
      source: source(stack, "source", { sizeGib: 200 }),
      name: "web",
      targetProvider: new HuaweicloudProvider(stack, "overseas", { ...target, alias: "overseas" }),
      bucket: "home",
      targetBucket: "there",
      minDiskGib: 200,
      osVersion: "Ubuntu 22.04 server 64bit",
    });
    const exports = Object.values(synthesized(stack).resource["huaweicloud_ims_image_export"] ?? {});
    return exports.map(({ is_quick_export }) => is_quick_export);
  };
  const raised = { value: 300, reason: "confirmed by support" };
  expect(wayOf({})).toEqual([true]);
  expect(wayOf({ exportSizeGib: raised, importSizeGib: raised })).toEqual([false]);
});

test("a price book is read again after a change, and a missing one is a usage error", () => {
  const folder = mkdtempSync(join(tmpdir(), "prices-"));
  try {
    const file = join(folder, "prices.json");
    const costsAt = (perGib: number): unknown => {
      const prices = [{ charge: "obs-traffic", currency: "CNY", perGib }];
      const document = { format: "image-replication/price-book", version: 1, origin: "a test", prices };
      writeFileSync(file, JSON.stringify(document));
      return planOf({ ...context, "image-replication:prices": file }).forecast.cost?.amounts;
    };
    expect([costsAt(0.5), costsAt(0.25)]).toEqual([{ CNY: 100 }, { CNY: 50 }]);
    expect(() => planOf({ "image-replication:prices": join(folder, "none.json") })).toThrow(
      /none\.json: there is no such file/u,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("without overrides the same program is refused for size and region", () => {
  expect(() => planOf({})).toThrow(/\[across\/region-known\].*\[copy\/size-within-limit\]/su);
});

test.each([
  [{ limits: { crossRegionSizeGib: { value: 300 } } }, /limits\.crossRegionSizeGib: lacks the field "reason"/u],
  [{ limits: { speed: { value: 1, reason: "r" } } }, /must be|property name/u],
  [
    { pace: { imsCrossRegionCopyImageJob: { secondsPerGib: -1, reason: "r" } } },
    /pace\.imsCrossRegionCopyImageJob\.secondsPerGib: must be >= 0/u,
  ],
  [{ regions: { "cn-test-1": { reason: "r" } } }, /has to say its sites/u],
  ["fast", /must be object/u],
])("invalid overrides are a usage error with the place: %j", (overrides, message) => {
  const { stack } = program({ "image-replication:catalog": overrides });
  expect(() => new ReplicatedImage(stack, "replica", { source: source(stack), name: "web" })).toThrow(message);
});

test("a limit in the context of one stack decides its slots and concurrency edges", () => {
  const limits = { crossRegionSlots: { value: 1, reason: "the account has one" } };
  const stack = new TerraformStack(new App({ stackTraces: false }), "stack");
  stack.node.setContext("image-replication:catalog", { limits });
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const image = source(stack);
  for (const name of ["a", "b"]) {
    new CrossRegionImage(stack, name, { source: image, name, targetRegion: "cn-east-3", agencyName: "a" });
  }
  const copies = Object.values(synthesized(stack).resource.huaweicloud_images_image_copy ?? {});
  expect(copies.map(({ depends_on }) => (depends_on as string[] | undefined)?.length ?? 0).sort()).toEqual([0, 1]);
});

describe("timeouts that a program overrides are checked", () => {
  /** For 12 GiB, with a forecast of two hours across regions. */
  const findingsOf = (override: (replica: CrossRegionImage, stack: TerraformStack) => void): readonly string[] => {
    const { app, stack } = program();
    const image = source(stack, "source", { sizeGib: 12 });
    const props = { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" };
    override(new CrossRegionImage(stack, "replica", props), stack);
    return checkApp(app).map(({ rule }) => rule);
  };
  const SHORT = ["timeouts/longer-than-forecast"];
  const TYPE = "huaweicloud_images_image_copy";

  test.each<[string, (replica: CrossRegionImage, stack: TerraformStack) => void, readonly string[]]>([
    ["none", () => undefined, []],
    ["a shorter one", ({ resource }) => resource.addOverride("timeouts.create", "90m"), SHORT],
    ["one that is exactly enough", ({ resource }) => resource.addOverride("timeouts.create", "2h"), []],
    ["a whole block", ({ resource }) => resource.addOverride("timeouts", { create: "1h59m" }), SHORT],
    ["a block in a list", ({ resource }) => resource.addOverride("timeouts", [{ create: "1.5h" }]), SHORT],
    ["removed: the vendor's default of an hour", ({ resource }) => resource.addOverride("timeouts", null), SHORT],
    ["the argument removed", ({ resource }) => resource.addOverride("timeouts.create", undefined), SHORT],
    ["another timeout", ({ resource }) => resource.addOverride("timeouts.delete", "1m"), []],
    ["a number without a unit", ({ resource }) => resource.addOverride("timeouts.create", "90"), ["timeouts/duration"]],
    [
      "an override of the stack",
      ({ resource }, stack) =>
        stack.addOverride(`resource.${TYPE}.${resource.friendlyUniqueId}.timeouts.create`, "90m"),
      SHORT,
    ],
    [
      "a name, which the prop sets",
      ({ resource }) => resource.addOverride("name", "other"),
      ["stack/facts-not-overridden"],
    ],
    ["tags", ({ resource }) => resource.addOverride("tags", { team: "web" }), []],
    [
      "an enterprise project across regions",
      ({ resource }) => resource.addOverride("enterprise_project_id", "6f2cbf9a-2b2f-4a5c-9a4b-0c2f1b7f0d11"),
      ["across/no-enterprise-project"],
    ],
  ])("%s", (_, override, expected) => {
    expect(findingsOf(override).filter((id) => !id.startsWith("target/"))).toEqual(expected);
  });

  test("a token is unknown at synth, and a guard can be acknowledged with a reason", () => {
    const variable = (stack: TerraformStack): string => new TerraformVariable(stack, "timeout", {}).stringValue;
    expect(findingsOf(({ resource }, stack) => resource.addOverride("timeouts.create", variable(stack)))).toEqual([]);
    const { app, stack } = program();
    const image = source(stack, "source", { sizeGib: 12 });
    const acknowledge = { "timeouts/longer-than-forecast": "measured at an hour" };
    const props = { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a", acknowledge };
    new CrossRegionImage(stack, "replica", props).resource.addOverride("timeouts.create", "90m");
    expect(checkApp(app)).toMatchObject([{ rule: SHORT[0], acknowledged: "measured at an hour" }]);
  });
});

describe("overrides of arguments that the operation depends on are refused", () => {
  test.each<[string, unknown, RegExp]>([
    ["kms_key_id", "", /override of "kms_key_id", which the prop "encryption" sets/u],
    ["kms_key_id", null, /"kms_key_id"/u],
    ["kms_key_id", undefined, /"kms_key_id"/u],
    ["target_region", "cn-east-3", /"targetRegion"/u],
    ["source_image_id", "ims-9", /"source"/u],
    ["vault_id", "v", /"vault"/u],
    ["agency_name", "a", /"agency"/u],
    ["region", "cn-east-3", /"provider"/u],
    ["count", 0, /"count", which no prop sets/u],
    ["for_each", ["a"], /"for_each"/u],
  ])("%s as %j", (argument, value, message) => {
    const { app, stack } = program();
    const props = { source: source(stack), name: "web", encryption: Encryption.kms("k1") };
    new ReplicatedImage(stack, "replica", props).resource.addOverride(argument, value);
    const [finding, ...others] = checkApp(app).filter(({ severity }) => severity === "error");
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule: "stack/facts-not-overridden", construct: "stack/replica" });
    expect(finding?.text).toMatch(message);
  });
});

describe("overrides by an aspect of the program are evaluated", () => {
  /** Synthesizes a copy whose resource an aspect overrides; the aspect is added before the copy is declared, or after it. */
  function synthesize(argument: string, value: unknown, isAddedFirst: boolean): string {
    const folder = mkdtempSync(join(tmpdir(), "aspects-"));
    try {
      const { app, stack } = program({}, folder);
      const image = source(stack, "source", { sizeGib: 12 });
      const addAspect = (): void => {
        Aspects.of(stack).add({
          visit: (node) => {
            if (TerraformResource.isTerraformResource(node) && node.terraformResourceType.endsWith("image_copy"))
              node.addOverride(argument, value);
          },
        });
      };
      if (isAddedFirst) addAspect();
      new CrossRegionImage(stack, "r", { source: image, name: "web", targetRegion: "cn-east-3", agencyName: "a" });
      if (!isAddedFirst) addAspect();
      app.synth();
      return readFileSync(join(folder, "stacks", "stack", "route-plan.json"), "utf8");
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  test.each([true, false])("an error stops the synth (aspect added first: %s)", (isAddedFirst) => {
    expect(() => synthesize("target_region", "cn-north-1", isAddedFirst)).toThrow(/\[stack\/facts-not-overridden\]/u);
    expect(() => synthesize("enterprise_project_id", "p", isAddedFirst)).toThrow(/\[across\/no-enterprise-project\]/u);
  });

  test.each([true, false])("an override without a rule changes nothing (aspect added first: %s)", (isAddedFirst) => {
    expect(synthesize("tags", { team: "web" }, isAddedFirst)).toBe(synthesize("min_ram", 0, isAddedFirst));
  });
});
