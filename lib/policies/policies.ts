// Policies: what an organisation allows, as data that people write, in a document of its own or in the context of cdktf.json.
import { faultOf, readDocument, type DocumentKind } from "../documents";
import { unlistedText, type Catalog } from "../catalog";
import { CONTEXT_KEYS, type Site } from "../model";
import { RULES, tryFindRule, type Severity } from "../rules";
import { invariant, listed, readPattern, resembling, UsageError } from "../values";
import schema from "./policies.schema.json";

const POLICIES: DocumentKind = { schema, format: "image-replication/policies", version: 1 };

/** Context key of policies: a list of them, or an object with `policies` and `acknowledge`. */
export const POLICIES_KEY = CONTEXT_KEYS.policies;

const POLICY_TYPES = [
  "residency",
  "egress-budget",
  "encryption-required",
  "max-plaintext-window",
  "name-pattern",
] as const;
export type PolicyType = (typeof POLICY_TYPES)[number];

export interface ImageSelection {
  /** All of them, an empty value standing for any. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Regular expression (RE2) that the whole name matches. */
  readonly names?: string;
}

/** One policy; the schema says which fields its type has. */
export interface Policy {
  readonly type: PolicyType;
  readonly reason?: string;
  readonly severity?: Severity;
  readonly images?: ImageSelection;
  readonly sites?: readonly Site[];
  readonly regions?: readonly string[];
  readonly maxGib?: number;
  readonly maxCost?: Readonly<Record<string, number>>;
  readonly maxHours?: number;
  readonly pattern?: string;
}

/** Findings that are known and accepted. */
export interface Acknowledgement {
  /** Id of the rule or policy. */
  readonly rule: string;
  /** A glob over hop ids, construct paths and Terraform addresses. */
  readonly address: string;
  readonly reason: string;
}

export interface Policies {
  readonly policies: readonly Policy[];
  readonly acknowledge: readonly Acknowledgement[];
  /** The names of 0.1.0 that the document uses. */
  readonly deprecated: readonly string[];
}

interface Written {
  readonly policies?: readonly WrittenPolicy[];
  readonly acknowledge?: readonly Acknowledgement[];
}

/** A policy with the names of this version or of 0.1.0. */
type WrittenPolicy = Partial<Policy> & {
  readonly policy?: string;
  readonly mostGib?: number;
  readonly mostCost?: Readonly<Record<string, number>>;
  readonly mostHours?: number;
  readonly except?: readonly { readonly replica: string; readonly reason: string }[];
};

/** Reads a document of policies. Throws a UsageError with file, line and path of the field when it is not one. */
export function readPolicies(text: string, file: string): Policies {
  const reading = readDocument<Written>(text, POLICIES);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  return checked(reading.value, file, "", "do not name the file");
}

/** The policies of a context. Throws a UsageError with the path of the field. */
export function policiesOfContext(value: unknown, file: string): Policies {
  if (value === undefined) return { policies: [], acknowledge: [], deprecated: [] };
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const written = isObject ? { policies: [], ...value } : { policies: value };
  const fault = faultOf({ format: POLICIES.format, version: POLICIES.version, ...written }, schema);
  const root = `context["${POLICIES_KEY}"]`;
  if (fault !== undefined) {
    const path = isObject ? `.${fault.path ?? ""}` : (fault.path ?? "").replace(/^policies/u, "");
    throw new UsageError(fault.message, { file, path: root + path });
  }
  return checked(written as Written, file, root, "leave the key out");
}

function checked({ policies = [], acknowledge = [] }: Written, file: string, root: string, remedy: string): Policies {
  if (policies.length === 0 && acknowledge.length === 0) {
    const path = root === "" ? "policies" : root;
    throw new UsageError(`has no policy, so that nothing is judged. Add one, or ${remedy}`, { file, path });
  }
  for (const [index, { pattern, images }] of policies.entries()) {
    for (const [path, text] of [
      ["pattern", pattern],
      ["images.names", images?.names],
    ] as const) {
      const reading = text === undefined ? undefined : readPattern(text);
      if (reading === undefined || !("fault" in reading)) continue;
      throw new UsageError(`is no regular expression: ${text ?? ""} (RE2: ${reading.fault})`, {
        file,
        path: `policies[${String(index)}].${path}`,
      });
    }
  }
  const all = [...acknowledge, ...policies.flatMap(exceptionsOf)];
  for (const [index, { rule }] of acknowledge.entries()) {
    const fault = faultOfRule(rule);
    if (fault === undefined) continue;
    throw new UsageError(fault, { file, path: `${root === "" ? "" : `${root}.`}acknowledge[${String(index)}].rule` });
  }
  const used = new Set(policies.flatMap((policy) => Object.keys(policy)));
  const deprecated = Object.keys(NEW_FIELDS).filter((field) => used.has(field));
  return { policies: policies.map(current), acknowledge: all, deprecated };
}

