// The deployment: carries out a route plan on the simulated cloud. It submits every hop whose source is there before time moves,
// longest tail first, as the forecast does; what was asked for before is taken up again instead of being asked for twice.
import { CHARGE_KINDS, type ChargeKind } from "../catalog";
import { refusalText, type Cloud, type Submission } from "../cloud";
import { tails } from "../dag";
import type { Operation } from "../model";
import type { Hop, RoutePlan } from "../routes";
import type { Job } from "../store";
import { instantPacing, type Pacing } from "../time";
import { compareText, invariant } from "../values";
import { askOf, operationOf, sourceOf } from "./asks";

/**
 * `pending`: its source is not there yet · `waiting`: submitted, and queueing for a slot · `running` · `made` by this run · `kept`:
 * was there already · `failed` as a job · `refused` by the service · `behind` a hop that failed or was refused.
 */
export type HopStatus = "pending" | "waiting" | "running" | "made" | "kept" | "failed" | "refused" | "behind";

export interface HopOutcome {
  readonly hop: Hop;
  readonly status: HopStatus;
  /** Id of the replica, once it was asked for. */
  readonly imageId: string | null;
  /** Why it is not there, with the mend; null while all is well. */
  readonly reason: string | null;
}

export interface DeploymentResult {
  readonly outcomes: readonly HopOutcome[];
  /** Whether every replica is there. */
  readonly complete: boolean;
  /** Virtual seconds from the first submission to the last end. */
  readonly elapsedSeconds: number;
  /** What this run's copies moved and stored, in GiB. */
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
}

export interface DeploymentOptions {
  /** How virtual time passes; default: at once. */
  readonly pacing?: Pacing;
  /** Called after every change and in every frame of a scaled clock. */
  readonly onProgress?: (deployment: Deployment) => void;
  /** Called once for each hop that ends, in order. */
  readonly onOutcome?: (outcome: HopOutcome) => void;
}

interface Track {
  readonly hop: Hop;
  readonly tailSeconds: number;
  status: HopStatus;
  imageId: string | null;
  jobId: string | null;
  reason: string | null;
}

interface Request {
  readonly track: Track;
  readonly operation: Operation;
  readonly ask: string;
}

/** A hop whose job has ended, with the status that the journal tells. */
interface Ended {
  readonly track: Track;
  readonly status: string;
}

export class Deployment {
  private readonly tracks: ReadonlyMap<string, Track>;
  private readonly followers = new Map<string, Track[]>();
  private readonly byJob = new Map<string, Track>();
  private readonly active = new Set<Track>();
  /** Hops whose source has just become ready. */
  private readonly released: Track[] = [];
  private journalAt = 0;

  public constructor(
    public readonly plan: RoutePlan,
    private readonly cloud: Cloud,
    private readonly options: DeploymentOptions = {},
  ) {
    const tailOf = tails(plan.hops.map(taskOf));
    this.tracks = new Map(
      plan.hops.map((hop) => [
        hop.id,
        { hop, tailSeconds: tailOf.get(hop.id) ?? 0, status: "pending", imageId: null, jobId: null, reason: null },
      ]),
    );
    for (const track of this.tracks.values()) {
      const { source } = track.hop;
      if (!("hop" in source)) continue;
      const list = this.followers.get(source.hop);
      if (list === undefined) this.followers.set(source.hop, [track]);
      else list.push(track);
    }
  }

  /** Runs until every hop has ended one way or another. Throws a UsageError, with nothing submitted, when the plan cannot be run. */
  public async run(): Promise<DeploymentResult> {
    this.checkSettled();
    const pacing = this.options.pacing ?? instantPacing();
    // What a process that died left due at this very instant ends first, as it would have before it asked for more.
    this.cloud.advanceTo(this.cloud.nowSeconds);
    const began = this.cloud.nowSeconds;
    const before = this.metered();
    this.journalAt = this.cloud.journalLength;
    this.submit([...this.tracks.values()].filter(({ hop }) => !("hop" in hop.source)));
    this.options.onProgress?.(this);
    while (this.active.size > 0) {
      const next = this.cloud.nextEventSeconds();
      const now = this.cloud.nowSeconds;
      // Another process may have let time pass in the meantime: then the jobs have ended without us.
      if (next !== undefined) this.cloud.advanceTo(await pacing.towards(now, Math.max(next, now)));
      const ended = this.takeEnded();
      invariant(next !== undefined || ended.length > 0, "jobs are under way and no event is due");
      this.submit(this.settle(ended));
      this.options.onProgress?.(this);
    }
    return this.result(began, before);
  }

