// What a rule is: one documented constraint of the service, or a guard of our own, and all that its readers need of it.
import type { Catalog } from "../catalog";
import { makesImage, OPERATION_KINDS, type FactKey, type Facts, type OperationKind, type Subject } from "../model";

/** Severity of a finding. A stack with errors is not written. */
export type Severity = "error" | "warning" | "info";

/** How the service refuses. */
export interface Refusal {
  readonly status: 400 | 403 | 404 | 412;
  readonly code: `IMG.${string}` | `OBS.${string}`;
  /** Whether the service's documents give this code for this case, or it is our nearest guess. */
  readonly codeIs: "documented" | "assumed";
}

/** A rule as its readers see it. */
export interface Rule {
  /** Stable, never reused: `copy/size-within-limit`. */
  readonly id: string;
  readonly severity: Severity;
  /** In a Terraform plan, where it differs: a configuration has no place to say what a program can say. */
  readonly severityInTerraform?: Severity;
  /** Operations that it applies to. */
  readonly appliesTo: readonly OperationKind[];
  /** Facts that it may read. While one that it needs is unknown, it is undecided. */
  readonly inputs: readonly FactKey[];
  /** The fact that a report points at. */
  readonly attribute: FactKey;
  check(facts: Facts, catalog: Catalog): boolean;
  /** The sentence for facts that violate it: subject, actual value and bound. */
  message(facts: Facts, subject: Subject, catalog: Catalog): string;
  /** What to do instead. */
  readonly remediation: string;
  /** Broken for all replicas of a stack alike, or for none: it is told once for the stack. */
  readonly ofStack?: true;
  /** Broken by what a program has left unsaid, such as an agency: of several obstacles the others tell more. */
  readonly ofUnsaid?: true;
  /** None: a guard, which the service does not keep. */
  readonly refusal?: Refusal;
  /**
   * The same predicate as a Terraform expression, over expressions for the facts that it reads. Only where Terraform can say exactly the
   * same: its length of a text counts what people see as characters, and not code points.
   */
  condition?(refs: Readonly<Record<FactKey, string>>, catalog: Catalog): string;
  /** Document title and the sentence. */
  readonly source: string;
  /** Facts that break it, all others being harmless: shown by `rules ID`, and tested. */
  readonly example: Partial<Facts>;
}

/** A row as it is written: its functions see only the facts that it declares in `inputs`. */
export interface Row<K extends FactKey> extends Omit<Rule, "inputs" | "attribute" | "check" | "message" | "condition"> {
  readonly inputs: readonly K[];
  readonly attribute: NoInfer<K>;
  readonly check: (facts: Pick<Facts, NoInfer<K>>, catalog: Catalog) => boolean;
  readonly message: (facts: Pick<Facts, NoInfer<K>>, subject: Subject, catalog: Catalog) => string;
  readonly condition?: (refs: Readonly<Record<NoInfer<K>, string>>, catalog: Catalog) => string;
}

/** Checks a row's functions against its declared facts, and forgets which they were. */
export function rule<K extends FactKey>(row: Row<K>): Rule {
  return row;
}

export const documented = (code: Refusal["code"]): Refusal => ({ status: 400, code, codeIs: "documented" });
export const assumed = (code: Refusal["code"]): Refusal => ({ status: 400, code, codeIs: "assumed" });

/** Object storage answers with codes of its own. */
export const ofStorage = (code: Refusal["code"], status: Refusal["status"]): Refusal => ({
  status,
  code,
  codeIs: "assumed",
});

export const EVERY: readonly OperationKind[] = OPERATION_KINDS;
/** Operations that make an image. */
export const MAKING: readonly OperationKind[] = OPERATION_KINDS.filter(makesImage);
/** Operations that its owner does with an image. */
export const READING: readonly OperationKind[] = ["copyImage", "copyImageAcross", "shareImage", "exportImage"];
/** Operations that name an image. */
export const NAMING: readonly OperationKind[] = [...READING, "unshareImage", "acceptImage", "rejectImage"];
export const SHARE: readonly OperationKind[] = ["shareImage"];
export const ACCEPT: readonly OperationKind[] = ["acceptImage"];
export const EXPORT: readonly OperationKind[] = ["exportImage"];
export const TRANSFER: readonly OperationKind[] = ["transferObject"];
export const REGISTER: readonly OperationKind[] = ["registerImage"];
/** Operations that name a bucket of the caller. */
export const FILES: readonly OperationKind[] = ["exportImage", "transferObject", "registerImage"];
export const COPIES: readonly OperationKind[] = ["copyImage", "copyImageAcross"];
export const IN_REGION: readonly OperationKind[] = ["copyImage"];
export const ACROSS: readonly OperationKind[] = ["copyImageAcross"];

/** Titles of the documents that rows quote. */
export const GUIDE = "User guide, Replicating Images Within a Region";
export const FAQ = "FAQ, Image Replication";
export const API_IN_REGION = "API reference, Replicating an Image Within a Region";
export const API_ACROSS = "API reference, Replicating an Image Across Regions";
export const API_ERRORS = "API reference, Error Codes";
export const API_ATTRIBUTES = "API reference, Image Attributes";
