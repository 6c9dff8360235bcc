// What a route is searched in: an image as far as it is known, who may act, with what means, and where the image has to be.
import type { FactsAbout, ImageKind, Licence, MemberStatus, OperatingSystem, SeenAs, ServerType, Site } from "../model";
import type { Knowable } from "../values";

/** Where something is, and whose. */
export interface Place {
  readonly account: string;
  readonly project: string;
  readonly region: string;
}

/** An image that routes start from, or come by. */
export interface RouteImage extends Place {
  /** How messages name it. */
  readonly name: string;
  readonly kind: Knowable<ImageKind>;
  readonly sizeGib: Knowable<number>;
  readonly encrypted: Knowable<boolean>;
  readonly keyId: Knowable<string | null>;
  readonly licence: Knowable<Licence>;
  readonly status: FactsAbout<"image">["image.status"];
  readonly frozen: Knowable<boolean>;
  readonly os: Knowable<OperatingSystem>;
  readonly server: Knowable<ServerType>;
  /** 0 when not recorded. */
  readonly minDiskGib: Knowable<number>;
  /** As the service lists them; empty when not recorded. */
  readonly osVersion: Knowable<string>;
  readonly backupIsReplica: Knowable<boolean | null>;
  readonly backupRegions: Knowable<readonly string[] | null>;
  /** Projects that have accepted it. */
  readonly members: Knowable<number>;
}

/** Who looks at an image, and as what it is seen. */
export interface View {
  readonly account: string;
  readonly project: string;
  readonly seenAs: Knowable<SeenAs>;
  readonly memberStatus: Knowable<MemberStatus | null>;
}

/** Somebody in whose name operations can be asked for: a provider. */
export interface Actor {
  readonly account: string;
  /** Null: each region's default project. */
  readonly project: string | null;
  /** The region whose project it is; in others, the default project is meant. */
  readonly region: string;
  /** Null: the home site of the region. */
  readonly site: Site | null;
}

/** What operations use besides images, as facts: what is not recorded is not known, what there is none of is null. */
export interface RouteMeans {
  /** For an account, where it is used. */
  key(keyId: string, at: Pick<Place, "account" | "region">): FactsAbout<"key">;
  agency(account: string): FactsAbout<"agency">;
  vault(account: string, region: string, use: "replication" | "backup"): FactsAbout<"vault">;
  /** The bucket that files of the account in the region go through; all null when none is named. */
  bucket(account: string, region: string): FactsAbout<"bucket">;
  /** Regions that backups of a region can be replicated to; null when nothing restricts them. */
  backupDestinations(region: string): Knowable<readonly string[] | null>;
}

/** What is wished of an image: a replica of one's own, or the use of a shared one. */
export interface Goal extends Place {
  /** Name of the replica, or of the image that is shared. */
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly holding: "own" | "shared";
  /** What the program calls the project by, where that is not what the route does. */
  readonly calledBy?: string;
  /** Key of an own replica; null: not encrypted. A shared image is never encrypted. */
  readonly keyId: string | null;
  /** Guards that are accepted, with the reason. */
  readonly acknowledged: Readonly<Record<string, string>>;
}
