// Tables of cases: one for each rule; a red row prints its differences.
import { COMPLIANT_FACTS, RULES } from "../../lib/rules";
import type { Case } from "./cases";

/** The outcome of a row: rule ids or sentences, in order. */
export interface Outcome {
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

/** The cases of each rule, in the order of the rules: those that break it first. Then, for each operation, those that break none. */
export function casesByRule(cases: readonly Case[]): readonly (readonly [string, readonly Case[]])[] {
  const tables = new Map<string, Case[]>(RULES.map(({ id }) => [id, []]));
  for (const one of cases) {
    const title = one.expected[0] ?? `legal: ${one.operation}`;
    if (tables.has(title)) tables.get(title)!.push(one);
    else tables.set(title, [one]);
  }
  return [...tables].filter(([, rows]) => rows.length > 0);
}

/**
 * The rows with another outcome than expected, as text: the facts that differ from the neutral ones, then the expected and
 * the actual outcome, one under the other. Empty if all rows pass.
 */
export function redRows(cases: readonly Case[], outcomeOf: (one: Case) => Outcome): string {
  return cases.flatMap((one) => redRow(one, outcomeOf)).join("\n");
}

/** Like `redRows`, for asynchronous outcomes. The cases run one after another. */
export async function redRowsLater(
  cases: readonly Case[],
  outcomeOf: (one: Case) => Promise<Outcome>,
): Promise<string> {
  const red: string[] = [];
  for (const one of cases) {
    const outcome = await outcomeOf(one).catch((error: unknown) => thrown(one, error));
    red.push(...redRow(one, () => outcome));
  }
  return red.join("\n");
}

function redRow(one: Case, outcomeOf: (one: Case) => Outcome): readonly string[] {
  const { expected, actual } = outcomeOrError(one, outcomeOf);
  if (JSON.stringify(expected) === JSON.stringify(actual)) return [];
  const outcomes = [`  expected  ${listed(expected)}`, `  actual    ${listed(actual)}`];
  return [`${one.title} (${one.operation})`, ...changedFacts(one), ...outcomes, ""];
}

function outcomeOrError(one: Case, outcomeOf: (one: Case) => Outcome): Outcome {
  try {
    return outcomeOf(one);
  } catch (error) {
    return thrown(one, error);
  }
}

const thrown = ({ expected }: Case, error: unknown): Outcome => ({ expected, actual: [`throws ${String(error)}`] });

const listed = (texts: readonly string[]): string => (texts.length === 0 ? "–" : texts.join("\n            "));

/** The facts of a case that differ from the neutral ones of its operation. */
function changedFacts({ operation, facts }: Case): readonly string[] {
  const neutral = new Map<string, unknown>(Object.entries(COMPLIANT_FACTS[operation]));
  return Object.entries(facts)
    .map(([key, value]) => [key, JSON.stringify(value), JSON.stringify(neutral.get(key))] as const)
    .filter(([, value, usual]) => value !== usual)
    .map(([key, value, usual]) => `  ${key}  ${value}  (neutral: ${usual})`);
}
