// The table: all rows, in precedence. The groups stand in the order in which the service answers: with the first that is broken.
import { compatibility } from "./compatibility";
import { existence } from "./existence";
import { guards } from "./guards";
import { permission } from "./permission";
import { quota } from "./quota";
import { request } from "./request";
import type { Rule } from "./rule";
import { stack } from "./stack";
import { state } from "./state";

/** A group of rows and what its rows are about. */
export interface RuleGroup {
  readonly name: string;
  readonly about: string;
  readonly rules: readonly Rule[];
}

export const RULE_GROUPS: readonly RuleGroup[] = [
  { name: "stack", about: "the program as a whole, before any request is made", rules: stack },
  { name: "request", about: "the shape of the request", rules: request },
  { name: "existence", about: "what the request names must exist", rules: existence },
  { name: "permission", about: "whose it is and who may", rules: permission },
  { name: "state", about: "the state that things are in at the moment", rules: state },
  { name: "compatibility", about: "what fits together", rules: compatibility },
  { name: "quota", about: "how much there may be", rules: quota },
  { name: "guards", about: "what the service accepts, and what is nevertheless not wanted", rules: guards },
];

export const RULES: readonly Rule[] = RULE_GROUPS.flatMap((group) => group.rules);

export function tryFindRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
