// What is only on the way: passed over when all that is made of it is there, and removed when that has come to be.
import { refusalText, type Cloud } from "../cloud";
import { makesImage, type Operation } from "../model";
import type { Pacing } from "../time";
import { invariant } from "../values";
import { operationOf } from "./hop-requests";
import { isSuccess } from "./outcome";
import type { HopExecution, HopExecutions } from "./hop-executions";

export class Retirement {
  private readonly leaving: ReadonlySet<HopExecution>;

  /** @param all whether all that is on the way is removed, or only where the plan says so */
  public constructor(
    private readonly executions: HopExecutions,
    private readonly cloud: Cloud,
    all: boolean,
  ) {
    const isLeaving = ({ hop }: HopExecution): boolean =>
      hop.intermediate === "retired" || (all && hop.intermediate === "kept");
    // Last first: a sharing ends before its image goes.
    this.leaving = new Set(executions.all.filter(isLeaving).sort((left, right) => right.hop.wave - left.hop.wave));
  }

  /** Whether there is anything to pass over or to remove. */
  public get isWished(): boolean {
    return this.leaving.size > 0;
  }

  /** What an earlier run has removed, and nothing needs any more: in the order of their waves, with the ids that they had. */
  public spared(): readonly HopExecution[] {
    const needed = new Set<HopExecution>();
    const spared: HopExecution[] = [];
    for (const execution of this.leaving) {
      const isNeeded = this.executions.followersOf(execution).some((follower) => this.isMissing(follower, needed));
      if (isNeeded) needed.add(execution);
      const job = execution.ask === null ? undefined : this.cloud.tryFindByAsk(execution.ask);
      if (isNeeded || job?.status !== "SUCCESS" || this.cloud.isInEffect(job)) continue;
      execution.imageId = job.imageId;
      spared.unshift(execution);
    }
    return spared;
  }

  /** What was asked for and is there, whatever became of what it was made of. */
  public standing(): readonly HopExecution[] {
    const standing: HopExecution[] = [];
    for (const execution of this.executions.all) {
      const source = this.executions.sourceOf(execution);
      if (source === undefined || !this.leaving.has(source) || this.leaving.has(execution)) continue;
      const job = execution.ask === null ? undefined : this.cloud.tryFindByAsk(execution.ask);
      if (job?.status !== "SUCCESS" || !this.cloud.isInEffect(job)) continue;
      execution.imageId = job.imageId;
      standing.push(execution);
    }
    return standing;
  }

  /** Whether it will be asked for: nobody asks for what is on the way unless something is to be made of it. */
  private isMissing(execution: HopExecution, needed: ReadonlySet<HopExecution>): boolean {
    if (this.leaving.has(execution) && !needed.has(execution)) return false;
    const job = execution.ask === null ? undefined : this.cloud.tryFindByAsk(execution.ask);
    return job?.status !== "SUCCESS" || !this.cloud.isInEffect(job);
  }

  /** Removes what was only on the way, as far as all that is made of it is there. */
  public async retire(pacing: Pacing): Promise<void> {
    for (const execution of this.leaving) {
      if (execution.status !== "made" && execution.status !== "kept") continue;
      const followers = this.executions.followersOf(execution);
      if (!followers.every(isDoneWith)) continue;
      const keeps = [execution, ...followers].some(({ hop }) => hop.detail?.keepsObjects === true);
      this.executions.remove(execution, await removeHop(execution, keeps, this.cloud, pacing));
    }
  }
}

/** Whether it needs its source no more. An image lives without the one that it was made of; a sharing and a file are removed before. */
function isDoneWith({ hop, status, reason, removed }: HopExecution): boolean {
  if (!isSuccess(status) || reason !== null) return false;
  return makesImage(hop.operation) || removed || status === "retired";
}

/** Removes what a hop has made or changed; why it could not, where it could not. */
async function removeHop(
  { hop, imageId }: HopExecution,
  keepsObjects: boolean,
  cloud: Cloud,
  pacing: Pacing,
): Promise<string | null> {
  invariant(imageId !== null, `the hop ${hop.id} was asked for`);
  const operation = operationOf(hop, imageId);
  switch (operation.kind) {
    case "copyImage":
    case "copyImageAcross":
    case "registerImage": {
      const outage = cloud.admin.deleteImage(imageId);
      return outage === undefined ? null : refusalText(outage);
    }
    case "exportImage":
      if (!keepsObjects) cloud.removeObject(operation.bucket, operation.key);
      return null;
    case "transferObject":
      if (!keepsObjects) cloud.removeObject(operation.targetBucket, operation.targetKey);
      return null;
    case "shareImage":
      return carryOut({ ...operation, kind: "unshareImage" }, cloud, pacing);
    case "acceptImage": {
      const { caller, sourceImageId } = operation;
      return carryOut({ kind: "rejectImage", caller, sourceImageId }, cloud, pacing);
    }
    case "unshareImage":
    case "rejectImage":
      return null;
  }
}

/** Asks for an operation and waits until its job has ended; why it did not end well. */
async function carryOut(operation: Operation, cloud: Cloud, pacing: Pacing): Promise<string | null> {
  const answer = cloud.submit(operation);
  if (!answer.accepted) return refusalText(answer.refusal);
  for (;;) {
    const job = cloud.tryFindJob(answer.jobId);
    if (job?.status === "SUCCESS") return null;
    if (job === undefined || job.status === "FAIL")
      return `${job?.reason ?? "The region state was emptied."} [${job?.errorCode ?? "no code"}]`;
    const next = cloud.nextEventSeconds() ?? cloud.nowSeconds;
    cloud.advanceTo(await pacing.towards(cloud.nowSeconds, Math.max(next, cloud.nowSeconds)));
  }
}
