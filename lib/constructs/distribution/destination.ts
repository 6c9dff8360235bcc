// Destinations: where an image has to be, and how encrypted. Plain values: they declare nothing.
import type { TerraformProvider } from "cdktf";
import { type Encryption, type Vault, Member, givenId, sound, carry } from "../../declarations";

/** Props of every destination. */
export interface DestinationProps {
  /** Name of the image at the destination. @default - the distribution's name */
  readonly name?: string;
  /** Encryption of the image at the destination; required if the source is encrypted or can be. @default - not encrypted */
  readonly encryption?: Encryption;
  /** Name of a bucket of the standard class in the region, for images that can only be copied as files. @default - none */
  readonly bucket?: string;
}

/** Props of a destination whose replica belongs to the account. */
export interface RegionDestinationProps extends DestinationProps {
  /** Projects in the region to share the image with. @default - none */
  readonly shareWith?: Member[];
  /** A replication vault in the region; required for full-ECS images. @default - none */
  readonly vault?: Vault;
}

/** Props of a destination for a member. */
export interface MemberDestinationProps extends DestinationProps {
  /** The owner's replication vault in the region; required for full-ECS images from another region. @default - none */
  readonly vault?: Vault;
}

/** A place where an image must exist. */
export class Destination {
  /** A replica of the source's account in a region, which can be the source's own region. */
  public static region(region: string, props: RegionDestinationProps = {}): Destination {
    return new Destination("Destination.region", { region, props });
  }

  /** An image for a project in a region: shared with it, or, if the destination has a key, a replica that the project owns. */
  public static member(member: Member, region: string, props: MemberDestinationProps = {}): Destination {
    return new Destination("Destination.member", {
      region,
      member,
      props,
    });
  }

  /** A replica in the account of a provider and in its region: another account, or another site. */
  public static account(provider: TerraformProvider, region: string, props: RegionDestinationProps = {}): Destination {
    return new Destination("Destination.account", { region, provider, props });
  }

  /** Region id, such as `cn-east-3`. @internal */
  public readonly region: string;
  /** Undefined: a replica of an account's own is wished. @internal */
  public readonly member: Member | undefined;
  /** The provider of the destination's account; undefined means the source's account. */
  public readonly provider: TerraformProvider | undefined;
  /** The props that it was created with. */
  public readonly props: RegionDestinationProps;

  /** It is one of another account, whose provider is missing. @internal */
  public readonly lacksProvider: boolean;

  private constructor(method: string, given: Parameters) {
    const member = "member" in given ? (given.member ?? Member.from(given.member)) : undefined;
    const parameters = sound(method, { ...given, member }, given.provider == null ? "provider" : undefined);
    carry(this, parameters);
    this.region = givenId(parameters.region);
    this.member = parameters.member;
    this.provider = parameters.provider;
    this.lacksProvider = method === "Destination.account" && given.provider == null;
    const { shareWith, ...props } = parameters.props ?? {};
    this.props = shareWith === undefined ? props : { ...props, shareWith: shareWith.map((one) => Member.from(one)) };
  }
}

interface Parameters {
  readonly region: string;
  readonly member?: Member;
  readonly provider?: TerraformProvider;
  readonly props?: RegionDestinationProps;
}
