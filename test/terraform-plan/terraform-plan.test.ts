// Rules on Terraform plans: values that are set, references, and values that are unknown until apply.
import { CATALOG } from "../../lib/catalog";
import { judgeTerraformPlan, type JudgedTerraformPlan } from "../../lib/terraform-plan";
import { readInventory } from "../../lib/model";
import { CREDENTIALS } from "../../lib/vendor";
import { across, deferred, judge, recording, rules, terraformPlan, within, type PlannedCopy } from "./terraform-plans";

test.each([
  ["a valid copy across regions", [across("web")], []],
  ["a valid copy within the region", [within("web")], []],
  [
    "an encrypted image across regions",
    [across("web", { source_image_id: "ims-secret" })],
    ["across/not-encrypted web"],
  ],
  [
    "an image that is too large across regions",
    [across("web", { source_image_id: "ims-large" })],
    ["copy/size-within-limit web"],
  ],
  ["a key across regions", [across("web", { kms_key_id: "k-1" })], ["across/no-key web"]],
  ["no agency", [within("web", { target_region: "cn-east-3" })], ["agency/named web"]],
  ["a missing agency", [across("web", { agency_name: "other" })], ["agency/exists web"]],
  ["an unknown region", [across("web", { target_region: "mars-1" })], ["across/region-known web"]],
  [
    "a key that is dropped without a statement",
    [within("web", { source_image_id: "ims-secret" })],
    ["copy/encryption-said web"],
  ],
  ["a missing image", [across("web", { source_image_id: "gone" })], ["source/exists web"]],
  ["a key without an id", [within("web", { kms_key_id: "" })], ["key/named web"]],
  ["a key with a blank id", [within("web", { kms_key_id: " " })], ["key/named web"]],
  ["an agency without a name", [across("web", { agency_name: "" })], ["agency/named web"]],
  ["a vault without an id", [across("web", { vault_id: "" })], ["vault/named web"]],
  ["a source without an id", [within("web", { source_image_id: "" })], ["source/named web"]],
  ["a target region without an id", [within("web", { target_region: "" })], ["across/region-known web"]],
  [
    "an enterprise project without an id",
    [within("web", { enterprise_project_id: "" })],
    ["enterprise-project/named web"],
  ],
  ["a name that starts with a space", [across("web", { name: " web" })], ["name/outer-space web"]],
  [
    "one replica twice",
    [across("a", { name: "web" }), across("b", { name: "web" })],
    ["stack/one-construct-per-replica a", "stack/one-construct-per-replica b"],
  ],
] as const)("%s", (_, copies, expected) => {
  expect(rules(judge(copies)).filter((line) => expected.length === 0 || expected.some((id) => line === id))).toEqual(
    expected,
  );
  if (expected.length === 0) expect(rules(judge(copies))).toEqual([]);
});

describe("a document with an invalid part is an error", () => {
  const whole = JSON.parse(terraformPlan({ copies: [across("web")] })) as {
    resource_changes: [Record<string, unknown>];
  };
  const [entry] = whole.resource_changes;
  const judgedAs = (parts: object): JudgedTerraformPlan =>
    judgeTerraformPlan(JSON.stringify({ ...whole, ...parts }), "plan.json", { catalog: CATALOG });
  const planned_values = { root_module: { child_modules: [{ resources: [{ ...entry, values: {} }] }] } };

  test.each<[string, object, RegExp]>([
    ["missing changes", { resource_changes: undefined, planned_values }, /resource_changes: is missing, while/u],
    ["changes that are not a list", { resource_changes: {} }, /resource_changes: must be a list/u],
    ...["address", "mode", "type", "name", "change"].map((field): [string, object, RegExp] => [
      `an entry without its ${field}`,
      { resource_changes: [entry, { ...entry, [field]: undefined }] },
      /^plan\.json: resource_changes\[1\]: is no change of a resource/u,
    ]),
    [
      "an entry with an unknown action",
      { resource_changes: [{ ...entry, change: { actions: ["frobnicate"], after: {} } }] },
      /resource_changes\[0\].*"frobnicate".*known are no-op, create/u,
    ],
    ["an entry without actions", { resource_changes: [{ ...entry, change: { after: {} } }] }, /resource_changes\[0\]/u],
    ["an entry that is a text", { resource_changes: ["web"] }, /resource_changes\[0\]/u],
  ])("%s", (_, parts, message) => {
    expect(() => judgedAs(parts)).toThrow(message);
  });

  test("a failed plan is an error, and an incomplete plan is a warning", () => {
    const severities = (parts: object): readonly string[] =>
      judgedAs(parts).findings.findings.flatMap(({ rule, severity }) => (rule === "plan/not-judged" ? [severity] : []));
    expect(severities({ errored: true, complete: false })).toEqual(["error"]);
    expect(severities({ complete: false })).toEqual(["warning"]);
    expect(severities({ resource_changes: undefined })).toEqual([]);
  });
});

