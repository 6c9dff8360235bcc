// What a copy moves and stores that is charged. Source: FAQ, Image Replication, "What Is the Charge for Image Replication?"
import type { ImageKind, OperationKind } from "../model";

/** `obs-traffic`: between regions, for disk images. `cbr-traffic` and `backup-space`: for backups of full-ECS images. */
export type ChargeKind = "obs-traffic" | "cbr-traffic" | "backup-space";
export const CHARGE_KINDS: readonly ChargeKind[] = ["obs-traffic", "cbr-traffic", "backup-space"];

/**
 * The charges of an operation; each amounts to the image's size. In a region: "The replicas of system disk and data disk images are
 * stored in OBS buckets for free." Across: "charged for the OBS traffic"; full-ECS: "charged for the CSBS or CBR traffic … and also
 * charged for the space used to store the CSBS or CBR backups".
 */
export function chargesOf(operation: OperationKind, kind: ImageKind): readonly ChargeKind[] {
  if (operation === "copyImage") return [];
  return kind === "full-ecs" ? ["cbr-traffic", "backup-space"] : ["obs-traffic"];
}
