// A configured provider: whose account, which region, which cloud, and how its copies are waited for.
import type { Cloud, Holder } from "../../cloud";
import { DEFAULT_ACCOUNT, defaultProject, type Caller, type ProjectEntry } from "../../model";
import { isObject, type Value, type ValueObject } from "../codec/value";
import { errorOf, Failure } from "./diagnostic";
import type { Waiting } from "./waiting";

/** `kind`: told of errors early and of reasons in full, and copies are never lost. `vendor`: as the vendor's provider is. */
export type Fidelity = "kind" | "vendor";

export interface Settings {
  readonly region: string | null;
  readonly account: string;
  /** Null: the default project of whatever region is asked in. */
  readonly project: string | null;
  readonly defaultTags: Readonly<Record<string, string>>;
  /** Whether what cannot be changed is replaced instead. */
  readonly enableForceNew: boolean;
  readonly fidelity: Fidelity;
}

export interface Session {
  readonly cloud: Cloud;
  readonly settings: Settings;
  readonly holder: Holder;
  readonly waiting: Waiting;
}

export function settingsOf(config: ValueObject): Settings {
  const text = (name: string): string | null => textOr(config[name], null);
  const [region, name] = [text("region"), text("project_name")];
  return {
    region,
    account: text("domain_id") ?? text("domain_name") ?? DEFAULT_ACCOUNT,
    // A default project is called by its name, as where nothing is stated.
    project: (region !== null && name === defaultProject(region) ? null : text("project_id")) ?? name,
    defaultTags: tagsOf(config.default_tags),
    enableForceNew: config.enable_force_new === true,
    fidelity: fidelityOf(config),
  };
}

/** The project whose id and name a configuration tells. */
export function namedProject(config: ValueObject): (ProjectEntry & { readonly name: string }) | undefined {
  const { account, region } = settingsOf(config);
  const [id, name] = [textOr(config.project_id, null), textOr(config.project_name, null)];
  return region === null || id === null || name === null || name === id ? undefined : { id, account, region, name };
}

export function fidelityOf({ fidelity }: ValueObject): Fidelity {
  return fidelity === "vendor" ? "vendor" : "kind";
}

/** Who asks, in the region that a resource names or else the provider's. */
export function callerIn(settings: Settings, region: Value | undefined): Caller {
  const there = textOr(region, settings.region);
  if (there === null) {
    throw new Failure(
      errorOf("No region is set. Set it in the provider block, or as `region` of the resource.", "region"),
    );
  }
  const project = there === settings.region ? settings.project : null;
  return { account: settings.account, project: project ?? defaultProject(there), region: there };
}

/** The text of an attribute; `otherwise` while it is null or not known. */
export function textOr<T>(value: Value | undefined, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}

export function numberOr<T>(value: Value | undefined, otherwise: T): number | T {
  return typeof value === "number" ? value : otherwise;
}

/** The known ones of a map of text. */
export function tagsOf(value: Value | undefined): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((one): one is [string, string] => typeof one[1] === "string"));
}