describe("the timeout of Terraform", () => {
  const TOO_SHORT = "timeouts/longer-than-forecast web";
  const judged = (timeouts: unknown, values: object = {}): JudgedTerraformPlan =>
    judge([across("web", { timeouts, ...values })]);

  test.each([
    ["no block", null],
    ["a block without it", { create: null, delete: "10m" }],
    ["90m", { create: "90m" }],
    ["1h30m", { create: "1h30m" }],
    ["1.5h", { create: "1.5h" }],
    ["5400s", { create: "5400s" }],
  ])("is too short for the forecast: %s", (_, timeouts) => {
    expect(rules(judged(timeouts))).toEqual([TOO_SHORT]);
  });

  test("appears in the finding, with the forecast", () => {
    const [finding] = judged(null).findings.findings;
    expect(finding?.severity).toBe("error");
    expect(finding?.text).toContain('Replica "web" is forecast to take ');
    expect(finding?.text).toContain("and Terraform waits 60m for it (timeouts.create)");
  });

  test("is undecided if it is unknown, or if the largest size takes longer", () => {
    const unknown = judge([{ ...across("web"), sensitive: ["timeouts"] }]);
    expect([rules(unknown), deferred(unknown)]).toEqual([
      [],
      expect.arrayContaining(["timeouts/longer-than-forecast"]),
    ]);
    const unsized = (create: string): readonly string[] =>
      deferred(judge([across("web", { source_image_id: "unseen", timeouts: { create } })], false)).filter(
        (id) => id === "timeouts/longer-than-forecast",
      );
    expect([unsized("90m"), unsized("100h")]).toEqual([["timeouts/longer-than-forecast"], []]);
  });

  test("does not matter for an image without changes", () => {
    expect(rules(judge([{ ...across("web", { timeouts: null }), actions: ["no-op"] }]))).toEqual([]);
    expect(rules(judge([{ ...across("web", { timeouts: null }), actions: ["update"] }]))).toEqual([]);
  });
});

test("an enterprise project across regions is a finding, because the vendor does not send it", () => {
  const id = "6f2cbf9a-2b2f-4a5c-9a4b-0c2f1b7f0d11";
  expect(rules(judge([across("web", { enterprise_project_id: id })]))).toEqual(["across/no-enterprise-project web"]);
  expect(rules(judge([across("web", { enterprise_project_id: "0" })]))).toEqual([]);
  expect(rules(judge([across("web", { enterprise_project_id: "" })]))).toEqual(["enterprise-project/named web"]);
  expect(rules(judge([within("web", { enterprise_project_id: id })]))).toEqual([]);
  const moved = { ...across("web", { enterprise_project_id: id }), actions: ["update"], before: { name: "web" } };
  expect(rules(judge([moved]))).toEqual([]);
});

test("a decryption is a warning, because a configuration cannot state that it is intended", () => {
  const { findings } = judge([within("web", { source_image_id: "ims-secret" })]).findings;
  expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([["copy/encryption-said", "warning"]]);
});

test("a vault of another account counts as missing, as in the cloud", () => {
  const vault = { id: "v-1", region: "cn-east-3", sizeGib: 100 };
  const found = (account: string): readonly string[] => {
    const inventory = readInventory(
      JSON.stringify({
        format: "image-replication/inventory",
        version: 1,
        complete: true,
        agencies: [{ name: "ims_copy", regions: ["cn-east-3"], coversBackups: true }],
        images: [
          { id: "whole", name: "whole", region: "cn-north-4", kind: "full-ecs", sizeGib: 9, backup: { id: "b" } },
        ],
        vaults: [{ ...vault, account }],
      }),
      "inventory.json",
    );
    const text = terraformPlan({ copies: [across("web", { source_image_id: "whole", vault_id: "v-1" })] });
    return rules(judgeTerraformPlan(text, "plan.json", { catalog: CATALOG, inventory }));
  };
  expect([found("default"), found("stranger")]).toEqual([[], ["vault/exists web"]]);
});

