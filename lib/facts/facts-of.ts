// From a request to the facts that rules read: the same for programs, Terraform plans, routes and the simulated cloud, which differ in how
// they look things up and in what they know.
import { homeSite } from "../catalog";
import {
  exportFormat,
  sheetOf,
  unknownAbout,
  type Facts,
  type FactsAbout,
  type FactSheet,
  type MeansFacts,
  type Named,
  type StoredObject,
} from "../model";
import { isKnown, knownOr, namesNothing, UNKNOWN, type Knowable } from "../values";
import type { ImageView } from "./image-view";
import { agencyFacts, bucketFacts, keyFacts, keyStateOf, keyUseOf, vaultFacts } from "./means";
import { memberFacts } from "./members";
import type { FactCaller, FactRequest, KnownFile } from "./request";
import type { FactWorld } from "./world";

export function factsOf(request: FactRequest, world: FactWorld): FactSheet {
  const { caller, image, imageId, replica, program = {}, made = {}, stated = {} } = request;
  const sheet = sheetOf(
    image === undefined
      ? { ...unknownAbout("image"), "image.exists": false, "image.id": imageId }
      : imageFacts(image, caller, imageId, world),
    callerFacts(caller, world),
    replica,
    quotaFacts(request, world),
    meansFacts(request, world),
    program,
    made,
  );
  for (const [key, value] of Object.entries(stated)) {
    if (isKnown<unknown>(value)) (sheet as Record<string, unknown>)[key] = value;
  }
  return sheet;
}

function imageFacts(
  image: ImageView,
  caller: FactCaller,
  imageId: Knowable<string | null>,
  { world }: FactWorld,
): FactsAbout<"image"> {
  const { kind, encrypted, seenAs } = image;
  const keyId = isKnown(encrypted) && !encrypted ? null : image.keyId;
  // Of an empty id nothing is on record: that is a finding of its own.
  const isUnkeyed = keyId === null || (isKnown(keyId) && namesNothing(keyId));
  const key = isUnkeyed ? undefined : world.key(keyId, image.region);
  const isOwn = isSame(image.account, caller.account) && isSame(image.project, caller.project);
  // The service says that an image is shared on both sides: the owner tells which.
  const isSharedOut = seenAs === "shared" && isOwn && image.isOwnerAssumed !== true;
  const ofWhole = <T>(value: Knowable<T>): Knowable<T | null> => (isKnown(kind) && kind !== "full-ecs" ? null : value);
  return {
    "image.exists": true,
    "image.id": imageId,
    "image.account": image.account,
    "image.project": image.project,
    "image.region": image.region,
    "image.kind": kind,
    "image.status": image.status,
    "image.seenAs": isSharedOut ? "private" : seenAs,
    "image.memberStatus": isSharedOut ? null : image.memberStatus,
    "image.sizeGib": image.sizeGib,
    "image.encrypted": encrypted,
    "image.keyId": keyId,
    "image.encryption": isKnown(encrypted)
      ? encrypted
        ? "kms"
        : "none"
      : image.isEncryptionUntold
        ? "untold"
        : UNKNOWN,
    "image.os": image.os,
    "image.server": image.server,
    "image.frozen": image.frozen,
    "image.backupIsReplica": ofWhole(image.backupIsReplica),
    "image.backupRegions": ofWhole(image.backupRegions),
    "image.backupDestinations": ofWhole(image.backupDestinations),
    "image.keyState": isUnkeyed ? null : knownOr(image.keyState ?? UNKNOWN, keyStateOf(key)),
    "image.keyUsable": isUnkeyed ? null : keyUseOf(key, caller.account),
    "image.licence": image.licence,
    "image.members": image.members,
  };
}

const isSame = (one: Knowable<string>, other: Knowable<string>): boolean => isKnown(one) && one === other;

function callerFacts(caller: FactCaller, { world, catalog }: FactWorld): FactsAbout<"caller"> {
  const { account, project, region, site } = caller;
  return {
    "caller.account": account,
    "caller.project": project,
    "caller.region": region,
    "caller.site":
      site ??
      (isKnown(account) ? world.account(account)?.site : undefined) ??
      (isKnown(region) ? homeSite(catalog, region) : undefined) ??
      UNKNOWN,
  };
}

