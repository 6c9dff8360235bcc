// Evaluates the rules of the table on facts. The only place that handles unknown facts; a rule reads known ones only.
import { CATALOG, type Catalog } from "../catalog";
import type { FactKey, Facts, FactSheet, OperationKind, Subject } from "../model";
import { isKnown } from "../values";
import type { Finding } from "./finding";
import type { Rule } from "./rule";
import { RULES } from "./table";

export interface EvaluationResult {
  /** Every violated rule, in precedence order. */
  readonly violations: readonly Finding[];
  /** Every rule that needs an unknown fact, in precedence order. */
  readonly undecided: readonly Undecided[];
}

export interface Undecided {
  readonly rule: Rule;
  /** The unknown fact that it needs. */
  readonly missingFact: FactKey;
}

const byOperation = new Map<OperationKind, readonly Rule[]>();

/** The rules that apply to an operation, in precedence order. */
export function rulesFor(operation: OperationKind): readonly Rule[] {
  let rules = byOperation.get(operation);
  if (rules === undefined) {
    rules = RULES.filter((rule) => rule.appliesTo.includes(operation));
    byOperation.set(operation, rules);
  }
  return rules;
}

/** Evaluates all rules that apply to one operation. */
export function evaluateRules(
  operation: OperationKind,
  sheet: FactSheet,
  subject: Subject,
  catalog: Catalog = CATALOG,
): EvaluationResult {
  const violations: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const rule of rulesFor(operation)) {
    const outcome = examine(rule, sheet, subject, catalog);
    if (outcome === undefined) continue;
    if ("missingFact" in outcome) undecided.push(outcome);
    else violations.push(outcome);
  }
  return { violations, undecided };
}

/** The first violated rule that the service itself enforces; undefined if it accepts. */
export function refusalOf(
  operation: OperationKind,
  sheet: FactSheet,
  subject: Subject,
  catalog: Catalog = CATALOG,
): Finding | undefined {
  for (const rule of rulesFor(operation)) {
    if (rule.refusal === undefined) continue;
    const outcome = examine(rule, sheet, subject, catalog);
    if (outcome !== undefined && "message" in outcome) return outcome;
  }
  return undefined;
}

/** Undefined when the rule holds. */
function examine(rule: Rule, sheet: FactSheet, subject: Subject, catalog: Catalog): Finding | Undecided | undefined {
  // All known, as is usual: the facts are read straight. Else a rule may still be decided by those that are.
  const facts = knowsAll(sheet, rule.inputs) ? (sheet as Facts) : guarded(sheet);
  try {
    return rule.check(facts, catalog) ? undefined : { rule, message: rule.message(facts, subject, catalog) };
  } catch (error) {
    if (error instanceof UnknownFactError) return error.of(rule);
    throw error;
  }
}

// A plain loop: it runs for every rule of every replica.
function knowsAll(sheet: FactSheet, keys: readonly FactKey[]): boolean {
  for (const key of keys) if (!isKnown(sheet[key])) return false;
  return true;
}

/** Facts that throw when an unknown one is read. */
function guarded(sheet: FactSheet): Facts {
  return new Proxy(sheet as Facts, GUARD);
}

const GUARD: ProxyHandler<Facts> = {
  get(facts, key) {
    const value: unknown = Reflect.get(facts, key);
    if (!isKnown(value)) throw UnknownFactError.on(key as FactKey);
    return value;
  },
};

/** Thrown to leave a rule in the middle. One for each fact is kept: making an error costs more than evaluating a rule. */
class UnknownFactError extends Error {
  private static readonly made = new Map<FactKey, UnknownFactError>();

  public static on(key: FactKey): UnknownFactError {
    let lack = UnknownFactError.made.get(key);
    if (lack === undefined) UnknownFactError.made.set(key, (lack = new UnknownFactError(key)));
    return lack;
  }

  private readonly answers = new Map<Rule, Undecided>();

  private constructor(private readonly key: FactKey) {
    super(`not known: ${key}`);
  }

  /** What it means for a rule: one answer for all replicas, of which a fleet has tens of thousands alike. */
  public of(rule: Rule): Undecided {
    let answer = this.answers.get(rule);
    if (answer === undefined) this.answers.set(rule, (answer = { rule, missingFact: this.key }));
    return answer;
  }
}
