// What a transaction has read of a table, and what it is to write there: kept in memory until it ends, since in it nobody else writes.
// A statement costs as much as the rest of an event, and the same few rows are read and written at every one.
import type { SqlValue } from "./database";
import { Table } from "./table";

/** A part of the store that keeps something while a transaction lasts. */
export interface TransactionCache {
  /** A transaction has begun: what others wrote before is there to be read. */
  onBegin(): void;
  /** Writes what has been kept. */
  flush(): void;
  /** The transaction has ended, well or not: nothing is kept. */
  onEnd(): void;
}

/** For tables of few rows that are asked for by key. */
export class CachedTable<R extends object> extends Table<R> implements TransactionCache {
  /** Undefined outside of transactions. */
  private memory: Map<string, R | undefined> | undefined;
  private readonly unwritten = new Map<string, R>();

  public onBegin(): void {
    this.memory = new Map();
  }

  public flush(): void {
    for (const record of this.unwritten.values()) super.put(record);
    this.unwritten.clear();
  }

  public onEnd(): void {
    this.memory = undefined;
    this.unwritten.clear();
  }

  public override tryFind(...key: readonly SqlValue[]): R | undefined {
    if (this.memory === undefined) return super.tryFind(...key);
    const text = JSON.stringify(key);
    if (!this.memory.has(text)) this.memory.set(text, super.tryFind(...key));
    return this.memory.get(text);
  }

  public override put(record: R): void {
    if (this.memory === undefined) {
      super.put(record);
      return;
    }
    const text = JSON.stringify(this.keyOf(record));
    this.memory.set(text, record);
    this.unwritten.set(text, record);
  }

  /** Nothing is to be known or written any more of the record with this key. */
  protected forget(...key: readonly SqlValue[]): void {
    const text = JSON.stringify(key);
    this.memory?.set(text, undefined);
    this.unwritten.delete(text);
  }

  public override all(): readonly R[] {
    this.flush();
    return super.all();
  }
}
