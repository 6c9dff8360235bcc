// Limits that the service publishes. Slots delay a job; the others are read by rules and refuse an operation.

/** A number with its unit and where it is published, or why it is assumed. */
export interface SourcedLimit {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

const FAQ = "FAQ, Image Replication";

export const LIMITS = {
  crossRegionSizeGib: limit(128, "GiB", `${FAQ}: "An image to be replicated cannot be larger than 128 GB."`),
  inRegionSizeGib: limit(
    128,
    "GiB",
    "API reference, Replicating an Image Within a Region: 128 GB; the FAQ names no such limit",
  ),
  crossRegionSlots: limit(
    5,
    "jobs an account",
    `${FAQ}: "What Is the Maximum Number of Concurrent Cross-Region Image Replication Tasks? Five."`,
  ),
  exportSizeGib: limit(
    128,
    "GiB",
    "API reference, Exporting an Image: up to 128 GB; larger ones by fast export. Error IMG.0160 says less than 128 GB",
  ),
  fastExportSizeGib: limit(1024, "GiB", "API reference, Exporting an Image: fast export up to 1 TB"),
  importSizeGib: limit(128, "GiB", "API reference, Creating an Image from a File: at most 128 GB"),
  quickImportSizeGib: limit(1024, "GiB", "API reference, Quick Import of an Image File: at most 1 TB"),
  systemMinDiskGib: limit(1024, "GiB", "API reference, Creating an Image from a File: min_disk at most 1,024"),
  dataMinDiskGib: limit(2048, "GiB", "API reference, Creating a Data Disk Image from a File: min_disk at most 2,048"),
  members: limit(
    128,
    "projects an image",
    "API reference, Restrictions on Image Sharing: system and data disk images, 128 tenants",
  ),
  fullEcsMembers: limit(
    10,
    "projects an image",
    "API reference, Restrictions on Image Sharing: full-ECS images, 10 tenants",
  ),
  nameLength: limit(128, "characters", "API reference, image attributes: name, 1 to 128 characters"),
  descriptionLength: limit(
    1024,
    "characters",
    "API reference, image attributes: description, at most 1,024 characters",
  ),
  tagCount: limit(10, "tags an image", "User guide, Notes and Constraints: at most 10 tags a private image"),
  tagKeyLength: limit(36, "characters", "API reference, image tag format: key at most 36 characters"),
  tagValueLength: limit(43, "characters", "API reference, image tag format: value at most 43 characters"),
  privateImages: limit(
    50,
    "images a region",
    "User guide, Notes and Constraints: 50 private images a region by default",
  ),
} as const satisfies Record<string, SourcedLimit>;

export type LimitName = keyof typeof LIMITS;

function limit(value: number, unit: string, source: string): SourcedLimit {
  return { value, unit, source };
}
