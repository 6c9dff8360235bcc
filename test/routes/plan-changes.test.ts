// The differences between two plans: which replicas are re-created, and what follows.
import type { ObjectFormat, OperationKind } from "../../lib/model";
import {
  isDifferent,
  plaintextWindows,
  planChanges,
  type HopDetail,
  type RoutePlan,
  type StackChanges,
} from "../../lib/routes";
import { plan, wish, type SomeFacts } from "./plans";

const key = (id: string): SomeFacts => ({ "key.id": id, "key.region": "cn-north-4", "key.state": "enabled" });

function chain(first: SomeFacts = {}, second: SomeFacts = {}): RoutePlan {
  return plan([
    wish("cn-north-4/plain", "copyImage", { image: "base" }, first),
    wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }, second),
  ]);
}

const only = (before: readonly RoutePlan[], after: readonly RoutePlan[]): StackChanges => {
  const changes = planChanges(before, after);
  expect(changes).toHaveLength(1);
  return changes[0]!;
};

const recopied = (changes: StackChanges): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(changes.recopied.map(({ hop, because }) => [hop.id, because]));

test("the same plan changes nothing, whatever its pace", () => {
  const slow = { ...chain(), forecast: { ...chain().forecast, durationSeconds: 1 } };
  const changes = only([chain()], [slow]);
  expect(isDifferent(changes)).toBe(false);
});

test("another key re-creates the copy, and all copies of it", () => {
  const changes = only([chain(key("k-1"))], [chain(key("k-2"))]);
  expect(recopied(changes)).toEqual({
    "cn-north-4/plain": ["key: k-1, then k-2"],
    "cn-east-3/web": ["its source cn-north-4/plain is copied again"],
  });
});

test("another agency re-creates the copy", () => {
  expect(recopied(only([chain()], [chain({}, { "agency.name": "other" })]))).toEqual({
    "cn-east-3/web": ["agency: ims_copy, then other"],
  });
});

test("tags and descriptions change in place", () => {
  const changes = only([chain()], [chain({}, { "replica.tags": { tier: "web" } })]);
  expect(changes.recopied).toEqual([]);
  expect(changes.updated.map(({ hop, changed }) => [hop.id, changed])).toEqual([
    ["cn-east-3/web", ['tags: {}, then {"tier":"web"}']],
  ]);
});

/** A replica in each region, made from one intermediate copy. */
function fed(intermediate: "kept" | "retired", regions: readonly string[], base: SomeFacts = {}): RoutePlan {
  return plan([
    { ...wish("cn-north-4/plain", "copyImage", { image: "base" }, base), intermediate },
    ...regions.map((region) => wish(`${region}/web`, "copyImageAcross", { hop: "cn-north-4/plain" })),
    wish("cn-north-4/direct", "copyImage", { image: "base" }),
  ]);
}

test.each<[string, RoutePlan[], RoutePlan, [string, string][]]>([
  [
    "one more region",
    [fed("retired", ["cn-east-3"])],
    fed("retired", ["cn-east-3", "cn-south-1"]),
    [["golden-images/cn-south-1-web", 'Replica "cn-south-1/web" cannot be created']],
  ],
  [
    "one more region in the change that retires",
    [fed("kept", ["cn-east-3"])],
    fed("retired", ["cn-east-3", "cn-south-1"]),
    [["golden-images/cn-south-1-web", 'Replica "cn-south-1/web" cannot be created']],
  ],
  [
    "a new stack",
    [],
    fed("retired", ["cn-east-3"]),
    [["golden-images/cn-east-3-web", 'Replica "cn-east-3/web" cannot be created']],
  ],
  ["one more region, kept", [fed("retired", ["cn-east-3"])], fed("kept", ["cn-east-3", "cn-south-1"]), []],
  ["only the retirement", [fed("kept", ["cn-east-3"])], fed("retired", ["cn-east-3"]), []],
  ["one region fewer", [fed("retired", ["cn-east-3", "cn-south-1"])], fed("retired", ["cn-east-3"]), []],
])("a retired copy is no source: %s", (_, before, after, expected) => {
  const { findings } = only(before, [after]);
  expect(findings.map(({ construct, text }) => [construct, text.split(":")[0]])).toEqual(expected);
  for (const { rule, severity, text } of findings) {
    expect([rule, severity]).toEqual(["stack/made-before-retired", "error"]);
    expect(text).toContain(
      "Set intermediates: Intermediates.RETAIN, apply, then set DELETE again. [stack/made-before-retired]",
    );
  }
});

