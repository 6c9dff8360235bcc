// What a program says of a distribution.
import type { TerraformProvider } from "cdktf";
import type { Destination } from "./destination";
import type { Intermediates, IImage, Agency } from "../../declarations";

/** What an ImageDistribution takes. */
export interface ImageDistributionProps {
  /** The image to distribute: one that exists, or a replica. */
  readonly source: IImage;
  /** Name of the image at each destination that does not say another. */
  readonly name: string;
  /** Where it has to be; one that is named twice is a finding. */
  readonly destinations: Destination[];
  /** @default - none */
  readonly description?: string;
  /** @default - none */
  readonly tags?: { readonly [key: string]: string };
  /** Name of the IAM agency that lets the image service act in other regions. One of it and `agency` is needed to go there. */
  readonly agencyName?: string;
  /** The agency with what is known of it. @default - from agencyName */
  readonly agency?: Agency;
  /** A bucket of the standard class in the source's region, for images that can travel only as files. @default - none */
  readonly bucket?: string;
  /** As the service lists them; needed for system disks of more than 128 GB, which travel as files. @default - none */
  readonly osVersion?: string;
  /** The smallest disk that holds the image, in GiB, for where it travels as a file. @default - the recorded one, else its size, at least 40 */
  readonly minDiskGib?: number;
  /**
   * What becomes of images, shares and files on the way once the replicas are there. Terraform makes the replicas with KEPT, and retires
   * what is on the way in a later apply; `image-replication apply` does both in one run. @default Intermediates.KEPT
   */
  readonly intermediates?: Intermediates;
  /** Leaves objects in buckets when this is destroyed. @default false */
  readonly keepObjects?: boolean;
  /** Provider of the account that the source is in, or that it is shared with. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /** Path of a route plan whose routes are kept while they are legal. @default - none */
  readonly pin?: string;
  /** Guards that are known and accepted, each with the reason. @default - none */
  readonly acknowledge?: { readonly [ruleId: string]: string };
}
