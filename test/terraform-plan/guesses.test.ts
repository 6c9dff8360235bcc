// What a Terraform plan does not tell: providers behind expressions, requests that look alike, and sources that may be any of several.
import { CATALOG } from "../../lib/catalog";
import { judgeTerraformPlan, type JudgedTerraformPlan } from "../../lib/terraform-plan";
import {
  deferred,
  judge,
  recording,
  rules,
  terraformPlan,
  within,
  type PlannedCopy,
  type PlanParts,
} from "./terraform-plans";

describe("facts of a provider that a plan does not show", () => {
  const at = { region: { constant_value: "cn-north-4" } };
  const one = (expressions: object) => ({ huaweicloud: { name: "huaweicloud", expressions } });
  const ids = (parts: Omit<PlanParts, "copies">, copy: PlannedCopy = within("web")): readonly string[] =>
    judge({ copies: [copy], ...parts }).routePlan.hops.map(
      ({ id, caller }) => `${id} ${JSON.stringify(caller.region)}`,
    );
  const pending = JSON.stringify({ pending: "caller.region" });
  const COPY = "huaweicloud_images_image_copy.web";

  test.each([
    ["a region", "cn-east-3", 'cn-east-3/web "cn-east-3"'],
    ["a part of a region, as in a template", "north-4", `${COPY} ${pending}`],
    ["a text of a condition", "prod", `${COPY} ${pending}`],
    ["a flag", true, `${COPY} ${pending}`],
    ["nothing", null, `${COPY} ${pending}`],
  ])("a region from a variable with %s", (_, value, expected) => {
    const providers = one({ region: { references: ["var.x"] } });
    expect(ids({ providers, variables: { x: { value } } })).toEqual([expected]);
  });

  test("an expression that refers to a variable twice is unknown", () => {
    const providers = one({ region: { references: ["var.x", "var.x"] } });
    expect(ids({ providers, variables: { x: { value: "cn-east-3" } } })).toEqual([`${COPY} ${pending}`]);
  });

  test("a part of a variable is read unless the variable is sensitive", () => {
    const providers = one({ region: { references: ["var.x.region", "var.x"] } });
    const variables = { x: { value: { region: "cn-east-3" } } };
    expect(ids({ providers, variables })).toEqual(['cn-east-3/web "cn-east-3"']);
    expect(ids({ providers, variables, sensitiveVariables: ["x"] })).toEqual([`${COPY} ${pending}`]);
  });

  test("a data source without a region has that of its provider", () => {
    const providers = one({ region: { references: ["local.region"] } });
    const copy = { ...within("web"), references: {} };
    const prior = [
      {
        address: "data.huaweicloud_images_image.base",
        values: { id: "ims-open", region: "cn-south-1" },
        provider: "huaweicloud",
      },
    ];
    expect(ids({ providers, prior }, copy)).toEqual(['cn-south-1/web "cn-south-1"']);
  });

  describe("a module's provider", () => {
    const providers = {
      "module.m:huaweicloud": {
        name: "huaweicloud",
        module_address: "module.m",
        expressions: { region: { references: ["var.region"] } },
      },
    };
    const copy = { ...within("web"), module: "m", provider: "module.m:huaweicloud" };
    const inModule = (call: object, root: object = { region: { value: "cn-north-4" } }, sensitive: string[] = []) =>
      ids({ providers, calls: { m: call }, variables: root as never, sensitiveVariables: sensitive }, copy);
    const open = [`module.m.${COPY} ${pending}`];
    const passed = (expression: object) => ({ expressions: { region: expression }, variables: { region: {} } });

    test("reads the module's variable, and not the root's of the same name", () => {
      expect(inModule(passed({ constant_value: "cn-east-3" }))).toEqual(['cn-east-3/web "cn-east-3"']);
      expect(inModule({ variables: { region: { default: "cn-south-1" } } })).toEqual(['cn-south-1/web "cn-south-1"']);
      expect(inModule({ variables: { region: {} } })).toEqual(open);
    });

    test("reads the arguments of the module call, up to the root", () => {
      const root = { other: { value: "cn-east-3" }, region: { value: "cn-north-4" } };
      expect(inModule(passed({ references: ["var.other"] }), root)).toEqual(['cn-east-3/web "cn-east-3"']);
      expect(inModule(passed({ references: ["var.other"] }), root, ["other"])).toEqual(open);
      expect(inModule(passed({ references: ["local.other"] }), root)).toEqual(open);
      expect(inModule(passed({ references: ["var.other", "var.region"] }), root)).toEqual(open);
    });

    test("reads no variable that the module marks as sensitive", () => {
      const call = {
        expressions: { region: { constant_value: "cn-east-3" } },
        variables: { region: { sensitive: true } },
      };
      expect(inModule(call)).toEqual(open);
    });
  });

  test.each(["project_name", "domain_name"])("a variable for %s counts only with a recorded name", (setting) => {
    const accounts = [{ id: "recorded", site: null }];
    const projects = [{ id: "recorded", account: "default", region: "cn-north-4" }];
    const inventory = { ...recording(), accounts, projects } as never;
    const callerWith = (value: string) => {
      const copies = [within("web")];
      const providers = one({ ...at, [setting]: { references: ["var.x"] } });
      const text = terraformPlan({ copies, providers, variables: { x: { value } } });
      const { account, project } =
        judgeTerraformPlan(text, "plan.json", { catalog: CATALOG, inventory }).routePlan.hops[0]?.caller ?? {};
      return setting === "domain_name" ? account : project;
    };
    const fact = setting === "domain_name" ? "caller.account" : "caller.project";
    expect(callerWith("recorded")).toBe("recorded");
    expect(callerWith("cn-north-4")).toEqual({ pending: fact });
    expect(callerWith("dev")).toEqual({ pending: fact });
  });

  describe("an account by its credentials", () => {
    const accountsOf = (other: object, usual: object = {}): readonly unknown[] => {
      const providers = {
        huaweicloud: { name: "huaweicloud", expressions: { ...at, ...usual } },
        "huaweicloud.other": { name: "huaweicloud", alias: "other", expressions: { ...at, ...other } },
      };
      const copies = [within("a"), { ...within("b"), provider: "huaweicloud.other" }];
      return judge({ copies, providers }).routePlan.hops.map(({ caller }) => caller.account);
    };
    const unknown = { pending: "caller.account" };

    test.each([
      ["a profile", { profile: { constant_value: "partner" } }],
      ["a configuration file", { shared_config_file: { constant_value: "partner.json" } }],
      ["keys", { access_key: { references: ["var.ak"] }, secret_key: { references: ["var.sk"] } }],
      ["a token", { token: { references: ["var.token"] } }],
      [
        "an agency from a variable",
        { agency_name: { constant_value: "a" }, agency_domain_name: { references: ["var.d"] } },
      ],
      ["a role without an account", { assume_role: [{ agency_name: { constant_value: "ops" } }] }],
    ])("is unknown for %s", (_, other) => {
      expect(accountsOf(other)).toContainEqual(unknown);
      expect(accountsOf(other)).toContain("default");
      // Credentials that all providers share belong to the default account; a role belongs to another one.
      if (!("assume_role" in other || "agency_name" in other))
        expect(accountsOf(other, other)).toEqual(["default", "default"]);
    });

    test("is that of the role or the agency", () => {
      const named = { agency_name: { constant_value: "ops" } };
      const role = { assume_role: [{ ...named, domain_name: { constant_value: "partner" } }] };
      expect(accountsOf(role)).toEqual(["default", "partner"]);
      expect(accountsOf({ ...named, agency_domain_name: { constant_value: "partner" } })).toEqual([
        "default",
        "partner",
      ]);
    });

    test("is unknown for a profile beside other settings", () => {
      const profile = { profile: { constant_value: "partner" } };
      const providers = one({ ...at, ...profile, domain_name: { constant_value: "acct-1" } });
      expect(ids({ providers })).toEqual([`${COPY} ${pending}`]);
    });
  });
});

