// An image as a fact, and what can be said of one.

/** What an image holds. An `iso` image is one made from an ISO file. */
export type ImageKind = "system-disk" | "data-disk" | "full-ecs" | "iso";
export const IMAGE_KINDS: readonly ImageKind[] = ["system-disk", "data-disk", "full-ecs", "iso"];

/** The service's own states; the console shows `active` as Normal. */
export type ImageStatus = "queued" | "saving" | "active" | "killed";
export const IMAGE_STATUSES: readonly ImageStatus[] = ["queued", "saving", "active", "killed"];

/** Who may see it: `public` and `market` images belong to nobody who replicates. Sharing is told by members, not here. */
export type Visibility = "private" | "public" | "market";

/** How a caller sees it: an image that another project shared is `shared`. */
export type SeenAs = Visibility | "shared";

/** Operating system of an image. */
export type OperatingSystem = "linux" | "windows" | "other";

/** What the image boots on: `bms` images cannot be encrypted. */
export type ServerType = "ecs" | "bms";

/**
 * Who licenses what is in it. `vendor`: it comes from a Windows, SUSE, Red Hat, Ubuntu or Oracle Linux public image; `market`: from an
 * image of the marketplace. Such images cannot be exported; the same system from one's own file is `free`.
 */
export type Licence = "free" | "vendor" | "market";
export const LICENCES: readonly Licence[] = ["free", "vendor", "market"];

/** What an image was made from. `id` is a server's, a volume's, an image's or a backup's id, or `bucket:object` of a file. */
export interface Provenance {
  /** What kind of thing it was made from; `untold` when not recorded. */
  readonly means: "server" | "volume" | "file" | "image" | "backup" | "untold";
  /** Id of a server, a volume, an image or a backup, or `bucket:object` of a file; empty when not recorded. */
  readonly id: string;
  /** The region of the image it was made from; null for other means. */
  readonly region: string | null;
}

/** The backup behind a full-ECS image. */
export interface Backup {
  /** Id of the backup. */
  readonly id: string;
  /** The backup that this one is a replica of; null for an original. A replica cannot be replicated again. */
  readonly replicaOf: string | null;
  /** Id of the vault that holds it; null when not recorded. */
  readonly vaultId: string | null;
}

/** An image, as the account that owns it has it. */
export interface Image {
  /** Id of the image. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** The account that owns it. */
  readonly account: string;
  /** Id of the project that owns it. */
  readonly project: string;
  /** Its region. */
  readonly region: string;
  /** What it holds. */
  readonly kind: ImageKind;
  /** `active` is what the console shows as Normal. */
  readonly status: ImageStatus;
  /** Who may see it. */
  readonly visibility: Visibility;
  /** Size of the image file in GiB: what the limit of a cross-region copy is measured on. */
  readonly sizeGib: number;
  /** The smallest system disk in GiB that a server made of it may have; 0 when not recorded. */
  readonly minDiskGib: number;
  /** The least memory of a server made of it, in MiB; 0 for no bound. */
  readonly minRamMib: number;
  /** The most memory of a server made of it, in MiB; 0 for no bound. */
  readonly maxRamMib: number;
  /** The enterprise project that it is counted under; "0" is the default one. */
  readonly enterpriseProjectId: string;
  /** The KMS key it is encrypted with; null when it is not encrypted. */
  readonly keyId: string | null;
  /** Its operating system. */
  readonly os: OperatingSystem;
  /** What it boots on. */
  readonly server: ServerType;
  /** Who licenses what is in it. */
  readonly licence: Licence;
  /** Whether servers can be created from it fast. Only system disk images can have it. */
  readonly fastCreate: boolean;
  /** Frozen for arrears: cannot be selected for replication. */
  readonly frozen: boolean;
  /** Its description; empty when it has none. */
  readonly description: string;
  /** Its tags, value by key. */
  readonly tags: Readonly<Record<string, string>>;
  /** What it was made from. */
  readonly madeFrom: Provenance;
  /** Only a full-ECS image has one. */
  readonly backup: Backup | null;
  /** `2026-01-01T00:00:00Z`; empty when not recorded. */
  readonly createdAt: string;
  /** When it was last changed by a request; empty when not recorded. */
  readonly updatedAt: string;
}
