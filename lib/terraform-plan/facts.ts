// From a request of a Terraform plan to the facts that rules read. Every fact has its line here: a new one fails the build.
import { homeSite, type Catalog } from "../catalog";
import {
  recordedAgency,
  recordedKey,
  recordedState,
  recordedUse,
  recordedVault,
  sheetOf,
  subjectFor,
  unknownAbout,
  type FactsAbout,
  type FactSheet,
  type Inventory,
  type NeededFactsAbout,
  type ProgramFacts,
  type Recording,
  type Subject,
} from "../model";
import { withMakingSeconds } from "../routes";
import { attributeOf, defaultCreateTimeout, type ResourceType } from "../vendor";
import { isKnown, isRetiredId, knownOr, UNKNOWN, type Knowable } from "../values";
import { fileFacts, memberFacts, registrationFacts } from "./deed-facts";
import type { SourcedRequest } from "./sources";
import { isText, objectOf } from "./values";

export interface SheetOptions {
  readonly catalog: Catalog;
  readonly recording: Recording;
  readonly inventory: Inventory | undefined;
  /** Sites that an inventory has recorded, by account. */
  readonly sites: ReadonlyMap<string, FactSheet["caller.site"]>;
  /** Addresses of all requests for the same thing. */
  readonly claimants: readonly string[];
  readonly target: string;
  /** Images planned before it in its account and region. */
  readonly plannedBefore: number;
}

export function factSheetOf(request: SourcedRequest, options: SheetOptions): FactSheet {
  const sheet = sheetOf(
    imageFacts(request, options),
    callerFacts(request, options),
    replicaFacts(request),
    keyFacts(request, options),
    agencyFacts(request, options),
    vaultFacts(request, options),
    quotaFacts(request, options),
    programFacts(request, options),
    memberFacts(request, options),
    fileFacts(request, options),
    registrationFacts(request),
    request.source.made ?? {},
  );
  return withMakingSeconds(request.operation, sheet, options.catalog);
}

export function subjectOf({ argument, resource, operation, source }: SourcedRequest): Subject {
  const name = argument("replica.name");
  const image = source.image.name;
  const called = isKnown(image) ? `Image "${image}"` : `Image ${source.label}`;
  const object = operation === "registerImage" ? `Object ${source.label}` : called;
  return subjectFor(operation, object, typeof name === "string" ? name : resource.address);
}

function imageFacts(
  { source, caller, operation, argument }: SourcedRequest,
  { recording }: SheetOptions,
): FactsAbout<"image"> {
  const { image, missing } = source;
  const { kind, encrypted, keyId, seenAs, backupIsReplica } = image;
  const key = keyId === null ? UNKNOWN : recording.key(keyId);
  const unkeyed = isKnown(encrypted) && !encrypted;
  const own = <T>(known: Knowable<T>, usual: Knowable<T>): Knowable<T> =>
    isKnown(known) ? known : seenAs === "private" ? usual : UNKNOWN;
  return {
    "image.id": textOr(knownOr(argument("image.exists"), null), null),
    "image.exists": operation === "registerImage" ? true : !missing,
    "image.account": own(image.account, caller.account),
    "image.project": own(image.project, caller.project),
    "image.region": image.region,
    "image.kind": kind,
    "image.status": image.status,
    "image.seenAs": seenAs,
    "image.memberStatus": image.memberStatus,
    "image.sizeGib": image.sizeGib,
    "image.encrypted": encrypted,
    "image.keyId": unkeyed ? null : keyId,
    "image.encryption": isKnown(encrypted) ? (encrypted ? "kms" : "none") : UNKNOWN,
    "image.os": image.os,
    "image.server": image.server,
    "image.frozen": image.frozen,
    "image.licence": image.licence,
    "image.members": image.members,
    "image.backupIsReplica": backupIsReplica,
    "image.backupRegions": isKnown(kind) && kind !== "full-ecs" ? null : UNKNOWN,
    "image.backupDestinations": isKnown(kind) && kind !== "full-ecs" ? null : UNKNOWN,
    "image.keyState": unkeyed ? null : recordedState(key),
    "image.keyUsable": unkeyed ? null : recordedUse(key, caller.account),
  };
}