test("a retired copy is no source for a re-created replica", () => {
  const agency = (agencyName: string): RoutePlan =>
    plan([
      { ...wish("cn-north-4/plain", "copyImage", { image: "base" }), intermediate: "retired" },
      wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }, { "agency.name": agencyName }),
    ]);
  const [finding, ...more] = only([agency("ims_copy")], [agency("other")]).findings;
  expect(more).toEqual([]);
  expect(finding?.text).toContain('"cn-east-3/web" cannot be created again (agency: ims_copy, then other): its');
});

const deed = (id: string, operation: OperationKind, detail: HopDetail): RoutePlan =>
  plan([{ ...wish(id, operation, { image: "base" }), detail }]);
const shared = (...projects: string[]): RoutePlan =>
  deed("cn-north-4/web shared", "shareImage", { members: projects.map((project) => ({ account: null, project })) });
const exported = (bucket: string, format: ObjectFormat | null = "qcow2"): RoutePlan =>
  deed("cn-north-4/web exported", "exportImage", {
    file: { bucket, key: "{imageId}.qcow2" },
    exported: { format, fast: format === null },
  });
const registered = (minDiskGib: number, osVersion = ""): RoutePlan =>
  deed("cn-north-4/web", "registerImage", {
    file: { bucket: "home", key: "web.qcow2" },
    registered: { kind: "system-disk", quick: false, minDiskGib, os: "linux", osVersion },
  });
const carried = (bucket: string, keepsObjects?: true): RoutePlan =>
  deed("cn-north-4/web carried to cn-east-3", "transferObject", {
    file: { bucket: "home", key: "web.qcow2" },
    target: { bucket, key: "web.qcow2", caller: { account: "default", project: "cn-east-3", region: "cn-east-3" } },
    ...(keepsObjects && { keepsObjects }),
  });

test.each<[string, RoutePlan, RoutePlan, string[]]>([
  [
    "bucket of an export",
    exported("home"),
    exported("other"),
    ["file: home:{imageId}.qcow2, then other:{imageId}.qcow2"],
  ],
  [
    "method of an export",
    exported("home"),
    exported("home", null),
    ["format: qcow2, then none", "quick: false, then true"],
  ],
  ["target bucket of a transfer", carried("east"), carried("far"), ["target: east:web.qcow2, then far:web.qcow2"]],
  ["disk of a registration", registered(40), registered(80), ["least disk: 40, then 80"]],
  [
    "system of a registration",
    registered(40),
    registered(40, "Debian 12"),
    ["version of the system: none, then Debian 12"],
  ],
])("another %s repeats the operation", (_, before, after, because) => {
  const changes = only([before], [after]);
  expect(isDifferent(changes)).toBe(true);
  expect(Object.values(recopied(changes))).toEqual([because]);
});

test.each<[string, RoutePlan, RoutePlan, string[]]>([
  ["members", shared("a"), shared("a", "b"), ["members: a, then a, b"]],
  ["keeping of objects", carried("east"), carried("east", true), ["objects: removed, then kept"]],
])("other %s change in place", (_, before, after, changed) => {
  const changes = only([before], [after]);
  expect(isDifferent(changes)).toBe(true);
  expect(changes.recopied).toEqual([]);
  expect(changes.updated.map((update) => update.changed)).toEqual([changed]);
});

test("another source image re-creates the copy", () => {
  const other = plan([wish("cn-north-4/plain", "copyImage", { image: "newer" })]);
  const one = plan([wish("cn-north-4/plain", "copyImage", { image: "base" })]);
  expect(recopied(only([one], [other]))).toEqual({ "cn-north-4/plain": ["source: ims-base, then ims-newer"] });
});

test("a new name of a construct changes in place, and copies of it are not re-created", () => {
  const renamed = (name: string): RoutePlan => {
    const first = wish(`cn-north-4/${name}`, "copyImage", { image: "base" });
    return plan([
      { ...first, construct: "stack/plain" },
      wish("cn-east-3/web", "copyImageAcross", { hop: `cn-north-4/${name}` }),
    ]);
  };
  const changes = only([renamed("old")], [renamed("new")]);
  expect([changes.added, changes.removed, changes.recopied]).toEqual([[], [], []]);
  expect(changes.updated.map(({ changed }) => changed)).toEqual([["name: old, then new"]]);
});

