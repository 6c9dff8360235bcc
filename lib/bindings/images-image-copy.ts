// Typed L1 of huaweicloud_images_image_copy.
import type { Construct } from "constructs";
import { IMAGES_IMAGE_COPY } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

/** Arguments of `huaweicloud_images_image_copy`. */
export interface ImagesImageCopyConfig extends VendorResourceConfig {
  /** Name of the replica. */
  readonly name: string;
  /** Id of the image to copy. */
  readonly sourceImageId: string;
  /** Description of the replica. @default - none */
  readonly description?: string;
  /** Region of the source. @default - the provider's region */
  readonly region?: string;
  /** Region of the replica. @default - the source's region: a copy within the region */
  readonly targetRegion?: string;
  /** Name of the IAM agency that acts in the target region; required across regions. @default - none */
  readonly agencyName?: string;
  /** Id of a CBR vault; only for full-ECS images. @default - none */
  readonly vaultId?: string;
  /** Id of the KMS key that encrypts the replica. @default - not encrypted */
  readonly kmsKeyId?: string;
  /** Id of the enterprise project. @default - the default enterprise project */
  readonly enterpriseProjectId?: string;
  /** Minimum memory of servers created from the replica, in MiB. @default - no minimum */
  readonly minRam?: number;
  /** Maximum memory of servers created from the replica, in MiB. @default - no maximum */
  readonly maxRam?: number;
  /** Tags of the replica. @default - none */
  readonly tags?: { readonly [key: string]: string };
}

/** Resource `huaweicloud_images_image_copy`: a copy of an image, within its region or to another one. */
export class ImagesImageCopy extends VendorResource {
  public static readonly tfResourceType = IMAGES_IMAGE_COPY.type;

  public constructor(scope: Construct, id: string, config: ImagesImageCopyConfig) {
    super(scope, id, IMAGES_IMAGE_COPY, config);
  }

  /** Id of the replica, in the target region: a token, known after apply. */
  public get id(): string {
    return this.getStringAttribute("id");
  }

  /** Status of the replica. */
  public get status(): string {
    return this.getStringAttribute("status");
  }

  /** Size of the image file in bytes, as a string. */
  public get imageSize(): string {
    return this.getStringAttribute("image_size");
  }

  /** Source of the replica, as `image,<region>,<image id>`. */
  public get dataOrigin(): string {
    return this.getStringAttribute("data_origin");
  }
}
