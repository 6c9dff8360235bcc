// Parts of a fact sheet, by subject, and how they are put together.
import type { FactKey, FactSheet } from "../model";

/** The facts about some subjects: `FactsAbout<"key">` are all `key.*`. */
export type FactsAbout<Subject extends string> = Pick<FactSheet, Extract<FactKey, `${Subject}.${string}`>>;

type Together<Part> = (Part extends unknown ? (part: Part) => void : never) extends (whole: infer Whole) => void
  ? Whole
  : never;

/** All facts of the parts. A plain loop, since every admission does this, and spreading several such objects takes five times as long. */
export function together<Parts extends readonly object[]>(...parts: Parts): Together<Parts[number]> {
  const whole: Record<string, unknown> = {};
  for (const part of parts as readonly Readonly<Record<string, unknown>>[]) {
    for (const key in part) whole[key] = part[key];
  }
  return whole as Together<Parts[number]>;
}
