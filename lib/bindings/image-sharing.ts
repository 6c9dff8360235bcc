// Typed L1 of sharing: huaweicloud_images_image_share, and its acceptance.
import type { Construct } from "constructs";
import { IMAGES_IMAGE_SHARE, IMAGES_IMAGE_SHARE_ACCEPTER } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

export interface ImagesImageShareConfig extends VendorResourceConfig {
  readonly sourceImageId: string;
  readonly targetProjectIds: string[];
  readonly region?: string;
}

export class ImagesImageShare extends VendorResource {
  public static readonly tfResourceType = IMAGES_IMAGE_SHARE.type;

  public constructor(scope: Construct, id: string, config: ImagesImageShareConfig) {
    super(scope, id, IMAGES_IMAGE_SHARE, config);
  }

  /** The image, once it is offered. */
  public get sourceImageId(): string {
    return this.getStringAttribute("source_image_id");
  }
}

export interface ImagesImageShareAccepterConfig extends VendorResourceConfig {
  readonly imageId: string;
  readonly vaultId?: string;
  readonly region?: string;
}

export class ImagesImageShareAccepter extends VendorResource {
  public static readonly tfResourceType = IMAGES_IMAGE_SHARE_ACCEPTER.type;

  public constructor(scope: Construct, id: string, config: ImagesImageShareAccepterConfig) {
    super(scope, id, IMAGES_IMAGE_SHARE_ACCEPTER, config);
  }

  /** The image, once it is accepted. */
  public get imageId(): string {
    return this.getStringAttribute("image_id");
  }
}
