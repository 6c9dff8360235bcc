// Jobs: the service's asynchronous runs of operations. A job of several parts has a row for each part, which names it as parent.
import type { ImageKind, OperationKind } from "../../model";
import { flag, integer, integerOrNull, real, sequence, text, textOrNull } from "../columns";
import type { TransactionCache } from "../cached-table";
import { columnName, SequenceTable, type Shape } from "../table";

/** INIT: admitted, perhaps waiting for a slot. */
export type JobStatus = "INIT" | "RUNNING" | "SUCCESS" | "FAIL";

export interface Job {
  /** Order of admission. */
  readonly sequence: number;
  readonly id: string;
  /** The job that this one is a part of; null for the one that the request was answered with. */
  readonly parentId: string | null;
  /** Which part it is, counted from 1; 0 for a job that is no part of another. */
  readonly part: number;
  /** How many parts it has; a job of parts holds no slot itself. */
  readonly parts: number;
  readonly operation: OperationKind;
  /** The service's name for this kind of job. */
  readonly kind: string;
  /** Who asked, and where. */
  readonly account: string;
  readonly project: string;
  readonly region: string;
  readonly targetRegion: string;
  readonly sourceImageId: string;
  /** The replica; of a job that makes none, the image that it is about, or that its file was made of. */
  readonly imageId: string;
  readonly imageName: string;
  readonly imageKind: ImageKind;
  readonly sizeGib: number;
  /** The vault that takes the backup of a full-ECS image; else null. */
  readonly vaultId: string | null;
  /** Whether it needs one of the account's slots. */
  readonly crossesRegions: boolean;
  readonly status: JobStatus;
  readonly errorCode: string | null;
  readonly reason: string | null;
  /** How long it runs once it has begun. */
  readonly durationSeconds: number;
  /** Virtual seconds; null while it has not come to that. */
  readonly submittedSeconds: number;
  readonly beginSeconds: number | null;
  readonly endSeconds: number | null;
  /** What was asked for, as JSON, where the end of the job needs it: what it makes is no image, or it changes who may use one. */
  readonly request: string | null;
  /** What the caller gave to find the job again; null when nothing. */
  readonly ask: string | null;
}

/** What jobs can be told apart by without their ids, which depend on the order of requests. */
export type JobFit = Partial<Pick<Job, "operation" | "account" | "project" | "region" | "targetRegion" | "imageName">>;

export const JOBS: Shape<Job> = {
  table: "jobs",
  columns: {
    sequence,
    id: text(),
    parentId: textOrNull(),
    part: integer,
    parts: integer,
    operation: text(),
    kind: text(),
    account: text(),
    project: text(),
    region: text(),
    targetRegion: text(),
    sourceImageId: text(),
    imageId: text(),
    imageName: text(),
    imageKind: text(),
    sizeGib: real,
    vaultId: textOrNull(),
    crossesRegions: flag,
    status: text(),
    errorCode: textOrNull(),
    reason: textOrNull(),
    durationSeconds: integer,
    submittedSeconds: integer,
    beginSeconds: integerOrNull,
    endSeconds: integerOrNull,
    request: textOrNull(),
    ask: textOrNull(),
  },
  key: ["sequence"],
  besides: [
    `CREATE UNIQUE INDEX jobs_by_id ON jobs (id)`,
    `CREATE INDEX jobs_by_parent ON jobs (parent_id) WHERE parent_id IS NOT NULL`,
    `CREATE INDEX jobs_by_ask ON jobs (ask) WHERE ask IS NOT NULL`,
    `CREATE INDEX jobs_by_request ON jobs (request) WHERE request IS NOT NULL`,
    `CREATE INDEX jobs_by_replica ON jobs (image_name, target_region)`,
  ],
};

/** Asks that one statement looks for. */
const ASKS_AT_ONCE = 50;

/** What changes in a job while it runs. */
type Course = Pick<Job, "status" | "beginSeconds" | "endSeconds" | "errorCode" | "reason">;

/** A job that begins and ends in one transaction is read once and written once. */
export class Jobs extends SequenceTable<Job> implements TransactionCache {
  /** Jobs that the transaction under way has seen, by sequence, as they are now; undefined outside of one. */
  private seen: Map<number, Job> | undefined;
  private readonly changed = new Set<number>();
  /** Known after the first admission of a transaction. */
  private next: number | undefined;

  public onBegin(): void {
    this.seen = new Map();
  }

  public flush(): void {
    for (const sequenceOfJob of this.changed) {
      const job = this.seen?.get(sequenceOfJob);
      if (job !== undefined) this.write(job);
    }
    this.changed.clear();
  }

  public onEnd(): void {
    this.seen = undefined;
    this.changed.clear();
    this.next = undefined;
  }

  public override append(job: Omit<Job, "sequence">): number {
    const given = super.append(job);
    this.next = this.seen === undefined ? undefined : given + 1;
    return given;
  }

