// Destinations: where an image has to be, and how encrypted. Plain values: they declare nothing.
import type { TerraformProvider } from "cdktf";
import { type Encryption, type Vault, Member, givenId, sound, carry } from "../../declarations";

/** What every destination can say. */
export interface DestinationProps {
  /** Name of the image there. @default - the distribution's */
  readonly name?: string;
  /** Has to be said where the source is encrypted, or may be. @default - not encrypted */
  readonly encryption?: Encryption;
  /** A bucket of the standard class there, for images that can travel only as files. @default - none */
  readonly bucket?: string;
}

/** What a destination can say that is a replica of an account's own. */
export interface RegionDestinationProps extends DestinationProps {
  /** Projects that the image is shared with there. @default - none */
  readonly shareWith?: Member[];
  /** A replication vault there; needed for full-ECS images. @default - none */
  readonly vault?: Vault;
}

/** What a destination can say that is for a member. */
export interface MemberDestinationProps extends DestinationProps {
  /** A replication vault of the owner in that region; needed for full-ECS images that go to another region. @default - none */
  readonly vault?: Vault;
}

/** A wish for an image somewhere. */
export class Destination {
  /** A replica of the account's own in a region, the source's own included; and the projects that it is shared with there. */
  public static region(region: string, props: RegionDestinationProps = {}): Destination {
    return new Destination("Destination.region", { region, props });
  }

  /** For a project of a region: shared with it; or, where a key is wished, a replica of its own under that key. */
  public static member(member: Member, region: string, props: MemberDestinationProps = {}): Destination {
    return new Destination("Destination.member", {
      region,
      member,
      props,
    });
  }

  /** A replica of the account and region of a provider: of another account, or on another site. */
  public static account(provider: TerraformProvider, region: string, props: RegionDestinationProps = {}): Destination {
    return new Destination("Destination.account", { region, provider, props });
  }

  /** Region id, such as `cn-east-3`. @internal */
  public readonly region: string;
  /** Undefined: a replica of an account's own is wished. @internal */
  public readonly member: Member | undefined;
  /** Undefined: the account of the source. */
  public readonly provider: TerraformProvider | undefined;
  /** What was said of it. */
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
