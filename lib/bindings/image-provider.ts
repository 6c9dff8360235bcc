// Typed L1 of the provider block: one class for the vendor's provider and for the simulated one, which differ in source only.
import { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { PROVIDER_SETTINGS } from "../vendor";
import { PROVIDER_NAME } from "./vendor-resource";

/** Arguments of the provider block. */
export interface ImageProviderConfig {
  /** Address of the provider: `huaweicloud/huaweicloud`, or that of the simulated provider. */
  readonly source: string;
  /** Version constraint. @default - none */
  readonly version?: string;
  /** Alias in Terraform. @default - none: the default provider of its type */
  readonly alias?: string;
  /** Region id. */
  readonly region: string;
  /** Id of the account (IAM domain). @default - the account of the credentials */
  readonly domainId?: string;
  /** Id of the project. @default - the project with the name `projectName` */
  readonly projectId?: string;
  /** Name of the project. @default - the region's default project */
  readonly projectName?: string;
  /** `"vendor"`, or undefined. Only the simulated provider has this argument. */
  readonly fidelity?: string;
}

/** Provider block of `huaweicloud`. */
export class ImageProvider extends TerraformProvider {
  /** Name of the provider in Terraform. */
  public static readonly tfResourceType = PROVIDER_NAME;
  private ownAlias: string | undefined;

  public constructor(
    scope: Construct,
    id: string,
    private readonly config: ImageProviderConfig,
  ) {
    super(scope, id, {
      terraformResourceType: PROVIDER_NAME,
      terraformGeneratorMetadata: { providerName: PROVIDER_NAME, providerVersionConstraint: config.version },
      terraformProviderSource: config.source,
    });
    this.ownAlias = config.alias;
  }

  // The base class has no place for it: each provider keeps its own.
  /** Alias in Terraform; undefined for the default provider. */
  public override get alias(): string | undefined {
    return this.ownAlias;
  }

  /** Sets the alias. */
  public override set alias(value: string | undefined) {
    this.ownAlias = value;
  }

  /** @internal */
  protected override synthesizeAttributes(): Record<string, unknown> {
    const attributes: Record<string, unknown> = this.alias === undefined ? {} : { alias: this.alias };
    for (const [property, attribute] of Object.entries(PROVIDER_SETTINGS)) {
      const value = this.config[property as keyof typeof PROVIDER_SETTINGS];
      if (value !== undefined) attributes[attribute] = value;
    }
    if (this.config.fidelity !== undefined) attributes.fidelity = this.config.fidelity;
    return attributes;
  }

  /** @internal */
  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const attributes = Object.entries(this.synthesizeAttributes());
    const hcl = (value: unknown): object => ({ value, isBlock: false, type: "simple", storageClassType: "string" });
    return Object.fromEntries(attributes.map(([name, value]) => [name, hcl(value)]));
  }
}
