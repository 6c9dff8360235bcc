// A replica as a synth sees it: what was declared, without the construct that declared it.
import type { ITerraformDependable, TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import type { FactRequest, FileKnown } from "../facts";
import type { FactSheet, OperationKind } from "../model";
import type { DroppedWay, HopDetail, Intermediate } from "../routes";
import { RETIRED_ID, type Knowable } from "../values";
import type { DeploymentTarget } from "./enums";
import type { IImage } from "./image";
import type { Agency, Encryption, Vault } from "./means";
import type { ProviderIdentity } from "./provider-identity";

/** What the two kinds of replica ask for, in one shape. */
export interface Ask {
  readonly operation: OperationKind;
  /** Undefined: within the region. */
  readonly targetRegion?: string;
  /** Undefined: not said. */
  readonly encryption?: Encryption;
  readonly fastCreate?: boolean;
  readonly enterpriseProjectId?: string;
  readonly agency?: Agency;
  readonly vault?: Vault;
  /** Of what is no copy: what it does, as far as that is known at synth. */
  readonly deed?: DeedAsk;
}

/** What is asked for besides copies. All is looked at when the stack is judged, since providers may be declared later. */
export interface DeedAsk {
  /** Id of the hop. */
  hopId(): string;
  detail(): HopDetail | undefined;
  /** Facts besides those that follow from the source and the provider. */
  facts(): Partial<FactSheet>;
  /** The same as the program gives them, with tokens in them. */
  stated(): Partial<FactSheet>;
  /** Projects that it offers an image to; undefined where it offers none. */
  members(): FactRequest["members"];
  /** What is known of the file that it reads, besides what is recorded. */
  file(): FileKnown;
  /** The object that it reads, where it works on no image; undefined where it does. */
  object(): string | undefined;
}

/** What there is to say of a replica whose images on the way are retired. */
export interface LastMaking {
  /** What it is to be made of, as text, which may hold tokens. */
  readonly recipe: string;
  /** What it was made of: only Terraform's state knows. */
  readonly madeOf: Knowable<string>;
  /** The resource that keeps it; what decides whether the replica can stay is a condition of it. */
  readonly record: TerraformResource;
}

/** What the planner says of a hop that it chose. */
export interface Planned {
  /** Undefined: somebody asked for it. */
  readonly intermediate?: Intermediate;
  readonly dropped: readonly DroppedWay[];
  /** Where it is made of something that is retired. */
  readonly lastMaking?: LastMaking;
}

/** What every replica says in the same words. */
export interface Declaration {
  readonly name: string;
  readonly description?: string;
  readonly tags?: { readonly [key: string]: string };
  readonly acknowledge?: { readonly [ruleId: string]: string };
}

export interface DeclaredReplica extends IConstruct, IImage {
  readonly source: IImage;
  readonly props: Declaration;
  readonly ask: Ask;
  readonly resource: TerraformResource;
  /** What is finished when it is; default: its resource. */
  readonly finished?: ITerraformDependable;
  /** Declares what only one target needs, once it is known which one it is. Called at every synth. */
  declareFor?(target: DeploymentTarget): void;
  /** Resources that come and go with it. */
  readonly companions?: readonly TerraformResource[];
  /** Where the planner chose it; undefined where the program did. */
  planned?: Planned | undefined;
  /** The provider that makes the copy; undefined while the stack has none. */
  readonly provider: TerraformProvider | undefined;
  /** Undefined for a provider that is not of our own class. */
  readonly callerIdentity: ProviderIdentity | undefined;
  /** Region that the copy starts in; undefined when nothing tells it. */
  readonly callerRegion: string | undefined;
}

/** Whether this program declares it, so that Terraform has a resource for it. */
export function isDeclared(image: IImage): image is DeclaredReplica {
  return "ask" in image && "resource" in image;
}

/** Whether Terraform has no resource for it. */
export function isRetired(image: IImage): boolean {
  return (image as Partial<DeclaredReplica>).planned?.intermediate === "retired";
}

/** The id of an image for those who refer to it. */
export function idUnlessRetired(image: IImage, id: () => string): string {
  return isRetired(image) ? RETIRED_ID : id();
}
