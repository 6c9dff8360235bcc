// The providers of a Terraform plan: the region, project and account that they ask for. A plan lists what an expression refers to, and not what
// the expression makes of it: `var.x`, `"cn-${var.x}"` and a condition on `var.x` look the same.
import type { Catalog } from "../catalog";
import { DEFAULT_ACCOUNT, Recording, type Inventory } from "../model";
import { isKnown, knownOr, UNKNOWN, type Knowable } from "../values";
import { literalCredentials } from "../vendor";
import { isText, listOf, objectOf, outerOf, stepsOf, textOf, type Values } from "./values";

export interface ProviderSettings {
  /**
   * A setting that the plan states; the unknown where it is computed, sensitive, or may be overridden by a profile; null where it is not
   * set.
   */
  readonly setting: (name: string) => Knowable<string | null>;
  readonly account: Knowable<string>;
  /** How ids and keys name the account: by its own name, else by the first provider that has it. */
  readonly accountText: string;
  /** Names of credentials that stand in the configuration as plain text. */
  readonly literalCredentials: readonly string[];
}

/** What tells whether a text is the whole value of a setting. */
export interface KnownValues {
  readonly catalog: Catalog;
  readonly inventory?: Inventory;
}

/** The modules of a configuration: `module.a.module.b`, without keys; empty for the root. */
export interface Modules {
  module(path: string): Values | undefined;
  /** What the call of a module passes for a variable. */
  passed(module: string, variable: string): Values | undefined;
}

/** What decides which account a provider has, besides the names of the account. */
const IDENTITY = [
  ...["access_key", "secret_key", "security_token", "token", "user_name", "user_id", "password"],
  ...["profile", "shared_config_file", "auth_url", "cloud"],
  ...["agency_name", "agency_domain_name", "assume_role", "assume_role_with_oidc"],
];
const ACCOUNT_NAMES = ["domain_id", "domain_name"];

export class Providers {
  private readonly entries: Values;
  private readonly variables: Values;
  private readonly recording: Recording;
  private readonly settings = new Map<unknown, ProviderSettings>();

  /** @param regions - the regions that data sources were read in, by the keys of their providers */
  public constructor(
    document: Values,
    private readonly modules: Modules,
    private readonly known: KnownValues | undefined,
    private readonly regions: () => ReadonlyMap<string, Knowable<string>>,
  ) {
    this.entries = objectOf(objectOf(document.configuration)?.provider_config) ?? {};
    this.variables = objectOf(document.variables) ?? {};
    this.recording = new Recording(known?.inventory);
  }

  public of(key: unknown): ProviderSettings {
    let settings = this.settings.get(key);
    if (settings === undefined) this.settings.set(key, (settings = this.settingsOf(key)));
    return settings;
  }

  private settingsOf(key: unknown): ProviderSettings {
    const entry = isText(key) ? objectOf(this.entries[key]) : undefined;
    const expressions = objectOf(entry?.expressions) ?? {};
    const setting = (name: string): Knowable<string | null> => {
      // Values of a profile override those of the configuration.
      if (entry === undefined || hasProfile(expressions)) return UNKNOWN;
      return this.valueOf(name, expressions[name], moduleOf(entry));
    };
    const seen = (isText(key) ? this.regions().get(key) : undefined) ?? UNKNOWN;
    const account = entry === undefined ? UNKNOWN : this.accountOf(entry, setting);
    const isOwn = ACCOUNT_NAMES.some((name) => setting(name) !== null);
    const first = entry === undefined || isOwn ? key : this.alike(entry)[0];
    return {
      setting: (name) => {
        const value = setting(name);
        return name === "region" && !isKnown(value) ? seen : value;
      },
      account,
      accountText: knownOr(account, isText(first) ? first : DEFAULT_ACCOUNT),
      literalCredentials: literalCredentials(expressions, (value) => isText(objectOf(value)?.constant_value)),
    };
  }

  /** The account that is named; that of the usual credentials where none is. Other credentials may be anybody's. */
  private accountOf(entry: Values, setting: ProviderSettings["setting"]): Knowable<string> {
    const expressions = objectOf(entry.expressions) ?? {};
    const named = (block: Values, ...names: readonly string[]): Knowable<string> | undefined => {
      const values = names.map((name) => this.valueOf(name, block[name], moduleOf(entry)));
      const found = values.map(textOf).find(isKnown);
      return found ?? (values.every((value) => value === null) ? undefined : UNKNOWN);
    };
    // Of a chain of roles, the last is the one that asks.
    const role = ["assume_role", "assume_role_with_oidc"].flatMap((name) => listOf(expressions[name])).at(-1);
    if (role !== undefined) return named(objectOf(role) ?? {}, ...ACCOUNT_NAMES) ?? UNKNOWN;
    const agency = named(expressions, "agency_domain_name");
    if (agency !== undefined) return agency;
    const names = ACCOUNT_NAMES.map(setting);
    const found = names.map(textOf).find(isKnown);
    if (found !== undefined) return found;
    const isUsual = this.identityOf(entry) === this.usualIdentity(entry);
    return isUsual && (hasProfile(expressions) || names.every((name) => name === null)) ? DEFAULT_ACCOUNT : UNKNOWN;
  }

