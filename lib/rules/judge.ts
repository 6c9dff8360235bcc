// The judge: holds facts against the table. The only place that knows "not known yet"; a rule never meets it.
import { CATALOG, type Catalog } from "../catalog";
import type { FactKey, Facts, FactSheet, OperationKind, Subject } from "../model";
import { isKnown } from "../values";
import type { Finding } from "./finding";
import type { Rule } from "./rule";
import { RULES } from "./table";

export interface Verdict {
  /** Every broken row, in precedence order. */
  readonly broken: readonly Finding[];
  /** Every row that needs a fact not known yet, in precedence order. */
  readonly undecided: readonly Undecided[];
}

export interface Undecided {
  readonly rule: Rule;
  /** The fact whose lack left it open. */
  readonly lacks: FactKey;
}

const byOperation = new Map<OperationKind, readonly Rule[]>();

/** The rows that guard an operation, in precedence order. */
export function rulesOn(operation: OperationKind): readonly Rule[] {
  let rules = byOperation.get(operation);
  if (rules === undefined) {
    rules = RULES.filter((rule) => rule.on.includes(operation));
    byOperation.set(operation, rules);
  }
  return rules;
}

/** Judges one operation by all its rows. */
export function judge(
  operation: OperationKind,
  sheet: FactSheet,
  subject: Subject,
  catalog: Catalog = CATALOG,
): Verdict {
  const broken: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const rule of rulesOn(operation)) {
    const outcome = examine(rule, sheet, subject, catalog);
    if (outcome === undefined) continue;
    if ("lacks" in outcome) undecided.push(outcome);
    else broken.push(outcome);
  }
  return { broken, undecided };
}

/** The first broken row that the service itself keeps: its answer, or undefined when it accepts. */
export function refusalOf(
  operation: OperationKind,
  sheet: FactSheet,
  subject: Subject,
  catalog: Catalog = CATALOG,
): Finding | undefined {
  for (const rule of rulesOn(operation)) {
    if (rule.refusal === undefined) continue;
    const outcome = examine(rule, sheet, subject, catalog);
    if (outcome !== undefined && "sentence" in outcome) return outcome;
  }
  return undefined;
}

/** Undefined when the rule holds. */
function examine(rule: Rule, sheet: FactSheet, subject: Subject, catalog: Catalog): Finding | Undecided | undefined {
  // All known, as is usual: the facts are read straight. Else a rule may still be decided by those that are.
  const facts = knowsAll(sheet, rule.reads) ? (sheet as Facts) : guarded(sheet);
  try {
    return rule.holds(facts, catalog) ? undefined : { rule, sentence: rule.says(facts, subject, catalog) };
  } catch (error) {
    if (error instanceof Lack) return error.of(rule);
    throw error;
  }
}

// A plain loop: it runs for every rule of every replica.
function knowsAll(sheet: FactSheet, keys: readonly FactKey[]): boolean {
  for (const key of keys) if (!isKnown(sheet[key])) return false;
  return true;
}

/** Facts that interrupt whoever reads one that is not known. */
function guarded(sheet: FactSheet): Facts {
  return new Proxy(sheet as Facts, GUARD);
}

const GUARD: ProxyHandler<Facts> = {
  get(facts, key) {
    const value: unknown = Reflect.get(facts, key);
    if (!isKnown(value)) throw Lack.on(key as FactKey);
    return value;
  },
};

/** Thrown to leave a rule in the middle. One for each fact is kept: making an error costs more than judging a rule. */
class Lack extends Error {
  private static readonly made = new Map<FactKey, Lack>();

  public static on(key: FactKey): Lack {
    let lack = Lack.made.get(key);
    if (lack === undefined) Lack.made.set(key, (lack = new Lack(key)));
    return lack;
  }

  private readonly answers = new Map<Rule, Undecided>();

  private constructor(private readonly key: FactKey) {
    super(`not known: ${key}`);
  }

  /** What it means for a rule: one answer for all replicas, of which a fleet has tens of thousands alike. */
  public of(rule: Rule): Undecided {
    let answer = this.answers.get(rule);
    if (answer === undefined) this.answers.set(rule, (answer = { rule, lacks: this.key }));
    return answer;
  }
}
