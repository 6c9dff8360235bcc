// The base of all replicas: one copy resource, what is known of the image it makes, and the rules that its declaration is held to.
import {
  Lazy,
  TerraformStack,
  Token,
  type ITerraformDependable,
  type TerraformProvider,
  type TerraformResourceLifecycle,
} from "cdktf";
import { Construct } from "constructs";
import { ImagesImageCopy } from "../bindings";
import type { Inventory } from "../model";
import { createTimeoutSeconds, jobsOfWish, type Sizing } from "../routes";
import { UNKNOWN } from "../values";
import {
  addFault,
  catalogOf,
  ImageKind,
  ImageStatus,
  ImageVisibility,
  idUnlessRetired,
  type Ask,
  type Planned,
  type IImage,
  type ImageFacts,
  type ImageLookup,
  carriedLookup,
  onceProvided,
  projectIn,
  regionBeside,
  tryFindDefaultProvider,
  tryFindIdentity,
  type ProviderIdentity,
  givenId,
  givenIdOrNone,
  known,
} from "../declarations";
import { reportFaults } from "./report-faults";
import { StackSynthesis } from "../synthesis";

/** Props of every replica. */
export interface ReplicaProps {
  /** The image to replicate: an existing image or another replica. */
  readonly source: IImage;
  /** Name of the replica: 1 to 128 letters, digits, `-`, `.`, `_`, spaces and Chinese characters, without a space at either end. */
  readonly name: string;
  /** Description of the replica: one line of at most 1,024 characters, without `<` and `>`. @default - none */
  readonly description?: string;
  /** Tags of the replica: at most 10, keys of at most 36 and values of at most 43 characters. @default - none */
  readonly tags?: { readonly [key: string]: string };
  /** Provider of the account that creates the replica. @default - the stack's provider without alias */
  readonly provider?: TerraformProvider;
  /**
   * Region id of the source.
   * @default - the region of `provider`, or the source's region if known, or the region of the stack's provider
   */
  readonly region?: string;
  /** Minimum memory of servers created from the replica, in MiB. @default - the service's */
  readonly minRam?: number;
  /** Maximum memory of servers created from the replica, in MiB. @default - the service's */
  readonly maxRam?: number;
  /** Resources that Terraform creates before the replica, in addition to its source. @default - none */
  readonly dependsOn?: ITerraformDependable[];
  /** `lifecycle` block of the resource. @default - none */
  readonly lifecycle?: TerraformResourceLifecycle;
  /**
   * Reasons for accepting guards, by rule id: `{ "source/windows": "tested by hand on 3 May" }`. The route plan still shows them. Rules that the
   * service enforces cannot be acknowledged.
   * @default - none
   */
  readonly acknowledge?: { readonly [ruleId: string]: string };
}

/** Base class of images that are copied from another image. */
export abstract class Replica extends Construct implements IImage {
  /** The Terraform resource, for overrides and `moved` blocks. */
  public readonly resource: ImagesImageCopy;
  /** The image that it is copied from. */
  public readonly source: IImage;
  /** @internal */
  public planned: Planned | undefined;
  // Kept, not asked for again: in a long chain every question would run through all of it.
  private readonly carried: Pick<ImageFacts, "kind" | "sizeGib" | "os" | "server" | "licence">;
  private region: string | undefined;
  private home: TerraformStack | undefined;
  private idToken: string | undefined;

  /** @internal */
  protected constructor(
    scope: Construct,
    id: string,
    /** @internal */
    public readonly props: ReplicaProps,
    /** @internal */
    public readonly ask: Ask,
  ) {
    super(scope, id);
    const { minRam, maxRam } = props;
    const isKnownNumber = (value: number | undefined): value is number =>
      value !== undefined && !Token.isUnresolved(value);
    if (isKnownNumber(minRam) && isKnownNumber(maxRam) && minRam > maxRam)
      addFault(props, `has a "minRam" of ${String(minRam)}, which is more than its "maxRam" of ${String(maxRam)}`);
    reportFaults(this, props);
    this.source = props.source;
    const { kind, sizeGib, os, server, licence } = props.source.facts;
    this.carried = { kind, sizeGib, os, server, licence };
    this.resource = new ImagesImageCopy(this, "Resource", {
      name: props.name,
      sourceImageId: props.source.imageId,
      description: props.description,
      tags: props.tags,
      region: this.regionArgument(),
      targetRegion: ask.targetRegion,
      agencyName: ask.agency?.attributes.agencyName,
      vaultId: ask.vault?.attributes.vaultId,
      // Across regions the vendor's provider would drop the key in silence, and then replace the copy at every plan.
      kmsKeyId: ask.targetRegion === undefined ? ask.encryption?.key?.attributes.keyId : undefined,
      enterpriseProjectId: ask.enterpriseProjectId,
      minRam: props.minRam,
      maxRam: props.maxRam,
      timeouts: { create: this.createTimeout() },
      provider: props.provider,
      dependsOn: props.dependsOn,
      lifecycle: props.lifecycle,
    });
    StackSynthesis.of(this).addReplica(this);
  }

