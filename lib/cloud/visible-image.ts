// How a caller sees an image: as private, as shared with it, or as public.
import { sightOf } from "../facts";
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

/** What the caller sees of an image. */
export function viewImageAs(state: Store, image: Image, caller: Caller): VisibleImage {
  const isOwn = image.account === caller.account && isProject(state, image.project, caller);
  return {
    image,
    isOwn,
    ...sightOf(image.visibility, isOwn, isOwn ? undefined : tryFindMember(state, image.id, caller)),
  };
}

/** Whether a project is the account's of that text: both may be its id or its name. */
function isProject(state: Store, text: string, { account, project }: MemberOf): boolean {
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