describe("references", () => {
  const chain = (first: object): readonly PlannedCopy[] => [
    within("plain", { source_image_id: "ims-secret", ...first }),
    {
      name: "web",
      values: { name: "web", target_region: "cn-east-3", agency_name: "ims_copy" },
      references: {
        source_image_id: ["huaweicloud_images_image_copy.plain.id", "huaweicloud_images_image_copy.plain"],
      },
    },
  ];

  test("a copy of a copy has the kind and size of its source, and its own encryption", () => {
    const judged = judge(chain({}));
    expect(rules(judged)).toEqual(["copy/encryption-said plain"]);
    expect(judged.routePlan.hops.map(({ id, source, sizeGib, wave }) => ({ id, source, sizeGib, wave }))).toEqual([
      { id: "cn-east-3/web", source: { hop: "cn-north-4/plain" }, sizeGib: 20, wave: 2 },
      { id: "cn-north-4/plain", source: { image: "ims-secret" }, sizeGib: 20, wave: 1 },
    ]);
    expect(judged.routePlan.forecast).toMatchObject({
      durationSeconds: 120 + 60 + 12_000,
      chargedGib: { "obs-traffic": 20 },
    });
    expect(rules(judge(chain({ kms_key_id: "k-2" })))).toContain("across/not-encrypted web");
  });

  test("refer to the instance with the same key, else to the common facts of all instances", () => {
    const plains = (["a", "b"] as const).map((index) => ({
      ...within("plain", { name: `plain-${index}`, source_image_id: index === "a" ? "ims-open" : "ims-secret" }),
      index,
    }));
    const copy = (index: string, references: readonly string[]): PlannedCopy => ({
      name: "web",
      index,
      values: { name: `web-${index}`, target_region: "cn-east-3", agency_name: "ims_copy" },
      references: { source_image_id: references },
    });
    const sizes = (references: readonly string[]): unknown =>
      judge([...plains, copy("a", references), copy("b", references)])
        .routePlan.hops.filter(({ id }) => id.startsWith("cn-east-3"))
        .map(({ sizeGib }) => sizeGib);
    expect(sizes(["huaweicloud_images_image_copy.plain", "each.key"])).toEqual([12, 20]);
    expect(sizes(["huaweicloud_images_image_copy.plain", "each.value"])).toEqual([
      { pending: "image.sizeGib" },
      { pending: "image.sizeGib" },
    ]);
    expect(
      sizes([
        'huaweicloud_images_image_copy.plain["b"].id',
        'huaweicloud_images_image_copy.plain["b"]',
        "huaweicloud_images_image_copy.plain",
      ]),
    ).toEqual([20, 20]);
  });

  test("a data source shows size and status, and neither kind nor key", () => {
    const judged = judge(
      {
        copies: [across("web", { source_image_id: "looked-up" })],
        prior: [
          {
            address: "data.huaweicloud_images_image.base",
            values: {
              id: "looked-up",
              name: "base",
              region: "cn-north-4",
              status: "active",
              visibility: "private",
              size_bytes: 130 * 1024 ** 3,
              os: "Linux",
              image_type: "FusionCompute",
            },
          },
        ],
      },
      false,
    );
    expect(rules(judged)).toEqual(["copy/size-within-limit web"]);
    expect(deferred(judged)).toEqual(expect.arrayContaining(["across/not-encrypted"]));
    expect(judged.routePlan.sources).toMatchObject([{ name: "base", sizeGib: 130, kind: { pending: "image.kind" } }]);
  });
});

describe("unknown and sensitive values", () => {
  test("leave their rules undecided and cause no crash", () => {
    const judged = judge(
      [
        {
          name: "web",
          values: {},
          references: {
            name: ["var.name"],
            source_image_id: ["local.id"],
            target_region: ["var.to"],
            agency_name: ["var.agency"],
          },
        },
      ],
      false,
    );
    expect(rules(judged)).toEqual([]);
    expect(deferred(judged)).toEqual(
      expect.arrayContaining(["name/given", "across/region-known", "copy/size-within-limit", "across/not-encrypted"]),
    );
    expect(judged.routePlan.hops).toMatchObject([
      { id: "huaweicloud_images_image_copy.web", forecast: { sizeAssumed: true } },
    ]);
  });

  test("do not take the region of an unrecorded image from the provider", () => {
    const judged = judge([across("web", { source_image_id: "ims-else" })], false);
    expect(judged.routePlan.sources).toMatchObject([{ id: "ims-else", region: { pending: "image.region" } }]);
    expect(deferred(judged)).toEqual(expect.arrayContaining(["source/in-region", "across/other-region"]));
  });

  test("are not in the output if they are sensitive", () => {
    const judged = judge([{ ...across("web", { name: "canary-name" }), sensitive: ["name"] }]);
    expect(JSON.stringify(judged)).not.toContain("canary-name");
  });
});

