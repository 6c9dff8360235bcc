// Typed L1 of terraform_data, which is part of Terraform. cdktf has one of its own, which starts Terraform at every synth to ask for its
// version.
import { TerraformResource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";

type Texts = Readonly<Record<string, string>>;

export interface TerraformDataConfig extends TerraformMetaArguments {
  /** Kept in the state; a change updates the resource in place. @default - nothing */
  readonly input?: Texts;
  /** Kept in the state; a change replaces the resource. @default - nothing */
  readonly triggersReplace?: Texts;
}

export class TerraformData extends TerraformResource {
  public static readonly tfResourceType = "terraform_data";

  public constructor(
    scope: Construct,
    id: string,
    private readonly config: TerraformDataConfig,
  ) {
    super(scope, id, {
      terraformResourceType: TerraformData.tfResourceType,
      terraformGeneratorMetadata: { providerName: "terraform" },
      dependsOn: config.dependsOn,
      lifecycle: config.lifecycle,
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { input, triggersReplace } = this.config;
    return {
      ...(input !== undefined && { input }),
      ...(triggersReplace !== undefined && { triggers_replace: triggersReplace }),
    };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const hcl = (value: unknown): object => ({ value, isBlock: false, type: "map", storageClassType: "stringMap" });
    return Object.fromEntries(Object.entries(this.synthesizeAttributes()).map(([name, value]) => [name, hcl(value)]));
  }
}
