// The only place that reads the machine's clock or sets a timer.

/** Milliseconds on a clock that never goes back; only differences mean anything. */
export function wallMilliseconds(): number {
  return performance.now();
}

/** Milliseconds since 1970 on the machine's clock: for moments that several processes compare. */
export function epochMilliseconds(): number {
  return Date.now();
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
