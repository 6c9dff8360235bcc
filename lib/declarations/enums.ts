// The words that props take, as enums, so that an editor offers them. Each value is the word that inventories use.

/** Kind of an image. */
export enum ImageKind {
  SYSTEM_DISK = "system-disk",
  DATA_DISK = "data-disk",
  /** A whole server: its system disk, its data disks, and the backup that they are created from. */
  FULL_ECS = "full-ecs",
  /** Created from an ISO file. */
  ISO = "iso",
}

/** Status of an image. The console shows ACTIVE as Normal. */
export enum ImageStatus {
  QUEUED = "queued",
  SAVING = "saving",
  ACTIVE = "active",
  /** The image could not be created. */
  KILLED = "killed",
}

/** Visibility of an image to the account that replicates it. */
export enum ImageVisibility {
  PRIVATE = "private",
  /** Owned by another project and shared with this one. */
  SHARED = "shared",
  PUBLIC = "public",
  MARKET = "market",
}

/** Status of a project as a member of a shared image. */
export enum MemberStatus {
  PENDING = "pending",
  ACCEPTED = "accepted",
  REJECTED = "rejected",
}

/** Operating system of an image. */
export enum OperatingSystem {
  LINUX = "linux",
  WINDOWS = "windows",
  OTHER = "other",
}

/** Type of the servers that start from an image: elastic cloud servers or bare metal servers. */
export enum ServerType {
  ECS = "ecs",
  BMS = "bms",
}

/** Licence of an image's content. Only FREE images can be exported. */
export enum Licence {
  /** Created from your own file, or from a system that can be passed on. */
  FREE = "free",
  /** Created from a Windows, SUSE, Red Hat, Ubuntu or Oracle Linux public image. */
  VENDOR = "vendor",
  /** Created from a marketplace image. */
  MARKET = "market",
}

/** Format of an image file. */
export enum ImageFileFormat {
  QCOW2 = "qcow2",
  VHD = "vhd",
  ZVHD = "zvhd",
  /** Format of fast exports and quick imports. */
  ZVHD2 = "zvhd2",
  VMDK = "vmdk",
  RAW = "raw",
}

/** State of a KMS key. Only an enabled key encrypts and decrypts. */
export enum KeyState {
  ENABLED = "enabled",
  DISABLED = "disabled",
  PENDING_DELETION = "pending-deletion",
}

/** Purpose of a CBR vault. */
export enum VaultProtection {
  BACKUP = "backup",
  REPLICATION = "replication",
}

/** Type of the resources that a CBR vault protects. */
export enum VaultResource {
  SERVER = "server",
  DISK = "disk",
  FILE_SYSTEM = "file-system",
}

/** Status of a CBR vault. */
export enum VaultStatus {
  AVAILABLE = "available",
  LOCKED = "locked",
  ERROR = "error",
}

/** Set of regions that an account can reach. */
export enum Site {
  CHINA = "china",
  INTERNATIONAL = "international",
  EUROPE = "europe",
  PARTNER = "partner",
}

/** Target of a deployment. */
export enum DeploymentTarget {
  /** The simulated cloud: nothing is created on Huawei Cloud. The default. */
  SIMULATED = "simulated",
  /** The real service, through the vendor's provider. */
  HUAWEICLOUD = "huaweicloud",
}

/** What happens to intermediate copies (images, shares and files that a route needs and no destination asks for) once the replicas exist. */
export enum Intermediates {
  /** They remain, and are charged. The default. */
  RETAIN = "retain",
  /**
   * They are deleted, in an apply of their own. The replicas remain, and cannot be re-created until the intermediate copies exist again. With
   * Terraform, apply with RETAIN first; `image-replication apply` creates and deletes in one run.
   */
  DELETE = "delete",
  /** RETAIN by its name of 0.1.0. @deprecated Use RETAIN; 0.3.0 has no KEPT. */
  KEPT = "kept",
  /** DELETE by its name of 0.1.0. @deprecated Use DELETE; 0.3.0 has no RETIRED. */
  RETIRED = "retired",
}

/** The member of an enum that has the word: inventories and rules speak in words. */
export function worded<E extends string>(members: Readonly<Record<string, E>>, word: `${E}`): E {
  const found = Object.values(members).find((member) => member === word);
  if (found === undefined) throw new RangeError(`no member of the enum is "${word}"`);
  return found;
}