describe("providers", () => {
  test("set region, account and aliases, also through variables", () => {
    const judged = judge({
      copies: [{ ...within("web"), provider: "huaweicloud.east" }],
      providers: {
        "huaweicloud.east": {
          name: "huaweicloud",
          alias: "east",
          expressions: { region: { references: ["var.region"] }, domain_id: { constant_value: "acct-1" } },
        },
      },
      variables: { region: { value: "cn-east-3" } },
    });
    expect(judged.routePlan.hops.map(({ id }) => id)).toEqual(["acct-1@cn-east-3/web"]);
  });

  test("have a finding for a credential as plain text, which does not show the value", () => {
    const judged = judge({
      copies: [across("web")],
      providers: {
        huaweicloud: {
          name: "huaweicloud",
          expressions: { region: { constant_value: "cn-north-4" }, secret_key: { constant_value: "canary-key" } },
        },
      },
    });
    expect(rules(judged)).toEqual(["stack/no-literal-credential web"]);
    expect(JSON.stringify(judged)).not.toContain("canary-key");
  });

  test.each(CREDENTIALS)("have a finding for the credential %s as plain text, and none for a variable", (path) => {
    const [name = "", inner] = path.split(".");
    const judgeWith = (value: object) => {
      const written = inner === undefined ? value : [{ [inner]: value, agency_name: { constant_value: "ops" } }];
      const expressions = { region: { constant_value: "cn-north-4" }, [name]: written };
      return judge({ copies: [across("web")], providers: { huaweicloud: { name: "huaweicloud", expressions } } });
    };
    const judged = judgeWith({ constant_value: "canary-key" });
    expect(rules(judged)).toEqual(["stack/no-literal-credential web"]);
    expect(JSON.stringify(judged)).toContain(path);
    expect(JSON.stringify(judged)).not.toContain("canary-key");
    expect(rules(judgeWith({ references: ["var.secret"] }))).toEqual([]);
  });

  test.each(["region", "domain_id", "domain_name", "project_name", "project_id"])(
    "do not read a sensitive variable for %s",
    (setting) => {
      const judged = judge({
        copies: [across("web")],
        providers: {
          huaweicloud: {
            name: "huaweicloud",
            expressions: { region: { constant_value: "cn-north-4" }, [setting]: { references: ["var.secret"] } },
          },
        },
        variables: { secret: { value: "canary-key" } },
        sensitiveVariables: ["secret"],
      });
      expect(JSON.stringify(judged)).not.toContain("canary-key");
    },
  );

  // The vendor's provider reads each of them as not set: `d.Get(…) == ""`, or `d.GetOk`.
  test.each(["domain_id", "domain_name", "project_id", "project_name"])("treat an empty %s as not set", (setting) => {
    const judgedWith = (more: object): JudgedTerraformPlan => {
      const expressions = { region: { constant_value: "cn-north-4" }, ...more };
      return judge({ copies: [within("web")], providers: { huaweicloud: { name: "huaweicloud", expressions } } });
    };
    expect(judgedWith({ [setting]: { constant_value: "" } })).toEqual(judgedWith({}));
    const { routePlan } = judgedWith({ [setting]: { constant_value: "other" } });
    expect(routePlan).not.toEqual(judgedWith({}).routePlan);
  });

  test("replace an empty region of a resource, and an empty region of their own is unknown", () => {
    const judgedWith = (values: object, region: string): JudgedTerraformPlan =>
      judge({
        copies: [within("web", values)],
        providers: { huaweicloud: { name: "huaweicloud", expressions: { region: { constant_value: region } } } },
      });
    expect(judgedWith({ region: "" }, "cn-north-4")).toEqual(judgedWith({}, "cn-north-4"));
    expect(deferred(judgedWith({}, ""))).toContain("source/region-known");
  });

  describe("an unknown account", () => {
    const at = { region: { constant_value: "cn-north-4" } };
    const secret = { domain_id: { references: ["var.secret"] } };
    const providers = {
      huaweicloud: { name: "huaweicloud", expressions: at },
      "huaweicloud.secret": { name: "huaweicloud", alias: "secret", expressions: { ...at, ...secret } },
      "huaweicloud.other": { name: "huaweicloud", alias: "other", expressions: { ...at, ...secret } },
    };
    const judgeWith = (copies: readonly PlannedCopy[], inventory = recording()): JudgedTerraformPlan => {
      const secrets = { variables: { secret: { value: "canary" } }, sensitiveVariables: ["secret"] };
      return judgeTerraformPlan(terraformPlan({ copies, providers, ...secrets }), "plan.json", {
        catalog: CATALOG,
        inventory,
      });
    };
    const hops = ({ routePlan }: JudgedTerraformPlan): readonly string[] => routePlan.hops.map(({ id }) => id).sort();

    test("is not the default account, and no recorded fact of that account applies", () => {
      const ofAccount = (provider: string): readonly string[] =>
        deferred(judgeWith([{ ...across("web"), provider }])).filter((id) =>
          /^(?:agency|source)\/(?:exists|owned)$/u.test(id),
        );
      expect(ofAccount("huaweicloud")).toEqual([]);
      expect(ofAccount("huaweicloud.secret")).toEqual(["agency/exists", "source/owned"]);
    });

    test("is the account of its provider and owns the images that it makes", () => {
      const references = { source_image_id: ["huaweicloud_images_image_copy.web"] };
      const copies = [within("web"), { name: "again", values: { name: "again" }, references }];
      const judged = judgeWith(copies.map((copy) => ({ ...copy, provider: "huaweicloud.secret" })));
      expect(rules(judged)).toEqual([]);
      expect(hops(judged)).toEqual(["huaweicloud.secret@cn-north-4/again", "huaweicloud.secret@cn-north-4/web"]);
    });

    test("can be an account that an image is shared with", () => {
      const member = { imageId: "ims-open", account: "partner", project: "cn-north-4", status: "accepted" } as const;
      const copies = [{ ...within("web"), provider: "huaweicloud.secret" }];
      expect(deferred(judgeWith(copies))).not.toContain("source/accepted");
      expect(deferred(judgeWith(copies, { ...recording(), members: [member as never] }))).toContain("source/accepted");
    });

    test("can differ from the account of another provider", () => {
      const named = ["secret", "other"].map((name) => ({ ...across(name), name, provider: `huaweicloud.${name}` }));
      const both = judgeWith(named.map((copy) => ({ ...copy, values: { ...copy.values, name: "web" } })));
      expect(rules(both)).toEqual([]);
      expect(hops(both)).toEqual(["huaweicloud.other@cn-east-3/web", "huaweicloud.secret@cn-east-3/web"]);
    });
  });
});

