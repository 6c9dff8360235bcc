// What callers leave for each other beside the region state: what was made for whom, so that a caller that died before it could note
// the answer finds it again and makes it once; and when the latest request came, so that time moves only when nobody asks any more.
import { flag, integer, text, textOrNull } from "../columns";
import { Table, type Shape } from "../table";

export interface Attachment {
  /** What was asked for: equal asks have equal digests. */
  readonly request: string;
  /** Tells equal asks apart that were in flight together, from 0. */
  readonly number: number;
  /** What it made. */
  readonly madeId: string;
  /** Who asked last; it may have died since. */
  readonly holder: string | null;
  /** Whether a caller has shown since that it knows what was made. */
  readonly isNoted: boolean;
}

export const ATTACHMENTS: Shape<Attachment> = {
  table: "attachments",
  columns: { request: text(), number: integer, madeId: text(), holder: textOrNull(), isNoted: flag },
  key: ["request", "number"],
  besides: [`CREATE INDEX attachments_by_made ON attachments (made_id)`],
};

export class Attachments extends Table<Attachment> {
  /** What equal asks have made, in their order. */
  public of(request: string): readonly Attachment[] {
    return this.select("request = ? ORDER BY number", request);
  }

  public has(madeId: string): boolean {
    return this.first("made_id = ?", madeId) !== undefined;
  }

  public note(madeId: string): void {
    this.update("is_noted = 1 WHERE made_id = ? AND is_noted = 0", madeId);
  }
}

interface Activity {
  /** `request`, or the holder whose process wrote it. */
  readonly name: string;
  readonly epochMs: number;
}

export const PULSE: Shape<Activity> = {
  table: "pulse",
  columns: { name: text(), epochMs: integer },
  key: ["name"],
};

export class ActivityRecord extends Table<Activity> {
  /** Milliseconds since 1970 of the latest request that may start a job, by whichever process; 0 when there was none. */
  public get lastRequestEpochMs(): number {
    return this.tryFind("request")?.epochMs ?? 0;
  }

  public beat(epochMs: number): void {
    this.put({ name: "request", epochMs });
  }

  /** Milliseconds since 1970 of a holder's latest heartbeat; 0 when there is none. */
  public heartbeatOf(holder: string): number {
    return this.tryFind(holder)?.epochMs ?? 0;
  }

  /** Records a holder's heartbeat, and removes those of holders that stopped before `staleEpochMs`. */
  public recordHeartbeat(holder: string, epochMs: number, staleEpochMs: number): void {
    this.removeWhere("name <> 'request' AND epoch_ms < ?", staleEpochMs);
    this.put({ name: holder, epochMs });
  }
}
