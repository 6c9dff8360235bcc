// What an operation uses besides the image: keys, vaults, agencies, room under a quota, and the members of a sharing, as recorded in an
// inventory or held by the region state.

/** State of a KMS key. */
export type KeyState = "enabled" | "disabled" | "pending-deletion";

/** A KMS key. It belongs to one region. */
export interface Key {
  /** Id of the key. */
  readonly id: string;
  /** As people call it; empty when not recorded. */
  readonly alias: string;
  /** The account that owns it. */
  readonly account: string;
  /** Its region. */
  readonly region: string;
  /** Only an enabled key encrypts and decrypts. */
  readonly state: KeyState;
  /** Accounts besides the owner that were granted its use. */
  readonly grantedTo: readonly string[];
}

/** What a vault holds: backups made in its region, or replicas of those of another region. */
export type VaultProtection = "backup" | "replication";
/** What a vault holds backups of; full-ECS images need one for servers. */
export type VaultResource = "server" | "disk" | "file-system";
/** State of a vault; only an available one takes backups. */
export type VaultStatus = "available" | "locked" | "error";

/** A CBR vault. It belongs to one region. */
export interface Vault {
  /** Id of the vault. */
  readonly id: string;
  /** As people call it; empty when not recorded. */
  readonly name: string;
  /** The account that owns it. */
  readonly account: string;
  /** Its region. */
  readonly region: string;
  /** What it holds backups of. */
  readonly resource: VaultResource;
  /** Whether it holds backups, or replicas of backups. */
  readonly protection: VaultProtection;
  /** Only an available one takes backups. */
  readonly status: VaultStatus;
  /** Capacity, in GiB. */
  readonly sizeGib: number;
  /** What is used of it, in GiB. */
  readonly usedGib: number;
}

/** An IAM agency that lets the image service act in other regions. */
export interface Agency {
  /** Its name, one of a kind in the account. */
  readonly name: string;
  /** The account that granted it. */
  readonly account: string;
  /** Regions whose project it was granted in. */
  readonly regions: readonly string[];
  /** Whether its policy covers backups, which full-ECS images travel as. */
  readonly coversBackups: boolean;
}

/** A region's quota of private images of one account; `used` counts those that are not recorded one by one. */
export interface Quota {
  /** The account that it is for. */
  readonly account: string;
  /** The region that it is of. */
  readonly region: string;
  /** The most private images that the account may have there. */
  readonly images: number;
  /** Images there that are not recorded one by one. */
  readonly used: number;
}

/** What a project has answered to an image that it was offered. */
export type MemberStatus = "pending" | "accepted" | "rejected";

/** A project that an image is shared with. */
export interface Member {
  /** Id of the image. */
  readonly imageId: string;
  /** The account of the project. */
  readonly account: string;
  /** Id of the project that the image is offered to. */
  readonly project: string;
  /** What it has answered. */
  readonly status: MemberStatus;
}
