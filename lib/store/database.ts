// The database package as the store uses it: synchronous, rows as arrays, each statement prepared once. Only this file knows it.
import type Libsql from "libsql";
import { textFault, UsageError } from "../values";

/** Whether the package is installed, which is an optional dependency: only what reads or changes region state needs it. */
export function isDatabaseInstalled(): boolean {
  try {
    require.resolve("libsql");
    return true;
  } catch {
    return false;
  }
}

export type SqlValue = string | number | null;
export type SqlRow = readonly SqlValue[];

/** A prepared statement. */
export interface Statement {
  /** Runs it, and tells the number of changed rows and the last row id given. */
  run(values?: readonly SqlValue[]): { readonly changes: number; readonly lastRowId: number };
  get(values?: readonly SqlValue[]): SqlRow | undefined;
  all(values?: readonly SqlValue[]): readonly SqlRow[];
}

export interface DatabaseOptions {
  readonly busyTimeoutMs: number;
  /** Called around every commit, with its number. */
  readonly onCommit?: CommitHook;
  /** The file grows to no more pages than this, as if the disk were full then. */
  readonly mostPages?: number;
}

/** `before`: nothing of the transaction is kept if the process dies now; `after`: all of it is. Commits count from 1. */
export type CommitHook = (count: number, phase: "before" | "after") => void;

/** Each failed one means that another process has used the file in the instant between: a hundred in a row are no crowd. */
const MOST_SWITCHES = 100;

/** A connection to one database file, or to one in memory. */
export class Database {
  private readonly connection: Libsql.Database;
  private readonly statements = new Map<string, Statement>();
  private readonly onCommit: CommitHook;
  private commits = 0;

  public constructor(file: string, { busyTimeoutMs, mostPages, onCommit = () => undefined }: DatabaseOptions) {
    this.connection = new (loaded())(file);
    this.onCommit = onCommit;
    // First of all: without it, processes that open a new file at the same time fail on the switch to WAL.
    this.connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    if (mostPages !== undefined) this.connection.exec(`PRAGMA max_page_count = ${mostPages}`);
  }

  public get inTransaction(): boolean {
    return this.connection.inTransaction;
  }

  /** Runs statements that give no rows. */
  public exec(sql: string): void {
    this.connection.exec(sql);
  }

  /** Switches the file to a write-ahead log. The package does not wait for who uses the file at that moment, so this does. */
  public keepLog(): void {
    for (let tries = 1; ; tries += 1) {
      try {
        this.connection.exec("PRAGMA journal_mode = WAL");
        return;
      } catch (error) {
        if (!isBusy(error) || tries === MOST_SWITCHES) throw error;
      }
      // Waits until nobody uses the file, as long as any statement waits.
      this.connection.exec("BEGIN EXCLUSIVE");
      this.connection.exec("COMMIT");
    }
  }

  public commit(): void {
    const count = (this.commits += 1);
    this.onCommit(count, "before");
    this.statement("COMMIT").run();
    this.onCommit(count, "after");
  }

  /** Some errors, such as a full disk, have rolled back already. */
  public rollback(): void {
    if (this.inTransaction) this.exec("ROLLBACK");
  }

  /** The statement of this text, prepared at its first use. */
  public statement(sql: string): Statement {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = prepared(this.connection, sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }

  /**
   * Ends the connection. The package really closes it only when its statements are collected, so what is in the log is put into the
   * file here: somebody may copy the file alone. When another process is using the file, its own close will do that.
   */
  public close(): void {
    this.connection.exec("PRAGMA busy_timeout = 0");
    try {
      this.connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      // Then the log stays beside the file, and whoever opens it next reads both.
      if (!isOutOfRoom(error)) throw error;
    } finally {
      this.abandon();
    }
  }

  /** Ends the connection to a file that is not to be touched. */
  public abandon(): void {
    this.statements.clear();
    this.connection.close();
  }
}

/** The package's error code, such as `SQLITE_BUSY`; empty when the error is none of the package's. */
export function sqlErrorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

export function isBusy(error: unknown): boolean {
  return sqlErrorCode(error).startsWith("SQLITE_BUSY");
}

/** Whether the disk, or what the user may have of it, is full. */
export function isOutOfRoom(error: unknown): boolean {
  return ROOM_CODES.some((code) => sqlErrorCode(error).startsWith(code));
}

/** Of the database, which cannot always tell why a write or the growth of a file failed; and of Node itself. */
const ROOM_CODES = [
  "SQLITE_FULL",
  "SQLITE_IOERR_WRITE",
  "SQLITE_IOERR_SHMSIZE",
  "SQLITE_IOERR_TRUNCATE",
  "ENOSPC",
  "EDQUOT",
];

/** What the package throws when it or its native part is not installed, as a sentence. */
function missing(error: unknown): unknown {
  if (!(error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND")) return error;
  return new UsageError(
    `the simulated cloud needs the optional package libsql, which is not installed. Run "npm install --include=optional".`,
  );
}

/** Its native part is loaded at the first use: a plugin that is only asked for its schemas never needs it. */
function loaded(): typeof Libsql {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy on purpose
    return require("libsql") as typeof Libsql;
  } catch (error) {
    throw missing(error);
  }
}

function prepared(connection: Libsql.Database, sql: string): Statement {
  const statement = connection.prepare(sql);
  // Arrays, since the package adds a member of its own to rows that are objects.
  if (statement.reader) statement.raw(true);
  return {
    run: (values = []) => {
      const { changes, lastInsertRowid } = statement.run(storable(values));
      return { changes, lastRowId: Number(lastInsertRowid) };
    },
    get: (values = []) => statement.get(storable(values)) as SqlRow | undefined,
    all: (values = []) => statement.all(storable(values)) as readonly SqlRow[],
  };
}

/** The package changes such text without a word, and then finds or replaces the record of another. */
function storable(values: readonly SqlValue[]): readonly SqlValue[] {
  for (const value of values) {
    const fault = typeof value === "string" ? textFault(value) : undefined;
    if (fault !== undefined) throw new UsageError(`the text ${JSON.stringify(value)} ${fault}.`);
  }
  return values;
}
