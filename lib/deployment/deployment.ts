// The deployment: carries out a route plan on the simulated cloud. It submits every hop whose source is there before time moves,
// longest tail first, as the forecast does; what was asked for before is taken up again instead of being asked for twice.
import { refusalText, type Cloud, type Submission } from "../cloud";
import type { Operation } from "../model";
import type { Hop, RoutePlan } from "../routes";
import type { Job } from "../store";
import { instantPacing, type Pacing } from "../time";
import { invariant, EnvironmentError } from "../values";
import { idempotencyKeyOf, operationOf, sourceOf, type SourceQuery } from "./hop-requests";
import { readingOf, resultOf, type DeploymentResult, type HopOutcome } from "./outcome";
import { Retirement } from "./retirement";
import { byTail, HopExecutions, type HopExecution } from "./hop-executions";

export interface DeploymentOptions {
  /** Removes what is only on the way once all that is made of it is there; default: where the plan says so. */
  readonly retire?: boolean;
  /** How virtual time passes; default: at once. */
  readonly pacing?: Pacing;
  /** Called after every change and in every frame of a scaled clock. */
  readonly onProgress?: (deployment: Deployment) => void;
  /** Called once for each hop that ends, in order. */
  readonly onOutcome?: (outcome: HopOutcome) => void;
}

interface Request {
  readonly track: HopExecution;
  readonly operation: Operation;
  readonly ask: string;
}

/** A hop whose job has ended, with the status that the journal tells. */
interface Ended {
  readonly track: HopExecution;
  readonly status: string;
  readonly atSeconds: number;
}

/** What a line of the journal tells of an end. */
interface JournalledEnd {
  readonly event: string;
  readonly job: string;
  readonly status: string;
  readonly atSeconds: number;
}

export class Deployment {
  private readonly executions: HopExecutions;
  private readonly byJob = new Map<string, HopExecution>();
  private readonly active = new Set<HopExecution>();
  /** How many of them others wait for. */
  private releasing = 0;
  private journalAt = 0;
  private images: { readonly at: number; readonly byPlace: ReadonlyMap<string, string> } | undefined;

  public constructor(
    public readonly plan: RoutePlan,
    private readonly cloud: Cloud,
    private readonly options: DeploymentOptions = {},
  ) {
    this.executions = new HopExecutions(plan, (outcome) => this.options.onOutcome?.(outcome));
  }

  /**
   * Runs until every hop has ended one way or another. Throws a UsageError, with nothing submitted, when the plan cannot be run; an
   * EnvironmentError when the region state is emptied meanwhile.
   */
  public async run(): Promise<DeploymentResult> {
    this.checkSettled();
    const pacing = this.options.pacing ?? instantPacing();
    // What a process that died left due at this very instant ends first, as it would have before it asked for more.
    this.cloud.advanceTo(this.cloud.nowSeconds);
    const before = readingOf(this.cloud);
    this.journalAt = this.cloud.journalLength;
    const retirement = new Retirement(this.executions, this.cloud, this.options.retire ?? false);
    if (retirement.isWished) for (const execution of this.executions.all) execution.ask = this.askOf(execution);
    for (const execution of retirement.spared()) this.executions.end(execution, "retired", null);
    for (const execution of retirement.standing()) this.executions.end(execution, "kept", null);
    this.submit(
      [...this.executions.first(), ...this.executions.takeReleased()].filter(({ status }) => status === "pending"),
    );
    this.options.onProgress?.(this);
    while (this.active.size > 0) {
      // Another process may have let time pass in the meantime: then jobs have ended without us, and what they release is asked for first.
      let ended = this.takeEnded();
      if (ended.length === 0) {
        const next = this.cloud.nextEventSeconds();
        if (next !== undefined) await this.letTimePass(next, pacing);
        ended = this.takeEnded();
        if (ended.length === 0) this.checkUnderWay(next);
      }
      this.submit(this.settle(ended));
      this.options.onProgress?.(this);
    }
    const after = readingOf(this.cloud);
    await retirement.retire(pacing);
    return resultOf(this.outcomes, before, after, this.plan.prices);
  }

