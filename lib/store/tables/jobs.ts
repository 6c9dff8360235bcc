// Jobs: the service's asynchronous runs of operations. A job of several parts has a row for each part, which names it as parent.
import type { ImageKind, OperationKind } from "../../model";
import { flag, integer, integerOrNull, real, sequence, text, textOrNull } from "../columns";
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
  /** The replica. */
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
    ask: textOrNull(),
  },
  key: ["sequence"],
  besides: [
    `CREATE UNIQUE INDEX jobs_by_id ON jobs (id)`,
    `CREATE INDEX jobs_by_parent ON jobs (parent_id) WHERE parent_id IS NOT NULL`,
    `CREATE INDEX jobs_by_ask ON jobs (ask) WHERE ask IS NOT NULL`,
    `CREATE INDEX jobs_by_replica ON jobs (image_name, target_region)`,
  ],
};

export class Jobs extends SequenceTable<Job> {
  public tryFindById(id: string): Job | undefined {
    return this.first("id = ?", id);
  }

  /** The number of the job that will be admitted next. */
  public nextSequence(): number {
    const last = this.database.statement("SELECT MAX(sequence) FROM jobs").get()?.[0] ?? 0;
    return (last as number) + 1;
  }

  /** The latest job that was asked for with these words. */
  public tryFindByAsk(ask: string): Job | undefined {
    return this.first("ask = ? ORDER BY sequence DESC", ask);
  }

  /** The job that makes, or made, an image: the latest. */
  public tryFindByImage(imageId: string, imageName: string, targetRegion: string): Job | undefined {
    const made = "image_name = ? AND target_region = ? AND image_id = ? AND part = 0 ORDER BY sequence DESC";
    return this.first(made, imageName, targetRegion, imageId);
  }

  /** A job that has not ended and reads or makes the image. */
  public tryFindBusyWith(imageId: string): Job | undefined {
    return this.first("status IN ('INIT', 'RUNNING') AND (image_id = ? OR source_image_id = ?)", imageId, imageId);
  }

  /** The parts of a job, in the order in which they run. */
  public partsOf(parentId: string): readonly Job[] {
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
    return this.select("status IN ('INIT', 'RUNNING') ORDER BY sequence");
  }

  public begin(job: Job, nowSeconds: number): void {
    this.update("status = 'RUNNING', begin_seconds = ? WHERE sequence = ?", nowSeconds, job.sequence);
  }

  public succeed(job: Job, nowSeconds: number): void {
    this.update("status = 'SUCCESS', end_seconds = ? WHERE sequence = ?", nowSeconds, job.sequence);
  }

  public fail(job: Job, nowSeconds: number, errorCode: string, reason: string): void {
    const change = "status = 'FAIL', end_seconds = ?, error_code = ?, reason = ? WHERE sequence = ?";
    this.update(change, nowSeconds, errorCode, reason, job.sequence);
  }
}
