// What is kept of what happened: the meter, which only grows, and the journal, one line of canonical JSON for each event.
import { integer, real, sequence, text } from "../columns";
import type { SqlValue } from "../database";
import { CachedTable, type TransactionCache } from "../cached-table";
import { SequenceTable, type Shape } from "../table";

/** Metered GiB of one kind of charge, for an account and a pair of regions. */
export interface MeterReading {
  /** Kind of the charge: `obs-traffic`, `cbr-traffic`, `backup-space`, `obs-download` or `object-space`. */
  readonly kind: string;
  /** Account that is charged. */
  readonly account: string;
  /** Source region of the data. */
  readonly fromRegion: string;
  /** Target region of the data, or the region that stores it. */
  readonly toRegion: string;
  /** Amount in GiB. */
  readonly gib: number;
}

export const METER: Shape<MeterReading> = {
  table: "meter",
  columns: { kind: text(), account: text(), fromRegion: text(), toRegion: text(), gib: real },
  key: ["kind", "account", "fromRegion", "toRegion"],
};

export class Meter extends CachedTable<MeterReading> {
  public add(reading: MeterReading): void {
    const { kind, account, fromRegion, toRegion, gib } = reading;
    const before = this.tryFind(kind, account, fromRegion, toRegion)?.gib ?? 0;
    this.put({ ...reading, gib: before + gib });
  }
}

interface JournalLine {
  readonly sequence: number;
  readonly atSeconds: number;
  readonly line: string;
}

export const JOURNAL: Shape<JournalLine> = {
  table: "journal",
  columns: { sequence, atSeconds: integer, line: text() },
  key: ["sequence"],
};

/** Lines that one statement writes. */
const LINES_AT_ONCE = 50;

export class Journal extends SequenceTable<JournalLine> implements TransactionCache {
  private unwritten: SqlValue[] | undefined;

  public onBegin(): void {
    this.unwritten = [];
  }

  /** Adds a line: in a transaction with the others of it, at its end. */
  public add(atSeconds: number, line: string): void {
    if (this.unwritten === undefined) this.append({ atSeconds, line });
    else this.unwritten.push(atSeconds, line);
  }

  public flush(): void {
    const values = this.unwritten ?? [];
    while (values.length > 0) {
      const lines = Math.min(LINES_AT_ONCE, values.length / 2);
      // Of two sizes only, so that there are two statements to prepare.
      const together = lines < LINES_AT_ONCE ? 1 : LINES_AT_ONCE;
      const marks = Array.from({ length: together }, () => "(?, ?)").join(", ");
      this.database
        .statement(`INSERT INTO journal (at_seconds, line) VALUES ${marks}`)
        .run(values.splice(0, 2 * together));
    }
  }

  public onEnd(): void {
    this.unwritten = undefined;
  }

  /** Lines after the given number of lines, in order. */
  public lines(after = 0): readonly string[] {
    this.flush();
    return this.select("sequence > ? ORDER BY sequence", after).map(({ line }) => line);
  }

  /** Lines are removed all at once or not: the number of the last tells, without counting them at every step of the clock. */
  public override count(): number {
    this.flush();
    return this.database.statement("SELECT COALESCE(MAX(sequence), 0) FROM journal").get()?.[0] as number;
  }
}
