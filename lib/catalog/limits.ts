// Limits that the service publishes. Slots delay a job; the others are read by rules and refuse an operation.

/** A number with its unit and where it is published, or why it is assumed. */
export interface Quoted {
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
} as const satisfies Record<string, Quoted>;

export type LimitName = keyof typeof LIMITS;

function limit(value: number, unit: string, source: string): Quoted {
  return { value, unit, source };
}
