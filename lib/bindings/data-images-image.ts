// Typed L1 of the data source huaweicloud_images_image.
import { TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { DATA_IMAGES_IMAGE, VENDOR_VERSION } from "../vendor";
import { hclAttributes, jsonAttributes, type Values } from "./arguments";
import { PROVIDER_NAME } from "./vendor-resource";

export interface DataImagesImageConfig extends TerraformMetaArguments {
  readonly name?: string;
  readonly imageId?: string;
  readonly region?: string;
  readonly owner?: string;
  readonly visibility?: string;
  readonly mostRecent?: boolean;
}

export class DataImagesImage extends TerraformDataSource {
  public static readonly tfResourceType = DATA_IMAGES_IMAGE.type;
  private readonly values: Values;

  public constructor(scope: Construct, id: string, config: DataImagesImageConfig) {
    super(scope, id, {
      terraformResourceType: DATA_IMAGES_IMAGE.type,
      terraformGeneratorMetadata: { providerName: PROVIDER_NAME, providerVersionConstraint: VENDOR_VERSION },
      provider: config.provider,
      dependsOn: config.dependsOn,
    });
    this.values = config as unknown as Values;
  }

  public get id(): string {
    return this.getStringAttribute("id");
  }

  /** @internal */
  protected override synthesizeAttributes(): Record<string, unknown> {
    return jsonAttributes(DATA_IMAGES_IMAGE.arguments, this.values);
  }

  /** @internal */
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(DATA_IMAGES_IMAGE.arguments, this.values);
  }
}
