// An image as a fact, and what can be said of one.

/** Kind of an image. `iso`: created from an ISO file. */
export type ImageKind = "system-disk" | "data-disk" | "full-ecs" | "iso";
export const IMAGE_KINDS: readonly ImageKind[] = ["system-disk", "data-disk", "full-ecs", "iso"];

/** Status of an image in the service's words. The console shows `active` as Normal. */
export type ImageStatus = "queued" | "saving" | "active" | "killed";
export const IMAGE_STATUSES: readonly ImageStatus[] = ["queued", "saving", "active", "killed"];

/** Visibility of an image. `members` records sharing. `public` and `market` images do not belong to the account that replicates them. */
export type Visibility = "private" | "public" | "market";

/** How a caller sees it: an image that another project shared is `shared`. */
export type SeenAs = Visibility | "shared";

/** Operating system of an image. */
export type OperatingSystem = "linux" | "windows" | "other";

/** Type of the servers that start from an image. A `bms` image cannot be encrypted. */
export type ServerType = "ecs" | "bms";

/**
 * Licence of an image's content. `vendor`: created from a Windows, SUSE, Red Hat, Ubuntu or Oracle Linux public image; `market`: from a
 * marketplace image. Neither can be exported. The same system from your own file is `free`.
 */
export type Licence = "free" | "vendor" | "market";
export const LICENCES: readonly Licence[] = ["free", "vendor", "market"];

/** Source that an image was created from. */
export interface Provenance {
  /** Kind of the source; `untold` if not recorded. */
  readonly means: "server" | "volume" | "file" | "image" | "backup" | "untold";
  /** Id of the server, volume, image or backup, or `bucket:object` of the file; empty if not recorded. */
  readonly id: string;
  /** Region id of the source image; null for other kinds. */
  readonly region: string | null;
}

/** Backup that a full-ECS image consists of. */
export interface Backup {
  /** Id of the backup. */
  readonly id: string;
  /** Id of the backup that this backup replicates; null for an original. A replica cannot be replicated again. */
  readonly replicaOf: string | null;
  /** Id of the vault that contains it; null if not recorded. */
  readonly vaultId: string | null;
}

/** An image, as its owner sees it. */
export interface Image {
  /** Id of the image. */
  readonly id: string;
  /** Name of the image. */
  readonly name: string;
  /** Account that owns the image. */
  readonly account: string;
  /** Id of the project that owns the image. */
  readonly project: string;
  /** Region id of the image. */
  readonly region: string;
  /** Kind of the image. */
  readonly kind: ImageKind;
  /** Status of the image. The console shows `active` as Normal. */
  readonly status: ImageStatus;
  /** Visibility of the image. */
  readonly visibility: Visibility;
  /** Size of the image file in GiB. The limit of cross-region copies applies to it. */
  readonly sizeGib: number;
  /** Minimum system disk of a server, in GiB; 0 if not recorded. */
  readonly minDiskGib: number;
  /** Minimum memory of a server, in MiB; 0 for no minimum. */
  readonly minRamMib: number;
  /** Maximum memory of a server, in MiB; 0 for no maximum. */
  readonly maxRamMib: number;
  /** Id of the enterprise project; "0" is the default one. */
  readonly enterpriseProjectId: string;
  /** Id of the KMS key that encrypts the image; null if it is not encrypted. */
  readonly keyId: string | null;
  /** Operating system of the image. */
  readonly os: OperatingSystem;
  /** Type of the servers that start from the image. */
  readonly server: ServerType;
  /** Licence of the image's content. */
  readonly licence: Licence;
  /** Whether the image supports fast creation of servers. Only system disk images can. */
  readonly fastCreate: boolean;
  /** Whether the image is frozen because of arrears. It cannot be replicated then. */
  readonly frozen: boolean;
  /** Description of the image; empty if it has none. */
  readonly description: string;
  /** Tags of the image, by key. */
  readonly tags: Readonly<Record<string, string>>;
  /** Source that the image was created from. */
  readonly madeFrom: Provenance;
  /** Backup of a full-ECS image; null for other kinds. */
  readonly backup: Backup | null;
  /** Time of creation, such as `2026-01-01T00:00:00Z`; empty if not recorded. */
  readonly createdAt: string;
  /** Time of the last change by a request; empty if not recorded. */
  readonly updatedAt: string;
}
