// Who may act for a distribution: the stack's provider, those of its destinations and receivers; and who a member is.
import { TerraformStack, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { defaultProject, isSameProject, recordedNames, type ProjectNames } from "../../model";
import type { Actor, Place } from "../../routes";
import { isKnown, UsageError } from "../../values";
import type { Destination } from "./destination";
import type { ImageDistributionProps } from "./props";
import {
  projectNamesOf,
  type Member,
  projectIn,
  projectNamesIn,
  tryFindDefaultProvider,
  tryFindIdentity,
  type ProviderIdentity,
  isStandIn,
  known,
} from "../../declarations";

interface NamedProvider {
  readonly provider: TerraformProvider;
  readonly identity: ProviderIdentity;
}

export class DistributionParties {
  private readonly home: NamedProvider;
  private readonly providers: readonly NamedProvider[];

  public constructor(
    private readonly scope: Construct,
    private readonly props: ImageDistributionProps,
  ) {
    this.home = this.homeProvider();
    this.providers = this.namedProviders();
  }

  /** In whose name the program acts where it says nothing. */
  public get identity(): ProviderIdentity {
    return this.home.identity;
  }

  public get actors(): readonly Actor[] {
    return this.providers.map(({ identity: { account, project, region, site } }) => {
      return { account, project: project ?? null, region, site: site ?? null };
    });
  }

  /** Whose provider this is; the home account's where it is none of ours. */
  public identityOf(provider: TerraformProvider | undefined): ProviderIdentity {
    return this.tryIdentityOf(provider) ?? this.home.identity;
  }

  /** Whether somebody acts in the project. */
  public hasProviderAt(place: Place): boolean {
    return this.providers.some(({ identity }) => isAt(identity, place));
  }

  /** The provider in whose name an operation is asked for; undefined where a program that names none gets it anyway. */
  public providerAt(place: Place): TerraformProvider | undefined {
    const fits = ({ identity }: NamedProvider): boolean => isAt(identity, place);
    const nearest = this.providers.find((one) => fits(one) && one.identity.region === place.region);
    return this.unlessDefault((nearest ?? this.providers.find(fits))?.provider);
  }

  public providerOf(account: string): TerraformProvider | undefined {
    return this.unlessDefault(this.providers.find(({ identity }) => identity.account === account)?.provider);
  }

  /** Whose project a member is, and what the provider that acts in it calls it; where none does, its id. */
  public placeOf(member: Member, region: string): Place {
    const account = this.accountOf(member);
    const projectId = settled(member.projectId, "project of a member", this.scope);
    return {
      account,
      project: this.projectText(account, { ...projectNamesOf(member), id: projectId }, region),
      region,
    };
  }

  public accountOf(member: Member): string {
    return settled(member.account ?? this.home.identity.account, "account of a member", this.scope);
  }

  /** What the provider calls a project that acts in it; where none does, its id, else its name. */
  public projectText(account: string, names: ProjectNames, region: string): string {
    const acting = this.actingIn(account, names, region);
    return acting === undefined ? (names.id ?? names.names[0] ?? defaultProject(region)) : projectAt(acting, region);
  }

  /** Whether a provider acts in the member's project; undefined where nothing tells. */
  public isProjectOf(provider: TerraformProvider, member: Member, region: string): boolean | undefined {
    const identity = this.identityOf(provider);
    if (identity.account !== this.accountOf(member)) return false;
    return isSameProject(
      this.recorded(projectNamesOf(member), identity.account, region),
      this.namesOf(identity, region),
    );
  }

  /** The id of the project at a place: of the provider that acts there, of a recording, or of a member; undefined where only its name is known. */
  public projectIdAt({ account, project, region }: Place): string | undefined {
    const acting = this.providers.find(({ identity }) => isAt(identity, { account, project, region }));
    const stated = acting === undefined ? undefined : this.namesOf(acting.identity, region).id;
    return stated ?? this.tryFindMember({ account, project, region })?.projectId;
  }

  public tryFindMember({ account, project, region }: Place): Member | undefined {
    return this.membersIn(region).find((one) => {
      const place = this.placeOf(one, region);
      return place.project === project && place.account === account;
    });
  }

  private actingIn(account: string, names: ProjectNames, region: string): ProviderIdentity | undefined {
    const known = this.recorded(names, account, region);
    return this.providers.find(
      ({ identity }) => identity.account === account && isSameProject(this.namesOf(identity, region), known) === true,
    )?.identity;
  }

  private namesOf(identity: ProviderIdentity, region: string): ProjectNames {
    return this.recorded(projectNamesIn(identity, region), identity.account, region);
  }

  private recorded(names: ProjectNames, account: string, region: string): ProjectNames {
    return recordedNames(this.props.source.inventory, names, account, region);
  }

  public regionOf({ region }: Destination): string {
    return settled(region, "region of a destination", this.scope);
  }

  public destinationsIn(region: string): readonly Destination[] {
    return this.props.destinations.filter((destination) => this.regionOf(destination) === region);
  }

  /** Who is to have the image in a region, or to see it there. */
  public membersIn(region: string): readonly Member[] {
    return this.destinationsIn(region).flatMap(({ member, props }) => [
      ...(member === undefined ? [] : [member]),
      ...(props.shareWith ?? []),
    ]);
  }

  /** Whose bucket a destination names: that of the replica's owner; what is shared stays the home account's. */
  public ownerAt({ provider, member, props }: Destination): string {
    if (member !== undefined && props.encryption?.key !== undefined) return this.accountOf(member);
    return this.identityOf(provider).account;
  }

  private unlessDefault(provider: TerraformProvider | undefined): TerraformProvider | undefined {
    return provider === this.home.provider && this.props.provider === undefined ? undefined : provider;
  }

  private homeProvider(): NamedProvider {
    const provider = this.props.provider ?? tryFindDefaultProvider(TerraformStack.of(this.scope));
    const identity = this.tryIdentityOf(provider);
    if (provider === undefined || identity === undefined) {
      throw new UsageError(
        `ImageDistribution "${this.scope.node.path}": declare the stack's HuaweicloudProvider before it, or pass one: routes hang on whose account it is and where.`,
      );
    }
    return { provider, identity };
  }

  private tryIdentityOf(provider: TerraformProvider | undefined): ProviderIdentity | undefined {
    const identity = tryFindIdentity(provider);
    return identity === undefined ? undefined : settledIdentity(identity, this.scope);
  }

  private namedProviders(): readonly NamedProvider[] {
    const named = this.props.destinations.flatMap(({ provider, member, props }) => [
      provider,
      member?.props.acceptWith,
      ...(props.shareWith ?? []).map((one) => one.props.acceptWith),
    ]);
    const found = named.flatMap((provider) => {
      const identity = this.tryIdentityOf(provider);
      return provider === undefined || identity === undefined ? [] : [{ provider, identity }];
    });
    return [
      this.home,
      ...found.filter(({ provider }, index) => found.findIndex((one) => one.provider === provider) === index),
    ];
  }
}

function isAt(identity: ProviderIdentity, { account, project, region }: Place): boolean {
  return identity.account === account && projectAt(identity, region) === project;
}

/** The project that a provider acts in, in a region. */
export function projectAt(identity: ProviderIdentity, region: string): string {
  return projectIn(identity, region) ?? defaultProject(region);
}

/** The value of a prop that routes and the ids of hops hang on. Throws a UsageError where only Terraform will know it. */
export function settled(value: string, what: string, scope: Construct): string {
  const text = known(value, scope);
  if (isKnown(text)) return text;
  if (isStandIn(value)) return value;
  throw new UsageError(
    `ImageDistribution "${scope.node.path}": the ${what} is known only to Terraform, and routes are found, and hops named, while the program runs. Say it in the program, or declare its hops yourself (CrossRegionImage, ImageShare).`,
  );
}

function settledIdentity(identity: ProviderIdentity, scope: Construct): ProviderIdentity {
  return {
    ...identity,
    account: settled(identity.account, "account of a provider", scope),
    project: identity.project === undefined ? undefined : settled(identity.project, "project of a provider", scope),
    region: settled(identity.region, "region of a provider", scope),
    projectId:
      identity.projectId === undefined ? undefined : settled(identity.projectId, "project of a provider", scope),
    projectName:
      identity.projectName === undefined ? undefined : settled(identity.projectName, "project of a provider", scope),
  };
}
