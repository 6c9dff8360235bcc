// The virtual clock: what the time is, what is due when, who holds a slot, and who waits for one.
import { anything, integer, sequence, text } from "../columns";
import { CachedTable } from "../cached-table";
import { SequenceTable, type Shape } from "../table";

/** A name and its value: the time, and where the region state was recorded. */
interface Entry {
  readonly name: string;
  readonly value: string | number;
}

export const META: Shape<Entry> = {
  table: "meta",
  columns: { name: text(), value: anything },
  key: ["name"],
};

export class Meta extends CachedTable<Entry> {
  /** 0 until it is set. */
  public number(name: "nowSeconds"): number {
    return (this.tryFind(name)?.value ?? 0) as number;
  }

  public setNumber(name: "nowSeconds", value: number): void {
    this.put({ name, value });
  }

  /** Empty until it is set. */
  public text(name: "complete" | "recordedAt" | "origin"): string {
    return (this.tryFind(name)?.value ?? "") as string;
  }

  public setText(name: "complete" | "recordedAt" | "origin", value: string): void {
    this.put({ name, value });
  }
}

/** A running job's end. */
export interface Event {
  readonly sequence: number;
  readonly atSeconds: number;
  /** The job's sequence. */
  readonly job: number;
}

export const EVENTS: Shape<Event> = {
  table: "events",
  columns: { sequence, atSeconds: integer, job: integer },
  key: ["sequence"],
  besides: [`CREATE INDEX events_by_time ON events (at_seconds, sequence)`],
};

const FIRST_DUE = "TRUE ORDER BY at_seconds, sequence";

export class Events extends SequenceTable<Event> {
  /** The event that is due first; of those due at one time, the one that was set first. */
  public next(): Event | undefined {
    return this.first(FIRST_DUE);
  }

  /** Takes the first event out, if it is due by then. */
  public takeNext(untilSeconds: number): Event | undefined {
    return this.take(
      `sequence = (SELECT sequence FROM events WHERE at_seconds <= ? AND ${FIRST_DUE} LIMIT 1)`,
      untilSeconds,
    );
  }
}

/** How many slots an account's running jobs hold. */
interface SlotUse {
  readonly account: string;
  readonly used: number;
}

export const SLOTS: Shape<SlotUse> = {
  table: "slots",
  columns: { account: text(), used: integer },
  key: ["account"],
};

export class Slots extends CachedTable<SlotUse> {
  public used(account: string): number {
    return this.tryFind(account)?.used ?? 0;
  }

  public set(account: string, used: number): void {
    this.put({ account, used });
  }
}

/** A job that waits for a slot, in order of arrival. */
interface Waiter {
  readonly sequence: number;
  readonly account: string;
  /** The job's sequence. */
  readonly job: number;
}

export const WAITING: Shape<Waiter> = {
  table: "waiting",
  columns: { sequence, account: text(), job: integer },
  key: ["sequence"],
  besides: [`CREATE INDEX waiting_by_account ON waiting (account, sequence)`],
};

export class Waiting extends SequenceTable<Waiter> {
  /** Takes the account's first waiter out of the queue. */
  public takeFirst(account: string): Waiter | undefined {
    return this.take("sequence = (SELECT MIN(sequence) FROM waiting WHERE account = ?)", account);
  }
}