test("existing copies are not checked again, and replaced ones name their replacement", () => {
  const judged = judge([
    { ...across("kept", { source_image_id: "gone" }), actions: ["no-op"] },
    { ...across("again"), actions: ["delete", "create"], replacePaths: [["agency_name"]] },
    { ...across("dropped", { source_image_id: "gone" }), actions: ["delete"] },
  ]);
  expect(rules(judged)).toEqual([]);
  expect(judged.routePlan.hops.map(({ id }) => id)).toEqual(["cn-east-3/again"]);
  const { recopied, removed } = judged.changes;
  expect(recopied.map(({ hop, because }) => [hop.id, because])).toEqual([["cn-east-3/again", ["agency_name"]]]);
  expect(removed).toEqual([{ id: "cn-east-3/dropped" }]);
});

test.each<[string, Partial<PlannedCopy>, string]>([
  ["is created", {}, 'Replica "web" cannot be created'],
  [
    "is re-created",
    { actions: ["delete", "create"], before: { source_image_id: "ims-0" } },
    'Replica "web" cannot be created from "a deleted intermediate copy" (it was created from "image ims-0")',
  ],
])("a retired replica is no source for a copy that %s", (_, more, sentence) => {
  const copy = { ...across("web", { source_image_id: "deleted--set-Intermediates.RETAIN" }), ...more };
  const found = judge([copy], false).findings.findings.filter(({ rule }) => rule === "stack/made-before-retired");
  expect(found.map(({ severity }) => severity)).toEqual(["error"]);
  expect(found[0]?.text).toContain(sentence);
  expect(found[0]?.text).toContain("Set intermediates: Intermediates.RETAIN, apply");
});

