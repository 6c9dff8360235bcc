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

/** What a fast export writes, which takes no other format. */
export const FAST_EXPORT_FORMAT = "zvhd2";
/** What a plain export writes where none is asked for: the format that the user's document names. */
export const PLAIN_EXPORT_FORMAT = "qcow2";

/** The format that an export asks for, by the text that says it; null or empty where none does. */
export function exportFormat(asked: string | null, fast: boolean): ObjectFormat {
  if (asked === null || asked === "") return fast ? FAST_EXPORT_FORMAT : PLAIN_EXPORT_FORMAT;
  return OBJECT_FORMATS.find((format) => format === asked) ?? "other";
}

/** A bucket. Its name is one of a kind in the whole service. */
export interface Bucket {
  /** Its name. */
  readonly name: string;
  /** The account that owns it. */
  readonly account: string;
  /** Its region. */
  readonly region: string;
  /** The image service reads and writes only in buckets of the standard class. */
  readonly storageClass: StorageClass;
}

/** What an image file in a bucket was made of, as far as it is recorded. */
export interface FileContents {
  /** Id of the image that it was exported from; empty when it came from elsewhere. */
  readonly imageId: string;
  /** The kind of the image. */
  readonly kind: Extract<ImageKind, "system-disk" | "data-disk">;
  /** The operating system of the image. */
  readonly os: OperatingSystem;
  /** The smallest disk that holds it; 0 when not recorded. */
  readonly minDiskGib: number;
}

/** Whether an object is there, or still being written. */
export type ObjectStatus = "arriving" | "there";

/** An object in a bucket. */
export interface StoredObject {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Its key in the bucket. */
  readonly key: string;
  /** Size, in GiB. */
  readonly sizeGib: number;
  /** SHA-256 of what it holds, in hex; a transfer keeps it. */
  readonly checksum: string;
  /** Format of the file; `other` for what is no image file. */
  readonly format: ObjectFormat;
  /** `arriving` while a job writes it. */
  readonly status: ObjectStatus;
  /** What it was made of, as far as it is recorded. */
  readonly contents: FileContents;
}

/** `bucket:key`, as the service writes it. */
export function objectText(bucket: string, key: string): string {
  return `${bucket}:${key}`;
}
