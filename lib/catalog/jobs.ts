// The kinds of job that the service runs, and which of them an operation starts, one after the other.
import type { ImageKind, OperationKind } from "../model";

export type JobKind =
  "imsCopyImageInRegionJob" | "imsCrossRegionCopyImageJob" | "cbrReplicateBackup" | "imsCreateWholeImageByBackupJob";

/**
 * The jobs of an operation, in order. A full-ECS image travels as its backup, and the target region makes the image of it.
 * Source: FAQ, Image Replication: "1. You replicate the backup of a full-ECS image to the destination region. 2. In the destination
 * region, the system automatically generates a full-ECS image from the backup."
 */
export function jobsOf(operation: OperationKind, kind: ImageKind): readonly JobKind[] {
  if (operation === "copyImage") return ["imsCopyImageInRegionJob"];
  return kind === "full-ecs"
    ? ["cbrReplicateBackup", "imsCreateWholeImageByBackupJob"]
    : ["imsCrossRegionCopyImageJob"];
}
