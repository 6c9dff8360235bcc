// What `terraform show -json` prints, as data: resources of a plan or a state, and what the configuration says of them. Values that are
// marked sensitive are not read: they would come out in findings and plans.
import { parseJson } from "../documents";
import { UNKNOWN, UsageError, type Knowable } from "../values";

type Values = Readonly<Record<string, unknown>>;

/** An instance of a resource or data source, with what is known of it. */
export interface TerraformResource {
  readonly address: string;
  /** Address without the instance's key. */
  readonly base: string;
  /** `module.a.module.b`, without keys; empty in the root. */
  readonly module: string;
  readonly index: string | number | undefined;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly provider: string;
  /** A value, null where there is none, or the unknown. */
  readonly value: (attribute: string) => Knowable<unknown>;
}

/** What a plan does to a resource. */
export interface PlannedResource extends TerraformResource {
  readonly actions: readonly string[];
  /** Arguments for which it is replaced. */
  readonly replacedFor: readonly string[];
}

export interface ProviderSettings {
  /** A setting that stands in the configuration, or comes from a variable; the unknown where it is computed; null where it is not set. */
  setting(name: string): Knowable<unknown>;
  /** Names of settings that stand there as plain text. */
  readonly constants: readonly string[];
}

export interface TerraformDocument {
  readonly planned: readonly PlannedResource[];
  /** What is there, and what data sources have read. */
  readonly prior: readonly TerraformResource[];
  readonly configuration: Configuration;
}

/** Reads a plan or a state. Throws a UsageError when the text is neither. */
export function readTerraformJson(text: string, file: string): TerraformDocument {
  const reading = parseJson(text);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  const document = objectOf(reading.value);
  const version = document?.format_version;
  if (document === undefined || typeof version !== "string") {
    throw new UsageError('is not what "terraform show -json" prints: it has no "format_version"', { file });
  }
  if (!/^[01]\./u.test(version)) {
    throw new UsageError(`is of format ${version}, and formats 0 and 1 are understood`, {
      file,
      path: "format_version",
    });
  }
  const changes = listOf(document.resource_changes).map(plannedOf);
  const prior = objectOf(objectOf(document.prior_state)?.values) ?? objectOf(document.values);
  return {
    planned: changes.filter((change) => change !== undefined),
    prior: moduleResources(objectOf(prior?.root_module)),
    configuration: new Configuration(document),
  };
}

function plannedOf(entry: unknown): PlannedResource | undefined {
  const change = objectOf(objectOf(entry)?.change);
  const resource = resourceOf(entry, objectOf(change?.after) ?? {}, change?.after_unknown, change?.after_sensitive);
  if (change === undefined || resource === undefined) return undefined;
  const paths = listOf(change.replace_paths).map((path) => listOf(path).map(String).join("."));
  return { ...resource, actions: listOf(change.actions).filter(isText), replacedFor: [...new Set(paths)].sort() };
}

function moduleResources(module: Values | undefined): readonly TerraformResource[] {
  if (module === undefined) return [];
  const own = listOf(module.resources).flatMap((entry) => {
    const { values, sensitive_values: sensitive } = objectOf(entry) ?? {};
    const resource = resourceOf(entry, objectOf(values) ?? {}, undefined, sensitive);
    return resource === undefined ? [] : [resource];
  });
  return [...own, ...listOf(module.child_modules).flatMap((child) => moduleResources(objectOf(child)))];
}

function resourceOf(
  entry: unknown,
  values: Values,
  unknown: unknown,
  sensitive: unknown,
): TerraformResource | undefined {
  const { address, mode, type, name, index, provider_name: provider } = objectOf(entry) ?? {};
  if (!isText(address) || !isText(type) || !isText(name) || (mode !== "managed" && mode !== "data")) return undefined;
  const base = address.endsWith("]") ? address.slice(0, address.lastIndexOf("[")) : address;
  return {
    address,
    base,
    module: withoutKeys(
      base.slice(0, Math.max(0, base.length - `${mode === "data" ? "data." : ""}${type}.${name}`.length - 1)),
    ),
    index: isText(index) || typeof index === "number" ? index : undefined,
    mode,
    type,
    provider: isText(provider) ? provider : "",
    value: (attribute) =>
      marks(unknown, attribute) || marks(sensitive, attribute) ? UNKNOWN : (values[attribute] ?? null),
  };
}

