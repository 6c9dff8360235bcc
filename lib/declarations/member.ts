// Members: projects that images are shared with.
import type { TerraformProvider } from "cdktf";
import type { ProjectNames } from "../model";
import type { Vault } from "./means";
import { sound } from "./props/check";
import { carry } from "./props/faults";
import { tryFindIdentity } from "./provider-identity";
import { givenId, givenIdOrNone } from "./tokens";

/** What is known of a member, and who accepts for it. */
export interface MemberProps {
  /** Account of the project. @default - that of acceptWith, else the owner's own */
  readonly account?: string;
  /** Name of the project, by which it is known where a provider states no `projectId`. @default - not known */
  readonly projectName?: string;
  /** The receiver's provider, which accepts the image. @default - none: somebody accepts it by hand */
  readonly acceptWith?: TerraformProvider;
  /** The receiver's backup vault; needed to accept full-ECS images. @default - none */
  readonly vault?: Vault;
}

/** A project that an image is shared with. */
export class Member {
  /** A project by its id; of one's own account, of a sub-project in the same region, or of another account. */
  public static project(projectId: string, props: MemberProps = {}): Member {
    const parameters = sound("Member.project", { projectId, props });
    const member = new Member(givenId(parameters.projectId), parameters.props);
    carry(member, parameters);
    return member;
  }

  /** What a program gives as a member; what is none is one without an id, which is a finding. @internal */
  public static from(given: unknown): Member {
    const isMember = typeof given === "object" && given !== null && "projectId" in given && "props" in given;
    return isMember ? (given as Member) : new Member("", {});
  }

  private constructor(
    /** Id of the project. */
    public readonly projectId: string,
    /** What was said of it. */
    public readonly props: MemberProps,
  ) {}

  /** Undefined: the owner's own. */
  public get account(): string | undefined {
    return givenIdOrNone(this.props.account) ?? tryFindIdentity(this.props.acceptWith)?.account;
  }
}

/** What a member tells of its project. It may be anything that looks like one, where a program has said something else. */
export function projectNamesOf({ projectId, props }: Member): ProjectNames {
  const name = givenIdOrNone((props as MemberProps | undefined)?.projectName);
  return { id: projectId, names: name === undefined ? [] : [name] };
}
