// Typed L1 of huaweicloud_images_image_copy.
import type { Construct } from "constructs";
import { IMAGES_IMAGE_COPY } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

export interface ImagesImageCopyConfig extends VendorResourceConfig {
  readonly name: string;
  readonly sourceImageId: string;
  readonly description?: string;
  /** Region of the source; default: the provider's. */
  readonly region?: string;
  /** Absent: a copy within the region. */
  readonly targetRegion?: string;
  readonly agencyName?: string;
  readonly vaultId?: string;
  readonly kmsKeyId?: string;
  readonly enterpriseProjectId?: string;
  /** Memory bounds of servers made of the image, in MiB. */
  readonly minRam?: number;
  readonly maxRam?: number;
  readonly tags?: { readonly [key: string]: string };
}

export class ImagesImageCopy extends VendorResource {
  public static readonly tfResourceType = IMAGES_IMAGE_COPY.type;

  public constructor(scope: Construct, id: string, config: ImagesImageCopyConfig) {
    super(scope, id, IMAGES_IMAGE_COPY, config);
  }

  /** Id of the replica: in the target region, for a copy across regions. */
  public get id(): string {
    return this.getStringAttribute("id");
  }

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
