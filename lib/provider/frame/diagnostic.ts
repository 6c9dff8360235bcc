// What Terraform shows to people: errors and warnings, with the attribute that they speak of.
import { findingText, type Finding } from "../../rules";
import type { ValueObject } from "../codec/value";

export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly summary: string;
  readonly detail: string;
  /** The attribute; undefined when it speaks of the whole. */
  readonly attribute?: string;
}

/** An operation that did not go well: thrown by resource types, told by the frame. */
export class Failure extends Error {
  public constructor(
    public readonly diagnostic: Diagnostic,
    /** What there is nevertheless, which Terraform then notes as damaged; null when there is nothing. */
    public readonly state: ValueObject | null = null,
  ) {
    super(diagnostic.summary);
  }
}

/** The first sentence is the headline; the whole text, with mend and id, is below it. */
export function errorOf(text: string, attribute?: string): Diagnostic {
  return { severity: "ERROR", ...parted(text), ...(attribute === undefined ? {} : { attribute }) };
}

export function warningOf(text: string, attribute?: string): Diagnostic {
  return { ...errorOf(text, attribute), severity: "WARNING" };
}

/** A broken rule, as severe as at synth. The guards that a program can acknowledge speak of what only a program says. */
export function findingOf(finding: Finding, attribute: string | undefined): Diagnostic {
  const text = findingText(finding);
  return finding.rule.severity === "error" ? errorOf(text, attribute) : warningOf(text, attribute);
}

function parted(text: string): { summary: string; detail: string } {
  const end = /\.(?:\s|$)/u.exec(text)?.index ?? text.length;
  return { summary: text.slice(0, end), detail: text };
}

export function diagnosticMessage({ attribute, ...told }: Diagnostic): object {
  return attribute === undefined ? told : { ...told, attribute: attributePath(attribute) };
}

export function attributePath(name: string): object {
  return { steps: [{ attribute_name: name }] };
}
