// Where image files lie: buckets of the object storage service, and the objects in them.
import type { ImageKind, OperatingSystem } from "./image";

/** The service reads and writes images only in buckets of the standard class. */
export type StorageClass = "standard" | "warm" | "cold";
export const STORAGE_CLASSES: readonly StorageClass[] = ["standard", "warm", "cold"];

/** Formats of image files, as the service spells them. */
export type ObjectFormat =
  "qcow2" | "vhd" | "zvhd" | "zvhd2" | "vmdk" | "raw" | "vhdx" | "qed" | "vdi" | "qcow" | "iso" | "ova" | "other";

export const OBJECT_FORMATS: readonly ObjectFormat[] = [
  "qcow2",
  "vhd",
  "zvhd",
  "zvhd2",
  "vmdk",
  "raw",
  "vhdx",
  "qed",
  "vdi",
  "qcow",
  "iso",
  "ova",
  "other",
];

/** A bucket. Its name is one of a kind in the whole service. */
export interface Bucket {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly storageClass: StorageClass;
}

/** What an image file in a bucket was made of, as far as it is recorded. */
export interface FileContents {
  /** Id of the image that it was exported from; empty when it came from elsewhere. */
  readonly imageId: string;
  readonly kind: Extract<ImageKind, "system-disk" | "data-disk">;
  readonly os: OperatingSystem;
  /** The smallest disk that holds it; 0 when not recorded. */
  readonly minDiskGib: number;
}

export type ObjectStatus = "arriving" | "there";

/** An object in a bucket. */
export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly sizeGib: number;
  /** SHA-256 of what it holds, in hex; a transfer keeps it. */
  readonly checksum: string;
  readonly format: ObjectFormat;
  /** `arriving` while a job writes it. */
  readonly status: ObjectStatus;
  readonly contents: FileContents;
}

/** `bucket:key`, as the service writes it. */
export function objectText(bucket: string, key: string): string {
  return `${bucket}:${key}`;
}
