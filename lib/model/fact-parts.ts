// Parts of a fact sheet, by subject, and how they are put together.
import { UNKNOWN } from "../values";
import type { FactKey, FactSheet } from "./facts";

/** The facts about some subjects: `FactsAbout<"key">` are all `key.*`. */
export type FactsAbout<Subject extends string> = Pick<FactSheet, Extract<FactKey, `${Subject}.${string}`>>;

type Together<Part> = (Part extends unknown ? (part: Part) => void : never) extends (whole: infer Whole) => void
  ? Whole
  : never;

/** All facts of some parts, which need not make a whole sheet. */
export function together<Parts extends readonly object[]>(...parts: Parts): Together<Parts[number]> {
  return filled({}, parts) as Together<Parts[number]>;
}

/**
 * A whole sheet: a fact that none of the parts has fails the build. Sheets are filled into copies of one blank, so that all have one
 * shape: put together by spreading, each is a hash table of several KB, and ten thousand of them fill a heap.
 */
export function sheetOf<Parts extends readonly object[]>(
  ...parts: Together<Parts[number]> extends FactSheet
    ? Parts
    : ["a fact is missing", Exclude<FactKey, keyof Together<Parts[number]>>]
): FactSheet {
  return filled({ ...BLANK }, parts as readonly object[]) as FactSheet;
}

// A plain loop: spreading several such objects takes five times as long.
function filled(whole: object, parts: readonly object[]): object {
  const target = whole as Record<string, unknown>;
  for (const part of parts as readonly Readonly<Record<string, unknown>>[]) {
    for (const key in part) target[key] = part[key];
  }
  return whole;
}

const BLANK: FactSheet = {
  "image.exists": UNKNOWN,
  "image.id": UNKNOWN,
  "image.account": UNKNOWN,
  "image.project": UNKNOWN,
  "image.region": UNKNOWN,
  "image.kind": UNKNOWN,
  "image.status": UNKNOWN,
  "image.seenAs": UNKNOWN,
  "image.memberStatus": UNKNOWN,
  "image.sizeGib": UNKNOWN,
  "image.encrypted": UNKNOWN,
  "image.keyId": UNKNOWN,
  "image.encryption": UNKNOWN,
  "image.os": UNKNOWN,
  "image.server": UNKNOWN,
  "image.frozen": UNKNOWN,
  "image.backupIsReplica": UNKNOWN,
  "image.backupRegions": UNKNOWN,
  "image.backupDestinations": UNKNOWN,
  "image.keyState": UNKNOWN,
  "image.keyUsable": UNKNOWN,
  "caller.account": UNKNOWN,
  "caller.project": UNKNOWN,
  "caller.region": UNKNOWN,
  "caller.site": UNKNOWN,
  "replica.name": UNKNOWN,
  "replica.description": UNKNOWN,
  "replica.tags": UNKNOWN,
  "replica.region": UNKNOWN,
  "replica.encryption": UNKNOWN,
  "replica.fastCreate": UNKNOWN,
  "replica.enterpriseProjectId": UNKNOWN,
  "key.id": UNKNOWN,
  "key.region": UNKNOWN,
  "key.state": UNKNOWN,
  "key.usable": UNKNOWN,
  "agency.name": UNKNOWN,
  "agency.exists": UNKNOWN,
  "agency.regions": UNKNOWN,
  "agency.coversBackups": UNKNOWN,
  "vault.id": UNKNOWN,
  "vault.exists": UNKNOWN,
  "vault.region": UNKNOWN,
  "vault.protection": UNKNOWN,
  "vault.resource": UNKNOWN,
  "vault.status": UNKNOWN,
  "vault.freeGib": UNKNOWN,
  "quota.used": UNKNOWN,
  "quota.images": UNKNOWN,
  "replica.claimants": UNKNOWN,
  "source.cycle": UNKNOWN,
  "provider.sameIdentity": UNKNOWN,
  "provider.sameAlias": UNKNOWN,
  "provider.foreignStack": UNKNOWN,
  "provider.unknownRegions": UNKNOWN,
  "provider.literalCredentials": UNKNOWN,
  "provider.targets": UNKNOWN,
  "provider.foreignClasses": UNKNOWN,
  "provider.unservedTypes": UNKNOWN,
  "account.slots": UNKNOWN,
  "replica.wrongAcknowledgements": UNKNOWN,
  "replica.overridden": UNKNOWN,
  "props.unknown": UNKNOWN,
  "props.missing": UNKNOWN,
  "props.wrongKind": UNKNOWN,
  "props.unstorable": UNKNOWN,
  "props.contradictions": UNKNOWN,
  "props.numbers": UNKNOWN,
  "source.encryptionStated": UNKNOWN,
  "source.candidates": UNKNOWN,
  "route.lacks": UNKNOWN,
  "route.blocked": UNKNOWN,
  "route.plaintextHours": UNKNOWN,
  "route.createTimeout": UNKNOWN,
  "route.makingSeconds": UNKNOWN,
  "route.recipe": UNKNOWN,
  "route.madeOf": UNKNOWN,
  "image.licence": UNKNOWN,
  "image.members": UNKNOWN,
  "member.asked": UNKNOWN,
  "member.self": UNKNOWN,
  "member.elsewhere": UNKNOWN,
  "member.offSite": UNKNOWN,
  "member.added": UNKNOWN,
  "bucket.name": UNKNOWN,
  "bucket.exists": UNKNOWN,
  "bucket.account": UNKNOWN,
  "bucket.region": UNKNOWN,
  "bucket.storageClass": UNKNOWN,
  "object.key": UNKNOWN,
  "object.exists": UNKNOWN,
  "object.sizeGib": UNKNOWN,
  "object.format": UNKNOWN,
  "object.minDiskGib": UNKNOWN,
  "export.fast": UNKNOWN,
  "target.bucket": UNKNOWN,
  "target.key": UNKNOWN,
  "target.exists": UNKNOWN,
  "target.caller": UNKNOWN,
  "target.account": UNKNOWN,
  "target.taken": UNKNOWN,
  "register.kind": UNKNOWN,
  "register.quick": UNKNOWN,
  "register.minDiskGib": UNKNOWN,
  "register.osVersion": UNKNOWN,
};

/** The facts about a subject of which nothing is known. */
export function unknownAbout<Subject extends string>(subject: Subject): FactsAbout<Subject> {
  const facts = Object.entries(BLANK).filter(([key]) => key.startsWith(`${subject}.`));
  return Object.fromEntries(facts) as unknown as FactsAbout<Subject>;
}
