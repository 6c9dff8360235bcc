// Plans: what a resource will be, as far as that is known, and whether the change replaces it. The same for every type.
import { UNKNOWN } from "../../values";
import type { BlockSchema } from "../codec/terraform-type";
import { isObject, sameValue, type Value, type ValueObject } from "../codec/value";
import { errorOf, type Diagnostic } from "./diagnostic";
import type { ResourceType } from "./resource-type";
import type { Schema } from "./schema";
import type { Settings } from "./session";

export interface Change {
  readonly prior: ValueObject | null;
  /** What Terraform proposes: the configuration and, where it says nothing, what was there. */
  readonly proposed: ValueObject;
  readonly config: ValueObject;
}

export interface PlannedChange {
  readonly planned: ValueObject;
  readonly replaces: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export function planChange(type: ResourceType, change: Change, settings: Settings | undefined): PlannedChange {
  const { prior, proposed, config } = change;
  const tags = type.schema.merges_default_tags === true ? defaultTags(config, prior, settings) : {};
  if (prior === null) {
    const planned = { ...withUnknowns(proposed, config, type.schema.block), ...tags };
    return { planned, replaces: [], diagnostics: [] };
  }
  const wanted = { ...proposed, ...tags };
  const changed = Object.keys(wanted).filter((name) => !sameValue(wanted[name] ?? null, prior[name] ?? null));
  if (changed.length === 0) return { planned: wanted, replaces: [], diagnostics: [] };
  const touched = Object.fromEntries((type.touched ?? []).map((name) => [name, UNKNOWN]));
  const { force_new = [], non_updatable = [] } = type.schema;
  const fixed = non_updatable.filter((name) => changed.includes(name));
  const isForced = config.enable_force_new === "true" || settings?.enableForceNew === true;
  return {
    planned: { ...wanted, ...touched },
    replaces: [...force_new.filter((name) => changed.includes(name)), ...(isForced ? fixed : [])],
    diagnostics: isForced ? [] : fixed.map((name) => cannotChange(name, prior[name], wanted[name])),
  };
}

/** As the vendor's provider says it. */
function cannotChange(name: string, before: Value | undefined, after: Value | undefined): Diagnostic {
  const told = (value: Value | undefined): string =>
    typeof value === "string" ? value : JSON.stringify(value ?? null);
  const wanted = after === UNKNOWN ? "a value not known yet" : told(after);
  const text = `${name} can't be updated, ${told(before)} -> ${wanted}. Set enable_force_new = "true" to have the resource replaced.`;
  return errorOf(text, name);
}

/** Where the configuration sets no tags, the provider's default tags are planned. Its own tags have to be planned as they are. */
function defaultTags(config: ValueObject, prior: ValueObject | null, settings: Settings | undefined): ValueObject {
  if (config.tags !== null || settings === undefined) return {};
  const tags = settings.defaultTags;
  if (Object.keys(tags).length === 0 && prior === null) return {};
  return { tags };
}

/** What is computed and not configured is not known before it is made. */
function withUnknowns(proposed: ValueObject, config: ValueObject, block: BlockSchema): ValueObject {
  const attributes = Object.entries(block.attributes ?? {}).map(([name, { computed = false }]) => {
    const isOpen = computed && (config[name] ?? null) === null;
    return [name, isOpen ? UNKNOWN : (proposed[name] ?? null)] as const;
  });
  const nested = Object.entries(block.block_types ?? {}).map(([name, { block: inner }]) => {
    return [name, nestedUnknowns(proposed[name] ?? null, config[name] ?? null, inner)] as const;
  });
  return Object.fromEntries([...attributes, ...nested]);
}

function nestedUnknowns(proposed: Value, config: Value, block: BlockSchema): Value {
  if (Array.isArray(proposed) && Array.isArray(config)) {
    const items = config as readonly Value[];
    return (proposed as readonly Value[]).map((item, index) => nestedUnknowns(item, items[index] ?? null, block));
  }
  return isObject(proposed) && isObject(config) ? withUnknowns(proposed, config, block) : proposed;
}

/** What was asked for: what is still open when a plan is carried out was left to the service. */
export function withoutUnknowns(planned: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(planned).map(([name, value]) => [name, closed(value)]));
}

function closed(value: Value): Value {
  if (value === UNKNOWN) return null;
  if (Array.isArray(value)) return (value as readonly Value[]).map(closed);
  return isObject(value) ? withoutUnknowns(value) : value;
}

/** What is there after the plan was carried out: what was planned, and where that left it open, what came of it. */
export function settle(planned: ValueObject, made: ValueObject): ValueObject {
  return Object.fromEntries(Object.entries(planned).map(([name, value]) => [name, settled(value, made[name] ?? null)]));
}

function settled(planned: Value, made: Value): Value {
  if (planned === UNKNOWN) return made;
  if (Array.isArray(planned)) {
    const items = Array.isArray(made) ? (made as readonly Value[]) : [];
    return (planned as readonly Value[]).map((item, index) => settled(item, items[index] ?? null));
  }
  return isObject(planned) ? settle(planned, isObject(made) ? made : {}) : planned;
}

/**
 * What was read, beside the state before. An argument that was never set stays unset when what is there is its default, or nothing: the service has
 * an empty text where Terraform has null, and would plan a change for ever.
 */
export function reconcile(prior: ValueObject, read: ValueObject, { block, defaults = {} }: Schema): ValueObject {
  const names = [...Object.keys(block.attributes ?? {}), ...Object.keys(block.block_types ?? {})];
  return Object.fromEntries(
    names.map((name) => {
      const before = prior[name] ?? null;
      const now = read[name];
      if (now === undefined) return [name, before];
      const isUnset = name in defaults ? sameValue(now, defaults[name] ?? null) : isNothing(now);
      return [name, before === null && isUnset ? null : now];
    }),
  );
}

function isNothing(value: Value): boolean {
  if (value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
