// Where image files lie: buckets of the object storage service, and the objects in them.
import type { ImageKind, OperatingSystem } from "./image";

/** Storage class of a bucket. The image service supports only the standard class. */
export type StorageClass = "standard" | "warm" | "cold";
export const STORAGE_CLASSES: readonly StorageClass[] = ["standard", "warm", "cold"];

/** Format of an image file, in the service's words. */
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
const PLAIN_EXPORT_FORMAT = "qcow2";

/** The format that an export asks for, by the text that says it; null or empty where none does. */
export function exportFormat(asked: string | null, fast: boolean): ObjectFormat {
  if (asked === null || asked === "") return fast ? FAST_EXPORT_FORMAT : PLAIN_EXPORT_FORMAT;
  return OBJECT_FORMATS.find((format) => format === asked) ?? "other";
}

/** An OBS bucket. Its name is globally unique. */
export interface Bucket {
  /** Name of the bucket. */
  readonly name: string;
  /** Account that owns the bucket. */
  readonly account: string;
  /** Region id of the bucket. */
  readonly region: string;
  /** Storage class of the bucket. The image service supports only the standard class. */
  readonly storageClass: StorageClass;
}

/** Recorded facts of the image that a file was exported from. */
export interface FileContents {
  /** Id of the exported image; empty if the file has another origin. */
  readonly imageId: string;
  /** Kind of the image. */
  readonly kind: Extract<ImageKind, "system-disk" | "data-disk">;
  /** Operating system of the image. */
  readonly os: OperatingSystem;
  /** Minimum disk size of the image, in GiB; 0 if not recorded. */
  readonly minDiskGib: number;
}

/** Status of an object: `arriving` while a job writes it, then `there`. */
export type ObjectStatus = "arriving" | "there";

/** An object in a bucket. */
export interface StoredObject {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Key of the object in the bucket. */
  readonly key: string;
  /** Size in GiB. */
  readonly sizeGib: number;
  /** SHA-256 of the content, in hex. A transfer preserves it. */
  readonly checksum: string;
  /** Format of the file; `other` if it is not an image file. */
  readonly format: ObjectFormat;
  /** Status of the object. */
  readonly status: ObjectStatus;
  /** Recorded facts of the image that the file was exported from. */
  readonly contents: FileContents;
}

/** `bucket:key`, as the service writes it. */
export function objectText(bucket: string, key: string): string {
  return `${bucket}:${key}`;
}
