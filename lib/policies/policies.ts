// Policies: what an organisation allows, as data that people write, in a document of its own or in the context of cdktf.json.
import { faultOf, readDocument, type DocumentKind } from "../documents";
import { unlistedText, type Catalog } from "../catalog";
import { CONTEXT_KEYS, type Site } from "../model";
import type { Severity } from "../rules";
import { invariant, readPattern, UsageError } from "../values";
import schema from "./policies.schema.json";

const POLICIES: DocumentKind = { schema, format: "image-replication/policies", version: 1 };

/** Context key of a list of policies. */
export const POLICIES_KEY = CONTEXT_KEYS.policies;

export type PolicyKind = "residency" | "egress-budget" | "key-required" | "no-plaintext-window" | "name-pattern";

export interface ImageSelection {
  /** All of them, an empty value standing for any. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Regular expression (RE2) that the whole name matches. */
  readonly names?: string;
}

export interface PolicyException {
  /** Id of a hop, or path of a construct. */
  readonly replica: string;
  readonly reason: string;
}

/** One policy as written; the schema says which fields its kind has. */
export interface Policy {
  readonly policy: PolicyKind;
  readonly reason?: string;
  readonly severity?: Severity;
  readonly images?: ImageSelection;
  readonly sites?: readonly Site[];
  readonly regions?: readonly string[];
  readonly mostGib?: number;
  readonly mostCost?: Readonly<Record<string, number>>;
  readonly mostHours?: number;
  readonly pattern?: string;
  readonly except?: readonly PolicyException[];
}

/** Reads a document of policies. Throws a UsageError with file, line and path of the field when it is not one. */
export function readPolicies(text: string, file: string): readonly Policy[] {
  const reading = readDocument<{ readonly policies: readonly Policy[] }>(text, POLICIES);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  if (reading.value.policies.length === 0) {
    throw new UsageError("has no policy, so that nothing is judged. Add one, or do not name the file", {
      file,
      path: "policies",
    });
  }
  return checked(reading.value.policies, file);
}

/** The policies of a context: a list, or nothing. Throws a UsageError with the path of the field. */
export function policiesOfContext(value: unknown, file: string): readonly Policy[] {
  if (value === undefined) return [];
  const fault = faultOf({ format: POLICIES.format, version: POLICIES.version, policies: value }, schema);
  if (fault !== undefined) {
    const path = `context["${POLICIES_KEY}"]${(fault.path ?? "").replace(/^policies/u, "")}`;
    throw new UsageError(fault.message, { file, path });
  }
  if ((value as readonly Policy[]).length === 0) {
    const path = `context["${POLICIES_KEY}"]`;
    throw new UsageError("has no policy, so that nothing is judged. Add one, or leave the key out", { file, path });
  }
  return checked(value as readonly Policy[], file);
}

function checked(policies: readonly Policy[], file: string): readonly Policy[] {
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
  return policies;
}

/** Throws a UsageError for a region that is not listed: a policy for it would judge nothing. */
export function refuseUnlistedRegions(policies: readonly Policy[], catalog: Catalog): void {
  for (const { policy, regions = [] } of policies) {
    const unlisted = regions.find((region) => !catalog.regions.has(region));
    if (unlisted === undefined) continue;
    const fix = `Mend it, or add it to the regions of "${CONTEXT_KEYS.catalog}" with its sites.`;
    throw new UsageError(`the policy ${policy} names ${unlistedText(catalog, unlisted)}. ${fix}`);
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
