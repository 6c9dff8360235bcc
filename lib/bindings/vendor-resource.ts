// The base of all typed L1 classes: a resource whose arguments are the rows of its type's table.
import { TerraformResource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { VENDOR_VERSION, type ResourceType } from "../vendor";
import { hclAttributes, jsonAttributes, type Values } from "./arguments";

/** `timeouts` of a resource, such as `{ create: "22h" }`. */
export interface Timeouts {
  readonly create?: string;
  readonly delete?: string;
}

export interface VendorResourceConfig extends TerraformMetaArguments {
  readonly timeouts?: Timeouts;
}

/** Name under which cdktf looks for the provider of a resource. */
export const PROVIDER_NAME = "huaweicloud";

export class VendorResource extends TerraformResource {
  private readonly table: ResourceType;
  private readonly values: Values;
  private readonly timeouts: Timeouts | undefined;

  /** @internal */
  protected constructor(scope: Construct, id: string, table: ResourceType, config: VendorResourceConfig) {
    super(scope, id, {
      terraformResourceType: table.type,
      terraformGeneratorMetadata: { providerName: PROVIDER_NAME, providerVersionConstraint: VENDOR_VERSION },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach,
    });
    this.table = table;
    this.values = config as unknown as Values;
    this.timeouts = config.timeouts;
  }

  /** @internal */
  protected override synthesizeAttributes(): Record<string, unknown> {
    const attributes = jsonAttributes(this.table.arguments, this.values);
    if (this.timeouts !== undefined) attributes.timeouts = this.timeouts;
    return attributes;
  }

  /** @internal */
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const attributes = hclAttributes(this.table.arguments, this.values);
    if (this.timeouts !== undefined) {
      attributes.timeouts = { value: this.timeouts, isBlock: true, type: "struct", storageClassType: "Timeouts" };
    }
    return attributes;
  }
}
