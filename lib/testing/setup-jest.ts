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

/** Types of the matchers on `expect(…)`. */
export interface ReplicationMatchers<R> {
  /** Matches if a stack, or the result of `synthesize`, breaks the rule and no acknowledgement accepts it. */
  toBreakRule(rule: string): R;
  /** Matches if the route plan has a hop with this pattern. */
  toHaveHop(pattern: HopPattern): R;
  /** Matches if a replica is planned in the region; for a simulation, if one exists there at the end. */
  toReachRegion(region: string): R;
  /** Matches if the forecast, or the simulation, takes at most this long. */
  toFinishWithin(span: Span): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- Jest's own types are extended this way
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars -- the same parameters as Jest's
    interface Matchers<R, T = {}> extends ReplicationMatchers<R> {}
  }
}

/**
 * The matchers for `expect.extend`. This is not an interface, because Jest needs an index signature, which TypeScript does not infer for
 * interfaces.
 */
export type JestMatchers = {
  /** Matches if the rule is broken and no acknowledgement accepts it. */
  toBreakRule(received: unknown, rule: string): MatcherAnswer;
  /** Matches if the route plan has a hop with this pattern. */
  toHaveHop(received: unknown, pattern: HopPattern): MatcherAnswer;
  /** Matches if a replica is planned in the region; for a simulation, if one exists there at the end. */
  toReachRegion(received: unknown, region: string): MatcherAnswer;
  /** Matches if the forecast, or the simulation, takes at most this long. */
  toFinishWithin(received: unknown, span: Span): MatcherAnswer;
};

/** The matchers, for `expect.extend` of your own `expect`. */
export const matchers: JestMatchers = { toBreakRule, toHaveHop, toReachRegion, toFinishWithin };

/** The part of `expect` that `setupJest` uses. */
export interface Extendable {
  /** Adds matchers. */
  extend(more: JestMatchers): void;
  /** Adds a snapshot serializer. */
  addSnapshotSerializer(serializer: typeof timetable): void;
}

/**
 * Adds the matchers and the snapshot serializer to `expect`, by default Jest's global one. Pass the `expect` of `@jest/globals` if globals are
 * disabled.
 */
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
