// What a program says of a distribution.
import type { TerraformProvider } from "cdktf";
import type { Destination } from "./destination";
import type { Intermediates, IImage, Agency } from "../../declarations";

/** Props of `ImageDistribution`. */
export interface ImageDistributionProps {
  /** The image to distribute: an existing image or a replica. */
  readonly source: IImage;
  /** Name of the image at each destination that has no name of its own. */
  readonly name: string;
  /** The destinations, each once. */
  readonly destinations: Destination[];
  /** Description of the images. @default - none */
  readonly description?: string;
  /** Tags of the images. @default - none */
  readonly tags?: { readonly [key: string]: string };
  /**
   * Name of the IAM agency that allows the image service to act in other regions. Routes to other regions require it or `agency`. @default - the
   * name of `agency`
   */
  readonly agencyName?: string;
  /** The agency, with facts that synth checks. @default - an agency with the name `agencyName` */
  readonly agency?: Agency;
  /** Name of a bucket of the standard class in the source's region, for images that can only be copied as files. @default - none */
  readonly bucket?: string;
  /** Version of the operating system, as the service lists it; required for system disks of more than 128 GB. @default - none */
  readonly osVersion?: string;
  /** Minimum disk size in GiB, for routes as a file. @default - the recorded size, or the image's size and at least 40 */
  readonly minDiskGib?: number;
  /**
   * Whether to keep intermediate copies once the replicas exist. Create the replicas with RETAIN and delete the intermediate copies in a later
   * apply; `image-replication apply` does both in one run.
   * @default Intermediates.RETAIN
   */
  readonly intermediates?: Intermediates;
  /** Whether objects in buckets remain when this is destroyed. @default false */
  readonly retainObjects?: boolean;
  /** retainObjects by its name of 0.1.0. @default - retainObjects @deprecated Use retainObjects; 0.3.0 refuses this name. */
  readonly keepObjects?: boolean;
  /** Provider of the account that owns the source or that it is shared with. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /** Path of a route plan whose routes stay in use while they are legal. @default - none */
  readonly pin?: string;
  /** Reasons for accepting guards, by rule id. @default - none */
  readonly acknowledge?: { readonly [ruleId: string]: string };
}
