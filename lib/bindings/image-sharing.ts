// Typed L1 of sharing: huaweicloud_images_image_share, and its acceptance.
import type { Construct } from "constructs";
import { IMAGES_IMAGE_SHARE, IMAGES_IMAGE_SHARE_ACCEPTER } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

/** Arguments of a share, as the vendor's provider takes them. */
export interface ImagesImageShareConfig extends VendorResourceConfig {
  /** Id of the image that is shared. */
  readonly sourceImageId: string;
  /** Ids of the projects that it is offered to. */
  readonly targetProjectIds: string[];
  /** Region id. @default - the provider's region */
  readonly region?: string;
}

/** huaweicloud_images_image_share: an image offered to projects. */
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

/** Arguments of an acceptance, as the vendor's provider takes them. */
export interface ImagesImageShareAccepterConfig extends VendorResourceConfig {
  /** Id of the image. */
  readonly imageId: string;
  /** Id of a CBR vault, for full-ECS images. @default - none */
  readonly vaultId?: string;
  /** Region id. @default - the provider's region */
  readonly region?: string;
}

/** huaweicloud_images_image_share_accepter: a shared image, accepted. */
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
