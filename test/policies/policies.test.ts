// Policies: each type kept and broken, both sides of each bound, unknown facts, and acknowledgements.
import { CATALOG, overridden } from "../../lib/catalog";
import {
  acknowledgeFindings,
  deprecationText,
  judgePolicies,
  policiesOfContext,
  readPolicies,
  refuseUnlistedRegions,
  type Policy,
} from "../../lib/policies";
import type { RoutePlan } from "../../lib/routes";
import { UNKNOWN } from "../../lib/values";
import { plan, wish, type SomeFacts } from "../routes/plans";

const TAGGED = { "data-class": "personal" };
const key = (id: string): SomeFacts => ({ "key.id": id, "key.region": "cn-north-4", "key.state": "enabled" });
const encrypted: SomeFacts = { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0" };

/** One replica in each region, of an image with these tags. */
function world(tags: Readonly<Record<string, string>> | undefined, regions: readonly string[]): RoutePlan {
  const whole = plan(
    regions.map((region) =>
      wish(`${region}/web`, "copyImageAcross", { image: "base" }, { "replica.region": region, "image.sizeGib": 20 }),
    ),
  );
  tagsOf.set(whole, tags);
  return whole;
}

/** The tags of the sources of each plan, as a check receives them. */
const tagsOf = new WeakMap<RoutePlan, Readonly<Record<string, string>> | undefined>();

function broken(policy: Policy, ...plans: readonly RoutePlan[]): readonly string[] {
  const sourceTags = new Map(
    plans.flatMap((plan) => {
      const tags = tagsOf.get(plan);
      return tags === undefined ? [] : plan.sources.map(({ id }) => [id, tags] as const);
    }),
  );
  return judgePolicies([policy], plans, { catalog: CATALOG, sourceTags }).flatMap(({ findings }) =>
    findings.map(({ rule, severity, construct, acknowledged }) =>
      [rule, severity, construct, ...(acknowledged === undefined ? [] : [acknowledged])].join(" "),
    ),
  );
}

describe("residency", () => {
  const stays: Policy = { type: "residency", images: { tags: TAGGED }, sites: ["china"] };
  const bangkok = ["policy/residency error golden-images/ap-southeast-2-web"];

  test.each([
    ["a tagged image leaves its site", stays, TAGGED, ["cn-east-3", "ap-southeast-2"], bangkok],
    ["an image with another value does not match", stays, { "data-class": "public" }, ["ap-southeast-2"], []],
    ["an image without the tag does not match", stays, {}, ["ap-southeast-2"], []],
    [
      "any value of a tag",
      { ...stays, images: { tags: { "data-class": "" } } },
      { "data-class": "x" },
      ["ap-southeast-2"],
      bangkok,
    ],
    [
      "regions instead of sites",
      { type: "residency", regions: ["cn-east-3"] },
      {},
      ["cn-east-3", "cn-south-1"],
      ["policy/residency error golden-images/cn-south-1-web"],
    ],
    ["a region of both sites has the site of its account", stays, TAGGED, ["ap-southeast-1"], []],
    [
      "an image by name",
      { type: "residency", images: { names: "ba.e" }, sites: ["china"] },
      {},
      ["ap-southeast-2"],
      bangkok,
    ],
    [
      "a pattern matches whole names",
      { type: "residency", images: { names: "ba" }, sites: ["china"] },
      {},
      ["ap-southeast-2"],
      [],
    ],
  ] as const)("%s", (_, policy, tags, regions, expected) => {
    expect(broken(policy, world(tags, regions))).toEqual(expected);
  });

  test("unknown tags leave the policy undecided, with a warning", () => {
    expect(broken(stays, world(undefined, ["ap-southeast-2"]))).toEqual([
      "policy/residency warning golden-images/ap-southeast-2-web",
    ]);
    expect(broken(stays, world(undefined, ["cn-east-3"]))).toEqual([]);
  });

  test("the policy also applies to replicas of a tagged image, in other stacks too", () => {
    const first = world(TAGGED, ["cn-east-3"]);
    const second = plan(
      [
        wish(
          "ap-southeast-2/far",
          "copyImageAcross",
          { image: "cn-east-3/web" },
          { "replica.region": "ap-southeast-2" },
        ),
      ],
      { stack: "second" },
    );
    expect(broken(stays, first, second)).toEqual(["policy/residency error golden-images/ap-southeast-2-far"]);
  });

  test("replicas with one name in two stacks keep their own stack's sources", () => {
    const first = world(TAGGED, ["cn-east-3"]);
    const second = plan(
      [
        wish("cn-east-3/web", "copyImageAcross", { image: "other" }, { "replica.region": "cn-east-3" }),
        wish("far", "copyImageAcross", { hop: "cn-east-3/web" }, { "replica.region": "ap-southeast-2" }),
      ],
      { stack: "second" },
    );
    tagsOf.set(second, {});
    expect(broken(stays, second, first)).toEqual([]);
    expect(broken(stays, first, second)).toEqual([]);
  });

  test("a file comes from the image that another stack exports, even if nothing else knows it", () => {
    const file = { bucket: "images", key: "web.qcow2" };
    const target = {
      ...file,
      bucket: "far",
      caller: { account: "default", project: "ap-southeast-2", region: "ap-southeast-2" },
    };
    const exported = plan([
      { ...wish("web exported", "exportImage", { image: "base" }, { "replica.name": "" }), detail: { file } },
      { ...wish("web carried", "transferObject", { hop: "web exported" }, {}), detail: { file, target } },
    ]);
    const away: SomeFacts = { "replica.region": "ap-southeast-2" };
    const registered = plan([wish("web", "registerImage", { object: "far:web.qcow2" }, away)], { stack: "second" });
    const found = (tags: Readonly<Record<string, string>>): readonly string[] => {
      tagsOf.set(exported, tags);
      return broken(stays, exported, registered).filter((line) => line.endsWith("/web"));
    };
    expect(found(TAGGED)).toEqual(["policy/residency error golden-images/web"]);
    expect(found({})).toEqual([]);
    expect(broken(stays, registered)).toEqual(["policy/residency warning golden-images/web"]);
  });

  test("an undecided finding is no more severe than a broken policy", () => {
    const severities = (["error", "warning", "info"] as const).map(
      (severity) => broken({ ...stays, severity }, world(undefined, ["ap-southeast-2"]))[0]?.split(" ")[1],
    );
    expect(severities).toEqual(["warning", "warning", "info"]);
  });

  test("a region that is unknown until apply is undecided", () => {
    const whole = plan([wish("x", "copyImageAcross", { image: "base" }, { "replica.region": UNKNOWN })]);
    expect(broken({ type: "residency", sites: ["china"] }, whole)).toEqual([
      "policy/residency warning golden-images/x",
    ]);
  });
});

describe("egress budget", () => {
  const priced = (amounts: Readonly<Record<string, number>>): RoutePlan => {
    const whole = world({}, ["cn-east-3"]);
    return { ...whole, forecast: { ...whole.forecast, cost: { amounts, unpriced: [] } } };
  };
  const over = ["policy/egress-budget error golden-images"];
  const undecided = ["policy/egress-budget warning golden-images"];

  test("limits the GiB of all stacks together, on both sides of the bound", () => {
    const stacks = [world({}, ["cn-east-3"]), { ...world({}, ["cn-south-1", "cn-east-2"]), stack: "second" }];
    expect(broken({ type: "egress-budget", maxGib: 60 }, ...stacks)).toEqual([]);
    expect(broken({ type: "egress-budget", maxGib: 59.9 }, ...stacks)).toEqual(["policy/egress-budget error second"]);
  });

  test.each([
    ["within", { USD: 10 }, { USD: 10 }, []],
    ["over", { USD: 10 }, { USD: 10.5 }, over],
    ["in a currency without a budget", { USD: 10 }, { CNY: 1 }, undecided],
    ["in a currency without a budget, beside two with one", { USD: 10, EUR: 10 }, { CNY: 1 }, undecided],
  ] as const)("limits money %s", (_, maxCost, cost, expected) => {
    expect(broken({ type: "egress-budget", maxCost }, priced(cost))).toEqual(expected);
  });

  test("shows a cost that is over by less than a hundredth with all its digits", () => {
    const [stack] = judgePolicies([{ type: "egress-budget", maxCost: { USD: 10 } }], [priced({ USD: 10.004 })], {
      catalog: CATALOG,
    });
    expect(stack?.findings.map(({ text }) => text)).toEqual([
      expect.stringContaining("costs 10.004 USD, and the budget is 10 USD."),
    ]);
  });

  test("is undecided without prices", () => {
    expect(broken({ type: "egress-budget", maxCost: { USD: 1 } }, world({}, ["cn-east-3"]))).toEqual(undecided);
    expect(broken({ type: "egress-budget", maxCost: { USD: 1 } }, plan([]))).toEqual([]);
  });
});

describe("key required", () => {
  const policy: Policy = { type: "encryption-required", regions: ["cn-north-4"] };

  test.each([
    ["an unencrypted replica in the region", {}, ["policy/encryption-required error golden-images/cn-north-4-web"]],
    ["an encrypted replica", key("k-1"), []],
    ["a key without an id", key(""), ["policy/encryption-required error golden-images/cn-north-4-web"]],
    ["a key with a blank id", key(" "), ["policy/encryption-required error golden-images/cn-north-4-web"]],
    ["a replica in another region", { "replica.region": "cn-east-3" }, []],
    [
      "a key that is unknown until apply",
      { "key.id": UNKNOWN },
      ["policy/encryption-required warning golden-images/cn-north-4-web"],
    ],
  ] as const)("%s", (_, facts, expected) => {
    expect(broken(policy, plan([wish("cn-north-4/web", "copyImage", { image: "base" }, facts as SomeFacts)]))).toEqual(
      expected,
    );
  });
});

describe("no plaintext window", () => {
  const chain = plan([
    wish("cn-north-4/plain", "copyImage", { image: "base" }, { ...encrypted, "image.sizeGib": 6 }),
    wish("cn-east-3/arrived", "copyImageAcross", { hop: "cn-north-4/plain" }, { "image.sizeGib": 6 }),
    wish("cn-east-3/web", "copyImage", { hop: "cn-east-3/arrived" }, { ...key("k-1"), "image.sizeGib": 6 }),
  ]);
  const found = ["policy/max-plaintext-window error golden-images/cn-north-4-plain"];

  test.each([
    ["no window is allowed", { type: "max-plaintext-window" }, found],
    ["a window that is longer than allowed", { type: "max-plaintext-window", maxHours: 1 }, found],
    ["a window that is short enough", { type: "max-plaintext-window", maxHours: 1.1 }, []],
  ] as const)("%s", (_, policy, expected) => {
    expect(broken(policy, chain)).toEqual(expected);
  });

  test("is undecided for images whose tags are unknown", () => {
    const images = { tags: { class: "personal" } };
    expect(broken({ type: "max-plaintext-window", images }, chain)).toEqual([
      "policy/max-plaintext-window warning golden-images/cn-north-4-plain",
    ]);
    const names = broken({ type: "name-pattern", pattern: "arrived|web", images }, chain);
    expect(names).toEqual(["policy/name-pattern warning golden-images/cn-north-4-plain"]);
  });

  test("refuses an endless window, whatever the bound", () => {
    const open = plan([wish("cn-north-4/plain", "copyImage", { image: "base" }, encrypted)]);
    expect(broken({ type: "max-plaintext-window", maxHours: 1000 }, open)).toEqual(found);
  });
});

test("a name pattern matches whole names, in the given regions", () => {
  const whole = world({}, ["cn-east-3", "cn-south-1"]);
  expect(broken({ type: "name-pattern", pattern: "w.b" }, whole)).toEqual([]);
  expect(broken({ type: "name-pattern", pattern: "w", regions: ["cn-east-3"] }, whole)).toEqual([
    "policy/name-pattern error golden-images/cn-east-3-web",
  ]);
});

test.each([
  ["(?i)WEB", []],
  ["[[:alpha:]]{3}", []],
  ["we|b", ["policy/name-pattern error golden-images/cn-east-3-web"]],
])("a pattern matches whole names in the syntax of RE2: %s", (pattern, expected) => {
  expect(broken({ type: "name-pattern", pattern, regions: ["cn-east-3"] }, world({}, ["cn-east-3"]))).toEqual(expected);
});

test("an intermediate copy is exempt from name patterns and cannot be encrypted", () => {
  const arrived = wish("cn-east-3/web.arrived", "copyImageAcross", { image: "base" });
  const whole = plan([{ ...arrived, intermediate: "kept" }]);
  expect(broken({ type: "name-pattern", pattern: "[a-z]+" }, whole)).toEqual([]);
  const [stack] = judgePolicies([{ type: "encryption-required" }], [whole], { catalog: CATALOG });
  expect(stack?.findings.map(({ text }) => text)).toEqual([
    expect.stringContaining("and replicas in cn-east-3 have to be. This is an intermediate copy"),
  ]);
});

test("a finding shows the severity and the reason of its policy", () => {
  const policy: Policy = { type: "name-pattern", pattern: "x", severity: "warning", reason: "ADR 12." };
  const [stack] = judgePolicies([policy], [world({}, ["cn-south-1"])], { catalog: CATALOG });
  expect(stack?.findings).toMatchObject([
    {
      severity: "warning",
      text: 'Replica "cn-south-1/web" is named "web", and names have to match x. Rename it. Policy: ADR 12. [policy/name-pattern]',
    },
  ]);
});

describe("acknowledgements", () => {
  const REASON = "older than the rule";
  const whole = (): RoutePlan => world({}, ["cn-east-3", "cn-south-1"]);
  const rule = "policy/name-pattern";

  /** The findings of a pattern that both replicas break, and of a guard. */
  function accepted(addresses: readonly string[], ofPrograms = false, severity: "error" | "warning" = "error") {
    const [stack] = judgePolicies([{ type: "name-pattern", pattern: "x" }], [whole()], { catalog: CATALOG });
    const guard = { rule: "source/windows", severity, construct: "golden-images/cn-east-3-web", text: "" };
    const entries = addresses.map((address) => ({
      rule: address === "guard" ? guard.rule : rule,
      address,
      reason: REASON,
    }));
    const given = entries.map((entry) => (entry.address === "guard" ? { ...entry, address: "**" } : entry));
    const [judged] = acknowledgeFindings(
      [{ stack: "golden-images", findings: [...(stack?.findings ?? []), guard] }],
      given,
      [whole()],
      ofPrograms,
    );
    return (judged?.findings ?? []).map(({ rule: id, construct, acknowledged }) =>
      [id, construct, ...(acknowledged === undefined ? [] : ["accepted"])].join(" "),
    );
  }
  const [east, south] = ["golden-images/cn-east-3-web", "golden-images/cn-south-1-web"];
  const UNUSED = "policy/unused-acknowledgement";

  test.each([
    ["cn-east-3/web", [`${rule} ${east} accepted`, `${rule} ${south}`, `source/windows ${east}`]],
    [south, [`${rule} ${east}`, `${rule} ${south} accepted`, `source/windows ${east}`]],
    ["*/web", [`${rule} ${east} accepted`, `${rule} ${south} accepted`, `source/windows ${east}`]],
    ["golden-images/*", [`${rule} ${east} accepted`, `${rule} ${south} accepted`, `source/windows ${east}`]],
    ["guard", [`${rule} ${east}`, `${rule} ${south}`, `source/windows ${east} accepted`]],
    ["golden-images", [`${rule} ${east}`, `${rule} ${south}`, `source/windows ${east}`, `${UNUSED} golden-images`]],
    ["c*b", [`${rule} ${east}`, `${rule} ${south}`, `source/windows ${east}`, `${UNUSED} golden-images`]],
  ])("match by hop id, construct path and glob: %s", (address, expected) => {
    expect(accepted([address])).toEqual(expected);
  });

  test("leave errors of rules to the program", () => {
    expect(accepted(["guard"], true)).toContain(`source/windows ${east}`);
    expect(accepted(["guard"], true, "warning")).toContain(`source/windows ${east} accepted`);
  });

  test("match the brackets of a Terraform address literally", () => {
    const finding = { rule, severity: "error" as const, construct: 'module.a["b"].huaweicloud_x.y[0]', text: "" };
    const accept = (address: string): unknown =>
      acknowledgeFindings([{ stack: "s", findings: [finding] }], [{ rule, address, reason: REASON }], [], false)[0]
        ?.findings[0]?.acknowledged;
    expect(accept('module.a["b"].huaweicloud_x.y[0]')).toBe(REASON);
    expect(accept("module.a[*].huaweicloud_x.*")).toBe(REASON);
    expect(accept("module.a.*")).toBeUndefined();
  });

  test("can match a stack without a plan", () => {
    const entries = [{ rule, address: "cn-east-9/web", reason: REASON }];
    const stacks = [{ stack: "golden-images", findings: [] }];
    expect(acknowledgeFindings(stacks, entries, [], true)).toEqual(stacks);
    expect(acknowledgeFindings(stacks, entries, [whole()], true)[0]?.findings).toEqual([
      {
        rule: UNUSED,
        severity: "warning",
        construct: "golden-images",
        text: `An acknowledgement of ${rule} at "cn-east-9/web" matches no finding. Remove it, or correct its rule or its address. [${UNUSED}]`,
      },
    ]);
  });
});

describe("documents", () => {
  const document = (policies: unknown): string =>
    JSON.stringify({ format: "image-replication/policies", version: 1, policies }, undefined, 1);

  test.each([
    ["an unknown type", [{ type: "nice" }], /^p\.json:6: policies\[0\]\.type: must be one of "residency"/u],
    [
      "an unknown field",
      [{ type: "encryption-required", hours: 1 }],
      /policies\[0\]\.hours: is no field that is known here/u,
    ],
    [
      "a budget for some images",
      [{ type: "egress-budget", maxGib: 1, images: { names: "web" } }],
      /^p\.json:8: policies\[0\]\.images: means nothing beside the other fields$/u,
    ],
    [
      "hours in a residency policy",
      [{ type: "residency", sites: ["china"], maxHours: 1 }],
      /policies\[0\]\.maxHours: means nothing/u,
    ],
    ["a residency policy without a bound", [{ type: "residency" }], /policies\[0\]/u],
    ["an invalid pattern", [{ type: "name-pattern", pattern: "(" }], /is no regular expression: \(/u],
    [
      "a pattern that ends its own group",
      [{ type: "name-pattern", pattern: "prod)|(?:.*" }],
      /is no regular expression: prod\)/u,
    ],
    [
      "look-around",
      [{ type: "name-pattern", pattern: "(?!tmp).*" }],
      /^p\.json: policies\[0\]\.pattern: is no regular expression: \(\?!tmp\)\.\* \(RE2: look-around is not supported/u,
    ],
    [
      "names with an invalid pattern",
      [{ type: "encryption-required", images: { names: "(?<=a)b" } }],
      /policies\[0\]\.images\.names: is no regular expression/u,
    ],
    ["a document without policies", [], /^p\.json: policies: has no policy/u],
    ["a policy without a type", [{ pattern: "x" }], /policies\[0\]: lacks the field "type"/u],
    [
      "a type by both names",
      [{ type: "residency", policy: "residency", sites: ["china"] }],
      /policies\[0\]\.type: means/u,
    ],
    ["a bound by both names", [{ type: "egress-budget", maxGib: 1, mostGib: 1 }], /policies\[0\]\.mostGib: means/u],
  ])("%s is refused with its path", (_, policies, message) => {
    expect(() => readPolicies(document(policies), "p.json")).toThrow(message);
  });

  test("the policies of a context are checked the same, and an empty context has none", () => {
    expect(policiesOfContext(undefined, "cdktf.json").policies).toEqual([]);
    expect(() => policiesOfContext([{ type: "x" }], "cdktf.json")).toThrow(
      /^cdktf\.json: context\["image-replication:policies"\]\[0\]\.type: must be one of/u,
    );
    expect(readPolicies(document([{ type: "encryption-required" }]), "p.json")).toEqual({
      policies: [{ type: "encryption-required" }],
      acknowledge: [],
      deprecated: [],
    });
  });

  const BUDGET = { type: "egress-budget", maxGib: 1 };
  const entry = (rule: string): object => ({ rule, address: "cn-east-3/web", reason: "one night" });

  test.each([
    [
      "a document",
      (value: object) =>
        readPolicies(JSON.stringify({ format: "image-replication/policies", version: 1, ...value }), "p.json"),
    ],
    ["a context", (value: object) => policiesOfContext(value, "p.json")],
  ])("%s can acknowledge findings of policies and guards, and no refusal of the service", (_, readOf) => {
    const read = (...rules: readonly string[]) => readOf({ policies: [BUDGET], acknowledge: rules.map(entry) });
    expect(read("policy/egress-budget", "copy/plaintext-window").acknowledge).toHaveLength(2);
    expect(() => read("policy/egres-budget")).toThrow(
      /acknowledge\[0\]\.rule: .*did you mean "policy\/egress-budget"/u,
    );
    expect(() => read("copy/plaintext-window", "source/exists")).toThrow(
      /acknowledge\[1\]\.rule: is a rule of the service: source\/exists\. The service refuses the operation/u,
    );
    expect(() => readOf({ policies: [BUDGET], acknowledge: [{ rule: "x", address: "y" }] })).toThrow(/"reason"/u);
  });

  test("names of 0.1.0 mean the same, and are listed with the new ones", () => {
    const read = readPolicies(
      document([
        { policy: "residency", sites: ["china"], except: [{ replica: "cn-east-3/web", reason: "one night" }] },
        { policy: "key-required" },
        { policy: "no-plaintext-window", mostHours: 2 },
        { policy: "egress-budget", mostGib: 1, mostCost: { USD: 2 } },
      ]),
      "p.json",
    );
    expect(read.policies).toEqual([
      { type: "residency", sites: ["china"] },
      { type: "encryption-required" },
      { type: "max-plaintext-window", maxHours: 2 },
      { type: "egress-budget", maxGib: 1, maxCost: { USD: 2 } },
    ]);
    expect(read.acknowledge).toEqual([{ rule: "policy/residency", address: "cn-east-3/web", reason: "one night" }]);
    expect(deprecationText(read)).toBe(
      '"policy", "mostGib", "mostCost", "mostHours" and "except": names of 0.1.0, which 0.3.0 refuses. Write "type", "maxGib", "maxCost", "maxHours" and "acknowledge" instead: see docs/upgrading.md.',
    );
    expect(deprecationText({ ...read, deprecated: [] })).toBeUndefined();
  });
});

test("a share has neither name nor key and keeps the region, and a transfer changes the region", () => {
  const there: SomeFacts = { "replica.region": "cn-north-4", "image.sizeGib": 20, "replica.name": "" };
  const away: SomeFacts = { ...there, "replica.region": "ap-southeast-2" };
  const whole = plan([
    wish("web shared", "shareImage", { image: "base" }, there),
    wish("web accepted", "acceptImage", { hop: "web shared" }, there),
    wish("web exported", "exportImage", { image: "base" }, there),
    wish("web carried", "transferObject", { hop: "web exported" }, away),
    wish("web", "registerImage", { hop: "web carried" }, { ...away, "replica.name": "web" }),
  ]);
  expect(broken({ type: "name-pattern", pattern: "[a-z]+" }, whole)).toEqual([]);
  expect(broken({ type: "encryption-required" }, whole)).toEqual([
    "policy/encryption-required error golden-images/web",
  ]);
  expect(broken({ type: "residency", regions: ["cn-north-4"] }, whole)).toEqual([
    "policy/residency error golden-images/web",
    "policy/residency error golden-images/web carried",
  ]);
});

describe("a policy that matches nothing is refused", () => {
  const document = (policy: object): string =>
    JSON.stringify({ format: "image-replication/policies", version: 1, policies: [policy] });

  test.each<[string, RegExp, Policy["type"]]>([
    [
      "cn-east-33",
      /names "cn-east-33", which is no region of the catalogue \(did you mean "cn-east-3"\?\)/u,
      "residency",
    ],
    ["Shanghai1", /the policy encryption-required .*did you mean "cn-east-3"/u, "encryption-required"],
    ["moon-1", /"moon-1", which is no region of the catalogue\. Correct it/u, "name-pattern"],
  ])("for the region %s", (region, message, type) => {
    expect(() => {
      refuseUnlistedRegions([{ type, regions: ["cn-north-4", region] }], CATALOG);
    }).toThrow(message);
    const regions = { [region]: { sites: ["china"] as const, reason: "in trial" } };
    refuseUnlistedRegions([{ type, regions: [region] }], overridden(CATALOG, { regions }));
  });

  test.each([{ names: "" }, { tags: { "": "x" } }])("for images that do not exist: %j", (images) => {
    expect(() => readPolicies(document({ type: "encryption-required", images }), "p.json")).toThrow(
      /policies\[0\]\.images/u,
    );
  });

  test("with an empty list", () => {
    expect(() => policiesOfContext([], "cdktf.json")).toThrow(
      'cdktf.json: context["image-replication:policies"]: has no policy, so that nothing is judged.',
    );
  });
});
