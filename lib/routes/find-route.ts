// Finding a route: the cheapest chain of operations that the rules let pass, from an image as it is to what is wished of it. What the
// rules drop is kept with its finding, so that a plan can say why it does not go another way, and a refusal what blocks each.
import { chargesOf, isComparable, jobSeconds, jobsOf, priceOf, type ChargeKind } from "../catalog";
import { Heap } from "../dag";
import { isFact, subjectFor, type FactKey } from "../model";
import { findingText, evaluateRules, type Finding, type EvaluationResult } from "../rules";
import { compareText, knownOr } from "../values";
import { satisfies, startState, stateKey, type RouteState } from "./route-state";
import { stepsFrom } from "./route-steps";
import { actorAt, stepKey, stepSheet, stepText, type Step, type StepWorld, type StepWords } from "./route-step";
import type { Goal, RouteImage, View } from "./route-world";

/** A way that the search did not go, and what stands in it. */
export interface Blocked {
  /** The key of the step that was not taken. */
  readonly step: string;
  /** The step in words. */
  readonly stepText: string;
  /** Id of the rule that is broken; null where nobody is there to ask for the operation. */
  readonly rule: string | null;
  /** The whole message. */
  readonly text: string;
  /** What is wrong, without the mend. */
  readonly sentence: string;
}

/** A state on a route, with the step that led there. */
export interface Leg {
  readonly before: RouteState;
  readonly step: Step;
}

export type RouteResult =
  | {
      readonly found: true;
      readonly legs: readonly Leg[];
      readonly cost: RouteCost;
      readonly blocked: readonly Blocked[];
    }
  /** Of each way that was tried more than once, only what stands in it where the fewest rules do: a key does not, where it can be taken off. */
  | { readonly found: false; readonly lacks: FactKey | null; readonly blocked: readonly Blocked[] };

/** What routes are compared by, in this order. */
export interface RouteCost {
  /** Guards that the program accepts. */
  readonly acknowledgements: number;
  /** Money where everything on the way has a price in one currency, else GiB that are charged. */
  readonly charged: number;
  readonly seconds: number;
  readonly hops: number;
}

export interface Search extends StepWorld {
  /** Verdicts of steps that several goals of one image have in common; default none are kept. */
  readonly verdicts?: Map<string, EvaluationResult>;
  /** The keys of the steps that a route has to keep to; default any. */
  readonly keepTo?: readonly string[];
}

interface Candidate {
  readonly state: RouteState;
  readonly legs: readonly Leg[];
  readonly cost: RouteCost;
  readonly path: string;
  /** The first fact that nobody knows, and that decides whether this way is legal; undefined: it is. */
  readonly lacks: FactKey | undefined;
}

const FREE: RouteCost = { acknowledgements: 0, charged: 0, seconds: 0, hops: 0 };

/** The cheapest legal route; ties go to the one whose step keys come first. The same question has the same answer. */
export function findRoute(image: RouteImage, view: View, goal: Goal, search: Search): RouteResult {
  return findOnwards(startState(image, view), goal, search);
}

/** As `findRoute`, from a state on the way. */
export function findOnwards(start: RouteState, goal: Goal, search: Search): RouteResult {
  return new RouteSearch(goal, search).run(start);
}

class RouteSearch {
  private readonly blocked = new Map<string, Blocked>();
  private readonly nearest = new Map<string, readonly Blocked[]>();
  private readonly unanswered: boolean;

  public constructor(
    private readonly goal: Goal,
    private readonly search: Search,
  ) {
    this.unanswered = goal.holding === "shared" && actorAt(search, goal) === undefined;
  }

