// The simulated image service over a region state: it takes requests, runs their jobs as virtual time passes, and can be looked at.
import { CATALOG, type Catalog } from "../catalog";
import {
  makesImage,
  NO_FAULTS,
  objectText,
  type Caller,
  type FactKey,
  type FactSheet,
  type Faults,
  type Image,
  type Inventory,
  type Member,
  type Operation,
  type ProjectEntry,
  type StoredObject,
} from "../model";
import type { Job, MeterReading, Store } from "../store";
import { timestampAt } from "../time";
import { canonicalJson, digestOf, UNKNOWN, UsageError } from "../values";
import { evaluateRules, type EvaluationResult } from "../rules";
import { admit, type Submission } from "./admission";
import { claim, claimOperation, HEARTBEAT_TIMEOUT_MS, wouldAdopt, type LeaseOwner, type LeaseRequest } from "./leases";
import { step } from "./clock";
import { caseOf } from "./facts";
import { PlannedFaults } from "./faults";
import { exported, load } from "./inventories";
import { isInEffect } from "./operations/descriptions";
import { progressPercent } from "./progress";
import { Runner } from "./runner";
import { tryFindMember, type VisibleImage } from "./visible-image";
import { ResourceAdmin } from "./resource-admin";
import { imageQuota, visibleTo, type ImageQuota } from "./views";

export interface CloudOptions {
  /** Limits, regions and pace; default: as published. */
  readonly catalog?: Catalog;
  /** What goes wrong on purpose; default: nothing. A backup that finds its vault full fails all the same. */
  readonly faults?: Faults;
}

/** A fact, or all facts about a subject. */
export type NotKnown = FactKey | "image" | "caller" | "key" | "vault" | "agency" | "quota";

export class Cloud {
  /** Changes that take no job, and what they change. */
  public readonly admin: ResourceAdmin;
  private readonly catalog: Catalog;
  private readonly faults: PlannedFaults;
  private readonly runner: Runner;

  public constructor(
    private readonly store: Store,
    { catalog = CATALOG, faults = NO_FAULTS }: CloudOptions = {},
  ) {
    this.catalog = catalog;
    this.faults = new PlannedFaults(faults, store);
    this.runner = new Runner(store, catalog, this.faults);
    this.admin = new ResourceAdmin(store);
  }

  /**
   * Adds what the inventory holds, in one transaction. What is there under the same id is replaced. Throws a UsageError, with nothing
   * loaded, when a job under way works on an image that would change.
   */
  public load(inventory: Inventory): void {
    this.store.transaction(() => load(inventory, this.store));
  }

  /** What the region state holds. Loading it elsewhere gives the same; jobs, time and meter stay behind. */
  public inventory(): Inventory {
    return this.store.transaction(() => exported(this.store));
  }

  /**
   * Asks for an operation. When accepted, the replica and its jobs are there and stay there, whatever happens to the process. When
   * refused, nothing has changed. `ask` is any text by which `tryFindByAsk` finds the job again.
   */
  public submit(operation: Operation, ask?: string): Submission {
    return this.store.transaction(() =>
      admit(operation, ask ?? null, this.store, this.catalog, this.runner, this.faults),
    );
  }

  /** Asks for many, each in the state that those before it leave, in one transaction: all answers are kept, or none. */
  public submitAll(
    operations: readonly Operation[],
    asks: readonly (string | undefined)[] = [],
  ): readonly Submission[] {
    return this.store.transaction(() => operations.map((operation, index) => this.submit(operation, asks[index])));
  }

  /**
   * Asks for many, each only if the same was not asked for before: what an equal `ask` has made, or is making, is the answer then.
   * A job that failed, or whose image is gone, is asked for anew. One transaction, so that two processes cannot both ask.
   */
  public submitIdempotent(
    requests: readonly { readonly operation: Operation; readonly ask: string }[],
  ): readonly Submission[] {
    return this.store.transaction(() => {
      const before = this.findByIdempotencyKeys(requests.map(({ ask }) => ask));
      const asked = new Set<string>();
      return requests.map(({ operation, ask }) => {
        const job = asked.has(ask) ? this.tryFindByAsk(ask) : before.get(ask);
        asked.add(ask);
        return this.underWay(job) ?? this.submit(operation, ask);
      });
    });
  }

  private underWay(job: Job | undefined): Submission | undefined {
    if (job === undefined || job.status === "FAIL") return undefined;
    if (job.status === "SUCCESS" ? !this.isInEffect(job) : this.isLost(job)) return undefined;
    const answer = { accepted: true, jobId: job.id, imageId: job.imageId } as const;
    return job.status === "SUCCESS" ? { ...answer, isThere: true } : answer;
  }

