// The table: all rows, in precedence. The groups stand in the order in which the service answers: with the first that is broken.
import { compatibility } from "./compatibility";
import { existence } from "./existence";
import * as files from "./files";
import * as fit from "./files-fit";
import { guards } from "./guards";
import { named } from "./named";
import { permission } from "./permission";
import { props } from "./props";
import { quota } from "./quota";
import { request } from "./request";
import type { Rule } from "./rule";
import * as sharing from "./sharing";
import { stack } from "./stack";
import { state } from "./state";

/** A group of rows and what its rows are about. */
export interface RuleGroup {
  readonly name: string;
  readonly about: string;
  readonly rules: readonly Rule[];
}

export const RULE_GROUPS: readonly RuleGroup[] = [
  { name: "props", about: "what the program gives its constructs, before anything is made of it", rules: props },
  { name: "stack", about: "the program as a whole, before any request is made", rules: stack },
  {
    name: "request",
    about: "the shape of the request",
    rules: [...named, ...request, ...sharing.sharingRequest, ...files.filesRequest],
  },
  { name: "existence", about: "what the request names must exist", rules: [...existence, ...files.filesExistence] },
  {
    name: "permission",
    about: "whose it is and who may",
    rules: [...permission, ...sharing.sharingPermission, ...files.filesPermission],
  },
  { name: "state", about: "the state that things are in at the moment", rules: [...state, ...files.filesState] },
  {
    name: "compatibility",
    about: "what fits together",
    rules: [...compatibility, ...sharing.sharingCompatibility, ...fit.filesCompatibility],
  },
  { name: "quota", about: "how much there may be", rules: [...quota, ...sharing.sharingQuota] },
  {
    name: "guards",
    about: "what the service accepts, and what is nevertheless not wanted",
    rules: [...guards, ...fit.filesGuards],
  },
];

export const RULES: readonly Rule[] = RULE_GROUPS.flatMap((group) => group.rules);

export function tryFindRule(id: string): Rule | undefined {
  return RULES.find((rule) => rule.id === id);
}