function callerFacts(
  { caller: { account, project, region } }: SourcedRequest,
  { catalog, sites }: SheetOptions,
): FactsAbout<"caller"> {
  const home = isKnown(region) ? homeSite(catalog, region) : undefined;
  return {
    "caller.account": account,
    "caller.project": project,
    "caller.region": region,
    "caller.site": (isKnown(account) ? sites.get(account) : undefined) ?? home ?? UNKNOWN,
  };
}

function replicaFacts({ argument, target, operation }: SourcedRequest): NeededFactsAbout<"replica"> {
  const key = argument("key.id");
  // A copy within a region that names no key leaves it to the service, which makes an unencrypted one; elsewhere there is no choice.
  const unsaid = operation === "copyImage" ? "unsaid" : "none";
  return {
    "replica.name": textOr(argument("replica.name"), ""),
    "replica.description": textOr(argument("replica.description"), ""),
    "replica.tags": tagsOf(argument("replica.tags")),
    "replica.region": target,
    "replica.encryption": isKnown(key) ? (key === null ? unsaid : "kms") : UNKNOWN,
    "replica.fastCreate": false,
    "replica.enterpriseProjectId": textOr(argument("replica.enterpriseProjectId"), null),
  };
}

function keyFacts({ argument, caller: { account } }: SourcedRequest, { recording }: SheetOptions): FactsAbout<"key"> {
  const id = textOr(argument("key.id"), null);
  return recordedKey(id, recording.key(id), account);
}

function agencyFacts(
  { argument, caller: { account } }: SourcedRequest,
  { recording }: SheetOptions,
): FactsAbout<"agency"> {
  const name = textOr(argument("agency.name"), null);
  return recordedAgency(name, recording.agency(account, name));
}

function vaultFacts(
  { argument, caller: { account } }: SourcedRequest,
  { recording }: SheetOptions,
): FactsAbout<"vault"> {
  const id = textOr(argument("vault.id"), null);
  return recordedVault(id, recording.vault(account, id));
}

function quotaFacts(
  { caller: { account }, target }: SourcedRequest,
  { recording, plannedBefore, catalog }: SheetOptions,
): FactsAbout<"quota"> {
  if (!isKnown(account) || !isKnown(target)) return unknownAbout("quota");
  const quota = recording.quota(account, target);
  if (!isKnown(quota)) return unknownAbout("quota");
  return {
    ...unknownAbout("quota"),
    "quota.used": (quota?.used ?? 0) + recording.privateImages(account, target) + plannedBefore,
    "quota.images": quota?.images ?? catalog.limits.privateImages.value,
  };
}

/**
 * Facts about a program: what Terraform itself keeps is taken for kept. A configuration has no place to state the encryption of a source:
 * where it is not known, the rules that ask for it are undecided.
 */
function programFacts(request: SourcedRequest, { target, claimants }: SheetOptions): ProgramFacts {
  const { literalCredentials, resource, type } = request;
  return {
    "replica.claimants": claimants,
    "provider.literalCredentials": literalCredentials,
    "provider.targets": [target],
    "route.createTimeout": createTimeoutOf(resource.value("timeouts"), type),
    ...retiredFacts(request),
  };
}

/** Our programs name what is retired by an id that no image has. */
function retiredFacts(request: SourcedRequest): ProgramFacts {
  const { argument, file, operation, resource, type } = request;
  const id = operation === "registerImage" ? file.key : argument("image.exists");
  if (!isRetiredId(id)) return {};
  const before = resource.before(attributeOf(type, "image.exists") ?? "");
  return { "route.recipe": "a deleted intermediate copy", "route.madeOf": isText(before) ? `image ${before}` : "" };
}

/** `timeouts.create`, or what the vendor's provider takes where none is said. */
function createTimeoutOf(timeouts: Knowable<unknown>, columns: ResourceType): Knowable<string> {
  if (!isKnown(timeouts)) return UNKNOWN;
  const create = objectOf(timeouts)?.create;
  return isText(create) ? create : defaultCreateTimeout(columns);
}

function textOr<T>(value: Knowable<unknown>, absent: T): Knowable<string | T> {
  if (!isKnown(value)) return UNKNOWN;
  return typeof value === "string" ? value : absent;
}

function tagsOf(value: Knowable<unknown>): FactSheet["replica.tags"] {
  if (!isKnown(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return {};
  const tags = Object.entries(value).map(([key, text]) => [key, typeof text === "string" ? text : ""] as const);
  return Object.fromEntries(tags);
}
