// How virtual time passes for people who watch: at once, scaled, or only when a test says so.
import { sleep, wallMilliseconds } from "./wall-clock";

/** Waits, in real time, until virtual time may move to `seconds`. */
export interface Pacing {
  /** Whether it never waits: then nobody watches single events. */
  readonly atOnce?: boolean;
  /** Resolves to the virtual second that may be reached now: `seconds`, or less when only part of the way is due. */
  towards(nowSeconds: number, seconds: number): Promise<number>;
}

/** Time never waits: the default. */
export function instantPacing(): Pacing {
  return { atOnce: true, towards: (_now, seconds) => Promise.resolve(seconds) };
}

/** `speed` virtual seconds pass in each real second, shown in frames of `frameMs` so that progress can be drawn. */
export function scaledPacing(speed: number, frameMs = 100): Pacing {
  if (!(speed > 0)) throw new RangeError("a clock's speed must be more than 0 virtual seconds a second");
  let anchor: { realMs: number; virtualSeconds: number } | undefined;
  return {
    async towards(nowSeconds, seconds) {
      anchor ??= { realMs: wallMilliseconds(), virtualSeconds: nowSeconds };
      const dueAt = anchor.realMs + ((seconds - anchor.virtualSeconds) / speed) * 1000;
      const left = dueAt - wallMilliseconds();
      if (left <= 0) return seconds;
      await sleep(Math.min(left, frameMs));
      if (left <= frameMs) return seconds;
      const passed = Math.floor(((wallMilliseconds() - anchor.realMs) / 1000) * speed);
      return Math.min(seconds, Math.max(nowSeconds, anchor.virtualSeconds + passed));
    },
  };
}