/** Judged only where used and quota are recorded: an account's own figures differ from the published default. */
function quotaFacts(
  { caller: { account }, replica: { "replica.region": region }, plannedBefore }: FactRequest,
  { world, catalog }: FactWorld,
): FactsAbout<"quota"> {
  const quota = isKnown(account) && isKnown(region) ? world.quota(account, region) : UNKNOWN;
  if (!isKnown(quota) || !isKnown(account) || !isKnown(region)) return unknownAbout("quota");
  return {
    "quota.used": (quota?.used ?? 0) + world.privateImages(account, region) + plannedBefore,
    "quota.images": quota?.images ?? catalog.limits.privateImages.value,
  };
}

function meansFacts(request: FactRequest, facts: FactWorld): MeansFacts {
  const { operation, caller, image, imageId, recordedId = imageId, replica, key, agency, vault, members } = request;
  const { world } = facts;
  const { account } = caller;
  const region = replica["replica.region"];
  return {
    ...(key !== undefined && keyFacts(key, world.key(key, caller.region), account)),
    ...(agency !== undefined && agencyFacts(agency, world.agency(account, agency))),
    ...(vault !== undefined && vaultFacts(vault, world.vault(account, vault, region))),
    ...(members !== undefined && memberFacts(members, recordedId, caller, facts)),
    ...(operation === "acceptImage" && { "member.added": image?.memberStatus === "accepted" ? 0 : 1 }),
    ...fileFacts(request, facts),
    ...targetFacts(request, facts),
    ...request.register,
  };
}

function fileFacts({ file, exported }: FactRequest, { world }: FactWorld): MeansFacts {
  if (file === undefined) return {};
  const { bucket, key } = file;
  const named = { ...bucketFacts(bucket, world.bucket(bucket)), "object.key": key };
  const object = isKnown(bucket) && isKnown(key) ? world.object(bucket ?? "", key ?? "") : UNKNOWN;
  if (exported !== undefined) {
    const { format, fast } = exported;
    return {
      ...named,
      "object.exists": isKnown(object) ? object !== undefined : UNKNOWN,
      "object.format": isKnown(format) && isKnown(fast) ? exportFormat(format, fast) : UNKNOWN,
      "export.fast": fast,
    };
  }
  const { exists, sizeGib, format, minDiskGib } =
    file.made ?? (isKnown(object) ? knownFile(object) : (file.stated ?? UNKNOWN_FILE));
  return {
    ...named,
    "object.exists": exists,
    "object.sizeGib": sizeGib,
    "object.format": format,
    "object.minDiskGib": minDiskGib,
  };
}

const NO_FILE: KnownFile = { exists: false, sizeGib: null, format: null, minDiskGib: null };
const UNKNOWN_FILE: KnownFile = { exists: UNKNOWN, sizeGib: UNKNOWN, format: UNKNOWN, minDiskGib: UNKNOWN };

/** A file as it is recorded, for those who read it: one that is still being written does not exist yet. */
function knownFile(object: StoredObject | undefined): KnownFile {
  if (object?.status !== "there") return NO_FILE;
  const { sizeGib, format, contents } = object;
  return { exists: true, sizeGib, format, minDiskGib: contents.minDiskGib === 0 ? null : contents.minDiskGib };
}

function targetFacts({ file, target }: FactRequest, { world }: FactWorld): MeansFacts {
  if (target === undefined) return {};
  const { bucket, key, caller } = target;
  const { "bucket.exists": exists, "bucket.account": account } = bucketFacts(bucket, world.bucket(bucket));
  return {
    "target.bucket": bucket,
    "target.key": key,
    "target.exists": exists ?? false,
    "target.caller": caller,
    "target.account": account,
    "target.taken": isTaken(target, file, world),
  };
}

/** Whether there is an object of that key already, besides the same one. */
function isTaken(
  target: NonNullable<FactRequest["target"]>,
  file: FactRequest["file"],
  world: FactWorld["world"],
): Knowable<Facts["target.taken"]> {
  const find = ({ bucket, key }: { bucket: Named; key: Named }): ReturnType<typeof world.object> =>
    isKnown(bucket) && isKnown(key) ? world.object(bucket ?? "", key ?? "") : UNKNOWN;
  const there = find(target);
  if (!isKnown(there)) return UNKNOWN;
  if (there === undefined) return false;
  const read = file === undefined ? undefined : find(file);
  const isSame = isKnown(read) && read?.checksum === there.checksum && there.checksum !== "";
  return !(isSame && there.status === "there");
}
