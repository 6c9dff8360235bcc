// Typed L1 of huaweicloud_images_image_copy.
import type { Construct } from "constructs";
import { IMAGES_IMAGE_COPY } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

/** Arguments of a copy, as the vendor's provider takes them. */
export interface ImagesImageCopyConfig extends VendorResourceConfig {
  /** Name of the image. */
  readonly name: string;
  /** Id of the image that is copied. */
  readonly sourceImageId: string;
  /** Description of the image. @default - none */
  readonly description?: string;
  /** Region of the source. @default - the provider's region */
  readonly region?: string;
  /** Region of the replica. @default - the source's: a copy within the region */
  readonly targetRegion?: string;
  /** IAM agency that acts in the target region; needed across regions. @default - none */
  readonly agencyName?: string;
  /** Id of a CBR vault, for full-ECS images. @default - none */
  readonly vaultId?: string;
  /** Id of the KMS key that the copy is encrypted with. @default - none: not encrypted */
  readonly kmsKeyId?: string;
  /** Id of an enterprise project. @default - the default one */
  readonly enterpriseProjectId?: string;
  /** Least memory of servers made of the image, in MiB. @default - no bound */
  readonly minRam?: number;
  /** Most memory of servers made of the image, in MiB. @default - no bound */
  readonly maxRam?: number;
  /** Tags of the image. @default - none */
  readonly tags?: { readonly [key: string]: string };
}

/** huaweicloud_images_image_copy: a copy of an image, within its region or to another. */
export class ImagesImageCopy extends VendorResource {
  public static readonly tfResourceType = IMAGES_IMAGE_COPY.type;

  public constructor(scope: Construct, id: string, config: ImagesImageCopyConfig) {
    super(scope, id, IMAGES_IMAGE_COPY, config);
  }

  /** Id of the replica: in the target region, for a copy across regions. */
  public get id(): string {
    return this.getStringAttribute("id");
  }

  /** Status of the image. */
  public get status(): string {
    return this.getStringAttribute("status");
  }

  /** Size of the image file in bytes, as text. */
  public get imageSize(): string {
    return this.getStringAttribute("image_size");
  }

  /** `image,<region>,<image id>`: what it was made from. */
  public get dataOrigin(): string {
    return this.getStringAttribute("data_origin");
  }
}