  /** Asks for what makes no image, unless an equal request is under way or was carried out and what it did is still so. */
  public submitIfNotInEffect(operation: Operation): Submission {
    return this.store.transaction(() => this.standing(operation) ?? this.submit(operation));
  }

  /** The answer to an equal request that still stands; undefined when there is none. */
  public standing(operation: Operation): Submission | undefined {
    return this.underWay(this.store.jobs.tryFindByRequest(canonicalJson(operation)));
  }

  /** Whether what a job that succeeded has made or changed is still so. */
  public isInEffect(job: Job): boolean {
    return isInEffect(job, this.store);
  }

  /** A job under way whose image is gone. */
  private isLost({ operation, imageId }: Job): boolean {
    return makesImage(operation) && this.tryFindImage(imageId) === undefined;
  }

  /**
   * Asks for an operation on behalf of a caller that may die before it has noted the answer: what an equal request has made for one that
   * died is taken up again, until `note` says that somebody knows it.
   */
  public submitAttached(operation: Operation, holder: LeaseOwner): Submission {
    return this.store.transaction(() => claimOperation(this.store, operation, holder, () => this.submit(operation)));
  }

  /** Whether `submitAttached` would take up an image that is there, or on its way, instead of asking for one. */
  public wouldAdopt(operation: Operation, holder: LeaseOwner): boolean {
    return this.store.transaction(() => wouldAdopt(this.store, operation, holder));
  }

  /** The same for what takes no job: `request` is what is asked for, in whatever shape. */
  public claim(request: object, holder: LeaseOwner, making: LeaseRequest): string | undefined {
    return this.store.transaction(() => claim(this.store, digestOf(request), holder, making));
  }

  /** Somebody knows what was made: an equal request makes another from now on. */
  public acknowledge(madeId: string): void {
    this.store.attachments.note(madeId);
  }

  /** Removes an image that failed to be made; nothing when it did not. */
  public discard(imageId: string): void {
    this.store.transaction(() => {
      if (this.tryFindImage(imageId)?.status !== "killed") return;
      this.admin.deleteImage(imageId);
      this.acknowledge(imageId);
    });
  }

  /**
   * What the rules say of an operation now, before it is asked for. Facts that cannot be known yet, since an argument is not, are
   * named: each stands for itself, or for all facts about a subject, as "image" does. `stated` are facts that the caller knows and the
   * request does not carry.
   */
  public judge(operation: Operation, notKnown: readonly NotKnown[], stated: Partial<FactSheet> = {}): EvaluationResult {
    return this.store.transaction(() => {
      const { sheet: asked, subject } = caseOf(operation, this.store, this.catalog);
      const sheet = { ...asked, ...stated };
      const isHidden = (key: string): boolean => notKnown.some((one) => key === one || key.startsWith(`${one}.`));
      const seen = Object.entries(sheet).map(([key, value]) => [key, isHidden(key) ? UNKNOWN : value] as const);
      return evaluateRules(operation.kind, Object.fromEntries(seen) as typeof sheet, subject, this.catalog);
    });
  }

  /** Images of the caller's region that it can see, in the order of ids. */
  public visibleTo(caller: Caller): readonly VisibleImage[] {
    return this.store.transaction(() => visibleTo(caller, this.store));
  }

  /** How many private images an account holds in a region, and may hold. */
  public quota({ account, region }: Caller): ImageQuota {
    return imageQuota(account, region, this.store, this.catalog);
  }

  /** Milliseconds since 1970 of the latest request that may start a job, by whichever process; 0 when there was none. */
  public get lastRequestEpochMs(): number {
    return this.store.activity.lastRequestEpochMs;
  }

  /** Tells all processes that a request came: time moves on when nobody asks any more. Gives the moment of the one before. */
  public recordActivity(epochMs: number): number {
    return this.store.transaction(() => {
      const before = this.lastRequestEpochMs;
      this.store.activity.beat(epochMs);
      return before;
    });
  }

  /** Records that the process of a holder is alive, for processes that cannot look at it. */
  public recordHeartbeat(holder: LeaseOwner, epochMs: number): void {
    const { activity } = this.store;
    this.store.transaction(() => {
      activity.recordHeartbeat(holder.id, epochMs, epochMs - HEARTBEAT_TIMEOUT_MS);
    });
  }

  /** How many jobs that answer requests have not ended: those that run, and those that wait for a slot. */
  public get jobsUnderWay(): number {
    // A job of several parts is always in one of them.
    return this.store.events.count() + this.store.waiting.count();
  }

  /** Virtual seconds since the region state was made. */
  public get nowSeconds(): number {
    return this.store.meta.number("nowSeconds");
  }

