// What an operation uses besides the image: keys, vaults, agencies, room under a quota, and the members of a sharing, as recorded in an
// inventory or held by the region state.

/** State of a KMS key. */
export type KeyState = "enabled" | "disabled" | "pending-deletion";

/** A KMS key, which belongs to one region. */
export interface Key {
  /** Id of the key. */
  readonly id: string;
  /** Alias of the key; empty if not recorded. */
  readonly alias: string;
  /** Account that owns the key. */
  readonly account: string;
  /** Region id of the key. */
  readonly region: string;
  /** State of the key. Only an enabled key encrypts and decrypts. */
  readonly state: KeyState;
  /** Other accounts that have a grant for the key. */
  readonly grantedTo: readonly string[];
}

/** Purpose of a vault: backups created in its region, or replicas of backups of another region. */
export type VaultProtection = "backup" | "replication";
/** Type of the resources that a vault protects. Full-ECS images require `server`. */
export type VaultResource = "server" | "disk" | "file-system";
/** Status of a vault. Only an available vault accepts backups. */
export type VaultStatus = "available" | "locked" | "error";

/** A CBR vault, which belongs to one region. */
export interface Vault {
  /** Id of the vault. */
  readonly id: string;
  /** Name of the vault; empty if not recorded. */
  readonly name: string;
  /** Account that owns the vault. */
  readonly account: string;
  /** Region id of the vault. */
  readonly region: string;
  /** Type of the resources that the vault protects. */
  readonly resource: VaultResource;
  /** Purpose of the vault. */
  readonly protection: VaultProtection;
  /** Status of the vault. Only an available vault accepts backups. */
  readonly status: VaultStatus;
  /** Capacity in GiB. */
  readonly sizeGib: number;
  /** Used capacity in GiB. */
  readonly usedGib: number;
}

/** An IAM agency that allows the image service to act in other regions. */
export interface Agency {
  /** Name of the agency, unique in its account. */
  readonly name: string;
  /** Account that grants the agency. */
  readonly account: string;
  /** Region ids in whose project the agency is granted. */
  readonly regions: readonly string[];
  /** Whether the agency's policy covers backups, which full-ECS images are copied as. */
  readonly coversBackups: boolean;
}

/** Quota of private images of an account in a region. */
export interface Quota {
  /** Account that the quota applies to. */
  readonly account: string;
  /** Region id of the quota. */
  readonly region: string;
  /** Maximum number of private images. */
  readonly images: number;
  /** Number of private images that the inventory does not list. */
  readonly used: number;
}

/** Status of a project as a member of a shared image. */
export type MemberStatus = "pending" | "accepted" | "rejected";

/** A project that an image is shared with. */
export interface Member {
  /** Id of the image. */
  readonly imageId: string;
  /** Account that owns the project. */
  readonly account: string;
  /** Id of the project that the image is shared with. */
  readonly project: string;
  /** Status of the member. */
  readonly status: MemberStatus;
}
