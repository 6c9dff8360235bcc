// The `timeouts` block: how long Terraform is to wait for a resource, in virtual time.
import { goDurationSeconds, SECONDS_PER_HOUR, UsageError } from "../../values";
import { isObject, type ValueObject } from "../codec/value";
import type { Schema } from "./schema";
import { textOr } from "./session";

/** Seconds of a duration such as `22h` or `1h30m`. Throws a UsageError for any other text. */
function secondsOf(duration: string): number {
  const seconds = goDurationSeconds(duration);
  if (seconds !== undefined) return seconds;
  throw new UsageError(`timeouts: "${duration}" is no duration. Write one as "22h" or "1h30m".`);
}

/** Seconds that a create may take: what the resource says, else the vendor's default. */
export function createSeconds(values: ValueObject, schema: Schema): number {
  const told = isObject(values.timeouts) ? textOr(values.timeouts.create, undefined) : undefined;
  return told === undefined ? (schema.timeouts_default_seconds?.create ?? SECONDS_PER_HOUR) : secondsOf(told);
}
