// Sharing: an image is offered to projects of its region, each of which accepts or rejects it; or the offer is taken back.
import {
  type AcceptImage,
  type Caller,
  type Image,
  type MemberPlace,
  type MemberStatus,
  type RejectImage,
  type ShareImage,
  type UnshareImage,
} from "../../model";
import type { Store } from "../../store";
import { formatGib, invariant } from "../../values";
import type { JobFault } from "../faults";
import { tryFindMember } from "../visible-image";
import type { JobSubject, UpdateHandler } from "./operation-description";

/** A member whose account is known: stated, recorded, or else the caller's own. */
interface KnownMember {
  readonly account: string;
  readonly project: string;
}

function known({ account, project }: MemberPlace, state: Store, caller: Caller): KnownMember {
  return { project, account: account ?? state.projects.tryFindById(project)?.account ?? caller.account };
}

function matter(source: Image | undefined, vaultId: string | null): JobSubject {
  invariant(source !== undefined, "an operation on an image that does not exist was not refused");
  const { id, name, kind, region, sizeGib } = source;
  return { id, name, kind, region, sizeGib, vaultId };
}

export const shareImage: UpdateHandler<ShareImage> = {
  subject: (_operation, source) => matter(source, null),
  succeeded: ({ sourceImageId, caller, members }, _job, state) => {
    for (const member of members.map((place) => known(place, state, caller))) {
      // Who has answered already is not asked again.
      if (tryFindMember(state, sourceImageId, member) !== undefined) continue;
      state.members.put({ imageId: sourceImageId, ...member, status: "pending" });
    }
    return undefined;
  },
  isInEffect: ({ sourceImageId, caller, members }, _job, state) =>
    members
      .map((place) => known(place, state, caller))
      .every((member) => tryFindMember(state, sourceImageId, member) !== undefined),
};

export const unshareImage: UpdateHandler<UnshareImage> = {
  subject: (_operation, source) => matter(source, null),
  succeeded: ({ sourceImageId, caller, members }, _job, state) => {
    for (const { account, project } of members.map((place) => known(place, state, caller))) {
      for (const text of state.projects.textsOf(project, account)) state.members.remove(sourceImageId, account, text);
    }
    return undefined;
  },
  isInEffect: ({ sourceImageId, caller, members }, _job, state) =>
    members
      .map((place) => known(place, state, caller))
      .every((member) => tryFindMember(state, sourceImageId, member) === undefined),
};

function statusOf(imageId: string, member: KnownMember, state: Store): MemberStatus | undefined {
  return tryFindMember(state, imageId, member)?.status;
}

/** Nothing to answer any more: the owner took the offer back while the job ran. */
const TAKEN_BACK: JobFault = { errorCode: "IMG.0114", reason: "The image is not shared with this project any more." };

export const acceptImage: UpdateHandler<AcceptImage> = {
  subject: ({ vaultId }, source) => matter(source, vaultId),
  succeeded: ({ sourceImageId, caller, vaultId }, job, state) => {
    const member = tryFindMember(state, sourceImageId, caller);
    if (member === undefined) return TAKEN_BACK;
    if (job.imageKind === "full-ecs" && vaultId !== null) {
      const vault = state.vaults.tryFind(vaultId, caller.region);
      const freeGib = vault === undefined ? 0 : vault.sizeGib - vault.usedGib;
      if (freeGib < job.sizeGib) return fullVault(job.sizeGib, vaultId, freeGib);
      state.vaults.fill(vaultId, caller.region, job.sizeGib);
    }
    state.members.put({ ...member, status: "accepted" });
    return undefined;
  },
  isInEffect: ({ sourceImageId, caller }, _job, state) => statusOf(sourceImageId, caller, state) === "accepted",
};

function fullVault(sizeGib: number, vaultId: string, freeGib: number): JobFault {
  const reason = `The backup is ${formatGib(sizeGib)}, and the vault ${vaultId} has ${formatGib(freeGib)} free.`;
  return { errorCode: "IMG.0182", reason };
}

export const rejectImage: UpdateHandler<RejectImage> = {
  subject: (_operation, source) => matter(source, null),
  succeeded: ({ sourceImageId, caller }, _job, state) => {
    const member = tryFindMember(state, sourceImageId, caller);
    if (member === undefined) return TAKEN_BACK;
    state.members.put({ ...member, status: "rejected" });
    return undefined;
  },
  isInEffect: ({ sourceImageId, caller }, _job, state) => statusOf(sourceImageId, caller, state) !== "accepted",
};