/** Marks are true where all of it is meant, and objects where parts are: a value of which a part is not known is not known. */
function marks(mark: unknown, attribute: string): boolean {
  if (mark === true) return true;
  const of = objectOf(mark)?.[attribute];
  return holdsTrue(of);
}

function holdsTrue(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(holdsTrue);
  const object = objectOf(mark);
  return object !== undefined && Object.values(object).some(holdsTrue);
}

/** What stands in the configuration: which arguments are set, and what they refer to. */
export class Configuration {
  private readonly root: Values | undefined;
  private readonly providers: Values | undefined;
  private readonly variables: Values | undefined;

  public constructor(document: Values) {
    const configuration = objectOf(document.configuration);
    this.root = objectOf(configuration?.root_module);
    this.providers = objectOf(configuration?.provider_config);
    this.variables = objectOf(document.variables);
  }

  /** Whether an argument of a resource is set; undefined when the configuration does not show the resource. */
  public isSet({ module, base, type }: TerraformResource, argument: string): boolean | undefined {
    const expressions = objectOf(this.resource(module, base, type)?.expressions);
    return expressions === undefined ? undefined : expressions[argument] !== undefined;
  }

  /** What an argument refers to, the most specific first: addresses of resources, with modules gone through. */
  public references({ module, base, type }: TerraformResource, argument: string): readonly string[] {
    const expression = objectOf(this.resource(module, base, type)?.expressions)?.[argument];
    return this.resolved(expression, module, 0);
  }

  /** Settings of the provider that a resource uses. */
  public provider({ module, base, type }: TerraformResource): ProviderSettings {
    const key = this.resource(module, base, type)?.provider_config_key;
    const entry = isText(key) ? objectOf(this.providers?.[key]) : undefined;
    const expressions = objectOf(entry?.expressions) ?? {};
    return {
      setting: (name) => this.valueOf(expressions[name], entry === undefined),
      constants: Object.keys(expressions).filter((name) => isText(objectOf(expressions[name])?.constant_value)),
    };
  }

  private valueOf(expression: unknown, untold: boolean): Knowable<unknown> {
    const object = objectOf(expression);
    if (object === undefined) return untold ? UNKNOWN : null;
    if ("constant_value" in object) return object.constant_value;
    const [reference, ...more] = listOf(object.references).filter(isText);
    const variable =
      reference?.startsWith("var.") === true ? objectOf(this.variables?.[reference.slice(4)]) : undefined;
    return variable === undefined || more.length > 0 ? UNKNOWN : (variable.value ?? null);
  }

  private resource(module: string, base: string, type: string): Values | undefined {
    const local = base.slice(base.lastIndexOf(`${type}.`));
    return listOf(this.module(module)?.resources)
      .map(objectOf)
      .find((entry) => entry?.address === local || entry?.address === `data.${local}`);
  }

  private module(path: string): Values | undefined {
    let at = this.root;
    for (const name of path.split(".").filter((part, index) => part !== "" && index % 2 === 1)) {
      at = objectOf(objectOf(objectOf(at?.module_calls)?.[name])?.module);
    }
    return at;
  }

  /** Variables of a module are followed to its call, and outputs of modules into them. */
  private resolved(expression: unknown, module: string, depth: number): readonly string[] {
    if (depth > MOST_MODULES) return [];
    return listOf(objectOf(expression)?.references)
      .filter(isText)
      .flatMap((reference) => {
        const [head = "", name = "", output = ""] = withoutKeys(reference).split(".");
        const prefix = module === "" ? "" : `${module}.`;
        if (head === "var" && module !== "") {
          const outer = module.split(".").slice(0, -2).join(".");
          const call = objectOf(objectOf(this.module(outer)?.module_calls)?.[module.split(".").at(-1) ?? ""]);
          return this.resolved(objectOf(call?.expressions)?.[name], outer, depth + 1);
        }
        if (head === "module" && output !== "") {
          const inner = `${prefix}module.${name}`;
          const value = objectOf(objectOf(objectOf(this.module(inner)?.outputs)?.[output])?.expression);
          return this.resolved(value, inner, depth + 1);
        }
        return [head === "each" || head === "count" ? reference : `${prefix}${reference}`];
      });
  }
}

const MOST_MODULES = 20;

/** Keys of instances are left out: `module.a["x"]` is the module `a`. */
function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/gu, "");
}

export function objectOf(value: unknown): Values | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