  /** Keys of the providers with the same credentials. */
  private alike(entry: Values): readonly string[] {
    const identity = this.identityOf(entry);
    return this.siblings(entry).flatMap(([key, other]) => (this.identityOf(other) === identity ? [key] : []));
  }

  /** Providers of the same source. */
  private siblings(entry: Values): readonly (readonly [string, Values])[] {
    return Object.entries(this.entries).flatMap(([key, other]) => {
      const found = objectOf(other);
      return found !== undefined && found.name === entry.name && found.full_name === entry.full_name
        ? [[key, found] as const]
        : [];
    });
  }

  /** The credentials of the environment where a provider takes those, else the only ones, else those of the provider without an alias. */
  private usualIdentity(entry: Values): string | undefined {
    const siblings = this.siblings(entry);
    const identities = new Set(siblings.map(([, other]) => this.identityOf(other)));
    if (identities.has(ENVIRONMENT)) return ENVIRONMENT;
    const plain = siblings.find(([key, other]) => key === other.name)?.[1];
    return identities.size === 1 ? [...identities][0] : plain && this.identityOf(plain);
  }

  /** Which credentials a provider has, for a comparison, and for nothing else: it may hold secrets. */
  private identityOf(entry: Values): string {
    const expressions = objectOf(entry.expressions) ?? {};
    const stated = IDENTITY.filter((name) => !isUnset(expressions[name]));
    return JSON.stringify(stated.map((name) => [name, this.originOf(expressions[name], moduleOf(entry))]));
  }

  /** An expression of a provider as it stands in the outermost module, where its variables lead to. */
  private originOf(expression: unknown, module: string): unknown {
    if (Array.isArray(expression)) return expression.map((block) => this.originOf(block, module));
    const object = objectOf(expression) ?? {};
    if ("constant_value" in object) return object.constant_value;
    if (!Array.isArray(object.references)) {
      return Object.entries(object).map(([name, inner]) => [name, this.originOf(inner, module)]);
    }
    const variable = variableIn(object);
    if (variable === undefined || variable.steps.length > 0 || module === "") return [module, object.references];
    const passed = this.modules.passed(module, variable.name);
    return passed === undefined ? [module, object.references] : this.originOf(passed, outerOf(module));
  }

  private valueOf(setting: string, expression: unknown, module: string): Knowable<string | null> {
    const object = objectOf(expression);
    if (object === undefined) return null;
    if ("constant_value" in object) return textOrNull(object.constant_value);
    const value = this.variableIn(object, module);
    return isText(value) && this.isWhole(setting, value) ? value : UNKNOWN;
  }

  /** The value of the one variable that an expression refers to. */
  private variableIn(expression: Values, module: string): unknown {
    const variable = variableIn(expression);
    if (variable === undefined) return UNKNOWN;
    const { name, steps } = variable;
    const declared = objectOf(objectOf(this.modules.module(module)?.variables)?.[name]);
    if (declared?.sensitive === true) return UNKNOWN;
    const passed = module === "" ? undefined : this.modules.passed(module, name);
    const { constant_value: constant } = passed ?? {};
    const ofModule = passed === undefined ? declared?.default : (constant ?? this.variableIn(passed, outerOf(module)));
    const value: unknown = module === "" ? objectOf(this.variables[name])?.value : ofModule;
    return steps.reduce((part: unknown, step) => objectOf(part)?.[step], value);
  }

  /**
   * Whether the value of a variable can be the whole value of a setting: what an expression is made from, such as `north-4` or `prod`, is none.
   * A name has to be recorded, and a region is no name of a project: most composed names begin with it.
   */
  private isWhole(setting: string, value: string): boolean {
    if (this.known === undefined) return false;
    const isRegion = this.known.catalog.regions.has(value);
    if (setting === "region") return isRegion;
    if (isRegion) return false;
    const isId = setting.endsWith("_id") && /^[0-9a-f]{32}$/u.test(value);
    const isRecorded =
      this.recording.account(value) !== undefined ||
      this.known.inventory?.projects.some(({ id, name }) => id === value || name === value) === true;
    return isId || isRecorded;
  }
}

const ENVIRONMENT = "[]";

function moduleOf(entry: Values): string {
  return isText(entry.module_address) ? entry.module_address : "";
}

function hasProfile(expressions: Values): boolean {
  return !isUnset(expressions.profile) || !isUnset(expressions.shared_config_file);
}

function isUnset(expression: unknown): boolean {
  if (expression === undefined) return true;
  const object = objectOf(expression);
  return object !== undefined && "constant_value" in object && [null, ""].includes(object.constant_value as null);
}

/** The vendor's provider reads an empty text as not set. */
function textOrNull(value: unknown): Knowable<string | null> {
  if (value === null || value === "") return null;
  return isText(value) ? value : UNKNOWN;
}

/** The only variable that an expression refers to, once, with the steps into it. */
function variableIn(expression: Values): { readonly name: string; readonly steps: readonly string[] } | undefined {
  const references = listOf(expression.references).filter(isText);
  const [head, name, ...steps] = stepsOf(references[0] ?? "");
  // Terraform lists a reference with all that it begins with.
  return head === "var" && name !== undefined && references.length === steps.length + 1 ? { name, steps } : undefined;
}
