// The base of all typed L1 classes: a resource whose arguments are the rows of its type's table.
import {
  numberToTerraform,
  stringToTerraform,
  booleanToTerraform,
  hashMapper,
  TerraformResource,
  type TerraformMetaArguments,
} from "cdktf";
import type { Construct } from "constructs";
import { VENDOR_VERSION, type ArgumentType, type ResourceType } from "../vendor";

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

const TO_TERRAFORM: Readonly<Record<ArgumentType, (value: never) => unknown>> = {
  string: stringToTerraform,
  number: numberToTerraform,
  bool: booleanToTerraform,
  map: hashMapper(stringToTerraform),
};

export class VendorResource extends TerraformResource {
  private readonly table: ResourceType;
  private readonly values: Readonly<Record<string, unknown>>;
  private readonly timeouts: Timeouts | undefined;

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
    this.values = config as Readonly<Record<string, unknown>>;
    this.timeouts = config.timeouts;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const attributes: Record<string, unknown> = {};
    for (const { attribute, property, type } of this.table.arguments) {
      const value = this.values[property];
      if (value !== undefined) attributes[attribute] = TO_TERRAFORM[type](value as never);
    }
    if (this.timeouts !== undefined) attributes.timeouts = this.timeouts;
    return attributes;
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const attributes: Record<string, unknown> = {};
    for (const { attribute, property, type } of this.table.arguments) {
      const value = this.values[property];
      if (value === undefined) continue;
      attributes[attribute] = {
        value: TO_TERRAFORM[type](value as never),
        isBlock: false,
        type: type === "map" ? "map" : "simple",
        storageClassType: type === "map" ? "stringMap" : type === "bool" ? "boolean" : type,
      };
    }
    if (this.timeouts !== undefined) {
      attributes.timeouts = { value: this.timeouts, isBlock: true, type: "struct", storageClassType: "Timeouts" };
    }
    return attributes;
  }
}
