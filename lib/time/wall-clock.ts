// The only place that reads the machine's clock or sets a timer.
import { setImmediate } from "node:timers/promises";

/** Milliseconds on a clock that never goes back; only differences mean anything. */
export function wallMilliseconds(): number {
  return performance.now();
}

/** Milliseconds since 1970 on the machine's clock: for moments that several processes compare. */
export function epochMilliseconds(): number {
  return Date.now();
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Calls back again and again; does not keep the process running.
 * @returns what ends the calls
 */
export function every(milliseconds: number, then: () => void): () => void {
  const timer = setInterval(then, milliseconds).unref();
  return () => {
    clearInterval(timer);
  };
}

/**
 * Until the event loop has taken a turn: what waits for one, such as the memory of databases that were closed, gets it. Timers that a test
 * suite has put in the place of Node's do not hold it up.
 */
export function yieldToEventLoop(): Promise<void> {
  return setImmediate();
}
