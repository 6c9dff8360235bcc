// A table: records of one shape in the database, found by their key and listed in its order.
import type { Column } from "./columns";
import type { Database, SqlRow, SqlValue, Statement } from "./database";

/** What a table holds. A member without a column fails the build. */
export interface Shape<R extends object> {
  readonly table: string;
  readonly columns: { readonly [K in keyof R]-?: Column<R[K]> };
  /** The members that tell records apart; a table whose key is `sequence` numbers its records itself. */
  readonly key: readonly (keyof R & string)[];
  /** Rows lie in order of arrival instead of in that of keys: for wide rows whose keys are hashes, which would scatter them. */
  readonly heap?: boolean;
  /** Indexes and triggers, in SQL. */
  readonly besides?: readonly string[];
}

/** `sizeGib` is stored as `size_gib`. */
export function columnName(member: string): string {
  return `"${member.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)}"`;
}

/** The statements that make a table. */
export function definition<R extends object>({ table, columns, key, heap, besides = [] }: Shape<R>): readonly string[] {
  const byName: Readonly<Record<string, unknown>> = columns;
  const members = Object.entries(byName).map(
    ([name, column]) => `${columnName(name)} ${(column as Column<never>).type}`,
  );
  const numbered = key[0] === "sequence";
  const primary = numbered ? [] : [`PRIMARY KEY (${key.map(columnName).join(", ")})`];
  const options = numbered || heap === true ? "STRICT" : "STRICT, WITHOUT ROWID";
  return [`CREATE TABLE "${table}" (${[...members, ...primary].join(", ")}) ${options}`, ...besides];
}

export class Table<R extends object> {
  private readonly members: readonly (keyof R & string)[];
  private readonly columns: readonly Column<R[keyof R]>[];
  private readonly names: string;
  protected readonly insertion: string;
  private readonly upsertion: string;
  private readonly byKey: string;
  private readonly order: string;
  private readonly statements = {
    first: new Map<string, Statement>(),
    select: new Map<string, Statement>(),
    update: new Map<string, Statement>(),
    take: new Map<string, Statement>(),
    remove: new Map<string, Statement>(),
  };

  public constructor(
    protected readonly database: Database,
    private readonly shape: Shape<R>,
  ) {
    this.members = Object.keys(shape.columns) as (keyof R & string)[];
    const columns: Readonly<Record<string, unknown>> = shape.columns;
    this.columns = this.members.map((member) => columns[member] as Column<R[keyof R]>);
    this.names = this.members.map(columnName).join(", ");
    const key = shape.key.map(columnName);
    const others = this.members.filter((member) => !shape.key.includes(member)).map(columnName);
    const marks = this.members.map(() => "?").join(", ");
    const change =
      others.length === 0 ? "NOTHING" : `UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(", ")}`;
    this.insertion = `INSERT INTO "${shape.table}" (${this.names}) VALUES (${marks})`;
    this.upsertion = `INSERT INTO "${shape.table}" (${this.names}) VALUES (${marks}) ON CONFLICT (${key.join(", ")}) DO ${change}`;
    this.byKey = key.map((name) => `${name} = ?`).join(" AND ");
    this.order = key.join(", ");
  }

  public get name(): string {
    return this.shape.table;
  }

  /** Adds a record; false, and nothing changed, when one has its key. */
  public tryInsert(record: R): boolean {
    return this.database.statement(`${this.insertion} ON CONFLICT DO NOTHING`).run(this.encode(record)).changes === 1;
  }

  /** Adds a record, or replaces the one that has its key. */
  public put(record: R): void {
    this.database.statement(this.upsertion).run(this.encode(record));
  }

  public tryFind(...key: readonly SqlValue[]): R | undefined {
    return this.first(this.byKey, ...key);
  }

  /** All records, in the order of their keys. */
  public all(): readonly R[] {
    return this.select(`TRUE ORDER BY ${this.order}`);
  }

  public count(): number {
    return this.database.statement(`SELECT COUNT(*) FROM "${this.name}"`).get()?.[0] as number;
  }

  /** All rows as they are stored, by column: for snapshots. */
  public stored(): readonly Readonly<Record<string, SqlValue>>[] {
    const names = this.members.map((member) => columnName(member).replaceAll('"', ""));
    const rows = this.database.statement(`SELECT ${this.names} FROM "${this.name}" ORDER BY ${this.order}`).all();
    return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? null])));
  }

  /** Removes all records. */
  public clear(): void {
    this.database.exec(`DELETE FROM "${this.name}"`);
  }

  /** The first record where the SQL condition holds, which may end in an order. */
  protected first(where: string, ...values: readonly SqlValue[]): R | undefined {
    const row = this.cached("first", where, () => `${this.selection(where)} LIMIT 1`).get(values);
    return row === undefined ? undefined : this.decode(row);
  }

  /** The records where the SQL condition holds, which may end in an order. */
  protected select(where: string, ...values: readonly SqlValue[]): readonly R[] {
    const rows = this.cached("select", where, () => this.selection(where)).all(values);
    return rows.map((row) => this.decode(row));
  }

  /** Sets columns of some records: `status = ? WHERE id = ?`. */
  protected update(change: string, ...values: readonly SqlValue[]): void {
    this.cached("update", change, () => `UPDATE "${this.name}" SET ${change}`).run(values);
  }

  /** Removes the records where the SQL condition holds. */
  protected removeWhere(where: string, ...values: readonly SqlValue[]): void {
    this.cached("remove", where, () => `DELETE FROM "${this.name}" WHERE ${where}`).run(values);
  }

  /** Removes the one record where the SQL condition holds, and gives it. */
  protected take(where: string, ...values: readonly SqlValue[]): R | undefined {
    const sql = (): string => `DELETE FROM "${this.name}" WHERE ${where} RETURNING ${this.names}`;
    // All rows, though there is one: a statement that is left in the middle of its rows keeps the transaction open.
    const [row] = this.cached("take", where, sql).all(values);
    return row === undefined ? undefined : this.decode(row);
  }

  protected keyOf(record: R): readonly unknown[] {
    return this.shape.key.map((member) => record[member]);
  }

  protected encode(record: Partial<R>): readonly SqlValue[] {
    return this.columns.map((column, index) => {
      const value = record[this.members[index] as keyof R];
      return value === undefined ? null : column.encode(value);
    });
  }

  /** The statement of a use and a text. Composing its whole text at each call would take as long as many a statement itself. */
  private cached(use: keyof typeof this.statements, text: string, sql: () => string): Statement {
    let statement = this.statements[use].get(text);
    if (statement === undefined) {
      statement = this.database.statement(sql());
      this.statements[use].set(text, statement);
    }
    return statement;
  }

  private selection(where: string): string {
    return `SELECT ${this.names} FROM "${this.name}" WHERE ${where}`;
  }

  private decode(row: SqlRow): R {
    const record: Partial<R> = {};
    this.columns.forEach((column, index) => {
      record[this.members[index] as keyof R] = column.decode(row[index] ?? null);
    });
    return record as R;
  }
}

/** A table that numbers its records in the order in which they come. */
export class SequenceTable<R extends { readonly sequence: number }> extends Table<R> {
  /** Adds a record, and gives its number: one more than the highest there is. */
  public append(record: Omit<R, "sequence">): number {
    // No number yet is stored as NULL, for which the database puts the next one.
    return this.database.statement(this.insertion).run(this.encode(record as Partial<R>)).lastRowId;
  }
}
