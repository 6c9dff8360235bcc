// How a caller sees an image: as private, as shared with it, or as public.
import type { Caller, Image, Member, MemberStatus, SeenAs } from "../model";
import type { Store } from "../store";

/** An image that a caller can see. */
export interface VisibleImage {
  readonly image: Image;
  /** Whether the caller's project owns it. */
  readonly isOwn: boolean;
  readonly seenAs: SeenAs;
  /** Null when it is not shared with the caller. */
  readonly memberStatus: MemberStatus | null;
}

/**
 * What the caller sees of an image. Private images of others, and images of other regions, are told apart from those that do not
 * exist: the service has a code for an image that another tenant owns (IMG.0106), and rules say which it is.
 */
export function viewImageAs(state: Store, image: Image, caller: Caller): VisibleImage {
  const isOwn = image.account === caller.account && isProject(state, image.project, caller);
  if (image.visibility !== "private") return { image, isOwn, seenAs: image.visibility, memberStatus: null };
  const member = isOwn ? undefined : tryFindMember(state, image.id, caller);
  if (member === undefined) return { image, isOwn, seenAs: "private", memberStatus: null };
  return { image, isOwn, seenAs: "shared", memberStatus: member.status };
}

/** Whether a project is the account's of that text: both may be its id or its name. */
export function isProject(state: Store, text: string, { account, project }: MemberOf): boolean {
  return text === project || state.projects.textsOf(project, account).includes(text);
}

/** The member that a project is of an image, by its id or by its name. */
export function tryFindMember(state: Store, imageId: string, { account, project }: MemberOf): Member | undefined {
  const known = state.members.tryFind(imageId, account, project);
  if (known !== undefined) return known;
  const others = state.projects.textsOf(project, account).slice(1);
  return others.map((text) => state.members.tryFind(imageId, account, text)).find((member) => member !== undefined);
}

interface MemberOf {
  readonly account: string;
  readonly project: string;
}
