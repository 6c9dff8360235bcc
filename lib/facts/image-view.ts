// An image as somebody knows it, and how a caller sees it.
import type { Image, ImageStatus, KeyState, Member, MemberStatus, SeenAs, Visibility } from "../model";
import type { Knowable } from "../values";

type Shown = "account" | "project" | "region" | "kind" | "sizeGib" | "keyId" | "os" | "server" | "licence" | "frozen";

/** An image as somebody knows it. */
export type ImageView = { readonly [K in Shown]: Knowable<Image[K]> } & {
  readonly status: Knowable<ImageStatus>;
  readonly seenAs: Knowable<SeenAs>;
  /** Where the caller is a member of a shared image; null when it is not shared with the caller. */
  readonly memberStatus: Knowable<MemberStatus | null>;
  /** Projects that have accepted it. */
  readonly members: Knowable<number>;
  readonly encrypted: Knowable<boolean>;
  /** Of a full-ECS image. */
  readonly backupIsReplica: Knowable<boolean | null>;
  readonly backupRegions: Knowable<readonly string[] | null>;
  readonly backupDestinations: Knowable<readonly string[] | null>;
  /** State of its key, where something besides the key's record tells it. */
  readonly keyState?: Knowable<KeyState | "missing" | null>;
  /** Nobody says whose it is, so that it is taken for the caller's. */
  readonly isOwnerAssumed?: boolean;
  /** Nobody can tell its encryption before the service is asked. */
  readonly isEncryptionUntold?: boolean;
};

/**
 * How a caller sees an image that is recorded. Private images of others are told apart from those that do not exist: the service has a code
 * for an image that another tenant owns (IMG.0106), and rules say which it is.
 * @param member the caller as a member of the image, where it is one
 */
export function sightOf(
  visibility: Visibility,
  isOwn: boolean,
  member: Pick<Member, "status"> | undefined,
): { readonly seenAs: SeenAs; readonly memberStatus: MemberStatus | null } {
  if (visibility !== "private" || isOwn || member === undefined) return { seenAs: visibility, memberStatus: null };
  return { seenAs: "shared", memberStatus: member.status };
}
