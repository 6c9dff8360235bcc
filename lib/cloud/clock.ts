// The cloud's clock: handles what is due, in order. Time moves only here.
import type { Store } from "../store";
import type { Runner } from "./runner";

/** A process that dies loses at most the events of one transaction, and the next one handles them again. */
const EVENTS_A_TRANSACTION = 100;

/**
 * Handles events that are due at `untilSeconds` or before, at most a transaction's worth, and tells whether there may be more. When
 * there are none left, time moves on to `arriveSeconds`, if that is later. Does nothing if `expectedJournalLength` is given and the journal
 * has another number of lines.
 */
export function step(
  state: Store,
  runner: Runner,
  untilSeconds: number,
  arriveSeconds: number,
  expectedJournalLength?: number,
): boolean {
  return state.transaction(() => {
    if (expectedJournalLength !== undefined && state.journal.count() !== expectedJournalLength) return false;
    const beganSeconds = state.meta.number("nowSeconds");
    let nowSeconds = beganSeconds;
    let handled = 0;
    for (; handled < EVENTS_A_TRANSACTION; handled += 1) {
      const event = state.events.takeNext(untilSeconds);
      if (event === undefined) {
        nowSeconds = Math.max(nowSeconds, arriveSeconds);
        break;
      }
      nowSeconds = Math.max(nowSeconds, event.atSeconds);
      runner.end(event.job, nowSeconds);
    }
    if (nowSeconds > beganSeconds) state.meta.setNumber("nowSeconds", nowSeconds);
    return handled === EVENTS_A_TRANSACTION;
  });
}
