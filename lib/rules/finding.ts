// A finding: a rule that given facts break, as data, and how it reads.
import { isFact } from "../model";
import type { Rule } from "./rule";

export interface Finding {
  readonly rule: Rule;
  /** What is wrong, with subject, actual and bound. The same through every door. */
  readonly message: string;
}

/** The whole message: sentence, mend, and in brackets the id and the service's code where documents give it. */
export function findingText({ rule, message }: Finding): string {
  const code = rule.refusal?.codeIs === "documented" ? `, ${rule.refusal.code}` : "";
  return `${message} ${rule.remediation} [${rule.id}${code}]`;
}

/** Whether a plan can say for sure that the rule will be broken when it comes to it. What else is broken now is a warning at plan. */
export function isSettled({ rule }: Finding): boolean {
  return !rule.inputs.some((fact) => isFact(fact, "changedByPlans"));
}
