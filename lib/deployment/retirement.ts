// What is only on the way: passed over when all that is made of it is there, and removed when that has come to be.
import { refusalText, type Cloud } from "../cloud";
import { makesImage, type Operation } from "../model";
import type { Pacing } from "../time";
import { invariant } from "../values";
import { operationOf } from "./asks";
import { isWell } from "./outcome";
import type { Track, Tracks } from "./tracks";

export class Retirement {
  private readonly leaving: ReadonlySet<Track>;

  /** @param all whether all that is on the way is removed, or only where the plan says so */
  public constructor(
    private readonly tracks: Tracks,
    private readonly cloud: Cloud,
    all: boolean,
  ) {
    const isLeaving = ({ hop }: Track): boolean =>
      hop.intermediate === "retired" || (all && hop.intermediate === "kept");
    // Last first: a sharing ends before its image goes.
    this.leaving = new Set(tracks.all.filter(isLeaving).sort((left, right) => right.hop.wave - left.hop.wave));
  }

  /** Whether there is anything to pass over or to remove. */
  public get isWished(): boolean {
    return this.leaving.size > 0;
  }

  /** What an earlier run has removed, and nothing needs any more: in the order of their waves, with the ids that they had. */
  public spared(): readonly Track[] {
    const needed = new Set<Track>();
    const spared: Track[] = [];
    for (const track of this.leaving) {
      const isNeeded = this.tracks.followersOf(track).some((follower) => this.isMissing(follower, needed));
      if (isNeeded) needed.add(track);
      const job = track.ask === null ? undefined : this.cloud.tryFindByAsk(track.ask);
      if (isNeeded || job?.status !== "SUCCESS" || this.cloud.stands(job)) continue;
      track.imageId = job.imageId;
      spared.unshift(track);
    }
    return spared;
  }

  /** What was asked for and is there, whatever became of what it was made of. */
  public standing(): readonly Track[] {
    const standing: Track[] = [];
    for (const track of this.tracks.all) {
      const source = this.tracks.sourceOf(track);
      if (source === undefined || !this.leaving.has(source) || this.leaving.has(track)) continue;
      const job = track.ask === null ? undefined : this.cloud.tryFindByAsk(track.ask);
      if (job?.status !== "SUCCESS" || !this.cloud.stands(job)) continue;
      track.imageId = job.imageId;
      standing.push(track);
    }
    return standing;
  }

  /** Whether it will be asked for: nobody asks for what is on the way unless something is to be made of it. */
  private isMissing(track: Track, needed: ReadonlySet<Track>): boolean {
    if (this.leaving.has(track) && !needed.has(track)) return false;
    const job = track.ask === null ? undefined : this.cloud.tryFindByAsk(track.ask);
    return job?.status !== "SUCCESS" || !this.cloud.stands(job);
  }

  /** Removes what was only on the way, as far as all that is made of it is there. */
  public async retire(pacing: Pacing): Promise<void> {
    for (const track of this.leaving) {
      if (track.status !== "made" && track.status !== "kept") continue;
      const followers = this.tracks.followersOf(track);
      if (!followers.every(isDoneWith)) continue;
      const keeps = [track, ...followers].some(({ hop }) => hop.detail?.keepsObjects === true);
      this.tracks.remove(track, await removeHop(track, keeps, this.cloud, pacing));
    }
  }
}

/** Whether it needs its source no more. An image lives without the one that it was made of; a sharing and a file are removed before. */
function isDoneWith({ hop, status, reason, removed }: Track): boolean {
  if (!isWell(status) || reason !== null) return false;
  return makesImage(hop.operation) || removed || status === "retired";
}

/** Removes what a hop has made or changed; why it could not, where it could not. */
async function removeHop(
  { hop, imageId }: Track,
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
      const outage = cloud.upkeep.deleteImage(imageId);
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
