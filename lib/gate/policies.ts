// Policies: what an organisation allows, as data that people write, in a document of its own or in the context of cdktf.json.
import { faultOf, readDocument, type DocumentKind } from "../documents";
import type { Site } from "../model";
import type { Severity } from "../rules";
import { UsageError } from "../values";
import schema from "./policies.schema.json";

const POLICIES: DocumentKind = { schema, format: "image-replication/policies", version: 1 };

/** Context key of a list of policies. */
export const POLICIES_KEY = "image-replication:policies";

export type PolicyKind = "residency" | "egress-budget" | "key-required" | "no-plaintext-window" | "name-pattern";

export interface ImageSelection {
  /** All of them, an empty value standing for any. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Regular expression that the whole name matches. */
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
  return checked(value as readonly Policy[], file);
}

function checked(policies: readonly Policy[], file: string): readonly Policy[] {
  for (const [index, { pattern, images, policy }] of policies.entries()) {
    for (const text of [pattern, images?.names]) {
      if (text !== undefined && tryCompile(text) === undefined) {
        throw new UsageError(`is no regular expression: ${text}`, {
          file,
          path: `policies[${String(index)}] (${policy})`,
        });
      }
    }
  }
  return policies;
}

function tryCompile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return undefined;
  }
}

/** Matches whole names only. */
export function wholeMatch(pattern: string, text: string): boolean {
  return tryCompile(pattern)?.test(text) === true;
}
