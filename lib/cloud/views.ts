// What a caller sees when it looks around: images of its region, and how many of them it may hold.
import type { Catalog } from "../catalog";
import type { Caller } from "../model";
import type { Store } from "../store";
import { viewImageAs, type VisibleImage } from "./visible-image";

/** Images of the caller's region that it can see: its project's own, those shared with it and accepted, and everybody's. */
export function visibleTo(caller: Caller, state: Store): readonly VisibleImage[] {
  return state.images
    .of(caller.region)
    .map((image) => viewImageAs(state, image, caller))
    .filter(
      ({ isOwn, seenAs, memberStatus }) =>
        isOwn || seenAs === "public" || seenAs === "market" || memberStatus === "accepted",
    );
}

export interface ImageQuota {
  readonly used: number;
  readonly images: number;
}

export function imageQuota(account: string, region: string, state: Store, catalog: Catalog): ImageQuota {
  const quota = state.quotas.tryFind(account, region);
  return {
    used: (quota?.used ?? 0) + state.images.held(account, region),
    images: quota?.images ?? catalog.limits.privateImages.value,
  };
}
