// Members: projects that images are shared with.
import type { TerraformProvider } from "cdktf";
import type { ProjectNames } from "../model";
import type { Vault } from "./means";
import { sound } from "./props/check";
import { carry } from "./props/faults";
import { tryFindIdentity } from "./provider-identity";
import { givenId, givenIdOrNone } from "./tokens";

/** Props of a member. */
export interface MemberProps {
  /** Account of the project. @default - the account of `acceptWith`, or the owner's account */
  readonly account?: string;
  /** Name of the project, which matches it to providers without a `projectId`. @default - unknown */
  readonly projectName?: string;
  /** The receiver's provider, which accepts the image. @default - none: the receiver accepts it by hand */
  readonly acceptWith?: TerraformProvider;
  /** The receiver's backup vault; required for full-ECS images. @default - none */
  readonly vault?: Vault;
}

/** A project that an image is shared with. */
export class Member {
  /** A project, by id: a sub-project of your own account in the same region, or a project of another account. */
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
    /** The props that it was created with. */
    public readonly props: MemberProps,
  ) {}

  /** Account of the project; undefined means the owner's account. */
  public get account(): string | undefined {
    return givenIdOrNone(this.props.account) ?? tryFindIdentity(this.props.acceptWith)?.account;
  }
}

/** What a member tells of its project. It may be anything that looks like one, where a program has said something else. */
export function projectNamesOf({ projectId, props }: Member): ProjectNames {
  const name = givenIdOrNone((props as MemberProps | undefined)?.projectName);
  return { id: projectId, names: name === undefined ? [] : [name] };
}

/** Projects that a list names more than once. */
export function namedTwice(members: readonly Member[]): readonly string[] {
  const projects = members.map((member) => Member.from(member)).map(({ account, projectId }) => [account, projectId]);
  const texts = projects.map((parts) => parts.filter((part) => part !== undefined).join("/"));
  return [...new Set(texts.filter((text, index) => text !== "" && texts.indexOf(text) !== index))];
}
