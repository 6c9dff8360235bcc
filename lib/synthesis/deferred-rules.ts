// Rules that synth cannot decide, handed on to Terraform: as preconditions of the copy where the facts cannot change after it, as check
// blocks, which warn and stop nothing, where they are facts of the moment. A precondition runs at every plan: it must not brick a
// finished stack because an image was frozen since.
import type { Catalog } from "../catalog";
import { isFact, type FactKey } from "../model";
import { tryFindRule, type Rule, type Undecided } from "../rules";
import type { DecidedBy, Wish } from "../routes";
import { isKnown, lowerFirst } from "../values";
import { type DeclaredReplica, lookedUpExpression, escaped, resolvedText } from "../declarations";

export interface Condition {
  readonly condition: string;
  readonly errorMessage: string;
}

export interface DeferredConditions {
  readonly preconditions: readonly Condition[];
  /** Of the record that tells what the replica was made of. */
  readonly postconditions: readonly Condition[];
  /** Check blocks by name. */
  readonly checks: ReadonlyMap<string, Condition>;
  /** Which of them decides a rule, by id. */
  readonly decidedBy: ReadonlyMap<string, DecidedBy>;
}

export const NOTHING_DEFERRED: DeferredConditions = {
  preconditions: [],
  postconditions: [],
  checks: new Map(),
  decidedBy: new Map(),
};

export function deferredConditions(
  replica: DeclaredReplica,
  wish: Wish,
  undecided: readonly Undecided[],
  catalog: Catalog,
): DeferredConditions {
  const expected = expectations(replica, wish);
  const preconditions: Condition[] = expected.filter(([key]) => !isFact(key, "ofTheMoment")).map(([, one]) => one);
  const checks = new Map<string, Condition>(
    expected
      .filter(([key]) => isFact(key, "ofTheMoment"))
      .map(([key, one]) => [`${replica.resource.friendlyUniqueId}_expected_${key.replaceAll(/[^a-z]/giu, "_")}`, one]),
  );
  const postconditions: Condition[] = [];
  const decidedBy = new Map<string, DecidedBy>();
  for (const { rule } of undecided) {
    const condition = conditionOf(rule, replica, wish, catalog);
    if (condition === undefined) continue;
    if (rule.attribute === "route.madeOf") {
      decidedBy.set(rule.id, "postcondition");
      postconditions.push(condition);
      continue;
    }
    const lasting = rule.inputs.every((key) => isKnown(wish.sheet[key]) || !isFact(key, "ofTheMoment"));
    const isPrecondition = lasting && rule.severity === "error";
    decidedBy.set(rule.id, isPrecondition ? "precondition" : "check");
    if (isPrecondition) preconditions.push(condition);
    else checks.set(`${replica.resource.friendlyUniqueId}_${rule.id.replaceAll(/[^a-z]/gu, "_")}`, condition);
  }
  for (const [rule, token] of idTokensOf(replica)) {
    const condition = conditionOf(rule, replica, wish, catalog, { [rule.attribute]: token });
    if (condition === undefined) continue;
    decidedBy.set(rule.id, "precondition");
    preconditions.push(condition);
  }
  return { preconditions, postconditions, checks, decidedBy };
}

/**
 * Ids that several props state, or that a look-up searches by, where only Terraform knows them: a rule reads one of them as its fact, and each has
 * to name something.
 */
function idTokensOf({ source, callerIdentity }: DeclaredReplica): readonly (readonly [Rule, string])[] {
  const { account, project, projectId, projectName } = callerIdentity ?? {};
  const ids = {
    "source/named": source.statedIds ?? [],
    "account/named": [account],
    "project/named": [project, projectId, projectName],
  };
  return Object.entries(ids).flatMap(([id, texts]) => {
    const rule = tryFindRule(id);
    const tokens = [...new Set(texts)].filter((text) => text?.includes("{"));
    return rule === undefined ? [] : tokens.flatMap((text) => (text === undefined ? [] : [[rule, text] as const]));
  });
}

