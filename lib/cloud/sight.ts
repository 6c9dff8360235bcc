// How a caller sees an image: as private, as shared with it, or as public.
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
 * What the caller sees of an image. Private images of others, and images of other regions, are told apart from those that do not
 * exist: the service has a code for an image that another tenant owns (IMG.0106), and rules say which it is.
 */
export function see(state: Store, image: Image, caller: Caller): Sight {
  if (image.visibility !== "private") return { image, seenAs: image.visibility, memberStatus: null };
  const owned = image.account === caller.account && image.project === caller.project;
  const member = owned ? undefined : state.members.tryFind(image.id, caller.account, caller.project);
  if (member === undefined) return { image, seenAs: "private", memberStatus: null };
  return { image, seenAs: "shared", memberStatus: member.status };
}
