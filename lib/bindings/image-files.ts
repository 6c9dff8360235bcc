// Typed L1 of image files: export to a bucket, and registration of what lies in one.
import type { Construct } from "constructs";
import { IMS_IMAGE_EXPORT, type ResourceType } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

/** Arguments of `huaweicloud_ims_image_export`. */
export interface ImsImageExportConfig extends VendorResourceConfig {
  /** Id of the image to export. */
  readonly imageId: string;
  /** Bucket and key of the object, as `bucket:object`. */
  readonly bucketUrl: string;
  /** Format of the file. A quick export takes none. @default - none */
  readonly fileFormat?: string;
  /** Whether to export the image without conversion. @default false */
  readonly isQuickExport?: boolean;
  /** Region id. @default - the provider's region */
  readonly region?: string;
}

/** Resource `huaweicloud_ims_image_export`: an image exported to a bucket. */
export class ImsImageExport extends VendorResource {
  public static readonly tfResourceType = IMS_IMAGE_EXPORT.type;

  public constructor(scope: Construct, id: string, config: ImsImageExportConfig) {
    super(scope, id, IMS_IMAGE_EXPORT, config);
  }

  /** Bucket and key of the object, as `bucket:object`: a token, known after apply. */
  public get bucketUrl(): string {
    return this.getStringAttribute("bucket_url");
  }
}

/** Arguments of the resources that create an image from a file. Each resource type takes a subset. */
export interface ImsFileImageConfig extends VendorResourceConfig {
  /** Name of the image. */
  readonly name: string;
  /** Bucket and key of the file, as `bucket:object`. */
  readonly imageUrl: string;
  /** Minimum disk size of the image, in GiB. */
  readonly minDisk: number;
  /** Description of the image. @default - none */
  readonly description?: string;
  /** Region id. @default - the provider's region */
  readonly region?: string;
  /** Id of the KMS key that encrypts the image. @default - not encrypted */
  readonly cmkId?: string;
  /** Operating system: `Linux`, `Windows` or `Other`. @default - none */
  readonly osType?: string;
  /** Version of the operating system, as the service lists it. @default - none */
  readonly osVersion?: string;
  /** Whether to import the file without conversion. @default false */
  readonly isQuickImport?: boolean;
  /** Type of a quick import: `DataImage`. @default - none */
  readonly type?: string;
  /** Tags of the image. @default - none */
  readonly tags?: { readonly [key: string]: string };
}

/** Resource that creates an image from a file: `huaweicloud_ims_obs_system_image`, `…_obs_data_image` or `…_quickimport_…_image`. */
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
