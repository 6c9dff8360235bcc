// Facts: the named values that a rule may read. Every door fills in every key, with a value, with null where there is none to
// speak of (no key was asked for, say), or with the unknown.
import type { Knowable } from "../values";
import type { ImageKind, ImageStatus, Licence, OperatingSystem, SeenAs, ServerType } from "./image";
import type { KeyState, MemberStatus, VaultProtection, VaultResource, VaultStatus } from "./means";
import type { Site } from "./place";
import type { ObjectFormat, StorageClass } from "./storage";

/** What a program says of a replica's encryption. `unsaid` differs from `none`: nobody decided. */
export type EncryptionWish = "unsaid" | "none" | "kms";

export interface Facts {
  // The source image, as the caller sees it.
  "image.exists": boolean;
  /** The id that the program states; null where it states none, as for an image that is made or looked up. */
  "image.id": string | null;
  "image.account": string;
  /** The project that owns it. */
  "image.project": string;
  "image.region": string;
  "image.kind": ImageKind;
  "image.status": ImageStatus;
  "image.seenAs": SeenAs;
  /** Where the caller is a member of a shared image; null when it is not shared with the caller. */
  "image.memberStatus": MemberStatus | null;
  "image.sizeGib": number;
  /** Known also where the key itself is not. */
  "image.encrypted": boolean;
  "image.keyId": string | null;
  /** What has been said of its encryption: `untold` when nobody can tell before the service is asked. */
  "image.encryption": "none" | "kms" | "untold";
  "image.os": OperatingSystem;
  "image.server": ServerType;
  "image.frozen": boolean;
  /** Whether the backup behind a full-ECS image is itself a replica; null for other kinds. */
  "image.backupIsReplica": boolean | null;
  /** Regions that already hold a replica of its backup; null for other kinds. */
  "image.backupRegions": readonly string[] | null;
  /** Regions that backups of the image's region can be replicated to; null when nothing restricts them. */
  "image.backupDestinations": readonly string[] | null;
  /** State of the key that the image is encrypted with; null when it is not encrypted. */
  "image.keyState": KeyState | "missing" | null;
  /** Whether the caller may use that key; null when the image is not encrypted. */
  "image.keyUsable": boolean | null;

  /** Who licenses what is in it. */
  "image.licence": Licence;
  /** Projects that it is shared with and that have accepted it. */
  "image.members": number;

  // Who asks.
  "caller.account": string;
  "caller.project": string;
  "caller.region": string;
  "caller.site": Site;

  // What is asked for.
  "replica.name": string;
  "replica.description": string;
  "replica.tags": Readonly<Record<string, string>>;
  "replica.region": string;
  "replica.encryption": EncryptionWish;
  "replica.fastCreate": boolean;
  /** An enterprise project to put the replica in; null for the default one. */
  "replica.enterpriseProjectId": string | null;

  // The key asked for; each is null when none is.
  "key.id": string | null;
  "key.region": string | null;
  "key.state": KeyState | "missing" | null;
  "key.usable": boolean | null;

  // The agency; all but the name are null when none is named.
  "agency.name": string | null;
  "agency.exists": boolean | null;
  "agency.regions": readonly string[] | null;
  "agency.coversBackups": boolean | null;

  // The vault; all are null when none is named.
  "vault.id": string | null;
  "vault.exists": boolean | null;
  "vault.region": string | null;
  "vault.protection": VaultProtection | null;
  "vault.resource": VaultResource | null;
  "vault.status": VaultStatus | null;
  "vault.freeGib": number | null;

  // The projects that are asked for as members; empty where none are.
  /** All of them, as `project` or `account/project`. */
  "member.asked": readonly string[];
  /** Those that are the caller itself. */
  "member.self": readonly string[];
  /** Those of another region, as far as that is recorded. */
  "member.elsewhere": readonly string[];
  /** Those whose account's site does not offer the image's region. */
  "member.offSite": readonly string[];
  /** How many of them are not members that have accepted. */
  "member.added": number;

  // The object that is written by an export, read by a transfer or a registration, and its bucket; null where none is.
  "bucket.name": string | null;
  "bucket.exists": boolean | null;
  "bucket.account": string | null;
  "bucket.region": string | null;
  "bucket.storageClass": StorageClass | null;
  "object.key": string | null;
  "object.exists": boolean | null;
  "object.sizeGib": number | null;
  "object.format": ObjectFormat | null;
  /** The smallest disk that holds what is in it; null where that is not recorded. */
  "object.minDiskGib": number | null;
  "export.fast": boolean;

