// Typed L1 of image files: export to a bucket, and registration of what lies in one.
import type { Construct } from "constructs";
import { IMS_IMAGE_EXPORT, type ResourceType } from "../vendor";
import { VendorResource, type VendorResourceConfig } from "./vendor-resource";

export interface ImsImageExportConfig extends VendorResourceConfig {
  readonly imageId: string;
  /** `bucket:object`. */
  readonly bucketUrl: string;
  readonly fileFormat?: string;
  readonly isQuickExport?: boolean;
  readonly region?: string;
}

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
  readonly name: string;
  readonly imageUrl: string;
  readonly minDisk: number;
  readonly description?: string;
  readonly region?: string;
  readonly cmkId?: string;
  readonly osType?: string;
  readonly osVersion?: string;
  readonly isQuickImport?: boolean;
  readonly type?: string;
  readonly tags?: { readonly [key: string]: string };
}

/** One class for the three types, which differ in their tables alone. */
export class ImsFileImage extends VendorResource {
  /** @internal */
  public constructor(scope: Construct, id: string, table: ResourceType, config: ImsFileImageConfig) {
    super(scope, id, table, config);
  }

  public get id(): string {
    return this.getStringAttribute("id");
  }
}
