// From a copy of a Terraform plan to the facts that rules read. Every fact has its line here: a new one fails the build.
import { homeSite, type Catalog } from "../catalog";
import {
  NOTHING_MORE,
  sheetOf,
  unknownAbout,
  type FactsAbout,
  type FactSheet,
  type Recording,
  type Subject,
  type Vault,
} from "../model";
import { isKnown, UNKNOWN, type Knowable } from "../values";
import type { TerraformCopy } from "./terraform-copies";

export interface SheetOptions {
  readonly catalog: Catalog;
  readonly recording: Recording;
  /** Sites that an inventory has recorded, by account. */
  readonly sites: ReadonlyMap<string, FactSheet["caller.site"]>;
  /** Addresses of all copies of the same replica. */
  readonly claimants: readonly string[];
  readonly target: string;
  /** Copies planned before it in its account and region. */
  readonly plannedBefore: number;
}

export function factSheetOf(copy: TerraformCopy, options: SheetOptions): FactSheet {
  return sheetOf(
    imageFacts(copy, options),
    callerFacts(copy, options),
    replicaFacts(copy, options),
    keyFacts(copy, options),
    agencyFacts(copy, options),
    vaultFacts(copy, options),
    quotaFacts(copy, options),
    programFacts(copy, options),
    NOTHING_MORE,
  );
}

export function subjectOf({ argument, resource, source }: TerraformCopy): Subject {
  const name = argument("name");
  const image = source.image.name;
  return {
    image: isKnown(image) ? `Image "${image}"` : `Image ${source.label}`,
    replica: typeof name === "string" ? `Replica "${name}"` : `Replica "${resource.address}"`,
  };
}

function imageFacts(
  { source: { image, missing }, account, region, project }: TerraformCopy,
  { recording }: SheetOptions,
): FactsAbout<"image"> {
  const { kind, encrypted, keyId, seenAs, backupIsReplica } = image;
  const key = isKnown(keyId) && keyId !== null ? recording.key(keyId) : UNKNOWN;
  const unkeyed = isKnown(encrypted) && !encrypted;
  return {
    ...unknownAbout("image"),
    "image.exists": !missing,
    "image.account": isKnown(image.account) ? image.account : seenAs === "private" ? account : UNKNOWN,
    "image.project": seenAs === "private" ? project : UNKNOWN,
    "image.region": isKnown(image.region) ? image.region : region,
    "image.kind": kind,
    "image.status": image.status,
    "image.seenAs": seenAs,
    "image.memberStatus": isKnown(seenAs) && seenAs !== "shared" ? null : UNKNOWN,
    "image.sizeGib": image.sizeGib,
    "image.encrypted": encrypted,
    "image.keyId": unkeyed ? null : keyId,
    "image.encryption": isKnown(encrypted) ? (encrypted ? "kms" : "none") : UNKNOWN,
    "image.os": image.os,
    "image.server": image.server,
    "image.frozen": image.recorded?.frozen ?? UNKNOWN,
    "image.backupIsReplica": backupIsReplica,
    "image.backupRegions": isKnown(kind) && kind !== "full-ecs" ? null : UNKNOWN,
    "image.backupDestinations": isKnown(kind) && kind !== "full-ecs" ? null : UNKNOWN,
    "image.keyState": unkeyed ? null : isKnown(key) ? (key?.state ?? "missing") : UNKNOWN,
    "image.keyUsable": unkeyed ? null : usable(key, account),
  };
}

function usable(key: ReturnType<Recording["key"]>, account: string): Knowable<boolean | null> {
  if (!isKnown(key)) return UNKNOWN;
  return key === undefined ? null : key.account === account || key.grantedTo.includes(account);
}

function callerFacts(
  { account, project, region }: TerraformCopy,
  { catalog, sites }: SheetOptions,
): FactsAbout<"caller"> {
  const home = isKnown(region) ? homeSite(catalog, region) : undefined;
  return {
    "caller.account": account,
    "caller.project": project,
    "caller.region": region,
    "caller.site": sites.get(account) ?? home ?? UNKNOWN,
  };
}

