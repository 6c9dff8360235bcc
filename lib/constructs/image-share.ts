// ImageShare: an image offered to projects of its region, in one resource; and SharedImage: its acceptance, by the receiver.
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ImagesImageShare, ImagesImageShareAccepter } from "../bindings";
import {
  DEFAULT_ACCOUNT,
  defaultProject,
  isSameProject,
  recordedNames,
  type FactSheet,
  type ProjectNames,
} from "../model";
import type { FactRequest } from "../facts";
import type { HopDetail } from "../routes";
import { namesNothing, isKnown, UNKNOWN } from "../values";
import {
  callerNamesOf,
  isCalled,
  ImageVisibility,
  MemberStatus,
  type IImage,
  type ImageFacts,
  type Vault,
  Member,
  projectNamesOf,
  sound,
  addFault,
  namedTwice,
  addMembers,
  identitiesOf,
  projectIn,
  projectNamesIn,
  known,
  idUnlessRetired,
  accountKeyOf,
  accountOf,
} from "../declarations";
import { ImageOperationBase, type ImageOperationProps } from "./image-operation";
import { reportFaults } from "./report-faults";

/** Props of `ImageShare`. */
export interface ImageShareProps extends ImageOperationProps {
  /** An unencrypted private image of your own account. */
  readonly source: IImage;
  /** All members of the image in its region. A second share of the same image would silently replace this one. */
  readonly members: Member[];
}

/**
 * An image shared with projects of its region, of your own account or of others (FAQ, Image Replication, "How Do I Replicate an Image Between
 * Subprojects in a Region?"). Each receiver accepts it with a `SharedImage`. Encrypted images cannot be shared (`share/not-encrypted`). A share
 * has at most 128 members; for a full-ECS image, 10.
 */
export class ImageShare extends ImageOperationBase implements IImage {
  /** The Terraform resource, for overrides and `moved` blocks. */
  public readonly resource: ImagesImageShare;
  private readonly members: Member[];

  public constructor(scope: Construct, id: string, props: ImageShareProps) {
    props = sound("ImageShareProps", props);
    for (const twice of namedTwice(props.members)) addFault(props, `names the member "${twice}" twice`);
    super(scope, id, "shareImage", props.source, { ...props, name: "" });
    reportFaults(this, props);
    this.members = props.members.map((member) => Member.from(member));
    addMembers(TerraformStack.of(this), () =>
      this.members.map((member) => {
        const { projectId: id } = member;
        return { account: this.accountOf(member), ...projectNamesOf(member), id };
      }),
    );
    this.resource = new ImagesImageShare(this, "Resource", {
      sourceImageId: props.source.imageId,
      targetProjectIds: this.members.map(({ projectId }) => projectId),
      region: this.regionArgument(),
      timeouts: { create: this.createTimeout() },
      provider: props.provider,
      dependsOn: props.dependsOn,
      lifecycle: props.lifecycle,
    });
  }

  /** Id of the shared image: a token, so that what refers to it comes after the share. */
  public get imageId(): string {
    return idUnlessRetired(this, () => this.resource.sourceImageId);
  }

  /** Facts of the image. */
  public get facts(): ImageFacts {
    return this.source.facts;
  }

  /** @internal */
  protected hopId(): string {
    return `${this.imageText()} shared`;
  }

  /** @internal */
  protected detail(): HopDetail {
    return {
      members: this.members.map((member) => ({
        account: this.told(member.account ?? null, "member.asked"),
        project: this.told(this.projectText(member), "member.asked"),
      })),
    };
  }

  /** Whether it offers the image to a project; undefined where nothing tells. @internal */
  public isOfferedTo(account: string, names: ProjectNames, region: string): boolean | undefined {
    const told = this.members.map((member): boolean | undefined => {
      const owner = known(this.accountOf(member), this);
      // A project that only Terraform will know may be the one.
      if (!isKnown(owner) || !isKnown(known(member.projectId, this))) return true;
      // The service takes an id, of whatever account: one that says no account may be anybody's.
      if (owner !== account && member.account !== undefined) return false;
      return isSameProject(recordedNames(this.inventory, projectNamesOf(member), account, region), names);
    });
    return told.includes(true) || (told.includes(undefined) ? undefined : false);
  }

  private accountOf(member: Member): string {
    return member.account ?? this.callerIdentity?.account ?? DEFAULT_ACCOUNT;
  }

  /** What a provider of the stack that acts in the project calls it; where none does, its id. */
  private projectText(member: Member): string {
    const account = known(this.accountOf(member), this);
    const region = known(this.callerRegion, this);
    if (!isKnown(account) || !isKnown(region)) return member.projectId;
    const asked = recordedNames(this.inventory, projectNamesOf(member), account, region);
    const acting = identitiesOf(TerraformStack.of(this)).find(
      (identity) =>
        known(identity.account, this) === account &&
        isSameProject(recordedNames(this.inventory, projectNamesIn(identity, region), account, region), asked) === true,
    );
    return acting === undefined ? member.projectId : (projectIn(acting, region) ?? defaultProject(region));
  }

