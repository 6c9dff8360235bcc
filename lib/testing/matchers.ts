// Jest matchers. One that fails says what was planned instead.
import { TerraformStack } from "cdktf";
import { CATALOG, overridden } from "../catalog";
import { routePlanText } from "../report";
import { isPending, sourceIdOf, type Hop } from "../routes";
import { RULES, tryFindRule } from "../rules";
import { formatDuration, listed, SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../values";
import { isSimulation, type Simulation } from "./simulate";
import { findingsTextOf, isSynthesized, synthesize, type SynthesizedStack } from "./synthesized";
import { simulationText } from "./timetable";

/** Result of a matcher. */
export interface MatcherAnswer {
  /** Whether the received value matches. */
  readonly pass: boolean;
  /** Message with the expected and the received value; used for `not` if the matcher passes. */
  message(): string;
}

/** Pattern of a hop. All its properties have to match. */
export interface HopPattern {
  /** Id of the hop, such as `cn-east-3/web`. */
  readonly id?: string;
  /** Name of the request, such as `copyImage` or `copyImageAcross`. */
  readonly operation?: string;
  /** Region id of the request. */
  readonly from?: string;
  /** Region id of the replica. */
  readonly to?: string;
  /** Name of the replica. */
  readonly name?: string;
  /** Id of the KMS key that encrypts the replica; null for not encrypted. */
  readonly keyId?: string | null;
  /** Id of the source image, or of the hop that creates it. */
  readonly source?: string;
}

/** Duration: the sum of its parts. */
export interface Span {
  /** Hours. @default 0 */
  readonly hours?: number;
  /** Minutes. @default 0 */
  readonly minutes?: number;
}

/** The rule is broken, and the finding is not acknowledged. Takes a stack, or what it is synthesized to. */
export function toBreakRule(received: unknown, rule: string): MatcherAnswer {
  const synthesized = synthesizedOf(received, "toBreakRule");
  const { stack, findings } = synthesized;
  if (tryFindRule(rule) === undefined) {
    const near = RULES.map(({ id }) => id).filter((id) => id.split("/")[1] === rule.split("/")[1] || id.includes(rule));
    const mend = near.length === 0 ? "RULES.md lists all of them." : `Near it: ${listed(near)}.`;
    throw new Error(`There is no rule "${rule}". ${mend}`);
  }
  const broken = findings.filter((finding) => finding.rule === rule && finding.acknowledged === undefined);
  const instead = findings.length === 0 ? "It breaks none.\n" : findingsTextOf(synthesized);
  return {
    pass: broken.length > 0,
    message: () =>
      broken.length > 0
        ? `Expected stack "${stack}" not to break ${rule}. It does:\n\n${broken.map(({ construct, text }) => `${construct}: ${text}`).join("\n")}`
        : `Expected stack "${stack}" to break ${rule}. ${findings.length === 0 ? "" : "It breaks instead:\n\n"}${instead}`,
  };
}

/** The route plan has a hop like that. */
export function toHaveHop(received: unknown, pattern: HopPattern): MatcherAnswer {
  const synthesized = synthesizedOf(received, "toHaveHop");
  onlyKnown("toHaveHop", pattern, ["id", "operation", "from", "to", "name", "keyId", "source"]);
  const found = (synthesized.routePlan?.hops ?? []).filter((hop) => fits(hop, pattern));
  const wanted = JSON.stringify(pattern);
  return {
    pass: found.length > 0,
    message: () =>
      found.length > 0
        ? `Expected stack "${synthesized.stack}" to have no hop like ${wanted}. It has ${listed(found.map(({ id }) => id))}.`
        : `Expected stack "${synthesized.stack}" to have a hop like ${wanted}.${plannedText(synthesized)}`,
  };
}

function fits(hop: Hop, { id, operation, from, to, name, keyId, source }: HopPattern): boolean {
  const made = sourceIdOf(hop);
  const pairs: readonly (readonly [unknown, unknown])[] = [
    [id, hop.id],
    [operation, hop.operation],
    [from, hop.caller.region],
    [to, hop.replica.region],
    [name, hop.replica.name],
    [keyId, hop.replica.keyId],
    [source, made],
  ];
  return pairs.every(([wanted, is]) => wanted === undefined || (wanted === is && !isPending(is)));
}

/** A replica is planned in the region; of a simulation: one is there at the end. */
export function toReachRegion(received: unknown, region: string): MatcherAnswer {
  if (isSimulation(received)) {
    const made = received.hops.filter((hop) => hop.region === region && ARRIVED.includes(hop.status));
    return answer(
      made.length > 0,
      `the simulation of "${received.stack}"`,
      `reach ${region}`,
      () => `\n\n${simulationText(received)}`,
    );
  }
  const synthesized = synthesizedOf(received, "toReachRegion");
  const { routePlan } = synthesized;
  const planned = (routePlan?.hops ?? []).some((hop) => hop.replica.region === region);
  if (routePlan !== undefined && !planned && !overridden(CATALOG, routePlan.overrides).regions.has(region)) {
    throw new Error(`There is no region "${region}". Use a region id such as "cn-east-3".`);
  }
  return answer(planned, `stack "${synthesized.stack}"`, `reach ${region}`, () => plannedText(synthesized));
}

const ARRIVED: readonly string[] = ["made", "kept"];

/** The forecast, or the simulation, takes no longer. Forecasts are to be read as "at least". */
export function toFinishWithin(received: unknown, span: Span): MatcherAnswer {
  onlyKnown("toFinishWithin", span, ["hours", "minutes"]);
  const bound = (span.hours ?? 0) * SECONDS_PER_HOUR + (span.minutes ?? 0) * SECONDS_PER_MINUTE;
  if (isSimulation(received)) return withinAnswer(received, bound);
  const synthesized = synthesizedOf(received, "toFinishWithin");
  const seconds = synthesized.routePlan?.forecast.durationSeconds;
  const takes = seconds === undefined ? "" : ` It takes at least ${formatDuration(seconds)}.`;
  return answer(
    seconds !== undefined && seconds <= bound,
    `stack "${synthesized.stack}"`,
    `finish within ${formatDuration(bound)}`,
    () => `${takes}${plannedText(synthesized)}`,
  );
}

function withinAnswer(simulation: Simulation, bound: number): MatcherAnswer {
  const { complete, elapsedSeconds, stack } = simulation;
  return answer(
    complete && elapsedSeconds <= bound,
    `the simulation of "${stack}"`,
    `finish within ${formatDuration(bound)}`,
    () => ` It took ${formatDuration(elapsedSeconds)}.\n\n${simulationText(simulation)}`,
  );
}

/** A misspelt key asks for nothing, and what asks for nothing is met by everything. Throws an Error that names it. */
function onlyKnown<T extends object>(matcher: string, given: T, keys: readonly (keyof T & string)[]): void {
  const strange = Object.keys(given).find((key) => !(keys as readonly string[]).includes(key));
  if (strange !== undefined)
    throw new Error(`${matcher} knows no "${strange}". It takes ${listed(keys, keys.length)}.`);
}

function answer(pass: boolean, who: string, what: string, instead: () => string): MatcherAnswer {
  return { pass, message: () => `Expected ${who} ${pass ? "not " : ""}to ${what}.${instead()}` };
}

/** The timetable, or why there is none. */
function plannedText(synthesized: SynthesizedStack): string {
  const { routePlan } = synthesized;
  if (routePlan === undefined) return ` Nothing is planned, since it has errors:\n\n${findingsTextOf(synthesized)}`;
  return ` It plans:\n\n${routePlanText(routePlan)}`;
}

function synthesizedOf(received: unknown, matcher: string): SynthesizedStack {
  if (isSynthesized(received)) return received;
  if (TerraformStack.isStack(received)) return synthesize(received);
  throw new Error(`${matcher} takes a stack, or what synthesize(stack) returns.`);
}