function replicaFacts(
  { argument, target, operation }: TerraformCopy,
  { claimants }: SheetOptions,
): FactsAbout<"replica"> {
  const key = argument("kms_key_id");
  // A copy within a region that names no key leaves it to the service, which makes an unencrypted one; across regions there is no choice.
  const unsaid = operation === "copyImage" ? "unsaid" : "none";
  return {
    ...unknownAbout("replica"),
    "replica.name": textOr(argument("name"), ""),
    "replica.description": textOr(argument("description"), ""),
    "replica.tags": tagsOf(argument("tags")),
    "replica.region": target,
    "replica.encryption": isKnown(key) ? (key === null ? unsaid : "kms") : UNKNOWN,
    "replica.fastCreate": false,
    "replica.enterpriseProjectId": textOr(argument("enterprise_project_id"), null),
    "replica.claimants": claimants,
    "replica.wrongAcknowledgements": [],
  };
}

function keyFacts({ argument, account }: TerraformCopy, { recording }: SheetOptions): FactsAbout<"key"> {
  const id = textOr(argument("kms_key_id"), null);
  if (id === null)
    return { ...unknownAbout("key"), "key.id": null, "key.region": null, "key.state": null, "key.usable": null };
  const key = isKnown(id) ? recording.key(id) : UNKNOWN;
  return {
    ...unknownAbout("key"),
    "key.id": id,
    "key.region": isKnown(key) ? (key?.region ?? null) : UNKNOWN,
    "key.state": isKnown(key) ? (key?.state ?? "missing") : UNKNOWN,
    "key.usable": usable(key, account),
  };
}

function agencyFacts({ argument, account }: TerraformCopy, { recording }: SheetOptions): FactsAbout<"agency"> {
  const name = textOr(argument("agency_name"), null);
  const agency = isKnown(name) && name !== null ? recording.agency(account, name) : UNKNOWN;
  if (name === null) {
    return {
      ...unknownAbout("agency"),
      "agency.name": null,
      "agency.exists": null,
      "agency.regions": null,
      "agency.coversBackups": null,
    };
  }
  return {
    ...unknownAbout("agency"),
    "agency.name": name,
    "agency.exists": isKnown(agency) ? agency !== undefined : UNKNOWN,
    "agency.regions": isKnown(agency) ? (agency?.regions ?? null) : UNKNOWN,
    "agency.coversBackups": isKnown(agency) ? (agency?.coversBackups ?? null) : UNKNOWN,
  };
}

function vaultFacts({ argument }: TerraformCopy, { recording }: SheetOptions): FactsAbout<"vault"> {
  const id = textOr(argument("vault_id"), null);
  const vault = isKnown(id) && id !== null ? recording.vault(id) : UNKNOWN;
  const told = <T>(of: (recorded: Vault) => T): Knowable<T | null> => {
    if (id === null) return null;
    if (!isKnown(vault)) return UNKNOWN;
    return vault === undefined ? null : of(vault);
  };
  return {
    ...unknownAbout("vault"),
    "vault.id": id,
    "vault.exists": id === null ? null : isKnown(vault) ? vault !== undefined : UNKNOWN,
    "vault.region": told(({ region }) => region),
    "vault.protection": told(({ protection }) => protection),
    "vault.resource": told(({ resource }) => resource),
    "vault.status": told(({ status }) => status),
    "vault.freeGib": told(({ sizeGib, usedGib }) => sizeGib - usedGib),
  };
}

function quotaFacts(
  { account, target }: TerraformCopy,
  { recording, plannedBefore, catalog }: SheetOptions,
): FactsAbout<"quota"> {
  const quota = isKnown(target) ? recording.quota(account, target) : UNKNOWN;
  if (!isKnown(quota) || !isKnown(target)) return unknownAbout("quota");
  return {
    ...unknownAbout("quota"),
    "quota.used": (quota?.used ?? 0) + recording.privateImages(account, target) + plannedBefore,
    "quota.images": quota?.images ?? catalog.limits.privateImages.value,
  };
}

/** Facts about a program: what Terraform itself keeps is taken for kept. */
function programFacts(
  { literalCredentials }: TerraformCopy,
  { target }: SheetOptions,
): FactsAbout<"provider" | "account" | "source" | "route"> {
  return {
    "provider.sameIdentity": [],
    "provider.sameAlias": [],
    "provider.foreignStack": "",
    "provider.foreignClasses": [],
    "provider.unservedTypes": [],
    "provider.literalCredentials": literalCredentials,
    "provider.targets": [target],
    "account.slots": 0,
    "source.cycle": [],
    "source.candidates": [],
    // A configuration has no place to state it: an image whose encryption is not known leaves the rules that ask for it undecided.
    "source.encryptionStated": true,
    "route.lacks": [],
    "route.blocked": [],
    "route.plaintextHours": null,
  };
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
