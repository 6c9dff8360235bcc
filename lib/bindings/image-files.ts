// Typed L1 of image files: export to a bucket, and registration of what lies in one.
import type { Construct } from "constructs";
import { IMS_IMAGE_EXPORT, type ResourceType } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

/** Arguments of an export, as the vendor's provider takes them. */
export interface ImsImageExportConfig extends VendorResourceConfig {
  /** Id of the image. */
  readonly imageId: string;
  /** `bucket:object`. */
  readonly bucketUrl: string;
  /** Format of the file; not of quick exports. @default - none */
  readonly fileFormat?: string;
  /** Whether it is written as it is. @default false */
  readonly isQuickExport?: boolean;
  /** Region id. @default - the provider's region */
  readonly region?: string;
}

/** huaweicloud_ims_image_export: an image written to a bucket. */
export class ImsImageExport extends VendorResource {
  public static readonly tfResourceType = IMS_IMAGE_EXPORT.type;

  public constructor(scope: Construct, id: string, config: ImsImageExportConfig) {
    super(scope, id, IMS_IMAGE_EXPORT, config);
  }

  /** The place of the object, once it is written. */
  public get bucketUrl(): string {
    return this.getStringAttribute("bucket_url");
  }
}

/** What the types that make an image of a file have in common; each takes those of these that its table has. */
export interface ImsFileImageConfig extends VendorResourceConfig {
  /** Name of the image. */
  readonly name: string;
  /** The file, as `bucket:object`. */
  readonly imageUrl: string;
  /** The smallest disk that holds the image, in GiB. */
  readonly minDisk: number;
  /** Description of the image. @default - none */
  readonly description?: string;
  /** Region id. @default - the provider's region */
  readonly region?: string;
  /** Id of the KMS key that the image is encrypted with. @default - none: not encrypted */
  readonly cmkId?: string;
  /** Operating system: Linux, Windows or Other. @default - none */
  readonly osType?: string;
  /** Version of the operating system, as the service lists them. @default - none */
  readonly osVersion?: string;
  /** Whether the file is taken as it is. @default false */
  readonly isQuickImport?: boolean;
  /** Type of a quick import: DataImage. @default - none */
  readonly type?: string;
  /** Tags of the image. @default - none */
  readonly tags?: { readonly [key: string]: string };
}

/** One class for the three types, which differ in their tables alone. */
export class ImsFileImage extends VendorResource {
  /** @internal */
  public constructor(scope: Construct, id: string, table: ResourceType, config: ImsFileImageConfig) {
    super(scope, id, table, config);
  }

  /** Id of the image: a token, known after apply. */
  public get id(): string {
    return this.getStringAttribute("id");
  }
}