  public override tryFind(sequenceOfJob: number): Job | undefined {
    const seen = this.seen?.get(sequenceOfJob);
    if (seen !== undefined) return seen;
    const job = super.tryFind(sequenceOfJob);
    if (job !== undefined) this.seen?.set(sequenceOfJob, job);
    return job;
  }

  public override all(): readonly Job[] {
    this.flush();
    return super.all();
  }

  public tryFindById(id: string): Job | undefined {
    this.flush();
    return this.first("id = ?", id);
  }

  /** The number of the job that will be admitted next. */
  public nextSequence(): number {
    if (this.next !== undefined) return this.next;
    const last = this.database.statement("SELECT MAX(sequence) FROM jobs").get()?.[0] ?? 0;
    return (last as number) + 1;
  }

  /** The latest job that was asked for with these words. */
  public tryFindByAsk(ask: string): Job | undefined {
    this.flush();
    return this.first("ask = ? ORDER BY sequence DESC", ask);
  }

  /** The latest job of this very request; of those that make no image, whose request is kept. */
  public tryFindByRequest(request: string): Job | undefined {
    this.flush();
    return this.first("request = ? ORDER BY sequence DESC", request);
  }

  /** The job that makes, or made, an image: the latest. */
  public tryFindByImage(imageId: string, imageName: string, targetRegion: string): Job | undefined {
    this.flush();
    // The request of a job that makes an image is not kept: other jobs are about one that is there.
    const makes = "request IS NULL AND part = 0";
    const made = `image_name = ? AND target_region = ? AND image_id = ? AND ${makes} ORDER BY sequence DESC`;
    return this.first(made, imageName, targetRegion, imageId);
  }

  /** A job that has not ended and reads or makes the image. A transfer does neither: the file that it carries is there. */
  public tryFindBusyWith(imageId: string): Job | undefined {
    this.flush();
    const works = "operation <> 'transferObject' AND (image_id = ? OR source_image_id = ?)";
    return this.first(`status IN ('INIT', 'RUNNING') AND ${works}`, imageId, imageId);
  }

  /** The latest jobs that were asked for with these words, by ask. */
  public findByAsks(asks: readonly string[]): ReadonlyMap<string, Job> {
    this.flush();
    const found = new Map<string, Job>();
    const marks = Array.from({ length: ASKS_AT_ONCE }, () => "?").join(", ");
    for (let from = 0; from < asks.length; from += ASKS_AT_ONCE) {
      const some = asks.slice(from, from + ASKS_AT_ONCE);
      const filled = [...some, ...Array.from({ length: ASKS_AT_ONCE - some.length }, () => some[0] ?? "")];
      for (const job of this.select(`ask IN (${marks}) ORDER BY sequence`, ...filled)) {
        if (job.ask !== null) found.set(job.ask, job);
      }
    }
    return found;
  }

  /** The parts of a job, in the order in which they run. */
  public partsOf(parentId: string): readonly Job[] {
    this.flush();
    return this.select("parent_id = ? ORDER BY part", parentId);
  }

  /** How many jobs that answer requests were admitted before this one and fit, counted up to `most`. */
  public countBefore(sequence: number, fit: JobFit, most = Number.MAX_SAFE_INTEGER): number {
    const members = Object.entries(fit);
    const conditions = ["part = 0", "sequence < ?", ...members.map(([member]) => `${columnName(member)} = ?`)];
    const fitting = `SELECT 1 FROM jobs WHERE ${conditions.join(" AND ")} LIMIT ?`;
    const values = [sequence, ...members.map(([, value]) => value), most];
    return this.database.statement(`SELECT COUNT(*) FROM (${fitting})`).get(values)?.[0] as number;
  }

  /** Jobs that have not ended, in order of admission. */
  public underWay(): readonly Job[] {
    this.flush();
    return this.select("status IN ('INIT', 'RUNNING') ORDER BY sequence");
  }

  public begin(job: Job, nowSeconds: number): void {
    this.change(job, { status: "RUNNING", beginSeconds: nowSeconds });
  }

  public succeed(job: Job, nowSeconds: number): void {
    this.change(job, { status: "SUCCESS", endSeconds: nowSeconds });
  }

  public fail(job: Job, nowSeconds: number, errorCode: string, reason: string): void {
    this.change(job, { status: "FAIL", endSeconds: nowSeconds, errorCode, reason });
  }

  private change(job: Job, change: Partial<Course>): void {
    const now = { ...(this.seen?.get(job.sequence) ?? job), ...change };
    if (this.seen === undefined) {
      this.write(now);
      return;
    }
    this.seen.set(job.sequence, now);
    this.changed.add(job.sequence);
  }

  private write({ status, beginSeconds, endSeconds, errorCode, reason, sequence: key }: Job): void {
    const change = "status = ?, begin_seconds = ?, end_seconds = ?, error_code = ?, reason = ? WHERE sequence = ?";
    this.update(change, status, beginSeconds, endSeconds, errorCode, reason, key);
  }
}
