// Virtual time: whole seconds since the region state was made. It moves only when a job's event is due.

/** Where virtual second 0 stands, so that simulated timestamps are the same on every machine and every day. */
const ORIGIN_MS = Date.UTC(2026, 0, 1);

/** `2026-01-01T00:10:00Z` for second 600: how simulated records write their times. */
export function timestampAt(seconds: number): string {
  return new Date(ORIGIN_MS + seconds * 1000).toISOString().replace(".000Z", "Z");
}
