// The hops of a deployment with how far each has come: who follows whom, what is released by an end, and what is left behind.
import { tails } from "../dag";
import type { Hop, RoutePlan } from "../routes";
import { compareText } from "../values";
import { isSuccess, type HopOutcome, type HopStatus } from "./outcome";

export interface HopExecution {
  readonly hop: Hop;
  readonly tailSeconds: number;
  status: HopStatus;
  /** What it was asked for by; null while that is not known. */
  ask: string | null;
  imageId: string | null;
  jobId: string | null;
  endedSeconds: number | null;
  removed: boolean;
  reason: string | null;
}

export class HopExecutions {
  /** In the order of the plan. */
  public readonly all: readonly HopExecution[];
  private readonly byHop: ReadonlyMap<string, HopExecution>;
  private readonly followers = new Map<string, HopExecution[]>();
  private released: HopExecution[] = [];

  public constructor(
    plan: RoutePlan,
    private readonly onOutcome: (outcome: HopOutcome) => void,
  ) {
    const tailOf = tails(plan.hops.map(taskOf));
    this.all = plan.hops.map((hop) => ({
      hop,
      tailSeconds: tailOf.get(hop.id) ?? 0,
      status: "pending",
      ask: null,
      imageId: null,
      jobId: null,
      endedSeconds: null,
      removed: false,
      reason: null,
    }));
    this.byHop = new Map(this.all.map((execution) => [execution.hop.id, execution]));
    for (const execution of this.all) {
      const { source } = execution.hop;
      if (!("hop" in source)) continue;
      const list = this.followers.get(source.hop);
      if (list === undefined) this.followers.set(source.hop, [execution]);
      else list.push(execution);
    }
  }

  /** Those that wait for no other. */
  public first(): readonly HopExecution[] {
    return this.all.filter(({ hop }) => !("hop" in hop.source));
  }

  public hasFollowers({ hop }: HopExecution): boolean {
    return this.followers.has(hop.id);
  }

  /** The hop that makes the source of another; undefined where none does. */
  public sourceOf({ hop }: HopExecution): HopExecution | undefined {
    return "hop" in hop.source ? this.byHop.get(hop.source.hop) : undefined;
  }

  public followersOf({ hop }: HopExecution): readonly HopExecution[] {
    return this.followers.get(hop.id) ?? [];
  }

  /** Notes that a hop was removed, or why it could not be. */
  public remove(execution: HopExecution, reason: string | null): void {
    execution.removed = reason === null;
    execution.reason = reason;
    this.onOutcome(execution);
  }

  /** Notes how a hop ended: its followers are released, or left behind. */
  public end(execution: HopExecution, status: HopStatus, reason: string | null): void {
    this.conclude(execution, status, reason);
    const followers = this.pendingBehind(execution);
    if (isSuccess(status)) this.released.push(...followers);
    else this.leaveBehind(execution, followers);
  }

  /** Hops whose source has become ready since the last time. */
  public takeReleased(): readonly HopExecution[] {
    const { released } = this;
    this.released = [];
    return released;
  }

  private conclude(execution: HopExecution, status: HopStatus, reason: string | null): void {
    execution.status = status;
    execution.reason = reason;
    this.onOutcome(execution);
  }

  private leaveBehind({ hop }: HopExecution, followers: readonly HopExecution[]): void {
    const left = followers.map((execution) => ({ track: execution, source: hop.id }));
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      this.conclude(next.track, "behind", `Its source "${next.source}" is not there.`);
      const source = next.track.hop.id;
      left.push(...this.pendingBehind(next.track).map((execution) => ({ track: execution, source })));
    }
  }

  /** What follows it and has not ended yet: what was made of an image that was there before needs none. */
  private pendingBehind(execution: HopExecution): readonly HopExecution[] {
    return this.followersOf(execution).filter(({ status }) => status === "pending");
  }
}

/** The hop that most time hangs on comes first. */
export function byTail(left: HopExecution, right: HopExecution): number {
  return right.tailSeconds - left.tailSeconds || compareText(left.hop.id, right.hop.id);
}

function taskOf({ id, source, forecast }: Hop): Parameters<typeof tails>[0][number] {
  return {
    id,
    after: "hop" in source ? [source.hop] : [],
    phases: forecast.jobs.map(({ durationSeconds }) => ({ durationSeconds })),
  };
}
