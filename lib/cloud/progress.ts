// How far a job has come, in percent, computed from the time: nothing is written while a job runs.
import type { Job } from "../store";

/** 0 to 100; a whole number, and 100 only when it has succeeded. A job of parts has come as far as its parts together. */
export function progressPercent(job: Job, parts: readonly Job[], nowSeconds: number): number {
  if (job.status === "SUCCESS") return 100;
  const timed = parts.length === 0 ? [job] : parts;
  const total = timed.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const run = timed.reduce((sum, part) => sum + ranSeconds(part, nowSeconds), 0);
  return total === 0 ? 0 : Math.min(99, Math.floor((100 * run) / total));
}

function ranSeconds({ beginSeconds, endSeconds, durationSeconds }: Job, nowSeconds: number): number {
  if (beginSeconds === null) return 0;
  return Math.min(durationSeconds, (endSeconds ?? nowSeconds) - beginSeconds);
}
