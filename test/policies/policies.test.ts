// Policies: each type kept and broken, both sides of each bound, unknown facts, and exceptions.
import { CATALOG, overridden } from "../../lib/catalog";
import { judgePolicies, policiesOfContext, readPolicies, refuseUnlistedRegions, type Policy } from "../../lib/policies";
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
  const stays: Policy = { policy: "residency", images: { tags: TAGGED }, sites: ["china"] };
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
      { policy: "residency", regions: ["cn-east-3"] },
      {},
      ["cn-east-3", "cn-south-1"],
      ["policy/residency error golden-images/cn-south-1-web"],
    ],
    ["a region of both sites has the site of its account", stays, TAGGED, ["ap-southeast-1"], []],
    [
      "an image by name",
      { policy: "residency", images: { names: "ba.e" }, sites: ["china"] },
      {},
      ["ap-southeast-2"],
      bangkok,
    ],
    [
      "a pattern matches whole names",
      { policy: "residency", images: { names: "ba" }, sites: ["china"] },
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
    expect(broken({ policy: "residency", sites: ["china"] }, whole)).toEqual([
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
    expect(broken({ policy: "egress-budget", mostGib: 60 }, ...stacks)).toEqual([]);
    expect(broken({ policy: "egress-budget", mostGib: 59.9 }, ...stacks)).toEqual([
      "policy/egress-budget error second",
    ]);
  });

  test.each([
    ["within", { USD: 10 }, { USD: 10 }, []],
    ["over", { USD: 10 }, { USD: 10.5 }, over],
    ["in a currency without a budget", { USD: 10 }, { CNY: 1 }, undecided],
    ["in a currency without a budget, beside two with one", { USD: 10, EUR: 10 }, { CNY: 1 }, undecided],
  ] as const)("limits money %s", (_, mostCost, cost, expected) => {
    expect(broken({ policy: "egress-budget", mostCost }, priced(cost))).toEqual(expected);
  });

  test("shows a cost that is over by less than a hundredth with all its digits", () => {
    const [stack] = judgePolicies([{ policy: "egress-budget", mostCost: { USD: 10 } }], [priced({ USD: 10.004 })], {
      catalog: CATALOG,
    });
    expect(stack?.findings.map(({ text }) => text)).toEqual([
      expect.stringContaining("costs 10.004 USD, and the budget is 10 USD."),
    ]);
  });

  test("is undecided without prices", () => {
    expect(broken({ policy: "egress-budget", mostCost: { USD: 1 } }, world({}, ["cn-east-3"]))).toEqual(undecided);
    expect(broken({ policy: "egress-budget", mostCost: { USD: 1 } }, plan([]))).toEqual([]);
  });
});

