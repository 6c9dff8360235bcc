// Asking once for callers that may die at any instant: what they made is recorded with the request, in the same transaction, and an
// equal request finds it again until somebody has shown that the answer arrived.
import type { Operation } from "../model";
import type { Attachment, Store } from "../store";
import { digestOf, invariant } from "../values";
import { replicaId, type Submission } from "./admission";

/** A process that asks. It may be gone, and another may have its number: only the asker's side can tell who lives. */
export interface LeaseOwner {
  readonly id: string;
  /** `heartbeatEpochMs`: milliseconds since 1970 of that holder's latest heartbeat; 0 when none is recorded. */
  isAlive(holder: string, heartbeatEpochMs: number): boolean;
}

/** Milliseconds after which a process that cannot be looked at counts as dead, unless it has recorded a heartbeat since. */
export const HEARTBEAT_TIMEOUT_MS = 30_000;

/** How things of one kind are found again and made. */
export interface LeaseRequest {
  /** Whether what was made is there and worth having. */
  isThere(madeId: string): boolean;
  /** Makes another one for the nth equal request, and gives its id; undefined when it is refused. */
  make(number: number): string | undefined;
  /** Ids that equal requests of callers which keep no attachments would have made, in their order. */
  readonly elsewhere?: (number: number) => string;
}

/**
 * What an earlier equal request has made and nobody has noted, else a new one. Must run in a transaction. Requests of callers that are
 * alive are never taken over: two that are in flight together each get their own.
 */
export function claim(state: Store, request: string, holder: LeaseOwner, making: LeaseRequest): string | undefined {
  const earlier = state.attachments.of(request);
  const orphan = findOrphan(state, earlier, holder, making);
  if (orphan !== undefined) {
    state.attachments.put({ ...orphan, holder: holder.id });
    return orphan.madeId;
  }
  const number = earlier.length === 0 ? 0 : Math.max(...earlier.map((one) => one.number)) + 1;
  const madeId = findUnclaimed(state, making) ?? making.make(number);
  if (madeId !== undefined) state.attachments.put({ request, number, madeId, holder: holder.id, isNoted: false });
  return madeId;
}

/** Whether an earlier equal request has made what `claim` would adopt. */
function hasOrphan(state: Store, request: string, holder: LeaseOwner, making: Omit<LeaseRequest, "make">): boolean {
  const orphan = findOrphan(state, state.attachments.of(request), holder, making);
  return orphan !== undefined || findUnclaimed(state, making) !== undefined;
}

function findOrphan(
  state: Store,
  earlier: readonly Attachment[],
  holder: LeaseOwner,
  making: Pick<LeaseRequest, "isThere">,
): Attachment | undefined {
  const isHeld = (other: string): boolean => holder.isAlive(other, state.activity.heartbeatOf(other));
  return earlier.find(
    ({ madeId, isNoted, holder: other }) => !isNoted && !(other !== null && isHeld(other)) && making.isThere(madeId),
  );
}

/** Made by an equal request that kept no attachment, as of an apply without Terraform. */
function findUnclaimed(state: Store, making: Omit<LeaseRequest, "make">): string | undefined {
  if (making.elsewhere === undefined) return undefined;
  for (let number = 0; ; number += 1) {
    const id = making.elsewhere(number);
    if (state.attachments.has(id)) continue;
    return making.isThere(id) ? id : undefined;
  }
}

/** The same for operations that make an image. */
export function claimOperation(
  state: Store,
  operation: Operation,
  holder: LeaseOwner,
  submit: () => Submission,
): Submission {
  const request = digestOf(operation);
  discardKilled(state, request);
  let answer: Submission | undefined;
  const madeId = claim(state, request, holder, {
    ...lookingFor(state, request),
    make: () => {
      answer = submit();
      return answer.accepted ? answer.imageId : undefined;
    },
  });
  return answer ?? underWay(state, madeId);
}

/** What failed to be made while nobody waited for it: whoever asks anew is the last to know of it. */
function discardKilled(state: Store, request: string): void {
  for (const { madeId, isNoted } of state.attachments.of(request)) {
    if (isNoted || state.images.tryFind(madeId)?.status !== "killed") continue;
    state.images.remove(madeId);
    state.attachments.note(madeId);
  }
}

/** Whether the same would take up an image instead of asking for one. */
export function wouldAdopt(state: Store, operation: Operation, holder: LeaseOwner): boolean {
  const request = digestOf(operation);
  return hasOrphan(state, request, holder, lookingFor(state, request));
}

/** How images that a request has made are found. */
function lookingFor(state: Store, request: string): Omit<LeaseRequest, "make"> {
  return {
    isThere: (id) => {
      const status = state.images.tryFind(id)?.status;
      return status !== undefined && status !== "killed";
    },
    elsewhere: (number) => replicaId(request, number),
  };
}

function underWay(state: Store, imageId: string | undefined): Submission {
  const image = imageId === undefined ? undefined : state.images.tryFind(imageId);
  invariant(image !== undefined, "an image that was found is gone within its transaction");
  const job = state.jobs.tryFindByImage(image.id, image.name, image.region);
  const isThere = image.status === "active" ? ({ isThere: true } as const) : {};
  return { accepted: true, jobId: job?.id ?? "", imageId: image.id, ...isThere };
}
