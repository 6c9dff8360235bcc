// The base of all operations that are no copies: sharing, acceptance, export, transfer, registration. They are checked, planned and recorded like copies.
import {
  type ITerraformDependable,
  type TerraformProvider,
  type TerraformResource,
  type TerraformResourceLifecycle,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import {
  defaultProject,
  identityText,
  isFact,
  makesImage,
  type FactKey,
  type FactSheet,
  type Inventory,
  type OperationKind,
} from "../model";
import type { FactRequest, FileKnown } from "../facts";
import { createTimeoutSeconds, jobsOfWish, told, type HopDetail, type Told } from "../routes";
import { isKnown, UsageError } from "../values";
import {
  catalogOf,
  isDeclared,
  type Ask,
  type Declaration,
  type DeedAsk,
  type Planned,
  type IImage,
  type ImageFacts,
  type ImageLookup,
  carriedLookup,
  onceProvided,
  regionBeside,
  tryFindDefaultProvider,
  tryFindIdentity,
  type ProviderIdentity,
  isStandIn,
  known,
  knownLiteral,
  hopIdOf,
  accountKeyOf,
} from "../declarations";
import { StackSynthesis } from "../synthesis";

/** Props of every operation that is not a copy. */
export interface ImageOperationProps {
  /** Provider of the account that requests the operation. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /** Resources that Terraform creates first, in addition to the source. @default - none */
  readonly dependsOn?: ITerraformDependable[];
  /** `lifecycle` block of the resource. @default - none */
  readonly lifecycle?: TerraformResourceLifecycle;
  /** Reasons for accepting guards, by rule id. @default - none */
  readonly acknowledge?: { readonly [ruleId: string]: string };
}

/** Base class of operations that are not copies. */
export abstract class ImageOperationBase extends Construct implements IImage {
  /** @internal */
  public readonly ask: Ask;
  /** @internal */
  public planned: Planned | undefined;
  private readonly operation: OperationKind;

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    operation: OperationKind,
    /** Source image of the operation. */
    public readonly source: IImage,
    /** @internal */
    public readonly props: Declaration & ImageOperationProps,
    ask: Omit<Ask, "operation" | "deed"> = {},
  ) {
    super(scope, id);
    this.operation = operation;
    const deed: DeedAsk = {
      hopId: () => this.hopId(),
      detail: () => this.detail(),
      facts: () => factsKnown(this.ownFacts(), this),
      stated: () => this.ownFacts(),
      members: () => this.asked(),
      file: () => this.fileRead(),
      object: () => this.objectRead(),
    };
    this.ask = { ...ask, operation, deed };
    StackSynthesis.of(this).addReplica(this);
  }

  /** The Terraform resource, for overrides and `moved` blocks. */
  public abstract readonly resource: TerraformResource;
  /** Id of the image that it works on or creates: a token, known after apply. */
  public abstract readonly imageId: string;
  /** Facts of the image that it works on or creates. */
  public abstract readonly facts: ImageFacts;

  /** @internal */
  protected abstract hopId(): string;
  /** @internal */
  protected abstract detail(): HopDetail | undefined;
  /** What it says besides the source and the provider; a token in it stands for what is not known. @internal */
  protected abstract ownFacts(): Partial<FactSheet>;

  /** Projects that it offers an image to. @internal */
  protected asked(): FactRequest["members"] {
    return undefined;
  }

  /** What is known of the file that it reads. @internal */
  protected fileRead(): FileKnown {
    return {};
  }

  /** The object that it reads, where no image is its source. @internal */
  protected objectRead(): string | undefined {
    return undefined;
  }

  /** Undefined, because no inventory query finds the result of an operation. */
  public get candidates(): string[] | undefined {
    return undefined;
  }

  /** The recording that its first source was looked up in; undefined without one. @internal */
  public get inventory(): Inventory | undefined {
    return this.source.inventory;
  }

  /** The data source that looks up the image; undefined if there is none. */
  public get lookup(): ImageLookup | undefined {
    return carriedLookup(this.source.lookup);
  }

  /** @internal */
  public get provider(): TerraformProvider | undefined {
    return this.props.provider ?? tryFindDefaultProvider(TerraformStack.of(this));
  }

  /** @internal */
  public get callerIdentity(): ProviderIdentity | undefined {
    return tryFindIdentity(this.provider);
  }

  /** @internal */
  public get callerRegion(): string | undefined {
    return this.source.facts.region ?? this.callerIdentity?.region;
  }

  /** The resource's own region, where it differs from the provider's: adding it later would replace the resource. @internal */
  protected regionArgument(): string | undefined {
    return onceProvided(this, () => regionBeside(this.callerIdentity, this.callerRegion));
  }

  /** What ids of hops call the image that it works on. @internal */
  protected imageText(): string {
    return imageTextOf(this.source, this);
  }

  /** A value of the program as route plans tell it. @internal */
  protected told<T>(value: T, pending: FactKey): Told<T> {
    return told(known(value, this), pending);
  }

  /** The value of a prop that decides what is emitted. Throws a UsageError where only Terraform will know it. @internal */
  protected decided<T>(value: T, prop: string): T {
    const settled = known(value, this);
    if (isKnown(settled)) return settled;
    if (isStandIn(value)) return value;
    throw new UsageError(
      `"${prop}" of "${this.node.path}" is known only to Terraform, and what is emitted hangs on it. Say it in the program.`,
    );
  }

  /** @internal */
  protected createTimeout(): string {
    const { sizeGib, kind } = this.source.facts;
    const sheet = { "image.sizeGib": known(sizeGib, this), "image.kind": known(kind, this), "vault.id": null };
    const seconds = createTimeoutSeconds(jobsOfWish({ operation: this.operation, sheet }, catalogOf(this).catalog));
    return `${String(seconds / 3600)}h`;
  }
}

/** An image as ids of hops call it: what makes it, or its place and name. */
function imageTextOf(image: IImage, scope: ImageOperationBase): string {
  if (isDeclared(image)) return makesImage(image.ask.operation) ? hopIdOf(image) : imageTextOf(image.source, scope);
  const { name, region, account, project } = image.facts;
  const place = known(region ?? scope.callerRegion, scope);
  const called = known(name, scope);
  if (!isKnown(place) || !isKnown(called)) return scope.node.path;
  const owner = knownText(account, accountKeyOf(scope), scope);
  return identityText({
    account: owner,
    project: knownText(project, defaultProject(place), scope),
    region: place,
    name: called,
  });
}

function knownText(value: string | undefined, otherwise: string, scope: ImageOperationBase): string {
  const text = known(value, scope);
  return isKnown(text) ? text : otherwise;
}

/** Tokens among facts become the unknown, whatever they hide in. */
function factsKnown(facts: Partial<FactSheet>, scope: IConstruct): Partial<FactSheet> {
  const entries = Object.entries(facts).map(([key, value]: [string, unknown]) => {
    if (value === null || !isKnown(value)) return [key, value];
    return [key, isFact(key, "literal") ? knownLiteral(value as string, scope) : known(value, scope)];
  });
  return Object.fromEntries(entries) as Partial<FactSheet>;
}