  /** @internal */
  protected override asked(): FactRequest["members"] {
    const projects = known(
      this.members.map(({ projectId }) => projectId),
      this,
    );
    const said = known(
      this.members.map((member) => ({ account: member.account ?? null, ...named(projectNamesOf(member)) })),
      this,
    );
    if (!isKnown(projects) || !isKnown(said)) return UNKNOWN;
    return projects.map((project, index) => ({ account: null, ...said[index], project }));
  }

  /** @internal */
  protected ownFacts(): Partial<FactSheet> {
    const before = { "image.members": this.membersBefore() };
    if (isKnown(this.asked())) return before;
    const projects = this.members.map(({ projectId }) => projectId);
    const unnamed = [...projects, ...this.members.flatMap(({ account }) => account ?? [])].filter(namesNothing);
    return { ...before, "member.asked": unnamed.length > 0 ? unnamed : projects, "member.added": this.members.length };
  }

  private membersBefore(): number {
    return this.source.candidates === undefined ? 0 : this.recordedMembers();
  }

  private recordedMembers(): number {
    const [id] = this.source.candidates ?? [];
    const members = this.inventory?.members ?? [];
    return members.filter(({ imageId, status }) => imageId === id && status === "accepted").length;
  }
}

/** A name that is said besides the id. */
function named({ names: [name] }: ProjectNames): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

/** Props of `SharedImage`. */
export interface SharedImageProps extends ImageOperationProps {
  /** The share, or an image that is shared with the receiver. */
  readonly source: IImage;
  /** The receiver's backup vault. Full-ECS images require it; other images do not use it. @default - none */
  readonly vault?: Vault;
}

/**
 * The acceptance of a shared image by the receiver, whose provider is `provider`. The receiver can replicate the image to a private image, which
 * can be copied to another region (FAQ, Image Replication, "How Can I Replicate a Shared Image to Another Region?"). Findings: `accept/…`,
 * `vault/…`.
 */
export class SharedImage extends ImageOperationBase implements IImage {
  /** The Terraform resource, for overrides and `moved` blocks. */
  public readonly resource: ImagesImageShareAccepter;

  public constructor(scope: Construct, id: string, props: SharedImageProps) {
    props = sound("SharedImageProps", props);
    super(scope, id, "acceptImage", props.source, { ...props, name: "" }, { vault: props.vault });
    reportFaults(this, props);
    this.resource = new ImagesImageShareAccepter(this, "Resource", {
      imageId: props.source.imageId,
      vaultId: props.vault?.attributes.vaultId,
      region: this.regionArgument(),
      timeouts: { create: this.createTimeout() },
      provider: props.provider,
      dependsOn: props.dependsOn,
      lifecycle: props.lifecycle,
    });
  }

  /** Id of the accepted image: a token, so that what refers to it comes after the acceptance. */
  public get imageId(): string {
    return idUnlessRetired(this, () => this.resource.imageId);
  }

  /** Facts of the image as its receiver sees it. */
  public get facts(): ImageFacts {
    return { ...this.source.facts, visibility: ImageVisibility.SHARED, memberStatus: MemberStatus.ACCEPTED };
  }

  /** @internal */
  protected hopId(): string {
    const project = known(projectIn(this.callerIdentity, this.callerRegion) ?? this.callerRegion, this);
    return isKnown(project)
      ? `${this.imageText()} accepted by ${accountKeyOf(this)}/${project}`
      : `${this.node.path} accepted`;
  }

  /** @internal */
  protected detail(): undefined {
    return undefined;
  }

  /** @internal */
  protected ownFacts(): Partial<FactSheet> {
    // Of an image that this program shares, nobody has heard yet; of any other, its facts say where the offer stands.
    const offered = this.source instanceof ImageShare ? { ...OFFERED, ...this.refusedBy(this.source) } : {};
    return { ...offered, "member.added": this.isAccepted() ? 0 : 1 };
  }

  /** What is offered to others alone, nobody here can accept; of a project that nothing tells to be this one, the service decides. */
  private refusedBy(share: ImageShare): Partial<FactSheet> {
    const account = accountOf(this);
    const region = known(this.callerRegion, this);
    if (!isKnown(account) || !isKnown(region)) return {};
    const names = callerNamesOf(this);
    if (!isKnown(names) || this.callerIdentity === undefined) return {};
    const isOffered = share.isOfferedTo(account, names, region);
    return isOffered === true ? {} : { "image.memberStatus": isOffered === false ? null : UNKNOWN };
  }

  /** Whether a recording knows that this project has accepted it before. */
  private isAccepted(): boolean {
    const [id] = this.source.candidates ?? [];
    const names = callerNamesOf(this);
    const members = this.inventory?.members ?? [];
    return members.some(
      (member) =>
        member.imageId === id &&
        member.account === accountOf(this) &&
        isCalled(member.project, names) &&
        member.status === "accepted",
    );
  }
}

const OFFERED: Partial<FactSheet> = {
  "image.seenAs": "shared",
  "image.memberStatus": "pending",
  "image.members": 0,
};
