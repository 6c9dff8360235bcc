// What is kept of what happened: the meter, which only grows, and the journal, one line of canonical JSON for each event.
import { integer, real, sequence, text } from "../columns";
import { SequenceTable, Table, type Shape } from "../table";

/** How much of one kind an account has moved or stored, in GiB. */
export interface MeterReading {
  readonly kind: string;
  readonly account: string;
  readonly fromRegion: string;
  readonly toRegion: string;
  readonly gib: number;
}

export const METER: Shape<MeterReading> = {
  table: "meter",
  columns: { kind: text(), account: text(), fromRegion: text(), toRegion: text(), gib: real },
  key: ["kind", "account", "fromRegion", "toRegion"],
};

export class Meter extends Table<MeterReading> {
  public add(reading: MeterReading): void {
    const change = "ON CONFLICT (kind, account, from_region, to_region) DO UPDATE SET gib = gib + excluded.gib";
    this.database.statement(`${this.insertion} ${change}`).run(this.encode(reading));
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

export class Journal extends SequenceTable<JournalLine> {
  /** Lines after the given number of lines, in order. */
  public lines(after = 0): readonly string[] {
    return this.select("sequence > ? ORDER BY sequence", after).map(({ line }) => line);
  }
}
