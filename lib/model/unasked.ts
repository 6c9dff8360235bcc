// Facts of what an operation does not ask for: most name no member, no bucket and no file.
import type { FactsAbout } from "./fact-parts";

export const NO_MEMBERS: FactsAbout<"member"> = {
  "member.asked": [],
  "member.self": [],
  "member.elsewhere": [],
  "member.offSite": [],
  "member.added": 0,
};

export const NO_OBJECT: FactsAbout<"bucket" | "object" | "export"> = {
  "bucket.name": null,
  "bucket.exists": null,
  "bucket.account": null,
  "bucket.region": null,
  "bucket.storageClass": null,
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

/** All of them together. */
export const NOTHING_MORE: FactsAbout<"member" | "bucket" | "object" | "export" | "target" | "register"> = {
  ...NO_MEMBERS,
  ...NO_OBJECT,
  ...NO_TARGET,
  ...NO_REGISTRATION,
};
