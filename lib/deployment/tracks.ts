// The hops of a deployment with how far each has come: who follows whom, what is released by an end, and what is left behind.
import { tails } from "../dag";
import type { Hop, RoutePlan } from "../routes";
import { compareText } from "../values";
import { isWell, type HopOutcome, type HopStatus } from "./outcome";

export interface Track {
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

export class Tracks {
  /** In the order of the plan. */
  public readonly all: readonly Track[];
  private readonly byHop: ReadonlyMap<string, Track>;
  private readonly followers = new Map<string, Track[]>();
  private released: Track[] = [];

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
    this.byHop = new Map(this.all.map((track) => [track.hop.id, track]));
    for (const track of this.all) {
      const { source } = track.hop;
      if (!("hop" in source)) continue;
      const list = this.followers.get(source.hop);
      if (list === undefined) this.followers.set(source.hop, [track]);
      else list.push(track);
    }
  }

  /** Those that wait for no other. */
  public first(): readonly Track[] {
    return this.all.filter(({ hop }) => !("hop" in hop.source));
  }

  public hasFollowers({ hop }: Track): boolean {
    return this.followers.has(hop.id);
  }

  /** The hop that makes the source of another; undefined where none does. */
  public sourceOf({ hop }: Track): Track | undefined {
    return "hop" in hop.source ? this.byHop.get(hop.source.hop) : undefined;
  }

  public followersOf({ hop }: Track): readonly Track[] {
    return this.followers.get(hop.id) ?? [];
  }

  /** Notes that a hop was removed, or why it could not be. */
  public remove(track: Track, reason: string | null): void {
    track.removed = reason === null;
    track.reason = reason;
    this.onOutcome(track);
  }

  /** Notes how a hop ended: its followers are released, or left behind. */
  public end(track: Track, status: HopStatus, reason: string | null): void {
    this.conclude(track, status, reason);
    const followers = this.pendingBehind(track);
    if (isWell(status)) this.released.push(...followers);
    else this.leaveBehind(track, followers);
  }

  /** Hops whose source has become ready since the last time. */
  public takeReleased(): readonly Track[] {
    const { released } = this;
    this.released = [];
    return released;
  }

  private conclude(track: Track, status: HopStatus, reason: string | null): void {
    track.status = status;
    track.reason = reason;
    this.onOutcome(track);
  }

  private leaveBehind({ hop }: Track, followers: readonly Track[]): void {
    const left = followers.map((track) => ({ track, source: hop.id }));
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      this.conclude(next.track, "behind", `Its source "${next.source}" is not there.`);
      const source = next.track.hop.id;
      left.push(...this.pendingBehind(next.track).map((track) => ({ track, source })));
    }
  }

  /** What follows it and has not ended yet: what was made of an image that was there before needs none. */
  private pendingBehind(track: Track): readonly Track[] {
    return this.followersOf(track).filter(({ status }) => status === "pending");
  }
}

/** The hop that most time hangs on comes first. */
export function byTail(left: Track, right: Track): number {
  return right.tailSeconds - left.tailSeconds || compareText(left.hop.id, right.hop.id);
}

function taskOf({ id, source, forecast }: Hop): Parameters<typeof tails>[0][number] {
  return {
    id,
    after: "hop" in source ? [source.hop] : [],
    phases: forecast.jobs.map(({ durationSeconds }) => ({ durationSeconds })),
  };
}
