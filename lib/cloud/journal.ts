// The journal's lines: what happened to which job, as canonical JSON, so that equal runs have equal bytes.
import type { Job, Store } from "../store";
import { canonicalJson } from "../values";

export function recordSubmitted(state: Store, job: Job, nowSeconds: number): void {
  const { operation, account, project, region, targetRegion, sourceImageId, imageKind } = job;
  const more = job.request === null ? {} : { request: JSON.parse(job.request) as object };
  const asked = {
    ...more,
    operation,
    account,
    project,
    from: region,
    to: targetRegion,
    source: sourceImageId,
    imageKind,
  };
  record(state, "submitted", job, nowSeconds, asked);
}

export function recordStarted(state: Store, job: Job, nowSeconds: number): void {
  record(state, "started", job, nowSeconds, {});
}

/** `errorCode` only where the job failed. */
export function recordEnded(state: Store, job: Job, nowSeconds: number, errorCode?: string): void {
  record(state, "ended", job, nowSeconds, { status: errorCode === undefined ? "SUCCESS" : "FAIL", errorCode });
}

function record(state: Store, event: string, job: Job, atSeconds: number, more: object): void {
  const { id, parentId, kind, imageId, imageName, sizeGib } = job;
  const partOf = parentId ?? undefined;
  const line = { atSeconds, event, job: id, partOf, kind, image: imageId, name: imageName, sizeGib, ...more };
  state.journal.add(atSeconds, canonicalJson(line));
}
