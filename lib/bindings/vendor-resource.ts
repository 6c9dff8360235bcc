// The base of all typed L1 classes: a resource whose arguments are the rows of its type's table.
import { TerraformResource, Token, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { FactKey } from "../model";
import { defaultCreateTimeout, VENDOR_VERSION, type Argument, type ResourceType } from "../vendor";
import { hclAttributes, jsonAttributes, type Values } from "./arguments";

/** `timeouts` block of a resource, such as `{ create: "22h" }`. */
export interface Timeouts {
  /** Time limit for creating the resource, such as `22h`. @default - the vendor's */
  readonly create?: string;
  /** Time limit for destroying the resource. @default - the vendor's */
  readonly delete?: string;
}

/** Arguments of every resource of the vendor's provider. */
export interface VendorResourceConfig extends TerraformMetaArguments {
  /** Time limits of the operations. @default - the vendor's, for most an hour */
  readonly timeouts?: Timeouts;
}

/** Name under which cdktf looks for the provider of a resource. */
export const PROVIDER_NAME = "huaweicloud";

/** Base class of the vendor's resources. */
export class VendorResource extends TerraformResource {
  private readonly table: ResourceType;
  private readonly values: Values;
  private readonly timeouts: Timeouts | undefined;
  private isLeftOut = false;

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

  /** How long Terraform waits for it to be made where no `timeouts` say it, such as `60m`. @internal */
  public defaultCreateTimeout(): string {
    return defaultCreateTimeout(this.table);
  }

  /** The argument that names what it is made of; undefined for what is made of nothing. @internal */
  public sourceArgument(): string | undefined {
    return this.table.arguments.find(isSource)?.attribute;
  }

  /** The arguments whose change replaces it, each with its value: but for what it is made of. @internal */
  public replacingArguments(): readonly string[] {
    const replacing = this.table.arguments.filter((argument) => argument.replaces === true && !isSource(argument));
    return Object.entries(jsonAttributes(replacing, this.values)).map(([attribute, value]) => {
      const text = Token.isUnresolved(value) ? Token.asString(value) : String(value);
      return `${attribute} ${text}`;
    });
  }

  /** The arguments that decide what is made, of what and where, each with the fact that it carries. @internal */
  public decidingArguments(): readonly (readonly [string, FactKey])[] {
    return this.table.arguments.flatMap(({ attribute, fact, required, replaces }) =>
      fact !== null && (required ?? replaces) === true ? [[attribute, fact] as const] : [],
    );
  }

  /** Leaves it out of the stack's configuration: Terraform destroys what it made. @internal */
  public leaveOut(): void {
    this.isLeftOut = true;
  }

  /** @internal */
  public override toTerraform(): object {
    return this.isLeftOut ? {} : (super.toTerraform() as object);
  }

  /** @internal */
  public override toHclTerraform(): ReturnType<TerraformResource["toHclTerraform"]> {
    return this.isLeftOut ? {} : super.toHclTerraform();
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

/** What an image is made of: another one, or a file. */
const SOURCES: readonly string[] = ["source_image_id", "image_url"];

function isSource({ attribute }: Argument): boolean {
  return SOURCES.includes(attribute);
}
