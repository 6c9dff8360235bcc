// Runs jobs: each begins when it has the slot it needs, and ends when its time is over, well or with a fault. Slots delay, and no more.
import type { Catalog } from "../catalog";
import { makesImage, type ImageStatus } from "../model";
import type { Job, Store } from "../store";
import { formatGib, invariant } from "../values";
import type { JobFault, PlannedFaults } from "./faults";
import { recordEnded, recordStarted } from "./journal";
import { meterJob } from "./metering";
import { abandonChange, endChange } from "./operations/descriptions";

export class Runner {
  public constructor(
    private readonly state: Store,
    private readonly catalog: Catalog,
    private readonly faults: PlannedFaults,
  ) {}

  /** Begins the job, or lets it wait in its account's queue when it needs a slot and none is free. */
  public enter(job: Job, nowSeconds: number): void {
    if (job.crossesRegions) {
      const used = this.state.slots.used(job.account);
      if (used >= this.catalog.limits.crossRegionSlots.value) {
        this.state.waiting.append({ account: job.account, job: job.sequence });
        return;
      }
      this.state.slots.set(job.account, used + 1);
    }
    this.begin(job, nowSeconds);
  }

  /** Ends a running job. Whoever waited longest for its slot begins, before the job's own next part does. */
  public end(sequence: number, nowSeconds: number): void {
    const job = this.found(sequence);
    if (job.crossesRegions) this.release(job.account, nowSeconds);
    const fault = this.faults.faultOf(job) ?? this.overflow(job) ?? endChange(job, this.state);
    if (fault === undefined) this.succeed(job, nowSeconds);
    else this.fail(job, nowSeconds, fault);
  }

  private begin(job: Job, nowSeconds: number): void {
    if (job.part <= 1) this.setImageStatus(job, "saving");
    if (job.part === 1) this.start(this.parentOf(job), nowSeconds);
    this.start(job, nowSeconds);
    this.state.events.append({ atSeconds: nowSeconds + job.durationSeconds, job: job.sequence });
  }

  private start(job: Job, nowSeconds: number): void {
    this.state.jobs.begin(job, nowSeconds);
    recordStarted(this.state, job, nowSeconds);
  }

  private release(account: string, nowSeconds: number): void {
    const left = this.state.slots.used(account) - 1;
    const waiter =
      left < this.catalog.limits.crossRegionSlots.value ? this.state.waiting.takeFirst(account) : undefined;
    if (waiter === undefined) {
      this.state.slots.set(account, left);
      return;
    }
    this.begin(this.found(waiter.job), nowSeconds);
  }

  private succeed(job: Job, nowSeconds: number): void {
    meterJob(this.state, job);
    if (job.part === 1 && job.vaultId !== null) this.state.vaults.fill(job.vaultId, job.targetRegion, job.sizeGib);
    this.state.jobs.succeed(job, nowSeconds);
    recordEnded(this.state, job, nowSeconds);
    if (job.parentId === null) {
      this.setImageStatus(job, "active");
      return;
    }
    const next = this.state.jobs.partsOf(job.parentId).find(({ part }) => part === job.part + 1);
    if (next === undefined) this.succeedWhole(this.parentOf(job), nowSeconds);
    else this.enter(next, nowSeconds);
  }

  private succeedWhole(parent: Job, nowSeconds: number): void {
    this.state.jobs.succeed(parent, nowSeconds);
    recordEnded(this.state, parent, nowSeconds);
    this.state.images.setStatus(parent.imageId, "active");
  }

  /** A part that fails takes with it the parts that were to follow, and the whole. */
  private fail(job: Job, nowSeconds: number, { errorCode, reason }: JobFault): void {
    const later = job.parentId === null ? [] : this.state.jobs.partsOf(job.parentId).filter((p) => p.part > job.part);
    const whole = job.parentId === null ? [] : [this.parentOf(job)];
    for (const failed of [job, ...later, ...whole]) {
      this.state.jobs.fail(failed, nowSeconds, errorCode, reason);
      recordEnded(this.state, failed, nowSeconds, errorCode);
    }
    this.setImageStatus(job, "killed");
    abandonChange(job, this.state);
  }

  /** Only of an image that the job makes: others are there without it. */
  private setImageStatus({ operation, imageId }: Job, status: ImageStatus): void {
    if (makesImage(operation)) this.state.images.setStatus(imageId, status);
  }

  /** Two copies that each found room in a vault at admission may not both find it at the end. */
  private overflow(job: Job): JobFault | undefined {
    if (job.part !== 1 || job.vaultId === null) return undefined;
    const vault = this.state.vaults.tryFind(job.vaultId, job.targetRegion);
    if (vault !== undefined && vault.sizeGib - vault.usedGib >= job.sizeGib) return undefined;
    const free = vault === undefined ? "is gone" : `has ${formatGib(vault.sizeGib - vault.usedGib)} free`;
    return {
      errorCode: "IMG.0182",
      reason: `The backup is ${formatGib(job.sizeGib)}, and the vault ${job.vaultId} ${free}.`,
    };
  }

  private parentOf(job: Job): Job {
    const parent = this.state.jobs.tryFindById(job.parentId ?? "");
    invariant(parent !== undefined, `job ${job.id} is a part of a job that is not there`);
    return parent;
  }

  private found(sequence: number): Job {
    const job = this.state.jobs.tryFind(sequence);
    invariant(job !== undefined, `event or queue of the job ${sequence}, which is not there`);
    return job;
  }
}
