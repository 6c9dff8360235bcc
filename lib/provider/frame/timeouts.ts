// The `timeouts` block: how long Terraform is to wait for a resource, in virtual time.
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE, UsageError } from "../../values";
import { isObject, type ValueObject } from "../codec/value";
import type { Schema } from "./schema";
import { textOr } from "./session";

const UNITS: Readonly<Record<string, number>> = {
  h: SECONDS_PER_HOUR,
  m: SECONDS_PER_MINUTE,
  s: 1,
  ms: 0.001,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};
const PART = /(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/gu;

/** Seconds of a duration such as `22h` or `1h30m`. Throws a UsageError for any other text. */
function secondsOf(duration: string): number {
  const parts = [...duration.matchAll(PART)];
  if (parts.length === 0 || parts.map(([all]) => all).join("") !== duration) {
    throw new UsageError(`timeouts: "${duration}" is no duration. Write one as "22h" or "1h30m".`);
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? "s"] ?? 1), 0);
}

/** Seconds that a create may take: what the resource says, else the vendor's default. */
export function createSeconds(values: ValueObject, schema: Schema): number {
  const told = isObject(values.timeouts) ? textOr(values.timeouts.create, undefined) : undefined;
  return told === undefined ? (schema.timeouts_default_seconds?.create ?? SECONDS_PER_HOUR) : secondsOf(told);
}