  /** To the next event; past it where nobody watches, and no job under way releases a hop that would have to be asked for then. */
  private async letTimePass(nextSeconds: number, pacing: Pacing): Promise<void> {
    const now = this.cloud.nowSeconds;
    const reached = await pacing.towards(now, Math.max(nextSeconds, now));
    if (pacing.atOnce === true && this.releasing === 0) this.cloud.advanceSome(this.journalAt);
    else this.cloud.advanceTo(reached, this.journalAt);
  }

  /** How each hop stands, in the order of the plan. */
  public get outcomes(): readonly HopOutcome[] {
    return this.executions.all;
  }

  /** Hops that were submitted and have not ended, with how far each has come, 0 to 100. */
  public underWay(): readonly { readonly hop: Hop; readonly percent: number; readonly waiting: boolean }[] {
    return [...this.active].map((execution) => {
      const job = this.jobOf(execution);
      return { hop: execution.hop, percent: this.cloud.progressPercent(job), waiting: this.isWaiting(job) };
    });
  }

  public get nowSeconds(): number {
    return this.cloud.nowSeconds;
  }

  /** A plan with values that only Terraform knows is refused before anything is submitted, not in the middle. */
  private checkSettled(): void {
    for (const { hop } of this.executions.all) {
      if ("image" in hop.source) sourceOf(this.plan, hop.source.image);
      operationOf(hop, "");
    }
  }

  /** Asks for all that is ready, and then for what that releases at once because another process has made it meanwhile. */
  private submit(ready: readonly HopExecution[]): void {
    for (let batch = this.wanting(ready); batch.length > 0; batch = this.wanting(this.executions.takeReleased())) {
      const answers = this.cloud.submitIdempotent(batch);
      for (const [index, { track: execution }] of batch.entries()) {
        const answer = answers[index];
        invariant(answer !== undefined, "every request is answered");
        this.take(execution, answer);
      }
    }
  }

  /**
   * The requests for what is not there yet, longest tail first. All that is there is passed over before anything is asked for: so an
   * apply that was cut short goes on with the very requests, in the very order, of one that was not.
   */
  private wanting(ready: readonly HopExecution[]): readonly Request[] {
    const requests: Request[] = [];
    for (let batch = ready; batch.length > 0; batch = this.executions.takeReleased()) {
      const wanted = [...batch]
        .sort(byTail)
        .map((execution) => ({ track: execution, request: this.requestOf(execution) }));
      const made = this.cloud.findByIdempotencyKeys(wanted.flatMap(({ request }) => request?.ask ?? []));
      for (const { track: execution, request } of wanted) {
        if (request === undefined) this.executions.end(execution, "refused", missingSource(execution));
        else if (!this.tryKeep(execution, made.get(request.ask))) requests.push(request);
      }
    }
    return requests.sort((left, right) => byTail(left.track, right.track));
  }

  private requestOf(execution: HopExecution): Request | undefined {
    const sourceId = this.sourceIdOf(execution);
    if (sourceId === undefined) return undefined;
    const operation = operationOf(execution.hop, sourceId);
    execution.ask = idempotencyKeyOf(execution.hop, operation, this.sourceAskOf(execution));
    return { track: execution, operation, ask: execution.ask };
  }

  /** What it would be asked for by, as far as that is known before anything is made. */
  private askOf(execution: HopExecution): string | null {
    const source = this.executions.sourceOf(execution);
    if (source === undefined) return this.requestOf(execution)?.ask ?? null;
    const sourceAsk = source.ask ?? this.askOf(source);
    if (sourceAsk === null) return null;
    if (source.hop.intermediate !== undefined)
      return idempotencyKeyOf(execution.hop, operationOf(execution.hop, ""), sourceAsk);
    const made = this.cloud.tryFindByAsk(sourceAsk);
    return made === undefined ? null : idempotencyKeyOf(execution.hop, operationOf(execution.hop, made.imageId), null);
  }

  private sourceAskOf(execution: HopExecution): string | null {
    const source = this.executions.sourceOf(execution);
    return source?.hop.intermediate === undefined ? null : source.ask;
  }

