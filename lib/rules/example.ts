// Facts that break nothing, and for each rule facts that break it: for the printed rules, and for tests.
import { CATALOG, LIMITS } from "../catalog";
import { NEUTRAL, type Facts, type OperationKind, type Subject } from "../model";
import type { Rule } from "./rule";

/** A plain wish: the account's own unencrypted system disk image of 40 GiB, replicated within its region. */
const IN_REGION: Facts = { ...NEUTRAL, "quota.images": LIMITS.privateImages.value };

/** The same image, taken across to cn-east-3. */
const ACROSS: Facts = {
  ...IN_REGION,
  "replica.region": "cn-east-3",
  "agency.name": "ims_copy",
  "agency.exists": true,
  "agency.regions": ["cn-east-3"],
  "agency.coversBackups": true,
};

/** The same image, offered to a project of another account. */
const SHARE: Facts = { ...IN_REGION, "member.asked": ["partner/cn-north-4"], "member.added": 1 };

/** An image that another account offers to the caller. */
const ACCEPT: Facts = {
  ...IN_REGION,
  "image.account": "partner",
  "image.seenAs": "shared",
  "image.memberStatus": "pending",
  "member.added": 1,
};

const BUCKET: Pick<Facts, Extract<keyof Facts, `bucket.${string}`>> = {
  "bucket.name": "images-home",
  "bucket.exists": true,
  "bucket.account": "default",
  "bucket.region": "cn-north-4",
  "bucket.storageClass": "standard",
};

/** The same image, written to a bucket of its region. */
const EXPORT: Facts = {
  ...IN_REGION,
  ...BUCKET,
  "object.key": "web.qcow2",
  "object.exists": false,
  "object.format": "qcow2",
};

const FILE = {
  "object.key": "web.zvhd2",
  "object.exists": true,
  "object.sizeGib": 40,
  "object.format": "zvhd2",
  "object.minDiskGib": 40,
} as const;

/** That file, carried to a bucket of cn-east-3. */
const TRANSFER: Facts = {
  ...IN_REGION,
  ...BUCKET,
  ...FILE,
  "target.bucket": "images-away",
  "target.key": "web.zvhd2",
  "target.exists": true,
  "target.caller": "default",
  "target.account": "default",
  "target.taken": false,
};

/** That file, made an image of. */
const REGISTER: Facts = {
  ...IN_REGION,
  ...BUCKET,
  ...FILE,
  "register.kind": "system-disk",
  "register.minDiskGib": 40,
  "register.osVersion": "",
};

/** Facts that break no rule, for each operation. */
export const COMPLIANT_FACTS: Readonly<Record<OperationKind, Facts>> = {
  copyImage: IN_REGION,
  copyImageAcross: ACROSS,
  shareImage: SHARE,
  unshareImage: SHARE,
  acceptImage: ACCEPT,
  rejectImage: ACCEPT,
  exportImage: EXPORT,
  transferObject: TRANSFER,
  registerImage: REGISTER,
};

/** How examples name what they speak of. */
export const EXAMPLE_SUBJECT: Subject = { image: 'Image "web-golden"', replica: 'Replica "web"' };

/** For the rule itself, of whatever image it is told. */
const ANY_SUBJECT: Subject = { image: "An image", replica: "A replica" };

/** Facts that break the rule: its example over harmless facts of one of its operations, the first when none is named. */
export function exampleSheet(rule: Rule, operation: OperationKind = rule.appliesTo[0] ?? "copyImage"): Facts {
  return { ...COMPLIANT_FACTS[operation], ...rule.example };
}

/** What the rule says of its own example. */
export function exampleSentence(rule: Rule): string {
  return rule.message(exampleSheet(rule), EXAMPLE_SUBJECT, CATALOG);
}

/** The same of no image in particular: `An image is 129 GiB, and a cross-region copy can carry at most 128 GiB.` */
export function ruleSentence(rule: Rule): string {
  return rule.message(exampleSheet(rule), ANY_SUBJECT, CATALOG);
}