test("a retired replica is no source for a registration of a file", () => {
  const registration: PlannedCopy = {
    name: "web",
    type: "huaweicloud_ims_obs_system_image",
    values: {
      name: "web",
      image_url: "home:retired--say-Intermediates.KEPT",
      min_disk: 40,
      os_version: "Debian 12 64bit",
      tags: null,
      description: null,
    },
  };
  expect(rules(judge([registration], false)).join()).toContain("stack/made-before-retired");
});

test("an existing copy of a retired replica is unchanged", () => {
  const copy = { ...across("web", { source_image_id: "ims-0" }), actions: ["no-op"] };
  expect(rules(judge([copy], false)).join()).not.toContain("stack/made-before-retired");
});

test("resources of modules are read with the references of their own module", () => {
  const judged = judge([
    { ...within("plain"), module: "images" },
    {
      name: "web",
      module: "images",
      values: { name: "web", target_region: "cn-east-3", agency_name: "ims_copy" },
      references: {
        source_image_id: ["huaweicloud_images_image_copy.plain.id", "huaweicloud_images_image_copy.plain"],
      },
    },
  ]);
  expect(judged.routePlan.hops.map(({ id, sizeGib }) => [id, sizeGib])).toEqual([
    ["cn-east-3/web", 12],
    ["cn-north-4/plain", 12],
  ]);
});

describe("operations other than copies", () => {
  const of = (type: string, name: string, values: object, more: object = {}): PlannedCopy => ({
    ...{ name, type: `huaweicloud_${type}`, values: { ...values } },
    ...more,
  });
  const share = (values: object, more?: object): PlannedCopy => of("images_image_share", "s", values, more);
  const accept = (values: object, more?: object): PlannedCopy => of("images_image_share_accepter", "a", values, more);
  const PROVIDERS = {
    huaweicloud: { name: "huaweicloud", expressions: { region: { constant_value: "cn-north-4" } } },
    "huaweicloud.partner": {
      name: "huaweicloud",
      expressions: {
        region: { constant_value: "cn-north-4" },
        domain_name: { constant_value: "partner" },
        project_name: { constant_value: "cn-north-4_partner" },
        project_id: { constant_value: "p-1" },
      },
    },
  };
  const partner = { provider: "huaweicloud.partner" };
  const inPlan = (...copies: readonly PlannedCopy[]): JudgedTerraformPlan => judge({ copies, providers: PROVIDERS });

  test("an acceptance without a dependency on its share is undecided; of another share, it is refused", () => {
    const offer = share({ source_image_id: "ims-open", target_project_ids: ["p-1"] });
    const racing = inPlan(offer, accept({ image_id: "ims-open" }, partner));
    expect([rules(racing), deferred(racing).includes("accept/offered")]).toEqual([[], true]);
    const ordered = { ...partner, dependsOn: ["huaweicloud_images_image_share.s"] };
    expect(deferred(inPlan(offer, accept({ image_id: "ims-open" }, ordered)))).not.toContain("accept/offered");
    const elsewhere = share({ source_image_id: "ims-open", target_project_ids: ["p-2"] });
    expect(rules(inPlan(elsewhere, accept({ image_id: "ims-open" }, ordered)))).toEqual([
      "accept/offered huaweicloud_images_image_share_accepter.a",
    ]);
  });

  test("existing shares and acceptances count", () => {
    const offer = share({ source_image_id: "ims-open", target_project_ids: ["p-1"] }, { actions: ["no-op"] });
    const taken = accept({ image_id: "ims-open" }, { ...partner, actions: ["no-op"] });
    const copy = { ...within("mine"), ...partner };
    expect(rules(inPlan(offer, accept({ image_id: "ims-open" }, partner)))).toEqual([]);
    expect(rules(inPlan(offer, copy))).toEqual(["source/accepted mine"]);
    expect(rules(inPlan(offer, taken, copy))).toEqual([]);
    expect(rules(inPlan(copy))).toEqual(["source/owned mine"]);
  });

  test("members that are unknown until apply leave their rules undecided", () => {
    const judged = inPlan(
      share({ source_image_id: "ims-open" }, { references: { target_project_ids: ["local.all"] } }),
    );
    expect(rules(judged)).toEqual([]);
    expect(deferred(judged)).toEqual(expect.arrayContaining(["share/members-named", "share/members-within-limit"]));
  });

  test("types outside the simulated provider are checked like similar types", () => {
    const file = { image_url: "images:web.zvhd2", min_disk: 40, os_version: "" };
    const judged = inPlan(
      of("imsv21_image_export", "e", { image_id: "ims-large", bucket_url: "images:web.zvhd2", is_quick_export: false }),
      of(
        "ims_quickimport_system_image",
        "r",
        { name: "web", ...file },
        { dependsOn: ["huaweicloud_imsv21_image_export.e"] },
      ),
    );
    expect(rules(judged)).toEqual(
      expect.arrayContaining([
        "export/size huaweicloud_imsv21_image_export.e",
        "register/os-version huaweicloud_ims_quickimport_system_image.r",
        "register/format huaweicloud_ims_quickimport_system_image.r",
      ]),
    );
  });

  test("types without rules, unknown types and incomplete plans are named as unchecked", () => {
    const server = of("ims_ecs_system_image", "base", { name: "base", instance_id: "i-1" });
    const judged = judge({
      copies: [
        server,
        of("ims_image_teleport", "t", {}, { index: 0 }),
        of("ims_image_teleport", "t", {}, { index: 1 }),
        of("ims_image_teleport", "kept", {}, { actions: ["no-op"] }),
        of("vpc", "v", {}),
        {
          name: "web",
          values: { name: "web" },
          references: { source_image_id: ["huaweicloud_ims_ecs_system_image.base.id"] },
        },
      ],
      more: { errored: true },
    });
    const said = judged.findings.findings.filter(({ rule }) => rule === "plan/not-judged");
    expect(said.map(({ severity, text }) => `${severity}: ${text}`)).toEqual([
      expect.stringMatching(/^error: Terraform says that this is not all/u),
      expect.stringMatching(/^info: huaweicloud_ims_ecs_system_image makes an image of a server.*\.base\./u),
      expect.stringMatching(
        /^warning: huaweicloud_ims_image_teleport is a type .* not known here: .*t\[0\] and .*t\[1\]\./u,
      ),
    ]);
    // The kind of an image that another resource type makes is known by the type.
    expect(judged.routePlan.hops).toMatchObject([{ kind: "system-disk", sizeGib: { pending: "image.sizeGib" } }]);
  });

  test("a resource that is re-created without a change of its own says why", () => {
    const judged = judge([{ ...across("web"), actions: ["delete", "create"], reason: "replace_because_tainted" }]);
    expect(judged.changes.recopied.map(({ because }) => because)).toEqual([["it is tainted: its creation had failed"]]);
  });
});

