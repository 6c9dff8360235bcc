// Facts of what an operation does not ask for: most name no vault, no member, no bucket and no file.
import type { FactsAbout } from "./fact-parts";

export const NO_KEY: FactsAbout<"key"> = { "key.id": null, "key.region": null, "key.state": null, "key.usable": null };

export const NO_AGENCY: FactsAbout<"agency"> = {
  "agency.name": null,
  "agency.exists": null,
  "agency.regions": null,
  "agency.coversBackups": null,
};

export const NO_VAULT: FactsAbout<"vault"> = {
  "vault.id": null,
  "vault.exists": null,
  "vault.region": null,
  "vault.protection": null,
  "vault.resource": null,
  "vault.status": null,
  "vault.freeGib": null,
};

export const NO_MEMBERS: FactsAbout<"member"> = {
  "member.asked": [],
  "member.self": [],
  "member.elsewhere": [],
  "member.offSite": [],
  "member.added": 0,
};

/** A bucket that nobody names. */
export const NO_BUCKET: FactsAbout<"bucket"> = {
  "bucket.name": null,
  "bucket.exists": null,
  "bucket.account": null,
  "bucket.region": null,
  "bucket.storageClass": null,
};

export const NO_OBJECT: FactsAbout<"bucket" | "object" | "export"> = {
  ...NO_BUCKET,
  "object.key": null,
  "object.exists": null,
  "object.sizeGib": null,
  "object.format": null,
  "object.minDiskGib": null,
  "export.fast": false,
};

export const NO_TARGET: FactsAbout<"target"> = {
  "target.bucket": null,
  "target.key": null,
  "target.exists": null,
  "target.caller": null,
  "target.account": null,
  "target.taken": null,
};

export const NO_REGISTRATION: FactsAbout<"register"> = {
  "register.kind": null,
  "register.quick": false,
  "register.minDiskGib": null,
  "register.osVersion": null,
};

/** What no copy asks for. */
export const NOTHING_MORE: FactsAbout<"member" | "bucket" | "object" | "export" | "target" | "register"> = {
  ...NO_MEMBERS,
  ...NO_OBJECT,
  ...NO_TARGET,
  ...NO_REGISTRATION,
};

/** Props that nothing is wrong with. */
export const NO_PROPS: FactsAbout<"props"> = {
  "props.unknown": [],
  "props.missing": [],
  "props.wrongKind": [],
  "props.unstorable": [],
  "props.contradictions": [],
  "props.numbers": {},
};

/** Facts about a program, in values that no rule minds: for who sees one request at a time. */
export const OF_NO_PROGRAM = {
  ...NO_PROPS,
  "replica.claimants": [],
  "source.cycle": [],
  "source.candidates": [],
  "route.lacks": [],
  "route.blocked": [],
  "route.plaintextHours": null,
  "route.createTimeout": null,
  "route.makingSeconds": null,
  "route.recipe": null,
  "route.madeOf": null,
  "source.encryptionStated": true,
  "provider.unknownRegions": [],
  "provider.literalCredentials": [],
  "provider.targets": [],
  "provider.foreignClasses": [],
  "provider.unservedTypes": [],
  "account.slots": 0,
  "replica.wrongAcknowledgements": [],
  "replica.overridden": {},
  "provider.sameIdentity": [],
  "provider.sameAlias": [],
  "provider.foreignStack": "",
} as const;
