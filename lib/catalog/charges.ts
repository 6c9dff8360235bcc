// What a copy moves and stores that is charged. Source: FAQ, Image Replication, "What Is the Charge for Image Replication?"
import type { ImageKind, OperationKind } from "../model";

/**
 * Kinds of charges. `obs-traffic`: traffic between regions for disk images. `cbr-traffic` and `backup-space`: for backups of full-ECS images.
 * `obs-download`: from a bucket to the machine that transfers an object. `object-space`: for image files in buckets.
 */
export type ChargeKind = "obs-traffic" | "cbr-traffic" | "backup-space" | "obs-download" | "object-space";
export const CHARGE_KINDS: readonly ChargeKind[] = [
  "obs-traffic",
  "cbr-traffic",
  "backup-space",
  "obs-download",
  "object-space",
];

const NOTHING: readonly ChargeKind[] = [];
const CHARGES: Readonly<Record<OperationKind, readonly ChargeKind[]>> = {
  copyImage: NOTHING,
  copyImageAcross: ["obs-traffic"],
  shareImage: NOTHING,
  unshareImage: NOTHING,
  acceptImage: NOTHING,
  rejectImage: NOTHING,
  exportImage: ["object-space"],
  transferObject: ["obs-download", "object-space"],
  registerImage: NOTHING,
};
const FULL_ECS: Readonly<Partial<Record<OperationKind, readonly ChargeKind[]>>> = {
  copyImageAcross: ["cbr-traffic", "backup-space"],
  acceptImage: ["backup-space"],
};

/**
 * The charges of an operation; each amounts to the image's size. In a region: "The replicas of system disk and data disk images are
 * stored in OBS buckets for free." Across: "charged for the OBS traffic"; full-ECS: "charged for the CSBS or CBR traffic … and also
 * charged for the space used to store the CSBS or CBR backups". Files in buckets, and their way out: object storage's own terms.
 */
export function chargesOf(operation: OperationKind, kind: ImageKind): readonly ChargeKind[] {
  return (kind === "full-ecs" ? FULL_ECS[operation] : undefined) ?? CHARGES[operation];
}
