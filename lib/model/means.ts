// What an operation uses besides the image: keys, vaults, agencies, room under a quota, and the members of a sharing, as recorded in an
// inventory or held by the region state.

export type KeyState = "enabled" | "disabled" | "pending-deletion";

/** A KMS key. It belongs to one region. */
export interface Key {
  readonly id: string;
  readonly alias: string;
  readonly account: string;
  readonly region: string;
  readonly state: KeyState;
  /** Accounts besides the owner that were granted its use. */
  readonly grantedTo: readonly string[];
}

export type VaultProtection = "backup" | "replication";
export type VaultResource = "server" | "disk" | "file-system";
export type VaultStatus = "available" | "locked" | "error";

/** A CBR vault. It belongs to one region. */
export interface Vault {
  readonly id: string;
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly resource: VaultResource;
  readonly protection: VaultProtection;
  readonly status: VaultStatus;
  /** Capacity and what is used of it, in GiB. */
  readonly sizeGib: number;
  readonly usedGib: number;
}

/** An IAM agency that lets the image service act in other regions. */
export interface Agency {
  readonly name: string;
  readonly account: string;
  /** Regions whose project it was granted in. */
  readonly regions: readonly string[];
  /** Whether its policy covers backups, which full-ECS images travel as. */
  readonly coversBackups: boolean;
}

/** A region's quota of private images of one account; `used` counts those that are not recorded one by one. */
export interface Quota {
  readonly account: string;
  readonly region: string;
  readonly images: number;
  readonly used: number;
}

export type MemberStatus = "pending" | "accepted" | "rejected";

/** A project that an image is shared with. */
export interface Member {
  readonly imageId: string;
  readonly account: string;
  readonly project: string;
  readonly status: MemberStatus;
}