describe("the identity of a request", () => {
  const of = (type: string, name: string, values: object, more: object = {}): PlannedCopy => ({
    ...{ name, type: `huaweicloud_${type}`, values: { ...values } },
    ...more,
  });
  const ids = ({ routePlan }: JudgedTerraformPlan): readonly string[] => routePlan.hops.map(({ id }) => id);

  test("separates shares of different members, and two for one member are a finding", () => {
    const share = (index: number, project: string): PlannedCopy =>
      of("images_image_share", "s", { source_image_id: "ims-open", target_project_ids: [project] }, { index });
    const apart = judge([share(0, "p-1"), share(1, "p-2")]);
    expect(rules(apart)).toEqual([]);
    expect(ids(apart)).toEqual(["huaweicloud_images_image_share.s[0]", "huaweicloud_images_image_share.s[1]"]);
    expect(ids(judge([share(0, "p-1")]))).toEqual(["cn-north-4/open shared"]);
    expect(rules(judge([share(0, "p-1"), share(1, "p-1")]))).toEqual([
      "stack/one-construct-per-replica huaweicloud_images_image_share.s[0]",
      "stack/one-construct-per-replica huaweicloud_images_image_share.s[1]",
    ]);
  });

  test("separates exports to different objects, and two to one object are a finding", () => {
    const exported = (name: string, key: string): PlannedCopy =>
      of("ims_image_export", name, { image_id: "ims-open", bucket_url: `images:${key}`, file_format: "qcow2" });
    const isTwice = (judged: JudgedTerraformPlan) => rules(judged).filter((rule) => rule.startsWith("stack/")).length;
    expect(isTwice(judge([exported("a", "a.qcow2"), exported("b", "b.qcow2")]))).toBe(0);
    expect(isTwice(judge([exported("a", "a.qcow2"), exported("b", "a.qcow2")]))).toBe(2);
  });

  test("is open for images with one name in projects that cannot be told apart", () => {
    const expressions = { region: { constant_value: "cn-north-4" }, project_name: { references: ["local.project"] } };
    const providers = { huaweicloud: { name: "huaweicloud", expressions } };
    const copies = [within("a", { name: "web" }), within("b", { name: "web" })];
    expect(rules(judge({ copies, providers }))).toEqual([]);
  });

  test("links an acceptance to the share with its project", () => {
    const offer = (name: string, project: string): PlannedCopy =>
      of("images_image_share", name, { source_image_id: "ims-open", target_project_ids: [project] });
    const unnamed: PlannedCopy = {
      ...of("images_image_share", "unnamed", { source_image_id: "ims-open" }),
      references: { target_project_ids: ["local.all"] },
    };
    const expressions = {
      ...{ region: { constant_value: "cn-north-4" }, domain_name: { constant_value: "partner" } },
      ...{ project_name: { constant_value: "cn-north-4_partner" }, project_id: { constant_value: "p-1" } },
    };
    const accept = of(
      "images_image_share_accepter",
      "a",
      { image_id: "ims-open" },
      {
        provider: "huaweicloud.partner",
        dependsOn: ["unnamed", "mine"].map((name) => `huaweicloud_images_image_share.${name}`),
      },
    );
    const providers = {
      huaweicloud: { name: "huaweicloud", expressions: { region: { constant_value: "cn-north-4" } } },
      "huaweicloud.partner": { name: "huaweicloud", expressions },
    };
    const judged = judge({ copies: [unnamed, offer("mine", "p-1"), accept], providers });
    const accepted = judged.routePlan.hops.find(({ operation }) => operation === "acceptImage");
    expect(accepted?.source).toEqual({ hop: "huaweicloud_images_image_share.mine" });
    expect(deferred(judged)).not.toContain("accept/offered");
  });

  test("places a request from an unknown source after all its dependencies", () => {
    const source = (references: readonly string[], more: object = {}): PlannedCopy => ({
      ...{ name: "late", values: { name: "late" }, references: { source_image_id: references } },
      ...more,
    });
    const waves = (...copies: readonly PlannedCopy[]) =>
      judge(copies).routePlan.hops.map(({ id, wave }) => `${id} ${String(wave)}`);
    const makers = [within("a"), { ...within("b"), name: "b", values: { name: "b", source_image_id: "ims-open" } }];
    const [a, b] = ["huaweicloud_images_image_copy.a", "huaweicloud_images_image_copy.b"];
    const expected = ["cn-north-4/a 1", "cn-north-4/b 1", "cn-north-4/late 2"];
    expect(waves(...makers, source([`${a}.id`, a, `${b}.id`, b]))).toEqual(expected);
    expect(waves(...makers, source(["local.image"], { dependsOn: [a] }))).toEqual(expected);
    expect(waves(...makers, source(["local.image"]))).toEqual([...expected.slice(0, 2), "cn-north-4/late 1"]);
    const share: PlannedCopy = {
      ...of("images_image_share", "s", { target_project_ids: ["p-1"] }, { dependsOn: [a] }),
      references: { source_image_id: ["local.image"] },
    };
    expect(waves(...makers, share)).toContain("huaweicloud_images_image_share.s 2");
  });

  test("is checked in a cycle of requests, which only a damaged plan has", () => {
    const one = (name: string, other: string): PlannedCopy => ({
      ...{ name, values: { name }, references: { source_image_id: ["local.image"] } },
      dependsOn: [`huaweicloud_images_image_copy.${other}`],
    });
    expect(ids(judge([one("a", "b"), one("b", "a")]))).toHaveLength(2);
  });
});
