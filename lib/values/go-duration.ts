// Durations as Go writes them, which Terraform takes in `timeouts`: `90m`, `1h30m`, `1.5h`.
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "./quantities";

const UNITS: Readonly<Record<string, number>> = {
  h: SECONDS_PER_HOUR,
  m: SECONDS_PER_MINUTE,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  // The micro sign, and the Greek letter.
  "\u00b5s": 1e-6,
  "\u03bcs": 1e-6,
  ns: 1e-9,
};

const PART = /(\d+\.?\d*|\.\d+)(h|ms|m|s|us|\u00b5s|\u03bcs|ns)/gu;

/** Seconds of a duration; undefined where Go would refuse the text. */
export function goDurationSeconds(text: string): number | undefined {
  const [, sign = "", amounts = ""] = /^([-+]?)(.*)$/su.exec(text) ?? [];
  if (amounts === "0") return 0;
  const parts = [...amounts.matchAll(PART)];
  if (parts.length === 0 || parts.map(([all]) => all).join("") !== amounts) return undefined;
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? "s"] ?? 1), 0);
  return sign === "-" ? -seconds : seconds;
}
