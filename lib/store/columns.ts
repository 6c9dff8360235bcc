// Columns: how one member of a record is stored. Lists and small structures are JSON text; all else is a column of its own type.
import { canonicalJson } from "../values";
import type { SqlValue } from "./database";

export interface Column<V> {
  /** Its type and constraints in SQL. */
  readonly type: string;
  readonly encode: (value: V) => SqlValue;
  readonly decode: (stored: SqlValue) => V;
}

export function text<V extends string = string>(): Column<V> {
  return { type: "TEXT NOT NULL", encode: (value) => value, decode: (stored) => stored as V };
}

export function textOrNull<V extends string = string>(): Column<V | null> {
  return { type: "TEXT", encode: (value) => value, decode: (stored) => stored as V | null };
}

/** Text of an optional member. */
export const textOrNone: Column<string | undefined> = {
  type: "TEXT",
  encode: (value) => value ?? null,
  decode: (stored) => (stored === null ? undefined : (stored as string)),
};

export const integer: Column<number> = {
  type: "INTEGER NOT NULL",
  encode: (value) => value,
  decode: (stored) => stored as number,
};

export const integerOrNull: Column<number | null> = {
  type: "INTEGER",
  encode: (value) => value,
  decode: (stored) => stored as number | null,
};

export const real: Column<number> = {
  type: "REAL NOT NULL",
  encode: (value) => value,
  decode: (stored) => stored as number,
};

export const flag: Column<boolean> = {
  type: "INTEGER NOT NULL",
  encode: (value) => (value ? 1 : 0),
  decode: (stored) => stored === 1,
};

/** A number that the database gives, one more than the highest so far: it keeps the order of arrival. */
export const sequence: Column<number> = {
  type: "INTEGER PRIMARY KEY",
  encode: (value) => value,
  decode: (stored) => stored as number,
};

/** Text or a number, as it was put. */
export const anything: Column<string | number> = {
  type: "ANY NOT NULL",
  encode: (value) => value,
  decode: (stored) => stored as string | number,
};

export function json<V>(): Column<V> {
  return {
    type: "TEXT NOT NULL",
    encode: (value) => canonicalJson(value),
    decode: (stored) => JSON.parse(stored as string) as V,
  };
}