  private tryKeep(execution: HopExecution, job: Job | undefined): boolean {
    if (job?.status !== "SUCCESS" || !this.cloud.isInEffect(job)) return false;
    execution.imageId = job.imageId;
    this.executions.end(execution, "kept", null);
    return true;
  }

  private take(execution: HopExecution, answer: Submission): void {
    if (!answer.accepted) {
      this.executions.end(execution, "refused", refusalText(answer.refusal));
      return;
    }
    execution.imageId = answer.imageId;
    execution.jobId = answer.jobId;
    if (answer.isThere === true) {
      this.executions.end(execution, "kept", null);
      return;
    }
    execution.status = "running";
    this.byJob.set(answer.jobId, execution);
    this.active.add(execution);
    if (this.executions.hasFollowers(execution)) this.releasing += 1;
  }

  /** The hops that can be submitted now that others have ended. */
  private settle(ended: readonly Ended[]): readonly HopExecution[] {
    for (const { track: execution, status, atSeconds } of ended) {
      this.active.delete(execution);
      execution.endedSeconds = atSeconds;
      if (this.executions.hasFollowers(execution)) this.releasing -= 1;
      if (status === "SUCCESS") this.executions.end(execution, "made", null);
      else this.executions.end(execution, "failed", this.failureOf(execution));
    }
    return this.executions.takeReleased();
  }

  private failureOf(execution: HopExecution): string {
    const { reason, errorCode } = this.jobOf(execution);
    return `${reason ?? "No reason given."} [${errorCode ?? "no code"}]`;
  }

  /** Nothing has ended: the jobs have to be there still, and one of them has to end some time. */
  private checkUnderWay(nextSeconds: number | undefined): void {
    const [execution] = this.active;
    if (execution !== undefined) this.jobOf(execution);
    invariant(nextSeconds !== undefined, "jobs are under way and no event is due");
  }

  private takeEnded(): readonly Ended[] {
    const lines = this.cloud.journal(this.journalAt);
    this.journalAt += lines.length;
    const ended: Ended[] = [];
    for (const line of lines) {
      if (!line.includes('"event":"ended"')) continue;
      const { event, job, status, atSeconds } = JSON.parse(line) as JournalledEnd;
      const execution = event === "ended" ? this.byJob.get(job) : undefined;
      if (execution !== undefined) ended.push({ track: execution, status, atSeconds });
    }
    return ended;
  }

  private sourceIdOf(execution: HopExecution): string | undefined {
    const { hop } = execution;
    if ("hop" in hop.source) return this.executions.sourceOf(execution)?.imageId ?? undefined;
    if ("object" in hop.source) return "";
    const source = sourceOf(this.plan, hop.source.image);
    return typeof source === "string" ? source : this.idsByPlace().get(placeText(source));
  }

  /** Active images by place and name, the first of each: looked up once, and again when something has happened since. */
  private idsByPlace(): ReadonlyMap<string, string> {
    const at = this.cloud.journalLength;
    if (this.images?.at !== at) {
      const active = this.cloud.inventory().images.filter(({ status }) => status === "active");
      this.images = { at, byPlace: new Map(active.reverse().map((image) => [placeText(image), image.id])) };
    }
    return this.images.byPlace;
  }

  private jobOf(execution: HopExecution): Job {
    const job = execution.jobId === null ? undefined : this.cloud.tryFindJob(execution.jobId);
    if (job !== undefined) return job;
    throw new EnvironmentError(
      `the region state was emptied while it was applied to: the job of "${execution.hop.id}" is gone. Let no other process reset it meanwhile, and apply again.`,
    );
  }

  /** A job of several parts waits as long as its first part does. */
  private isWaiting(job: Job): boolean {
    return job.status === "INIT" || (job.parts > 0 && this.cloud.partsOf(job).every((part) => part.status === "INIT"));
  }
}

function placeText({ account, project, region, name }: SourceQuery): string {
  return JSON.stringify([account, project, region, name]);
}

function missingSource({ hop }: HopExecution): string {
  const [id = ""] = Object.values(hop.source);
  return `Its source "${id}" is not in the region state. Apply the stack that makes it first, or import an inventory that holds it.`;
}