test("another construct for the same replica is another resource", () => {
  const at = (construct: string): RoutePlan =>
    plan([{ ...wish("cn-north-4/plain", "copyImage", { image: "base" }), construct }]);
  expect(recopied(only([at("stack/a")], [at("stack/b")]))).toEqual({
    "cn-north-4/plain": ["construct: stack/a, then stack/b"],
  });
});

test("replicas and stacks are added and removed", () => {
  const one = plan([wish("cn-north-4/a", "copyImage", { image: "base" })]);
  const two = plan([wish("cn-north-4/b", "copyImage", { image: "base" })]);
  const changes = only([one], [two]);
  expect([changes.added.map(({ id }) => id), changes.removed.map(({ id }) => id)]).toEqual([
    ["cn-north-4/b"],
    ["cn-north-4/a"],
  ]);
  const stacks = planChanges([one], [{ ...two, stack: "other" }]);
  expect(stacks.map(({ stack, before, after }) => [stack, before === undefined, after === undefined])).toEqual([
    ["other", true, false],
    ["golden-images", false, true],
  ]);
  expect(stacks.every(isDifferent)).toBe(true);
});

test("a plaintext window ends when the last copy of the unencrypted image exists", () => {
  const encrypted: SomeFacts = { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0" };
  const whole = plan([
    wish("cn-north-4/plain", "copyImage", { image: "base" }, encrypted),
    wish("cn-east-3/arrived", "copyImageAcross", { hop: "cn-north-4/plain" }),
    wish("cn-east-3/web", "copyImage", { hop: "cn-east-3/arrived" }, key("k-1")),
    wish("cn-north-4/open", "copyImage", { image: "open" }),
  ]);
  expect(
    plaintextWindows(whole).map(({ hop, source, holds, encryptedAgain, durationSeconds }) => ({
      hop: hop.id,
      source,
      holds: holds.map(({ id }) => id),
      encryptedAgain: encryptedAgain.map(({ id }) => id),
      durationSeconds,
    })),
  ).toEqual([
    {
      hop: "cn-north-4/plain",
      source: "base",
      holds: ["cn-north-4/plain", "cn-east-3/arrived"],
      encryptedAgain: ["cn-east-3/web"],
      durationSeconds: 240 + 24_000 + 240,
    },
  ]);
});

describe("a copy of an intermediate copy", () => {
  const way = (fate: "kept" | "retired", source = "base", wayKey: SomeFacts = {}): RoutePlan =>
    plan([
      { ...wish("cn-north-4/plain", "copyImage", { image: source }, wayKey), intermediate: fate },
      wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }),
    ]);

  test("is not re-created when that is retired, re-created, or made in another way", () => {
    const retired = only([way("kept")], [way("retired")]);
    expect([retired.removed.map(({ id }) => id), retired.recopied]).toEqual([["cn-north-4/plain"], []]);
    const back = only([way("retired")], [way("kept")]);
    expect([back.added.map(({ id }) => id), back.recopied]).toEqual([["cn-north-4/plain"], []]);
    expect(Object.keys(recopied(only([way("kept")], [way("kept", "base", key("k-1"))])))).toEqual(["cn-north-4/plain"]);
  });

  test("is re-created for another source, kept or retired", () => {
    expect(recopied(only([way("retired")], [way("retired", "newer")]))).toEqual({
      "cn-east-3/web": ["source: ims-base, then ims-newer"],
    });
    expect(Object.keys(recopied(only([way("kept")], [way("kept", "newer")])))).toEqual([
      "cn-east-3/web",
      "cn-north-4/plain",
    ]);
  });
});

test("a window ends when all unencrypted copies are retired", () => {
  const encrypted: SomeFacts = { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0" };
  const windows = (fate: "kept" | "retired") =>
    plaintextWindows(
      plan([
        { ...wish("cn-north-4/plain", "copyImage", { image: "base" }, encrypted), intermediate: fate },
        wish("cn-north-4/web", "copyImage", { hop: "cn-north-4/plain" }, key("k-1")),
      ]),
    );
  expect(windows("kept").map(({ ends }) => ends)).toEqual([false]);
  expect(windows("retired").map(({ ends }) => ends)).toEqual([true]);
});