/** By the names of 0.1.0. */
const NEW_FIELDS: Readonly<Record<string, string>> = {
  policy: "type",
  mostGib: "maxGib",
  mostCost: "maxCost",
  mostHours: "maxHours",
  except: "acknowledge",
};
const NEW_TYPES: Readonly<Record<string, PolicyType>> = {
  "key-required": "encryption-required",
  "no-plaintext-window": "max-plaintext-window",
};

const typeOf = ({ type, policy = "" }: WrittenPolicy): PolicyType =>
  type ?? NEW_TYPES[policy] ?? (policy as PolicyType);

function current({ policy, mostGib, mostCost, mostHours, except: _, ...rest }: WrittenPolicy): Policy {
  return {
    ...rest,
    type: typeOf({ ...rest, policy }),
    ...(mostGib !== undefined && { maxGib: mostGib }),
    ...(mostCost !== undefined && { maxCost: mostCost }),
    ...(mostHours !== undefined && { maxHours: mostHours }),
  };
}

function exceptionsOf(policy: WrittenPolicy): readonly Acknowledgement[] {
  const rule = `policy/${typeOf(policy)}`;
  return (policy.except ?? []).map(({ replica, reason }) => ({ rule, address: replica, reason }));
}

/** The names of 0.1.0 in a document, with those to write instead; undefined where it has none. */
export function deprecationText({ deprecated }: Policies): string | undefined {
  if (deprecated.length === 0) return undefined;
  const names = (of: (field: string) => string): string => listed(deprecated.map((field) => `"${of(field)}"`));
  return `${names((field) => field)}: names of 0.1.0, which 0.3.0 refuses. Write ${names((field) => NEW_FIELDS[field] ?? field)} instead: see docs/upgrading.md.`;
}

const OTHER_RULES: readonly string[] = [
  ...POLICY_TYPES.map((type) => `policy/${type}`),
  "policy/undecided",
  "plan/not-judged",
];

function faultOfRule(id: string): string | undefined {
  if (OTHER_RULES.includes(id)) return undefined;
  const rule = tryFindRule(id);
  if (rule === undefined) {
    const like = resembling(id, [...OTHER_RULES, ...RULES.map((one) => one.id)]);
    return `is no rule and no policy: ${id}${like === undefined ? "" : ` (did you mean "${like}"?)`}`;
  }
  return rule.refusal === undefined
    ? undefined
    : `is a rule of the service: ${id}. The service refuses the operation, acknowledged or not`;
}

/** Throws a UsageError for a region that is not listed: a policy for it would judge nothing. */
export function refuseUnlistedRegions(policies: readonly Policy[], catalog: Catalog): void {
  for (const { type, regions = [] } of policies) {
    const unlisted = regions.find((region) => !catalog.regions.has(region));
    if (unlisted === undefined) continue;
    const fix = `Correct it, or add it to the regions of "${CONTEXT_KEYS.catalog}" with its sites.`;
    throw new UsageError(`the policy ${type} names ${unlistedText(catalog, unlisted)}. ${fix}`);
  }
}

const compiled = new Map<string, ReturnType<typeof readPattern>>();

/** Matches whole names only. The pattern is one that reading the policies has let pass. */
export function wholeMatch(pattern: string, text: string): boolean {
  let reading = compiled.get(pattern);
  if (reading === undefined) compiled.set(pattern, (reading = readPattern(pattern)));
  invariant(!("fault" in reading), "policies with a pattern that is none are refused");
  return reading.matchesWhole(text);
}
