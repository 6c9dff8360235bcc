// The words that props take, as enums, so that an editor offers them. Each value is the word that inventories use.

/** What an image holds. */
export enum ImageKind {
  SYSTEM_DISK = "system-disk",
  DATA_DISK = "data-disk",
  /** A whole server: system disk, data disks, and the backup that they are made of. */
  FULL_ECS = "full-ecs",
  /** Created from an ISO file. */
  ISO = "iso",
}

/** State of an image; the console shows ACTIVE as Normal. */
export enum ImageStatus {
  QUEUED = "queued",
  SAVING = "saving",
  ACTIVE = "active",
  KILLED = "killed",
}

/** How the account that replicates it sees an image. */
export enum ImageVisibility {
  PRIVATE = "private",
  /** Another project's, shared with this one. */
  SHARED = "shared",
  PUBLIC = "public",
  MARKET = "market",
}

/** Where this project is a member of a shared image. */
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

/** What servers made of the image run on: elastic cloud servers, or bare metal. */
export enum ServerType {
  ECS = "ecs",
  BMS = "bms",
}

/** Who licenses what is in an image: such as is not FREE cannot be exported. */
export enum Licence {
  /** Made of one's own file, or of a system that anybody may pass on. */
  FREE = "free",
  /** Comes from a Windows, SUSE, Red Hat, Ubuntu or Oracle Linux public image. */
  VENDOR = "vendor",
  /** Comes from an image of the marketplace. */
  MARKET = "market",
}

/** Formats of image files. */
export enum ImageFileFormat {
  QCOW2 = "qcow2",
  VHD = "vhd",
  ZVHD = "zvhd",
  /** What a fast export gives, and what a quick import takes. */
  ZVHD2 = "zvhd2",
  VMDK = "vmdk",
  RAW = "raw",
}

/** State of a KMS key: only an enabled one encrypts or decrypts. */
export enum KeyState {
  ENABLED = "enabled",
  DISABLED = "disabled",
  PENDING_DELETION = "pending-deletion",
}

/** What a CBR vault is for. */
export enum VaultProtection {
  BACKUP = "backup",
  REPLICATION = "replication",
}

/** What a CBR vault protects. */
export enum VaultResource {
  SERVER = "server",
  DISK = "disk",
  FILE_SYSTEM = "file-system",
}

/** State of a CBR vault. */
export enum VaultStatus {
  AVAILABLE = "available",
  LOCKED = "locked",
  ERROR = "error",
}

/** The set of regions that an account can reach directly. */
export enum Site {
  CHINA = "china",
  INTERNATIONAL = "international",
  EUROPE = "europe",
  PARTNER = "partner",
}

/** Where a stack is applied to. */
export enum DeploymentTarget {
  /** The simulated cloud: nothing is created on Huawei Cloud. The default. */
  SIMULATED = "simulated",
  /** The real service, through the vendor's provider. */
  HUAWEICLOUD = "huaweicloud",
}

/** What becomes of images and files on the way, once the replicas that nobody would have without them are there. */
export enum Intermediates {
  /** They stay, and bill. The default. */
  KEPT = "kept",
  /**
   * They go, in an apply of its own: the replicas stay, and cannot be made anew until what is on the way comes back. What `image-replication
   * apply` makes and removes in one run, Terraform makes with KEPT first.
   */
  RETIRED = "retired",
}

/** The member of an enum that has the word: inventories and rules speak in words. */
export function worded<E extends string>(members: Readonly<Record<string, E>>, word: `${E}`): E {
  const found = Object.values(members).find((member) => member === word);
  if (found === undefined) throw new RangeError(`no member of the enum is "${word}"`);
  return found;
}