/** @param stated props in the place of the facts that they are told by */
function conditionOf(
  rule: Rule,
  replica: DeclaredReplica,
  wish: Wish,
  catalog: Catalog,
  stated: Partial<Record<FactKey, string>> = {},
): Condition | undefined {
  if (rule.condition === undefined) return undefined;
  const lacking: FactKey[] = [];
  const refs = new Proxy({} as Record<FactKey, string>, {
    get(_refs, key) {
      const given = stated[key as FactKey];
      const expression =
        given === undefined ? expressionOf(key as FactKey, replica, wish) : tokenExpression(given, replica);
      if (expression === undefined) lacking.push(key as FactKey);
      return expression ?? "null";
    },
  });
  const condition = rule.condition(refs, catalog);
  if (lacking.length > 0) return undefined;
  return {
    condition: `\${${condition}}`,
    errorMessage: escaped(
      `${wish.subject.replica}, made from ${lowerFirst(wish.subject.image)}, breaks a rule that could not be decided before. ${rule.remediation} [${rule.id}]`,
    ),
  };
}

/** An expected fact that the look-up shows is held against it: the size as an upper bound, the others as they are. */
function expectations(replica: DeclaredReplica, wish: Wish): readonly (readonly [FactKey, Condition])[] {
  const { lookup } = replica.source;
  return (["image.sizeGib", "image.os", "image.server", "image.seenAs"] as const).flatMap((key) => {
    const shown = lookedUpExpression(lookup, key);
    const expected = wish.sheet[key];
    if (shown === undefined || !isKnown(expected)) return [];
    const comparison = key === "image.sizeGib" ? "<=" : "==";
    const prop = key === "image.seenAs" ? "visibility" : key.slice("image.".length);
    const bound = key === "image.sizeGib" ? "at most " : "";
    const condition: Condition = {
      condition: `\${${shown} ${comparison} ${terraformLiteral(expected)}}`,
      errorMessage: escaped(
        `${wish.subject.image} is not as the program expects it: its ${prop} was to be ${bound}${String(expected)}. Correct "expect", or take another image.`,
      ),
    };
    return [[key, condition] as const];
  });
}

/** A fact as Terraform writes it: a literal when known, the data source's attribute, or the token that stands in the prop. */
function expressionOf(key: FactKey, replica: DeclaredReplica, { sheet }: Wish): string | undefined {
  const value = sheet[key];
  if (isKnown(value)) return terraformLiteral(value);
  return (
    lookedUpExpression(replica.source.lookup, key) ??
    tokenExpression(PROPS[key]?.(replica) ?? replica.ask.deed?.stated()[key], replica)
  );
}

/** A value as Terraform spells it, safe inside an expression. */
export function terraformLiteral(value: unknown): string {
  return escaped(JSON.stringify(value));
}

/** Where a fact stands in the program. Facts that are left out are told by no single prop. */
const PROPS: Partial<Record<FactKey, (replica: DeclaredReplica) => unknown>> = {
  "replica.name": ({ props }) => props.name,
  "replica.description": ({ props }) => props.description,
  "replica.tags": ({ props }) => props.tags,
  "replica.region": ({ ask, callerRegion }) => ask.targetRegion ?? callerRegion,
  "caller.region": ({ callerRegion }) => callerRegion,
  "key.id": ({ ask }) => ask.encryption?.key?.attributes.keyId,
  "agency.name": ({ ask }) => ask.agency?.attributes.agencyName,
  "vault.id": ({ ask }) => ask.vault?.attributes.vaultId,
  "replica.enterpriseProjectId": ({ ask }) => ask.enterpriseProjectId,
  "image.sizeGib": ({ source }) => source.facts.sizeGib,
  "image.kind": ({ source }) => source.facts.kind,
  "image.keyId": ({ source }) => source.facts.keyId,
  "image.encrypted": ({ source }) => source.facts.encrypted,
  "image.region": ({ source }) => source.facts.region,
  "image.server": ({ source }) => source.facts.server,
  "image.os": ({ source }) => source.facts.os,
  "image.status": ({ source }) => source.facts.status,
  "image.seenAs": ({ source }) => source.facts.visibility,
  "image.frozen": ({ source }) => source.facts.frozen,
  "route.recipe": () => "${self.input.of}",
  "route.madeOf": () => "${self.triggers_replace.of}",
};

/** Only a token that is the whole value: text put together of several parts would have to be quoted anew. */
function tokenExpression(value: unknown, replica: DeclaredReplica): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => tokenExpression(item, replica) ?? terraformLiteral(item));
    return `[${items.join(", ")}]`;
  }
  return /^\$\{([^{}]+)\}$/u.exec(resolvedText(value, replica))?.[1];
}
