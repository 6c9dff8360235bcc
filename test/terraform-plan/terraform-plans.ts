// Plans in the documented format of `terraform show -json`: as the vendor's provider plans, with its computed attributes unknown. Tests
// with an available provider make real plans of the same configurations.
import { CATALOG } from "../../lib/catalog";
import { type Inventory, readInventory } from "../../lib/model";
import { judgeTerraformPlan, type JudgedTerraformPlan } from "../../lib/terraform-plan";

type Values = Readonly<Record<string, unknown>>;

export interface PlannedCopy {
  readonly name: string;
  /** Default: a copy. */
  readonly type?: string;
  readonly dependsOn?: readonly string[];
  readonly before?: Values;
  readonly reason?: string;
  readonly index?: string | number;
  readonly module?: string;
  /** Arguments with known values; those that refer to an unknown value are in `references` instead. */
  readonly values: Values;
  readonly references?: Readonly<Record<string, readonly string[]>>;
  readonly actions?: readonly string[];
  readonly replacePaths?: readonly (readonly string[])[];
  readonly sensitive?: readonly string[];
  readonly provider?: string;
}

/** Optional and computed: unknown in a plan that does not set them. */
const COMPUTED = [
  "agency_name",
  "enterprise_project_id",
  "kms_key_id",
  "max_ram",
  "min_ram",
  "region",
  "tags",
  "target_region",
  "vault_id",
  "id",
  "status",
  "image_size",
];

const TYPE = "huaweicloud_images_image_copy";
const SOURCE = "registry.terraform.io/huaweicloud/huaweicloud";

export interface PlanParts {
  readonly copies: readonly PlannedCopy[];
  /** Existing data sources and resources: address, type and values. */
  readonly prior?: readonly { readonly address: string; readonly values: Values; readonly provider?: string }[];
  readonly providers?: Values;
  readonly variables?: Values;
  /** Names of variables that the root module declares sensitive. */
  readonly sensitiveVariables?: readonly string[];
  /** The arguments of module calls, and the variables that modules declare. */
  readonly calls?: Readonly<Record<string, { readonly expressions?: Values; readonly variables?: Values }>>;
  /** Other members of the document. */
  readonly more?: Values;
}

export function terraformPlan({
  copies,
  prior = [],
  providers,
  variables = {},
  sensitiveVariables = [],
  calls = {},
  more = {},
}: PlanParts): string {
  const inModules = copies.flatMap(({ module }) => (module === undefined ? [] : [module]));
  const modules = [...new Set([...inModules, ...Object.keys(calls)])];
  const inModule = (module: string | undefined): { readonly resources: readonly object[] } => ({
    resources: [
      ...new Map(
        copies.filter((copy) => copy.module === module).map((copy) => [`${copy.type ?? TYPE}.${copy.name}`, copy]),
      ).values(),
    ].map(configured),
  });
  return JSON.stringify({
    ...more,
    format_version: "1.2",
    terraform_version: "1.11.4",
    variables,
    planned_values: { root_module: {} },
    resource_changes: copies.map(changed),
    prior_state: { format_version: "1.0", values: { root_module: { resources: prior.map(present) } } },
    configuration: {
      provider_config: providers ?? {
        huaweicloud: {
          name: "huaweicloud",
          full_name: SOURCE,
          expressions: { region: { constant_value: "cn-north-4" } },
        },
      },
      root_module: {
        resources: [...inModule(undefined).resources, ...prior.flatMap(configuredData)],
        variables: Object.fromEntries(sensitiveVariables.map((name) => [name, { sensitive: true }])),
        module_calls: Object.fromEntries(
          modules.map((module) => {
            const { expressions = {}, variables: declared = {} } = calls[module] ?? {};
            return [
              module,
              { source: `./${module}`, expressions, module: { ...inModule(module), variables: declared } },
            ];
          }),
        ),
      },
    },
  });
}

const addressOf = ({ name, index, module, type = TYPE }: PlannedCopy): string =>
  `${module === undefined ? "" : `module.${module}.`}${type}.${name}${index === undefined ? "" : `[${JSON.stringify(index)}]`}`;

