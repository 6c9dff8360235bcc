// The facts of an operation as the cloud knows them at admission. The cloud knows all there is to know: a fact that is left out fails
// the build, and the unknown is only for what nobody can know of an image that does not exist.
import { homeSite, type Catalog } from "../catalog";
import {
  mayUse,
  objectText,
  sheetOf,
  subjectFor,
  unknownAbout,
  type Caller,
  type FactsAbout,
  type FactSheet,
  type Image,
  type Operation,
  type Site,
  type Subject,
} from "../model";
import type { Store } from "../store";
import { namesNothing, UNKNOWN, type Knowable } from "../values";
import { askedOf } from "./operations/descriptions";
import { viewImageAs, type VisibleImage } from "./visible-image";
import { imageQuota } from "./views";

/** All that admission judges by. */
export interface Case {
  readonly sheet: FactSheet;
  readonly subject: Subject;
  /** The source, when there is such an image. */
  readonly source: Image | undefined;
}

export function caseOf(operation: Operation, state: Store, catalog: Catalog): Case {
  const { caller } = operation;
  const recorded = "sourceImageId" in operation ? state.images.tryFind(operation.sourceImageId) : undefined;
  const sight = recorded === undefined ? undefined : viewImageAs(state, recorded, caller);
  const asked = askedOf(operation, state, catalog);
  const sheet = sheetOf(
    sight === undefined
      ? { ...UNSEEN, "image.id": "sourceImageId" in operation ? operation.sourceImageId : null }
      : imageFacts(sight, state, caller),
    callerFacts(caller, state, catalog),
    asked,
    quotaFacts(caller.account, asked["replica.region"], state, catalog),
  );
  return { sheet, subject: subjectOf(operation, recorded), source: sight?.image };
}

/** How the findings of every door name the two images. */
function subjectOf(operation: Operation, recorded: Image | undefined): Subject {
  const name = "name" in operation ? operation.name : "";
  if (recorded !== undefined) return subjectFor(operation.kind, `Image "${recorded.name}"`, name);
  const image =
    "sourceImageId" in operation
      ? `Image ${namesNothing(operation.sourceImageId) ? JSON.stringify(operation.sourceImageId) : operation.sourceImageId}`
      : `Object ${objectText(operation.bucket, operation.key)}`;
  return subjectFor(operation.kind, image, name);
}

const UNSEEN: FactsAbout<"image"> = { ...unknownAbout("image"), "image.exists": false };

function imageFacts(
  { image, isOwn, seenAs, memberStatus }: VisibleImage,
  state: Store,
  caller: Caller,
): FactsAbout<"image"> {
  const key = image.keyId === null ? undefined : state.keys.tryFindNear(image.keyId, image.region);
  return {
    "image.exists": true,
    "image.id": image.id,
    "image.account": image.account,
    "image.project": isOwn ? caller.project : image.project,
    "image.region": image.region,
    "image.kind": image.kind,
    "image.status": image.status,
    "image.seenAs": seenAs,
    "image.memberStatus": memberStatus,
    "image.sizeGib": image.sizeGib,
    "image.encrypted": image.keyId !== null,
    "image.keyId": image.keyId,
    "image.encryption": image.keyId === null ? "none" : "kms",
    "image.os": image.os,
    "image.server": image.server,
    "image.frozen": image.frozen,
    "image.backupIsReplica": image.backup === null ? null : image.backup.replicaOf !== null,
    "image.backupRegions": image.backup === null ? null : state.images.regionsOfReplicas(image.backup.id),
    "image.backupDestinations": state.backupDestinations.tryFind(image.region)?.destinations ?? null,
    "image.keyState": image.keyId === null ? null : (key?.state ?? unrecordedKey(state)),
    "image.keyUsable": key === undefined ? null : mayUse(caller.account, key),
    "image.licence": image.licence,
    "image.members": state.members.countAccepted(image.id),
  };
}

/** An image that is there has been encrypted with a key that was there: only a complete recording can say that it is gone. */
function unrecordedKey(state: Store): "missing" | "enabled" {
  return state.meta.text("complete") === "yes" ? "missing" : "enabled";
}

function callerFacts(caller: Caller, state: Store, catalog: Catalog): FactsAbout<"caller"> {
  return {
    "caller.account": caller.account,
    "caller.project": caller.project,
    "caller.region": caller.region,
    "caller.site": siteOf(caller, state, catalog),
  };
}

/** The site that was recorded for the account, else the home site of the region it asks in. */
function siteOf(caller: Caller, state: Store, catalog: Catalog): Knowable<Site> {
  return state.accounts.tryFind(caller.account)?.site ?? homeSite(catalog, caller.region) ?? UNKNOWN;
}

function quotaFacts(account: string, region: string, state: Store, catalog: Catalog): FactsAbout<"quota"> {
  const { used, images } = imageQuota(account, region, state, catalog);
  return { "quota.used": used, "quota.images": images };
}