  /** Id of the replica in its region: a token, known after apply. */
  public get imageId(): string {
    // Made when it is first asked for: most replicas of a fleet are nobody's source.
    return idUnlessRetired(this, () => (this.idToken ??= this.resource.id));
  }

  /** Facts of the replica. */
  public get facts(): ImageFacts {
    const { kind } = this.carried;
    const across = this.ask.targetRegion;
    const key = across === undefined ? this.ask.encryption?.key : undefined;
    return {
      name: this.props.name,
      account: this.callerIdentity?.account,
      project: across ?? projectIn(this.callerIdentity, this.callerRegion),
      region: across ?? this.callerRegion,
      ...this.carried,
      encrypted: key !== undefined,
      keyId: key?.attributes.keyId,
      keyState: key?.attributes.state,
      status: ImageStatus.ACTIVE,
      visibility: ImageVisibility.PRIVATE,
      frozen: false,
      backupIsReplica: kind === undefined || Token.isUnresolved(kind) ? undefined : kind === ImageKind.FULL_ECS,
    };
  }

  /** The data source that looks up the original image; undefined if there is none. */
  public get lookup(): ImageLookup | undefined {
    return carriedLookup(this.source.lookup);
  }

  /** Undefined, because no inventory query finds a replica. */
  public get candidates(): string[] | undefined {
    return undefined;
  }

  /** The recording that its first source was looked up in; undefined without one. @internal */
  public get inventory(): Inventory | undefined {
    return this.source.inventory;
  }

  /** The provider that makes the copy; undefined while the stack has none. @internal */
  public get provider(): TerraformProvider | undefined {
    return this.props.provider ?? tryFindDefaultProvider(this.stack);
  }

  /** @internal */
  public get callerIdentity(): ProviderIdentity | undefined {
    return tryFindIdentity(this.provider);
  }

  /** @internal */
  public get callerRegion(): string | undefined {
    if (this.region !== undefined) return this.region;
    const region = this.findCallerRegion();
    if (this.provider !== undefined) this.region = region;
    return region;
  }

  private findCallerRegion(): string | undefined {
    if (this.props.region !== undefined) return givenId(this.props.region);
    const ofProvider = this.callerIdentity?.region;
    if (this.props.provider !== undefined && ofProvider !== undefined) return ofProvider;
    return this.source.facts.region ?? ofProvider;
  }

  private regionArgument(): string | undefined {
    return (
      givenIdOrNone(this.props.region) ?? onceProvided(this, () => regionBeside(this.callerIdentity, this.callerRegion))
    );
  }

  private createTimeout(): string {
    const text = (): string =>
      `${String(createTimeoutSeconds(jobsOfWish(this.sizing(), catalogOf(this).catalog)) / 3600)}h`;
    const { sizeGib, kind } = this.carried;
    const plain = !Token.isUnresolved(sizeGib) && !Token.isUnresolved(kind);
    return plain ? text() : Lazy.stringValue({ produce: text });
  }

  private sizing(): Sizing {
    const { sizeGib, kind } = this.carried;
    return {
      operation: this.ask.operation,
      sheet: {
        "image.sizeGib": known(sizeGib, this),
        "image.kind": known(kind, this),
        "vault.id": this.ask.vault === undefined ? null : UNKNOWN,
      },
    };
  }

  /** @internal */
  public get stack(): TerraformStack {
    this.home ??= TerraformStack.of(this);
    return this.home;
  }
}
