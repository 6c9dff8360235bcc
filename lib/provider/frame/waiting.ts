// Waiting for jobs, many at a time, while virtual time moves: when nobody has asked for anything for a moment, in whichever process, it
// jumps to the next event, or runs at a scaled speed.
import type { Cloud } from "../../cloud";
import { epochMilliseconds, sleep, type Pacing } from "../../time";

/** Real milliseconds without a request after which time may move: all that Terraform starts together has arrived by then. */
const QUIET_MS = 50;
/** Real milliseconds between two looks. */
const LOOK_MS = 10;

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
  /** An answer that went out is soon followed by a request for what waited for it. */
  private answeredEpochMs = 0;

  public constructor(
    private readonly cloud: Cloud,
    private readonly pacing: Pacing,
  ) {}

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
      while (this.release() > 0) await this.move();
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
      this.answeredEpochMs = epochMilliseconds();
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

  private async move(): Promise<void> {
    const latestEpochMs = Math.max(this.answeredEpochMs, this.cloud.lastRequestEpochMs);
    const sinceRequestMs = Math.abs(epochMilliseconds() - latestEpochMs);
    if (sinceRequestMs < QUIET_MS) {
      await sleep(Math.min(LOOK_MS, QUIET_MS - sinceRequestMs));
      return;
    }
    const deadlines = [...this.waiters].map(({ deadlineSeconds }) => deadlineSeconds);
    const next = Math.min(this.cloud.nextEventSeconds() ?? Infinity, ...deadlines);
    const now = this.cloud.nowSeconds;
    // Another process may have let time pass in the meantime: then the jobs have ended without us.
    if (Number.isFinite(next)) this.cloud.advanceTo(await this.pacing.towards(now, Math.max(next, now)));
    // Lets answers out, and new requests in, before the next look.
    await sleep(0);
  }
}