  /** How each hop stands, in the order of the plan. */
  public get outcomes(): readonly HopOutcome[] {
    return [...this.tracks.values()];
  }

  /** Hops that were submitted and have not ended, with how far each has come, 0 to 100. */
  public underWay(): readonly { readonly hop: Hop; readonly percent: number; readonly waiting: boolean }[] {
    return [...this.active].map((track) => {
      const job = this.jobOf(track);
      return { hop: track.hop, percent: this.cloud.progressPercent(job), waiting: this.isWaiting(job) };
    });
  }

  public get nowSeconds(): number {
    return this.cloud.nowSeconds;
  }

  /** A plan with values that only Terraform knows is refused before anything is submitted, not in the middle. */
  private checkSettled(): void {
    for (const { hop } of this.tracks.values()) {
      if ("image" in hop.source) sourceOf(this.plan, hop.source.image);
      operationOf(hop, "");
    }
  }

  /** Asks for all that is ready, and then for what that releases at once because another process has made it meanwhile. */
  private submit(ready: readonly Track[]): void {
    for (let batch = this.wanting(ready); batch.length > 0; batch = this.wanting(this.released.splice(0))) {
      const answers = this.cloud.submitOnce(batch);
      for (const [index, { track }] of batch.entries()) {
        const answer = answers[index];
        invariant(answer !== undefined, "every request is answered");
        this.take(track, answer);
      }
    }
  }

  /**
   * The requests for what is not there yet, longest tail first. All that is there is passed over before anything is asked for: so an
   * apply that was cut short goes on with the very requests, in the very order, of one that was not.
   */
  private wanting(ready: readonly Track[]): readonly Request[] {
    const requests: Request[] = [];
    for (let batch = ready; batch.length > 0; batch = this.released.splice(0)) {
      for (const track of [...batch].sort(byTail)) {
        const request = this.requestOf(track);
        if (request === undefined) this.end(track, "refused", missingSource(track));
        else if (!this.tryKeep(request)) requests.push(request);
      }
    }
    return requests.sort((left, right) => byTail(left.track, right.track));
  }

  private requestOf(track: Track): Request | undefined {
    const sourceId = this.sourceIdOf(track);
    if (sourceId === undefined) return undefined;
    const operation = operationOf(track.hop, sourceId);
    return { track, operation, ask: askOf(track.hop, operation) };
  }

  private tryKeep({ track, ask }: Request): boolean {
    const job = this.cloud.tryFindByAsk(ask);
    if (job?.status !== "SUCCESS" || !this.cloud.stands(job)) return false;
    track.imageId = job.imageId;
    this.end(track, "kept", null);
    return true;
  }

  private take(track: Track, answer: Submission): void {
    if (!answer.accepted) {
      this.end(track, "refused", refusalText(answer.refusal));
      return;
    }
    track.imageId = answer.imageId;
    track.jobId = answer.jobId;
    if (answer.isThere === true) {
      this.end(track, "kept", null);
      return;
    }
    track.status = "running";
    this.byJob.set(answer.jobId, track);
    this.active.add(track);
  }

  /** The hops that can be submitted now that others have ended. */
  private settle(ended: readonly Ended[]): readonly Track[] {
    for (const { track, status } of ended) {
      this.active.delete(track);
      if (status === "SUCCESS") this.end(track, "made", null);
      else this.end(track, "failed", this.failureOf(track));
    }
    return this.released.splice(0);
  }

