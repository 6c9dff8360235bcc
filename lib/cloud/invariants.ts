// What must hold of every region state at every instant, whatever was asked of it: for tests and soaks.
import type { Catalog } from "../catalog";
import { makesImage } from "../model";
import type { Job, MeterReading, Store } from "../store";

/** Sentences for what does not hold; empty when all does. `earlier` is a reading of the meter, which must not have shrunk since. */
export function brokenInvariants(
  state: Store,
  catalog: Catalog,
  earlier: readonly MeterReading[] = [],
): readonly string[] {
  return state.transaction(() => [
    ...slotFaults(state, catalog.limits.crossRegionSlots.value),
    ...jobFaults(state),
    ...meterFaults(state.meter.all(), earlier),
  ]);
}

function slotFaults(state: Store, slots: number): readonly string[] {
  const jobs = state.jobs.all();
  const bySequence = new Map(jobs.map((job) => [job.sequence, job]));
  const waiting = new Map<string, number>();
  const faults: string[] = [];
  for (const { account, job } of state.waiting.all()) {
    waiting.set(account, (waiting.get(account) ?? 0) + 1);
    if (bySequence.get(job)?.status !== "INIT") faults.push(`job ${job} waits for a slot and is not INIT`);
  }
  const used = new Map(state.slots.all().map((use) => [use.account, use.used]));
  for (const account of new Set([...jobs.map((job) => job.account), ...used.keys(), ...waiting.keys()])) {
    const running = jobs.filter((job) => job.account === account && job.crossesRegions && job.status === "RUNNING");
    const held = used.get(account) ?? 0;
    if (held !== running.length) faults.push(`${account} holds ${held} slots and runs ${running.length} jobs across`);
    if (running.length > slots) faults.push(`${account} runs ${running.length} jobs across, and has ${slots} slots`);
    if ((waiting.get(account) ?? 0) > 0 && held < slots) faults.push(`jobs of ${account} wait while slots are free`);
  }
  return faults;
}

function jobFaults(state: Store): readonly string[] {
  const nowSeconds = state.meta.number("nowSeconds");
  const due = new Map(state.events.all().map((event) => [event.job, event.atSeconds]));
  return state.jobs.all().flatMap((job) => {
    const faults: string[] = [];
    const status = state.images.tryFind(job.imageId)?.status ?? "absent";
    // Once its job has ended, an image may be deleted.
    const mayBeGone = hasEnded(job) && status === "absent";
    if (job.part === 0 && makesImage(job.operation) && !mayBeGone && status !== imageStatusOf(job))
      faults.push(`is ${job.status}, and its image is ${status}`);
    const runs = job.status === "RUNNING" && job.parts === 0;
    if (runs !== due.has(job.sequence)) faults.push(`is ${job.status}, and its end is ${runs ? "not set" : "set"}`);
    if (runs && (due.get(job.sequence) ?? nowSeconds) < nowSeconds) faults.push("should have ended before now");
    if (hasEnded(job) !== (job.endSeconds !== null))
      faults.push(`is ${job.status} with the end ${job.endSeconds ?? "-"}`);
    return faults.map((fault) => `job ${job.id} ${fault}`);
  });
}

function imageStatusOf({ status }: Job): string {
  return { INIT: "queued", RUNNING: "saving", SUCCESS: "active", FAIL: "killed" }[status];
}

const hasEnded = ({ status }: Job): boolean => status === "SUCCESS" || status === "FAIL";

function meterFaults(now: readonly MeterReading[], earlier: readonly MeterReading[]): readonly string[] {
  const key = ({ kind, account, fromRegion, toRegion }: MeterReading): string =>
    [kind, account, fromRegion, toRegion].join(" ");
  const readings = new Map(now.map((reading) => [key(reading), reading.gib]));
  return earlier
    .filter((reading) => (readings.get(key(reading)) ?? 0) < reading.gib)
    .map((reading) => `the meter of ${key(reading)} has shrunk`);
}
