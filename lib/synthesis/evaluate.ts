// Step two of a synth: what follows from what was collected. A pure function: it reads no file and changes no construct.
import type { DeclaredReplica } from "../declarations";
import { judgeWishes, planRoutes, stops, withPlaintextHours, type RoutePlan, type Wish } from "../routes";
import type { Finding, EvaluationResult } from "../rules";
import type { Collected } from "./collect";
import { deferredConditions, type DeferredConditions } from "./deferred-rules";

export interface Evaluation {
  readonly wishes: ReadonlyMap<DeclaredReplica, Wish>;
  /** What Terraform is to decide of the wishes that leave something to decide. */
  readonly conditions: ReadonlyMap<Wish, DeferredConditions>;
  /** Findings of each wish; one about the whole stack stands only at the first wish that has it. */
  readonly findings: ReadonlyMap<Wish, readonly Finding[]>;
  /** Undefined while a rule of severity error is broken. */
  readonly plan: RoutePlan | undefined;
}

export function evaluate(collected: Collected): Evaluation {
  const { stack, target, catalog, overrides, slots, reported } = collected;
  const timed = withPlaintextHours([...collected.wishes.values()], catalog, slots);
  const wishes = new Map(
    [...collected.wishes.keys()].map((replica, index) => [replica, timed[index] as Wish] as const),
  );
  const planning = { stack: stack.node.id, target, wishes: timed, catalog, overrides, slots };
  const verdicts = judgeWishes(planning);
  const conditions = conditionsOf(wishes, verdicts, collected);
  const isStopped = [...verdicts].some(([wish, { violations }]) => violations.some((finding) => stops(finding, wish)));
  const plan =
    isStopped || reported.size > 0
      ? undefined
      : planRoutes(
          { ...planning, handedOn: (wish, rule) => conditions.get(wish)?.decidedBy.get(rule) ?? "nothing" },
          verdicts,
        );
  return { wishes, conditions, findings: stackFindingsOnce(verdicts), plan };
}

function conditionsOf(
  wishes: ReadonlyMap<DeclaredReplica, Wish>,
  verdicts: ReadonlyMap<Wish, EvaluationResult>,
  { catalog }: Collected,
): ReadonlyMap<Wish, DeferredConditions> {
  const conditions = new Map<Wish, DeferredConditions>();
  for (const [replica, wish] of wishes) {
    conditions.set(wish, deferredConditions(replica, wish, verdicts.get(wish)?.undecided ?? [], catalog));
  }
  return conditions;
}

function stackFindingsOnce(verdicts: ReadonlyMap<Wish, EvaluationResult>): ReadonlyMap<Wish, readonly Finding[]> {
  const seen = new Set<string>();
  const isFirst = ({ rule, message }: Finding): boolean => {
    if (rule.ofStack !== true) return true;
    const isNew = !seen.has(message);
    seen.add(message);
    return isNew;
  };
  return new Map([...verdicts].map(([wish, { violations }]) => [wish, violations.filter(isFirst)]));
}