  public run(start: RouteState): RouteResult {
    const queue = new Heap<Candidate>(
      (left, right) =>
        compareCosts(left.cost, right.cost) || doubts(left) - doubts(right) || compareText(left.path, right.path),
    );
    const settled = new Set<string>();
    queue.push({ state: start, legs: [], cost: FREE, path: "", lacks: undefined });
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const key = stateKey(next.state);
      if (settled.has(key)) continue;
      settled.add(key);
      if (satisfies(next.state, this.goal, this.unanswered)) return this.reached(next);
      for (const step of stepsFrom(next.state, this.goal, this.search)) this.take(step, next, settled, queue);
    }
    return { found: false, lacks: null, blocked: [...this.nearest.values()].flat() };
  }

  /** The cheapest route, which none is where it hangs on a fact that nobody knows. */
  private reached({ legs, cost, lacks: missingFact }: Candidate): RouteResult {
    const blocked = [...this.blocked.values()];
    return missingFact === undefined
      ? { found: true, legs, cost, blocked }
      : { found: false, lacks: missingFact, blocked };
  }

  private take(step: Step, from: Candidate, settled: ReadonlySet<string>, queue: Heap<Candidate>): void {
    if (settled.has(stateKey(step.next))) return;
    const key = stepKey(step);
    const path = from.path === "" ? key : `${from.path} > ${key}`;
    if (this.search.keepTo !== undefined && this.search.keepTo[from.legs.length] !== key) return;
    if (actorAt(this.search, step.caller) === undefined) {
      const text = `There is no provider for account "${step.caller.account}", project "${step.caller.project}".`;
      this.drop([{ step: key, stepText: stepText(step), rule: null, text, sentence: text }]);
      return;
    }
    const verdict = this.judge(from.state, step, key);
    if (verdict === undefined) return;
    const cost = this.costAfter(from, step, verdict.acknowledged);
    const legs = [...from.legs, { before: from.state, step }];
    // A way that may be legal is searched on: only when it comes out cheapest does the unknown matter.
    queue.push({ state: step.next, legs, cost, path, lacks: from.lacks ?? verdict.lacks });
  }

  /** Undefined: dropped. */
  private judge(state: RouteState, step: Step, key: string): { acknowledged: number; lacks?: FactKey } | undefined {
    const { violations, undecided } = this.verdictOf(state, step, key);
    const errors = violations.filter(({ rule }) => rule.severity === "error");
    const stopping = errors.filter((finding) => !this.isAccepted(finding));
    this.drop(
      stopping.map((finding) => ({
        step: key,
        stepText: stepText(step),
        rule: finding.rule.id,
        text: findingText(finding),
        sentence: finding.message,
      })),
    );
    if (stopping.length > 0) return undefined;
    const doubt = undecided.find(
      ({ rule, missingFact }) => rule.severity === "error" && isFact(missingFact, "decidesRoutes"),
    );
    return { acknowledged: errors.length, ...(doubt !== undefined && { lacks: doubt.missingFact }) };
  }

  private verdictOf(state: RouteState, step: Step, keyOfStep: string): EvaluationResult {
    const { verdicts, catalog } = this.search;
    const key = verdicts === undefined ? "" : `${stateKey(state)} ${keyOfStep} ${othersIn(step)}`;
    let verdict = verdicts?.get(key);
    if (verdict === undefined) {
      const sheet = stepSheet(state, step, PLACEHOLDER, this.search);
      // Without a name, for the verdict holds for destinations of any name.
      const subject = subjectFor(step.operation, `Image "${state.image.name}"`);
      verdict = evaluateRules(step.operation, sheet, subject, catalog);
      verdicts?.set(key, verdict);
    }
    return verdict;
  }

  private isAccepted({ rule }: Finding): boolean {
    return rule.refusal === undefined && this.goal.acknowledged[rule.id] !== undefined;
  }

  private drop(obstacles: readonly Blocked[]): void {
    const [first] = obstacles;
    if (first === undefined) return;
    for (const blocked of obstacles) {
      const key = `${blocked.step} ${blocked.rule ?? blocked.text}`;
      if (!this.blocked.has(key)) this.blocked.set(key, blocked);
    }
    const before = this.nearest.get(first.step);
    if (before === undefined || obstacles.length < before.length) this.nearest.set(first.step, obstacles);
  }

  private costAfter({ cost, state }: Candidate, step: Step, acknowledged: number): RouteCost {
    const { catalog } = this.search;
    const book = catalog.prices !== null && isComparable(catalog.prices) ? catalog.prices : null;
    const kind = knownOr(state.image.kind, "system-disk");
    const sizeGib = knownOr(state.image.sizeGib, catalog.limits.crossRegionSizeGib.value);
    const seconds = jobsOf(step.operation, kind).reduce((sum, job) => sum + jobSeconds(catalog.pace[job], sizeGib), 0);
    const charges = chargesOf(step.operation, kind);
    const priced = (charge: ChargeKind): number =>
      book === null ? 1 : (priceOf(book, charge, step.caller.region, step.targetRegion)?.perGib ?? 0);
    const charged = charges.reduce((sum, charge) => sum + sizeGib * priced(charge), 0);
    return {
      acknowledgements: cost.acknowledgements + acknowledged,
      charged: cost.charged + charged,
      seconds: cost.seconds + seconds,
      hops: cost.hops + 1,
    };
  }
}

/** Who else takes part in a step: it tells apart steps of different goals. */
function othersIn({ detail }: Step): string {
  const members = (detail?.members ?? []).map(({ account, project }) => `${account ?? ""}/${project}`);
  const account = detail?.target?.caller.account;
  return [...members, typeof account === "string" ? account : ""].join(" ");
}

/** Names are judged where hops are named, not while a route is searched. */
const PLACEHOLDER: StepWords = { name: "image", description: "", tags: {} };

/** Of routes that cost the same, the one that is known to be legal comes first. */
function doubts({ lacks: missingFact }: Candidate): number {
  return missingFact === undefined ? 0 : 1;
}

function compareCosts(left: RouteCost, right: RouteCost): number {
  return (
    left.acknowledgements - right.acknowledgements ||
    left.charged - right.charged ||
    left.seconds - right.seconds ||
    left.hops - right.hops
  );
}
