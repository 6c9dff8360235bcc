// The kinds of job that the service runs, and which of them an operation starts, one after the other.
import type { ImageKind, OperationKind } from "../model";

/** Kinds of jobs, by the service's own names. `obsTransferObject` is a name of this library, because no service transfers an object. */
export type JobKind =
  | "imsCopyImageInRegionJob"
  | "imsCrossRegionCopyImageJob"
  | "cbrReplicateBackup"
  | "imsCreateWholeImageByBackupJob"
  | "imsAddImageMembersJob"
  | "imsDelImageMembersJob"
  | "imsUpdateImageMembersJob"
  | "imsNativeExportImageJob"
  | "imsImportImageJob"
  | "imsImportDataImageJob"
  | "obsTransferObject";

const JOBS: Readonly<Record<OperationKind, readonly JobKind[]>> = {
  copyImage: ["imsCopyImageInRegionJob"],
  copyImageAcross: ["imsCrossRegionCopyImageJob"],
  shareImage: ["imsAddImageMembersJob"],
  unshareImage: ["imsDelImageMembersJob"],
  acceptImage: ["imsUpdateImageMembersJob"],
  rejectImage: ["imsUpdateImageMembersJob"],
  exportImage: ["imsNativeExportImageJob"],
  transferObject: ["obsTransferObject"],
  registerImage: ["imsImportImageJob"],
};

/**
 * The jobs of an operation, in order. A full-ECS image travels as its backup, and the target region makes the image of it.
 * Source: FAQ, Image Replication: "1. You replicate the backup of a full-ECS image to the destination region. 2. In the destination
 * region, the system automatically generates a full-ECS image from the backup."
 */
export function jobsOf(operation: OperationKind, kind: ImageKind): readonly JobKind[] {
  if (operation === "copyImageAcross" && kind === "full-ecs")
    return ["cbrReplicateBackup", "imsCreateWholeImageByBackupJob"];
  if (operation === "registerImage" && kind === "data-disk") return ["imsImportDataImageJob"];
  return JOBS[operation];
}
