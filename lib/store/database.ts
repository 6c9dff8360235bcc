// The database package as the store uses it: synchronous, rows as arrays, each statement prepared once. Only this file knows it.
import Libsql from "libsql";

export type SqlValue = string | number | null;
export type SqlRow = readonly SqlValue[];

/** A prepared statement. */
export interface Statement {
  /** Runs it, and tells the number of changed rows and the last row id given. */
  run(values?: readonly SqlValue[]): { readonly changes: number; readonly lastRowId: number };
  get(values?: readonly SqlValue[]): SqlRow | undefined;
  all(values?: readonly SqlValue[]): readonly SqlRow[];
}

/** A connection to one database file, or to one in memory. */
export class Database {
  private readonly connection: Libsql.Database;
  private readonly statements = new Map<string, Statement>();

  public constructor(file: string, busyTimeoutMs: number) {
    this.connection = new Libsql(file);
    // First of all: without it, processes that open a new file at the same time fail on the switch to WAL.
    this.connection.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }

  public get inTransaction(): boolean {
    return this.connection.inTransaction;
  }

  /** Runs statements that give no rows. */
  public exec(sql: string): void {
    this.connection.exec(sql);
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
    this.connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.abandon();
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

function prepared(connection: Libsql.Database, sql: string): Statement {
  const statement = connection.prepare(sql);
  // Arrays, since the package adds a member of its own to rows that are objects.
  if (statement.reader) statement.raw(true);
  return {
    run: (values = []) => {
      const { changes, lastInsertRowid } = statement.run(values);
      return { changes, lastRowId: Number(lastInsertRowid) };
    },
    get: (values = []) => statement.get(values) as SqlRow | undefined,
    all: (values = []) => statement.all(values) as readonly SqlRow[],
  };
}
