// Operations: requests that the service accepts.
import type { ImageKind, OperatingSystem } from "./image";
import type { Caller } from "./place";
import type { ObjectFormat } from "./storage";

/** Names of the requests that the service accepts. */
export type OperationKind =
  | "copyImage"
  | "copyImageAcross"
  | "shareImage"
  | "unshareImage"
  | "acceptImage"
  | "rejectImage"
  | "exportImage"
  | "transferObject"
  | "registerImage";

export const OPERATION_KINDS: readonly OperationKind[] = [
  "copyImage",
  "copyImageAcross",
  "shareImage",
  "unshareImage",
  "acceptImage",
  "rejectImage",
  "exportImage",
  "transferObject",
  "registerImage",
];

/** What reports call them. */
export const OPERATION_NOUNS: Readonly<Record<OperationKind, string>> = {
  copyImage: "copy",
  copyImageAcross: "copy",
  shareImage: "sharing",
  unshareImage: "end of sharing",
  acceptImage: "acceptance",
  rejectImage: "rejection",
  exportImage: "export",
  transferObject: "transfer",
  registerImage: "registration",
};

/** Operations that make an image; the others make an object, or change who may use an image. */
const MAKERS: readonly OperationKind[] = ["copyImage", "copyImageAcross", "registerImage"];

export function makesImage(kind: OperationKind): boolean {
  return MAKERS.includes(kind);
}

/** An image made by request: what it is called. */
interface Making {
  readonly caller: Caller;
  /** Name of the image that is made. */
  readonly name: string;
  readonly description: string;
  /** Set on the image. The real service takes them in a second call; see lib/cloud/README.md. */
  readonly tags: Readonly<Record<string, string>>;
}

interface Copy extends Making {
  readonly sourceImageId: string;
}

/** A copy within the caller's region. */
export interface CopyImage extends Copy {
  readonly kind: "copyImage";
  /** The key to encrypt the replica with; null makes an unencrypted one, also of an encrypted source. */
  readonly keyId: string | null;
}

/** A copy of the same account's image from the caller's region to another. It carries no key: the service has no such field. */
export interface CopyImageAcross extends Copy {
  readonly kind: "copyImageAcross";
  readonly targetRegion: string;
  readonly agencyName: string | null;
  /** A CBR vault in the target region; only for full-ECS images. */
  readonly vaultId: string | null;
}

/** A project to share with. Its account is null where only the project's id is known: then it is looked up. */
export interface MemberPlace {
  readonly account: string | null;
  readonly project: string;
}

interface Sharing {
  readonly caller: Caller;
  readonly sourceImageId: string;
  readonly members: readonly MemberPlace[];
}

/** Offers an image to projects of its region, which have to accept it. */
export interface ShareImage extends Sharing {
  readonly kind: "shareImage";
}

/** Ends the sharing with projects. */
export interface UnshareImage extends Sharing {
  readonly kind: "unshareImage";
}

/** The receiver's answer to a share: asked by the project that it was offered to. */
export interface AcceptImage {
  readonly kind: "acceptImage";
  readonly caller: Caller;
  readonly sourceImageId: string;
  /** A CBR vault of the caller, of protection type backup; only for full-ECS images. */
  readonly vaultId: string | null;
}

export interface RejectImage {
  readonly kind: "rejectImage";
  readonly caller: Caller;
  readonly sourceImageId: string;
}

/** Writes an image as a file to a bucket of its region. */
export interface ExportImage {
  readonly kind: "exportImage";
  readonly caller: Caller;
  readonly sourceImageId: string;
  readonly bucket: string;
  readonly key: string;
  /** Null for a fast export, whose format is the service's own. */
  readonly format: ObjectFormat | null;
  readonly fast: boolean;
}

/** Carries an object to a bucket of another region or site: the one operation that is none of the image service's. */
export interface TransferObject {
  readonly kind: "transferObject";
  /** Who reads. */
  readonly caller: Caller;
  readonly bucket: string;
  readonly key: string;
  /** Who writes: another account where the bucket is on another site. */
  readonly targetCaller: Caller;
  readonly targetBucket: string;
  readonly targetKey: string;
}

/** Makes an image of a file in a bucket of the caller's region. */
export interface RegisterImage extends Making {
  readonly kind: "registerImage";
  readonly bucket: string;
  readonly key: string;
  readonly imageKind: Extract<ImageKind, "system-disk" | "data-disk">;
  /** Takes the file as it is, up to 1 TB, without drivers being put in. */
  readonly quick: boolean;
  readonly minDiskGib: number;
  readonly os: OperatingSystem;
  /** As the service lists them, such as `Ubuntu 22.04 server 64bit`; empty when not said. */
  readonly osVersion: string;
  readonly keyId: string | null;
}

export type Operation =
  | CopyImage
  | CopyImageAcross
  | ShareImage
  | UnshareImage
  | AcceptImage
  | RejectImage
  | ExportImage
  | TransferObject
  | RegisterImage;