describe("key required", () => {
  const policy: Policy = { policy: "key-required", regions: ["cn-north-4"] };

  test.each([
    ["an unencrypted replica in the region", {}, ["policy/key-required error golden-images/cn-north-4-web"]],
    ["an encrypted replica", key("k-1"), []],
    ["a key without an id", key(""), ["policy/key-required error golden-images/cn-north-4-web"]],
    ["a key with a blank id", key(" "), ["policy/key-required error golden-images/cn-north-4-web"]],
    ["a replica in another region", { "replica.region": "cn-east-3" }, []],
    [
      "a key that is unknown until apply",
      { "key.id": UNKNOWN },
      ["policy/key-required warning golden-images/cn-north-4-web"],
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
  const found = ["policy/no-plaintext-window error golden-images/cn-north-4-plain"];

  test.each([
    ["no window is allowed", { policy: "no-plaintext-window" }, found],
    ["a window that is longer than allowed", { policy: "no-plaintext-window", mostHours: 1 }, found],
    ["a window that is short enough", { policy: "no-plaintext-window", mostHours: 1.1 }, []],
  ] as const)("%s", (_, policy, expected) => {
    expect(broken(policy, chain)).toEqual(expected);
  });

  test("is undecided for images whose tags are unknown", () => {
    const images = { tags: { class: "personal" } };
    expect(broken({ policy: "no-plaintext-window", images }, chain)).toEqual([
      "policy/no-plaintext-window warning golden-images/cn-north-4-plain",
    ]);
    const names = broken({ policy: "name-pattern", pattern: "arrived|web", images }, chain);
    expect(names).toEqual(["policy/name-pattern warning golden-images/cn-north-4-plain"]);
  });

  test("refuses an endless window, whatever the bound", () => {
    const open = plan([wish("cn-north-4/plain", "copyImage", { image: "base" }, encrypted)]);
    expect(broken({ policy: "no-plaintext-window", mostHours: 1000 }, open)).toEqual(found);
  });
});

test("a name pattern matches whole names, in the given regions", () => {
  const whole = world({}, ["cn-east-3", "cn-south-1"]);
  expect(broken({ policy: "name-pattern", pattern: "w.b" }, whole)).toEqual([]);
  expect(broken({ policy: "name-pattern", pattern: "w", regions: ["cn-east-3"] }, whole)).toEqual([
    "policy/name-pattern error golden-images/cn-east-3-web",
  ]);
});

test.each([
  ["(?i)WEB", []],
  ["[[:alpha:]]{3}", []],
  ["we|b", ["policy/name-pattern error golden-images/cn-east-3-web"]],
])("a pattern matches whole names in the syntax of RE2: %s", (pattern, expected) => {
  expect(broken({ policy: "name-pattern", pattern, regions: ["cn-east-3"] }, world({}, ["cn-east-3"]))).toEqual(
    expected,
  );
});

test("an intermediate copy is exempt from name patterns and cannot be encrypted", () => {
  const arrived = wish("cn-east-3/web.arrived", "copyImageAcross", { image: "base" });
  const whole = plan([{ ...arrived, intermediate: "kept" }]);
  expect(broken({ policy: "name-pattern", pattern: "[a-z]+" }, whole)).toEqual([]);
  const [stack] = judgePolicies([{ policy: "key-required" }], [whole], { catalog: CATALOG });
  expect(stack?.findings.map(({ text }) => text)).toEqual([
    expect.stringContaining("and replicas in cn-east-3 have to be. It is on the way to another replica"),
  ]);
});

test("an exception shows its reason, and the policy its severity and reason", () => {
  const policy: Policy = {
    policy: "name-pattern",
    pattern: "x",
    severity: "warning",
    reason: "ADR 12.",
    except: [{ replica: "cn-east-3/web", reason: "older than the rule" }],
  };
  const [stack] = judgePolicies([policy], [world({}, ["cn-east-3", "cn-south-1"])], { catalog: CATALOG });
  expect(stack?.findings).toMatchObject([
    { severity: "warning", acknowledged: "older than the rule" },
    {
      severity: "warning",
      text: 'Replica "cn-south-1/web" is named "web", and names have to match x. Rename it. Policy: ADR 12. [policy/name-pattern]',
    },
  ]);
  expect(stack?.findings[1]).not.toHaveProperty("acknowledged");
});

test("an exception that matches no finding is a warning", () => {
  const except = ["cn-east-3/web", "cn-south-1/web", "golden-images", "another-project/web"].map((replica) => ({
    replica,
    reason: "older than the rule",
  }));
  const judged = (pattern: string): unknown =>
    judgePolicies([{ policy: "name-pattern", pattern, except }], [world({}, ["cn-east-3"])], { catalog: CATALOG });
  const warning = (replica: string, construct = replica): object => ({
    rule: "policy/unused-exception",
    severity: "warning",
    construct,
    text: `The policy name-pattern excepts "${replica}", which does not break it. Take the exception away. [policy/unused-exception]`,
  });
  // An exception for another plan can belong to another project.
  const ofStack = warning("golden-images");
  expect(judged("x")).toMatchObject([{ findings: [{ acknowledged: "older than the rule" }, ofStack] }]);
  expect(judged("web")).toEqual([
    { stack: "golden-images", findings: [warning("cn-east-3/web", "golden-images/cn-east-3-web"), ofStack] },
  ]);
});

describe("documents", () => {
  const document = (policies: unknown): string =>
    JSON.stringify({ format: "image-replication/policies", version: 1, policies }, undefined, 1);

  test.each([
    ["an unknown type", [{ policy: "nice" }], /^p\.json:6: policies\[0\]\.policy: must be one of "residency"/u],
    [
      "an unknown field",
      [{ policy: "key-required", hours: 1 }],
      /policies\[0\]\.hours: is no field that is known here/u,
    ],
    [
      "a budget for some images",
      [{ policy: "egress-budget", mostGib: 1, images: { names: "web" } }],
      /^p\.json:8: policies\[0\]\.images: means nothing beside the other fields$/u,
    ],
    [
      "hours in a residency policy",
      [{ policy: "residency", sites: ["china"], mostHours: 1 }],
      /policies\[0\]\.mostHours: means nothing/u,
    ],
    ["a residency policy without a bound", [{ policy: "residency" }], /policies\[0\]/u],
    ["an invalid pattern", [{ policy: "name-pattern", pattern: "(" }], /is no regular expression: \(/u],
    [
      "a pattern that ends its own group",
      [{ policy: "name-pattern", pattern: "prod)|(?:.*" }],
      /is no regular expression: prod\)/u,
    ],
    [
      "look-around",
      [{ policy: "name-pattern", pattern: "(?!tmp).*" }],
      /^p\.json: policies\[0\]\.pattern: is no regular expression: \(\?!tmp\)\.\* \(RE2: look-around is not supported/u,
    ],
    [
      "names with an invalid pattern",
      [{ policy: "key-required", images: { names: "(?<=a)b" } }],
      /policies\[0\]\.images\.names: is no regular expression/u,
    ],
    ["a document without policies", [], /^p\.json: policies: has no policy/u],
    [
      "an exception without a reason",
      [{ policy: "key-required", except: [{ replica: "x" }] }],
      /lacks the field "reason"/u,
    ],
  ])("%s is refused with its path", (_, policies, message) => {
    expect(() => readPolicies(document(policies), "p.json")).toThrow(message);
  });

  test("the policies of a context are checked the same, and an empty context has none", () => {
    expect(policiesOfContext(undefined, "cdktf.json")).toEqual([]);
    expect(() => policiesOfContext([{ policy: "x" }], "cdktf.json")).toThrow(
      /^cdktf\.json: context\["image-replication:policies"\]\[0\]\.policy: must be one of/u,
    );
    expect(readPolicies(document([{ policy: "key-required" }]), "p.json")).toEqual([{ policy: "key-required" }]);
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
  expect(broken({ policy: "name-pattern", pattern: "[a-z]+" }, whole)).toEqual([]);
  expect(broken({ policy: "key-required" }, whole)).toEqual(["policy/key-required error golden-images/web"]);
  expect(broken({ policy: "residency", regions: ["cn-north-4"] }, whole)).toEqual([
    "policy/residency error golden-images/web",
    "policy/residency error golden-images/web carried",
  ]);
});

describe("a policy that matches nothing is refused", () => {
  const document = (policy: object): string =>
    JSON.stringify({ format: "image-replication/policies", version: 1, policies: [policy] });

  test.each<[string, RegExp, Policy["policy"]]>([
    [
      "cn-east-33",
      /names "cn-east-33", which is no region of the catalogue \(did you mean "cn-east-3"\?\)/u,
      "residency",
    ],
    ["Shanghai1", /the policy key-required .*did you mean "cn-east-3"/u, "key-required"],
    ["moon-1", /"moon-1", which is no region of the catalogue\. Mend it/u, "name-pattern"],
  ])("for the region %s", (region, message, policy) => {
    expect(() => {
      refuseUnlistedRegions([{ policy, regions: ["cn-north-4", region] }], CATALOG);
    }).toThrow(message);
    const regions = { [region]: { sites: ["china"] as const, reason: "in trial" } };
    refuseUnlistedRegions([{ policy, regions: [region] }], overridden(CATALOG, { regions }));
  });

  test.each([{ names: "" }, { tags: { "": "x" } }])("for images that do not exist: %j", (images) => {
    expect(() => readPolicies(document({ policy: "key-required", images }), "p.json")).toThrow(
      /policies\[0\]\.images/u,
    );
  });

  test("with an empty list", () => {
    expect(() => policiesOfContext([], "cdktf.json")).toThrow(
      'cdktf.json: context["image-replication:policies"]: has no policy, so that nothing is judged.',
    );
  });
});