  // Where a transfer takes an object to; null for other operations.
  "target.bucket": string | null;
  "target.key": string | null;
  "target.exists": boolean | null;
  /** The account that writes. */
  "target.caller": string | null;
  "target.account": string | null;
  /** Whether there is an object of that key already. */
  "target.taken": boolean | null;

  // How a file is registered; null or false for other operations.
  "register.kind": ImageKind | null;
  "register.quick": boolean;
  "register.minDiskGib": number | null;
  "register.osVersion": string | null;

  /** Private images the caller's account holds in the region of the replica, those planned before it included. */
  "quota.used": number;
  "quota.images": number;

  // Facts about a whole stack or app, which a door computes once.
  /** Paths of all constructs that claim this replica, this one included. */
  "replica.claimants": readonly string[];
  /** The cycle that this replica's sources run in; empty when there is none. */
  "source.cycle": readonly string[];
  /** Paths of all providers of the stack with the caller's account, project and region. */
  "provider.sameIdentity": readonly string[];
  /** Paths of all image providers of the stack that have the same alias, or none, as the caller's. */
  "provider.sameAlias": readonly string[];
  /** Path of the stack that the caller's provider belongs to, when that is another one; else empty. */
  "provider.foreignStack": string;
  /** Regions that providers of the stack state and that there are none of, besides the caller's; each once. */
  "provider.unknownRegions": readonly string[];
  /** Names of credentials that a provider of the stack has as plain text. */
  "provider.literalCredentials": readonly string[];
  /** Targets of the stack's providers, each once. */
  "provider.targets": readonly string[];
  /** Paths of the stack's `huaweicloud` providers of a class that is not ours, under the simulated target; else empty. */
  "provider.foreignClasses": readonly string[];
  /** What of the stack the simulated provider does not serve, each type once with a path, under the simulated target; else empty. */
  "provider.unservedTypes": readonly string[];
  /** Cross-region slots that the stacks of the app take together of the caller's account. */
  "account.slots": number;
  /** Rules that the program acknowledges and cannot: the service keeps them, there are none of that id, or no reason is given. */
  "replica.wrongAcknowledgements": readonly string[];
  /** Arguments that the program overrides and rules judge by what props say, each with the prop; empty where there is none to use. */
  "replica.overridden": Readonly<Record<string, string>>;
  /** Whether a source that is looked up by Terraform has its encryption stated, which the look-up does not show; else true. */
  "source.encryptionStated": boolean;
  /** Facts of the source that are not known, and that the choice of a route hangs on; empty where none is lacking. */
  "route.lacks": readonly string[];
  /** What stands in each way to a destination that no route leads to; empty when there is a route. */
  "route.blocked": readonly string[];
  /** How long Terraform waits for it to be made, as `timeouts.create` says it; null where nothing bounds it below the forecast. */
  "route.createTimeout": string | null;
  /** How long it takes to make, as forecast, without the time that it waits for a slot; null where nothing bounds it. */
  "route.makingSeconds": number | null;
  /** How long data of an encrypted image lies in this replica in plain, on its way to encrypted ones; null when it does not. */
  "route.plaintextHours": number | null;
  /**
   * What this replica is to be made of, as text: the source that its route starts from, and the arguments whose change replaces it. Null
   * where nothing on its way is retired.
   */
  "route.recipe": string | null;
  /** What it was made of, as Terraform has noted it when it was made; empty when it was not, null where nothing on its way is retired. */
  "route.madeOf": string | null;
  // The props that a construct is given; empty, but where they are examined one by one.
  /** Props that it does not have and that resemble what it has: `"encrypton" (did you mean "encryption"?)`. */
  "props.unknown": readonly string[];
  /** Props that it needs and is not given: `"name"`. */
  "props.missing": readonly string[];
  /** Props with a value of another kind: `"name", which is the number 5; it takes a string`. */
  "props.wrongKind": readonly string[];
  /** Props with text that cannot be stored as it is, and why: `"name", which holds the character NUL`. */
  "props.unstorable": readonly string[];
  /** Props that contradict each other, in words. */
  "props.contradictions": readonly string[];
  /** Numbers, and lengths of lists, by the path of the prop. */
  "props.numbers": Readonly<Record<string, number>>;
  /** Ids of the recorded images that a source asked for by name could be; empty when the name is not ambiguous. */
  "source.candidates": readonly string[];
}

export type FactKey = keyof Facts;

/** All facts of one operation, as one door knows them. */
export type FactSheet = { readonly [K in FactKey]: Knowable<Facts[K]> };

/** How messages name what they speak of: `Image "web"`, `Replica "web"`. Always known, if only as a construct's path. */
export interface Subject {
  readonly image: string;
  readonly replica: string;
}
