// Quantities and how they read: sizes in GiB, time in whole seconds. Other units exist only at the edges.

export const BYTES_PER_GIB = 1024 ** 3;
export const SECONDS_PER_MINUTE = 60;
export const SECONDS_PER_HOUR = 3600;

/** A size as people read it: `140 GiB`, `1.5 GiB`, at most two decimals, never rounded across a bound. */
export function formatGib(sizeGib: number): string {
  return `${formatDecimal(sizeGib)} GiB`;
}

/** At most two decimals when that loses nothing, else the number in full: 128.001 must not read as 128. */
export function formatDecimal(value: number): string {
  const short = Number(value.toFixed(2));
  // What sums of fractions are off by; a byte in GiB, 9e-10, is more.
  const noise = Math.max(1e-10, Math.abs(value) * 5e-13);
  return String(Math.abs(short - value) < noise ? short : value);
}

/** Money as people read it, in whole hundredths: `12.30 CNY`. */
export function formatMoney(amount: number, currency: string): string {
  return `${amount.toFixed(2)} ${currency}`;
}

/** A duration as people read it: `45 s`, `12 min`, `21 h 20 min`, `3 d 4 h`. */
export function formatDuration(durationSeconds: number): string {
  if (durationSeconds < SECONDS_PER_MINUTE) return `${formatDecimal(durationSeconds)} s`;
  const minutes = Math.round(durationSeconds / SECONDS_PER_MINUTE);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 72) return joinUnits(Math.floor(hours / 24), "d", hours % 24, "h");
  return joinUnits(hours, "h", minutes % 60, "min");
}

function joinUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const head = `${String(large)} ${largeUnit}`;
  return small === 0 ? head : `${head} ${String(small)} ${smallUnit}`;
}
