// Typed L1 of sharing: huaweicloud_images_image_share, and its acceptance.
import type { Construct } from "constructs";
import { IMAGES_IMAGE_SHARE, IMAGES_IMAGE_SHARE_ACCEPTER } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

/** Arguments of `huaweicloud_images_image_share`. */
export interface ImagesImageShareConfig extends VendorResourceConfig {
  /** Id of the image to share. */
  readonly sourceImageId: string;
  /** Ids of the projects to share it with. */
  readonly targetProjectIds: string[];
  /** Region id. @default - the provider's region */
  readonly region?: string;
}

/** Resource `huaweicloud_images_image_share`: an image shared with projects. */
export class ImagesImageShare extends VendorResource {
  public static readonly tfResourceType = IMAGES_IMAGE_SHARE.type;

  public constructor(scope: Construct, id: string, config: ImagesImageShareConfig) {
    super(scope, id, IMAGES_IMAGE_SHARE, config);
  }

  /** Id of the shared image: a token, so that what refers to it comes after the share. */
  public get sourceImageId(): string {
    return this.getStringAttribute("source_image_id");
  }
}

/** Arguments of `huaweicloud_images_image_share_accepter`. */
export interface ImagesImageShareAccepterConfig extends VendorResourceConfig {
  /** Id of the shared image. */
  readonly imageId: string;
  /** Id of a CBR vault; only for full-ECS images. @default - none */
  readonly vaultId?: string;
  /** Region id. @default - the provider's region */
  readonly region?: string;
}

/** Resource `huaweicloud_images_image_share_accepter`: the acceptance of a shared image. */
export class ImagesImageShareAccepter extends VendorResource {
  public static readonly tfResourceType = IMAGES_IMAGE_SHARE_ACCEPTER.type;

  public constructor(scope: Construct, id: string, config: ImagesImageShareAccepterConfig) {
    super(scope, id, IMAGES_IMAGE_SHARE_ACCEPTER, config);
  }

  /** Id of the accepted image: a token, so that what refers to it comes after the acceptance. */
  public get imageId(): string {
    return this.getStringAttribute("image_id");
  }
}
