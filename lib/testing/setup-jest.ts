// How Jest learns of the matchers and the serializer, and TypeScript of the matchers.
import {
  toBreakRule,
  toFinishWithin,
  toHaveHop,
  toReachRegion,
  type HopPattern,
  type MatcherAnswer,
  type Span,
} from "./matchers";
import { timetable } from "./timetable";

/** The matchers as TypeScript sees them on `expect(…)`. */
export interface ReplicationMatchers<R> {
  /** Takes a stack, or what `synthesize` returns: the rule is broken, and nobody acknowledges it. */
  toBreakRule(rule: string): R;
  /** The route plan has a hop like that. */
  toHaveHop(pattern: HopPattern): R;
  /** A replica is planned in the region; of a simulation: one is there at the end. */
  toReachRegion(region: string): R;
  /** The forecast, or the simulation, takes no longer. */
  toFinishWithin(span: Span): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Jest's own types are extended this way
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- the same parameters as Jest's
    interface Matchers<R, T = {}> extends ReplicationMatchers<R> {}
  }
}

/** The matchers as `expect.extend` takes them. No interface: Jest looks up any name in it, which TypeScript does not grant of one. */
export type JestMatchers = {
  /** The rule is broken, and nobody acknowledges it. */
  toBreakRule(received: unknown, rule: string): MatcherAnswer;
  /** The route plan has a hop like that. */
  toHaveHop(received: unknown, pattern: HopPattern): MatcherAnswer;
  /** A replica is planned in the region; of a simulation: one is there at the end. */
  toReachRegion(received: unknown, region: string): MatcherAnswer;
  /** The forecast, or the simulation, takes no longer. */
  toFinishWithin(received: unknown, span: Span): MatcherAnswer;
};

/** The matchers, for an `expect` of your own. */
export const matchers: JestMatchers = { toBreakRule, toHaveHop, toReachRegion, toFinishWithin };

/** What of `expect` is needed. */
export interface Extendable {
  /** Takes the matchers. */
  extend(more: JestMatchers): void;
  /** Takes the serializer. */
  addSnapshotSerializer(serializer: typeof timetable): void;
}

/** Adds matchers and serializer. Without `expect`, Jest's global one is taken: pass the one of `@jest/globals` where globals are off. */
export function setupJest(expect: Extendable = globalExpect()): void {
  expect.extend(matchers);
  expect.addSnapshotSerializer(timetable);
}

declare const expect: unknown;

function globalExpect(): Extendable {
  if (typeof expect === "undefined")
    throw new Error("setupJest() is for Jest: call it in a test, or in a setup file of it.");
  return expect as Extendable;
}
