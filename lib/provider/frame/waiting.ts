// Waiting for jobs, many at a time, while virtual time moves: when nobody has asked for anything for a moment, in whichever process, it
// jumps to the next event, or runs at a scaled speed.
import type { Cloud } from "../../cloud";
import { epochMilliseconds, sleep, type Pacing } from "../../time";

/**
 * Nobody has asked for anything at so many looks, one after the other: all that Terraform starts together has arrived by then. Looks are
 * counted, not time: a process that the machine leaves standing for a while has not listened meanwhile.
 */
const QUIET_LOOKS = 5;
/** Real milliseconds between two looks. */
const LOOK_MS = 10;
/**
 * The same where as many wait as ever did, and at least so many as Terraform starts together unless it is told otherwise: then it has no
 * room for more, as far as it has shown. Only where this process is alone, since what others have on its way is not known here.
 */
const FULL_LOOK_MS = 1;
const USUAL_PARALLELISM = 10;

/** `late`: its time is over and the job is not. `stopped`: somebody wants the plugin to end. The job goes on in both cases. */
export type WaitOutcome = "ended" | "late" | "stopped";

interface Waiter {
  readonly jobId: string;
  readonly deadlineSeconds: number;
  resolve(outcome: WaitOutcome): void;
  reject(error: unknown): void;
}

export class Waiting {
  private readonly waiters = new Set<Waiter>();
  private isTurning = false;
  private isStopped = false;
  /** How many have waited at once when time moved, at most. */
  private mostWaiters = USUAL_PARALLELISM;
  /** The latest request of this process, or one from before it began. */
  private ownEpochMs: number;
  /** Whether no other process has asked for anything since this one began. */
  private isAlone = true;
  /** The latest request when it was quiet last; undefined when it has to become so again. */
  private quietSince: number | undefined;

  public constructor(
    private readonly cloud: Cloud,
    private readonly pacing: Pacing,
  ) {
    this.ownEpochMs = cloud.lastRequestEpochMs;
  }

  /** Tells all processes that a request came. */
  public beat(): void {
    const now = epochMilliseconds();
    this.noteOthers(this.cloud.recordActivity(now));
    this.ownEpochMs = now;
    this.quietSince = undefined;
  }

  /** Waits until the job has ended, or virtual time has come to `deadlineSeconds`. */
  public for(jobId: string, deadlineSeconds: number): Promise<WaitOutcome> {
    return new Promise((resolve, reject) => {
      this.waiters.add({ jobId, deadlineSeconds, resolve, reject });
      void this.turn();
    });
  }

  /** Ends all waits, those to come too. Jobs go on when somebody waits for them again. */
  public stop(): void {
    this.isStopped = true;
  }

  private async turn(): Promise<void> {
    if (this.isTurning) return;
    this.isTurning = true;
    try {
      while (this.release() > 0) if (await this.isQuiet()) await this.move();
    } catch (error) {
      for (const waiter of this.waiters) waiter.reject(error);
      this.waiters.clear();
    } finally {
      this.isTurning = false;
    }
  }

  /** Answers those whose wait is over, and tells how many go on waiting. */
  private release(): number {
    for (const waiter of this.waiters) {
      const outcome = this.outcomeOf(waiter);
      if (outcome === undefined) continue;
      this.waiters.delete(waiter);
      // An answer that went out is soon followed by a request for what waited for it.
      this.quietSince = undefined;
      waiter.resolve(outcome);
    }
    return this.waiters.size;
  }

  private outcomeOf({ jobId, deadlineSeconds }: Waiter): WaitOutcome | undefined {
    const status = this.cloud.tryFindJob(jobId)?.status;
    if (status === "SUCCESS" || status === "FAIL") return "ended";
    if (this.isStopped) return "stopped";
    return this.cloud.nowSeconds >= deadlineSeconds ? "late" : undefined;
  }

  /** Resolves to whether nobody asks for long enough; as soon as something happens, to false. */
  private async isQuiet(): Promise<boolean> {
    const [latestEpochMs, nowSeconds] = [this.latestRequest(), this.cloud.nowSeconds];
    if (this.quietSince === latestEpochMs) return true;
    const lookMs = this.isFull() ? FULL_LOOK_MS : LOOK_MS;
    const count = this.waiters.size;
    for (let look = 0; look < QUIET_LOOKS; look += 1) {
      await sleep(lookMs);
      const isAsBefore = this.waiters.size === count && this.latestRequest() === latestEpochMs;
      if (!isAsBefore || this.isStopped || this.cloud.nowSeconds !== nowSeconds) return false;
    }
    this.quietSince = latestEpochMs;
    return true;
  }

  private latestRequest(): number {
    const latestEpochMs = this.cloud.lastRequestEpochMs;
    this.noteOthers(latestEpochMs);
    return latestEpochMs;
  }

  private noteOthers(latestEpochMs: number): void {
    if (latestEpochMs !== this.ownEpochMs) this.isAlone = false;
  }

  private isFull(): boolean {
    if (!this.isAlone || this.waiters.size < this.mostWaiters) return false;
    const jobs = new Set([...this.waiters].map(({ jobId }) => jobId));
    return jobs.size === this.cloud.jobsUnderWay;
  }

  private async move(): Promise<void> {
    this.mostWaiters = Math.max(this.mostWaiters, this.waiters.size);
    const deadlines = [...this.waiters].map(({ deadlineSeconds }) => deadlineSeconds);
    const next = Math.min(this.cloud.nextEventSeconds() ?? Infinity, ...deadlines);
    const now = this.cloud.nowSeconds;
    // Another process may have let time pass in the meantime: then the jobs have ended without us.
    if (Number.isFinite(next)) this.cloud.advanceTo(await this.pacing.towards(now, Math.max(next, now)));
    // Those who waited in other processes may have their answer now, and ask for more.
    if (!this.isAlone) this.quietSince = undefined;
    // Lets answers out, and new requests in, before the next look.
    await sleep(0);
  }
}