function changed(copy: PlannedCopy): object {
  const { name, index, references = {}, actions = ["create"], replacePaths, sensitive = [], type = TYPE } = copy;
  // Long enough for the copies of the tests; null means none, as Terraform writes it.
  const values = { timeouts: { create: "48h", delete: null }, ...copy.values };
  const unknown = [...COMPUTED, ...Object.keys(references)].filter((attribute) => !(attribute in values));
  return {
    address: addressOf(copy),
    ...(copy.module === undefined ? {} : { module_address: `module.${copy.module}` }),
    mode: "managed",
    type,
    name,
    ...(copy.reason === undefined ? {} : { action_reason: copy.reason }),
    ...(index === undefined ? {} : { index }),
    provider_name: SOURCE,
    change: {
      actions,
      before: copy.before ?? (actions.includes("create") && !actions.includes("delete") ? null : values),
      after: actions.join() === "delete" ? null : values,
      after_unknown: Object.fromEntries(unknown.map((attribute) => [attribute, true])),
      after_sensitive: Object.fromEntries(sensitive.map((attribute) => [attribute, true])),
      ...(replacePaths === undefined ? {} : { replace_paths: replacePaths }),
    },
  };
}

function configured({
  name,
  values,
  references = {},
  provider = "huaweicloud",
  type = TYPE,
  dependsOn,
}: PlannedCopy): object {
  const constants = Object.entries(values).map(([attribute, value]) => [attribute, { constant_value: value }] as const);
  const referring = Object.entries(references).map(([attribute, list]) => [attribute, { references: list }] as const);
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    ...(dependsOn === undefined ? {} : { depends_on: dependsOn }),
    provider_config_key: provider,
    expressions: Object.fromEntries([...constants, ...referring]),
  };
}

/** A data source that names its provider is in the configuration without arguments. */
function configuredData({
  address,
  provider,
}: {
  readonly address: string;
  readonly provider?: string;
}): readonly object[] {
  return provider === undefined ? [] : [{ address, provider_config_key: provider, expressions: {} }];
}

function present({ address, values }: { readonly address: string; readonly values: Values }): object {
  const parts = address.split(".");
  const mode = parts[0] === "data" ? "data" : "managed";
  const [type = "", name = ""] = parts.slice(mode === "data" ? 1 : 0);
  return { address, mode, type, name: name.replace(/\[.*$/u, ""), provider_name: SOURCE, values };
}

/** A small recording: an encrypted image, an unencrypted one, and one that is too large. */
export function recording(): Inventory {
  const at = { region: "cn-north-4", kind: "system-disk" };
  return readInventory(
    JSON.stringify({
      format: "image-replication/inventory",
      version: 1,
      complete: true,
      agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
      keys: [{ id: "k-1", region: "cn-north-4" }],
      images: [
        { id: "ims-secret", name: "secret", ...at, sizeGib: 20, keyId: "k-1" },
        { id: "ims-open", name: "open", ...at, sizeGib: 12 },
        { id: "ims-large", name: "large", ...at, sizeGib: 129 },
      ],
    }),
    "inventory.json",
  );
}

export const judge = (parts: PlanParts | readonly PlannedCopy[], recorded = true): JudgedTerraformPlan =>
  judgeTerraformPlan(terraformPlan("copies" in parts ? parts : { copies: parts }), "plan.json", {
    catalog: CATALOG,
    ...(recorded ? { inventory: recording() } : {}),
  });

export const rules = ({ findings }: JudgedTerraformPlan): readonly string[] =>
  findings.findings.map(({ rule, construct }) => `${rule} ${construct.replace("huaweicloud_images_image_copy.", "")}`);

export const deferred = ({ routePlan }: JudgedTerraformPlan): readonly string[] =>
  routePlan.deferred.map(({ rule }) => rule);

export const within = (name: string, values: object = {}): PlannedCopy => ({
  name,
  values: { name, source_image_id: "ims-open", ...values },
});
export const across = (name: string, values: object = {}): PlannedCopy =>
  within(name, { target_region: "cn-east-3", agency_name: "ims_copy", ...values });
