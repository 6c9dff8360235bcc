// How a caller sees an image: as its own, as shared, as public, or not at all.
import type { Caller, Image, MemberStatus, SeenAs } from "../model";
import type { Store } from "../store";

/** An image that a caller can see. */
export interface Sight {
  readonly image: Image;
  readonly seenAs: SeenAs;
  /** Null when it is not shared with the caller. */
  readonly memberStatus: MemberStatus | null;
}

/**
 * What the caller sees of an image. Undefined when it is in another region than the caller asks in, and when it is a private image of
 * another project, of the same account or not, that nobody shared with the caller's project.
 */
export function trySee(state: Store, image: Image, caller: Caller): Sight | undefined {
  if (image.region !== caller.region) return undefined;
  if (image.visibility !== "private") return { image, seenAs: image.visibility, memberStatus: null };
  if (image.account === caller.account && image.project === caller.project) {
    return { image, seenAs: "private", memberStatus: null };
  }
  const member = state.members.tryFind(image.id, caller.account, caller.project);
  return member === undefined ? undefined : { image, seenAs: "shared", memberStatus: member.status };
}