  /** The same as simulated records write it. */
  public get timestamp(): string {
    return timestampAt(this.nowSeconds);
  }

  /** When the next job ends; undefined when none runs. */
  public nextEventSeconds(): number | undefined {
    return this.store.events.next()?.atSeconds;
  }

  /**
   * Lets time pass until `seconds`, which changes nothing when that is past. Every job that ends until then, or at that instant, has
   * ended, and the slots are with those who waited, before it returns. `expectedJournalLength`: lines of the journal that the caller knows;
   * when there are more, another process has been at work, the caller may have something to ask for at once, and time does not pass.
   */
  public advanceTo(seconds: number, expectedJournalLength?: number): void {
    if (!Number.isSafeInteger(seconds)) throw new UsageError(`time is told in whole seconds, and ${seconds} is none`);
    let more = step(this.store, this.runner, seconds, seconds, expectedJournalLength);
    while (more) more = step(this.store, this.runner, seconds, seconds);
  }

  /** Lets time pass until some jobs have ended, as many as one transaction takes; `expectedJournalLength` as above. */
  public advanceSome(expectedJournalLength?: number): void {
    step(this.store, this.runner, Number.MAX_SAFE_INTEGER, 0, expectedJournalLength);
  }

  /** Lets time pass until no job runs any more. */
  public runUntilIdle(): void {
    while (step(this.store, this.runner, Number.MAX_SAFE_INTEGER, 0));
  }

  public tryFindImage(id: string): Image | undefined {
    return this.store.images.tryFind(id);
  }

  public tryFindObject(bucket: string, key: string): StoredObject | undefined {
    return this.store.objects.tryFind(bucket, key);
  }

  /** Whether an object is there as a whole, or an image is made of it. */
  public hasArrived(bucket: string, key: string): boolean {
    return this.store.transaction(() => {
      if (this.tryFindObject(bucket, key)?.status === "there") return true;
      const region = this.store.buckets.tryFind(bucket)?.region;
      if (region === undefined) return false;
      const file = objectText(bucket, key);
      const images = this.store.images.of(region);
      return images.some(
        ({ madeFrom: { means, id }, status }) => means === "file" && id === file && status !== "killed",
      );
    });
  }

  /** Removes an object, as its owner can at any time; nothing when there is none. */
  public removeObject(bucket: string, key: string): void {
    this.store.objects.remove(bucket, key);
  }

  /** The projects that an image is shared with, whatever they answered. */
  public membersOf(imageId: string): readonly Member[] {
    return this.store.members.of(imageId);
  }

  /** What a project is of an image that is shared with it, by its id or its name. */
  public tryFindMember(imageId: string, caller: Caller): Member | undefined {
    return this.store.transaction(() => tryFindMember(this.store, imageId, caller));
  }

  /** Notes the name of a project, unless one is noted: both are of it from now on. */
  public nameProject(project: ProjectEntry & { readonly name: string }): void {
    this.store.transaction(() => {
      const { id, account, name } = project;
      if (this.store.projects.tryFind(id, account)?.name !== undefined) return;
      if (!this.store.projects.textsOf(name, account).includes(id)) this.store.projects.put(project);
    });
  }

  public tryFindJob(id: string): Job | undefined {
    return this.store.jobs.tryFindById(id);
  }

  /** The latest job that was submitted with this `ask`. */
  public tryFindByAsk(ask: string): Job | undefined {
    return this.store.jobs.tryFindByAsk(ask);
  }

  /** The same for many, by ask. */
  public findByIdempotencyKeys(asks: readonly string[]): ReadonlyMap<string, Job> {
    return this.store.jobs.findByAsks(asks);
  }

  /** All jobs in order of admission, the parts of a job behind it. */
  public jobs(): readonly Job[] {
    return this.store.jobs.all();
  }

  /** The parts of a job that takes several, in the order in which they run; none for the others. */
  public partsOf(job: Job): readonly Job[] {
    return job.parts === 0 ? [] : this.store.jobs.partsOf(job.id);
  }

  /** How far a job has come, 0 to 100. */
  public progressPercent(job: Job): number {
    return progressPercent(job, this.partsOf(job), this.nowSeconds);
  }

  /** What was moved and stored, in GiB. It only grows. */
  public meter(): readonly MeterReading[] {
    return this.store.meter.all();
  }

  /** How many lines the journal has. */
  public get journalLength(): number {
    return this.store.journal.count();
  }

  /** What happened, one line of canonical JSON for each event; those after the first `after` lines. */
  public journal(after = 0): readonly string[] {
    return this.store.journal.lines(after);
  }
}
