// The meter: what a job that ended well has moved and stored, in GiB. Money is for those who have a price book.
import { chargesOf, type ChargeKind } from "../catalog";
import type { Job, Store } from "../store";

/** What the meter counts: what is charged, and copies within a region, which are not. */
export type MeterKind = ChargeKind | "in-region-copy";

/** An operation's data moves in its only job, or in the first part of several. */
export function meterJob(state: Store, job: Job): void {
  if (job.part > 1) return;
  for (const kind of kindsOf(job)) {
    state.meter.add({
      kind,
      account: job.account,
      fromRegion: job.region,
      toRegion: job.targetRegion,
      gib: job.sizeGib,
    });
  }
}

function kindsOf(job: Job): readonly MeterKind[] {
  return job.operation === "copyImage" ? ["in-region-copy"] : chargesOf(job.operation, job.imageKind);
}