  private failureOf(track: Track): string {
    const { reason, errorCode } = this.jobOf(track);
    return `${reason ?? "No reason given."} [${errorCode ?? "no code"}]`;
  }

  private end(track: Track, status: HopStatus, reason: string | null): void {
    this.conclude(track, status, reason);
    const followers = this.followers.get(track.hop.id) ?? [];
    if (status === "made" || status === "kept") this.released.push(...followers);
    else this.leaveBehind(track, followers);
  }

  private conclude(track: Track, status: HopStatus, reason: string | null): void {
    track.status = status;
    track.reason = reason;
    this.options.onOutcome?.(track);
  }

  private leaveBehind({ hop }: Track, followers: readonly Track[]): void {
    const left = followers.map((track) => ({ track, source: hop.id }));
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      this.conclude(next.track, "behind", `Its source "${next.source}" is not there.`);
      const source = next.track.hop.id;
      left.push(...(this.followers.get(source) ?? []).map((track) => ({ track, source })));
    }
  }

  private takeEnded(): readonly Ended[] {
    const lines = this.cloud.journal(this.journalAt);
    this.journalAt += lines.length;
    const ended: Ended[] = [];
    for (const line of lines) {
      const { event, job, status } = JSON.parse(line) as { event: string; job: string; status: string };
      const track = event === "ended" ? this.byJob.get(job) : undefined;
      if (track !== undefined) ended.push({ track, status });
    }
    return ended;
  }

  private sourceIdOf({ hop }: Track): string | undefined {
    if ("hop" in hop.source) return this.tracks.get(hop.source.hop)?.imageId ?? undefined;
    if ("object" in hop.source) return "";
    const source = sourceOf(this.plan, hop.source.image);
    if (typeof source === "string") return source;
    return this.cloud
      .inventory()
      .images.find(
        ({ account, project, region, name, status }) =>
          status === "active" &&
          account === source.account &&
          project === source.project &&
          region === source.region &&
          name === source.name,
      )?.id;
  }

  private jobOf(track: Track): Job {
    const job = track.jobId === null ? undefined : this.cloud.tryFindJob(track.jobId);
    invariant(job !== undefined, `the job of ${track.hop.id} is recorded`);
    return job;
  }

  /** A job of several parts waits as long as its first part does. */
  private isWaiting(job: Job): boolean {
    return job.status === "INIT" || (job.parts > 0 && this.cloud.partsOf(job).every((part) => part.status === "INIT"));
  }

  private metered(): Readonly<Record<ChargeKind, number>> {
    const readings = this.cloud.meter();
    const total = (kind: ChargeKind): number =>
      readings.filter((reading) => reading.kind === kind).reduce((sum, reading) => sum + reading.gib, 0);
    return Object.fromEntries(CHARGE_KINDS.map((kind) => [kind, total(kind)])) as Record<ChargeKind, number>;
  }

  private result(beganSeconds: number, before: Readonly<Record<ChargeKind, number>>): DeploymentResult {
    const after = this.metered();
    const charged = CHARGE_KINDS.map((kind) => [kind, after[kind] - before[kind]] as const).filter(
      ([, gib]) => gib > 0,
    );
    const outcomes = this.outcomes;
    return {
      outcomes,
      complete: outcomes.every(({ status }) => status === "made" || status === "kept"),
      elapsedSeconds: this.cloud.nowSeconds - beganSeconds,
      chargedGib: Object.fromEntries(charged),
    };
  }
}

/** The hop that most time hangs on comes first. */
function byTail(left: Track, right: Track): number {
  return right.tailSeconds - left.tailSeconds || compareText(left.hop.id, right.hop.id);
}

function taskOf({ id, source, forecast }: Hop): Parameters<typeof tails>[0][number] {
  return {
    id,
    after: "hop" in source ? [source.hop] : [],
    phases: forecast.jobs.map(({ durationSeconds }) => ({ durationSeconds })),
  };
}

function missingSource({ hop }: Track): string {
  const [id = ""] = Object.values(hop.source);
  return `Its source "${id}" is not in the region state. Apply the stack that makes it first, or import an inventory that holds it.`;
}