test.each([
  [
    "a state",
    '{"format_version":"1.0","values":{"root_module":{}}}',
    /is a state, and no plan\. Write "terraform plan -out/u,
  ],
  ["a plan file", "PK\u0003\u0004", /is the plan file itself\. Write "terraform plan -out/u],
  ["a log", '{"@level":"info"}\n{"@level":"info"}', /is the log that "terraform plan -json" prints\. Write/u],
  ["no JSON", "{", /plan\.json:1: is not JSON/u],
  ["another document", "{}", /is not what "terraform show -json" prints/u],
  ["a list", "[]", /is not what "terraform show -json" prints/u],
  ["a newer format", '{"format_version":"2.0"}', /is of format 2\.0/u],
])("%s is refused", (_, text, message) => {
  expect(() => judgeTerraformPlan(text, "plan.json", { catalog: CATALOG })).toThrow(message);
});

test("a project by name owns recorded images of its id, if the recording has the name", () => {
  const found = (name?: string): readonly string[] => {
    const image = { id: "ims-1", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 9, project: "0a1b" };
    const inventory = readInventory(
      JSON.stringify({
        format: "image-replication/inventory",
        version: 1,
        images: [image],
        projects: [{ id: "0a1b", region: "cn-north-4", name }],
      }),
      "inventory.json",
    );
    const text = terraformPlan({
      copies: [within("web", { source_image_id: "ims-1" })],
      providers: {
        huaweicloud: {
          name: "huaweicloud",
          expressions: { region: { constant_value: "cn-north-4" }, project_name: { constant_value: "cn-north-4_web" } },
        },
      },
    });
    return rules(judgeTerraformPlan(text, "plan.json", { catalog: CATALOG, inventory }));
  };
  expect([found("cn-north-4_web"), found()]).toEqual([[], ["source/owned web"]]);
});
