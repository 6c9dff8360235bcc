// What the planner is told of a program's distribution: the image, who may act, the means that are named, and the destinations as goals.
import { TerraformStack, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { defaultProject, identityText, unknownAbout, type FactKey, type FactsAbout } from "../model";
import {
  RecordedMeans,
  type Actor,
  type Destination as PlannedDestination,
  type Goal,
  type Place,
  type PlannedHop,
  type RouteImage,
  type RouteMeans,
  type View,
} from "../routes";
import { tryFindRule, type Finding } from "../rules";
import { invariant, isKnown, knownOr, UNKNOWN, UsageError, type Knowable } from "../values";
import { catalogOf } from "./catalog";
import { knownLiteral } from "./deed";
import type { Destination } from "./destination";
import { ImageKind, ImageVisibility } from "./enums";
import type { ImageDistributionProps } from "./distribution-props";
import { Agency, Key, type Vault } from "./means";
import type { Member } from "./member";
import { projectIn, tryFindDefaultProvider, tryFindIdentity, type ProviderIdentity } from "./provider-identity";
import { known, resolvedText } from "./tokens";

interface NamedProvider {
  readonly provider: TerraformProvider;
  readonly identity: ProviderIdentity;
}

export class DistributionWorld {
  public readonly image: RouteImage;
  public readonly view: View;
  public readonly destinations: readonly PlannedDestination[];
  public readonly search: { readonly actors: readonly Actor[]; readonly means: RouteMeans };
  public readonly agency: Agency | undefined;
  /** Destinations that leave the encryption of an encrypted image unsaid. */
  public readonly silent: readonly Finding[];
  private readonly home: NamedProvider;
  private readonly providers: readonly NamedProvider[];
  private readonly keys: ReadonlyMap<string, Key>;

  public constructor(
    private readonly scope: Construct,
    private readonly props: ImageDistributionProps,
  ) {
    this.home = this.homeProvider();
    this.providers = this.namedProviders();
    this.keys = new Map(
      props.destinations.flatMap(({ props: { encryption } }) => {
        const key = encryption?.key;
        return key === undefined ? [] : [[this.keyText(key), key] as const];
      }),
    );
    this.agency =
      props.agency ?? (props.agencyName === undefined ? undefined : Agency.fromAgencyName(props.agencyName));
    this.image = this.imageFacts();
    this.view = this.viewOfSource();
    this.destinations = props.destinations.map((destination) => this.planned(destination));
    this.search = { actors: this.providers.map(({ identity }) => actorOf(identity)), means: this.means() };
    this.silent = props.destinations.flatMap((destination) => this.silentFinding(destination));
  }

  /** The provider in whose name an operation is asked for. */
  public providerAt(place: Place): TerraformProvider | undefined {
    const fits = ({ identity }: NamedProvider): boolean =>
      identity.account === place.account && projectAt(identity, place.region) === place.project;
    const nearest = this.providers.find((one) => fits(one) && one.identity.region === place.region);
    return this.unlessDefault((nearest ?? this.providers.find(fits))?.provider);
  }

  public providerOf(account: string): TerraformProvider | undefined {
    return this.unlessDefault(this.providers.find(({ identity }) => identity.account === account)?.provider);
  }

  /** What a program that says nothing gets anyway stays unsaid. */
  private unlessDefault(provider: TerraformProvider | undefined): TerraformProvider | undefined {
    return provider === this.home.provider && this.props.provider === undefined ? undefined : provider;
  }

  public bucketAt({ account, region }: Place): string {
    return this.namedBucket(account, region) ?? "";
  }

  public keyOf(keyId: string): Key {
    return this.keys.get(keyId) ?? Key.fromKeyId(keyId);
  }

  /** The vault that a hop of a full-ECS image needs. */
  public vaultOf({ step }: PlannedHop): Vault | undefined {
    if (this.image.kind !== "full-ecs") return undefined;
    if (step.operation === "acceptImage") return this.memberAt(step.caller)?.props.vault;
    return this.props.destinations.find(({ region }) => region === step.targetRegion)?.props.vault;
  }

  public membersOf({ step }: PlannedHop): Member[] {
    const asked = step.detail?.members ?? [];
    return asked.map(({ account, project }) => {
      const member = this.memberAt({ account: account ?? "", project, region: step.targetRegion });
      invariant(member !== undefined, `the member ${project} is declared`);
      return member;
    });
  }

  private memberAt({ account, project, region }: Place): Member | undefined {
    const members = this.props.destinations
      .filter((destination) => destination.region === region)
      .flatMap(({ member, props }) => [...(member === undefined ? [] : [member]), ...(props.shareWith ?? [])]);
    return members.find((one) => {
      const place = this.memberPlace(one);
      return place.project === project && place.account === account;
    });
  }

  private homeProvider(): NamedProvider {
    const provider = this.props.provider ?? tryFindDefaultProvider(TerraformStack.of(this.scope));
    const identity = this.identityOf(provider);
    if (provider === undefined || identity === undefined) {
      throw new UsageError(
        `ImageDistribution "${this.scope.node.path}": declare the stack's HuaweicloudProvider before it, or pass one: routes hang on whose account it is and where.`,
      );
    }
    return { provider, identity };
  }

  private identityOf(provider: TerraformProvider | undefined): ProviderIdentity | undefined {
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
      const identity = this.identityOf(provider);
      return provider === undefined || identity === undefined ? [] : [{ provider, identity }];
    });
    return [
      this.home,
      ...found.filter(({ provider }, index) => found.findIndex((one) => one.provider === provider) === index),
    ];
  }

  private imageFacts(): RouteImage {
    const { facts, inventory, candidates, imageId } = this.props.source;
    const { scope } = this;
    const region = knownOr(known(facts.region, scope), this.home.identity.region);
    const kind = known(facts.kind, scope);
    const recorded = inventory?.images.find(({ id }) => id === candidates?.[0]);
    const encrypted = known(facts.encrypted, scope);
    const isWhole = isKnown(kind) && kind === ImageKind.FULL_ECS;
    const name = knownOr(known(facts.name, scope), undefined) ?? knownOr(known(imageId, scope), this.scope.node.id);
    return {
      account: knownOr(known(facts.account, scope), this.home.identity.account),
      project: knownOr(known(facts.project, scope), projectAt(this.home.identity, region)),
      region,
      name,
      kind,
      sizeGib: known(facts.sizeGib, scope),
      encrypted,
      keyId: encrypted === false ? null : known(facts.keyId, scope),
      licence: known(facts.licence, scope),
      status: known(facts.status, scope),
      frozen: known(facts.frozen, scope),
      os: known(facts.os, scope),
      server: known(facts.server, scope),
      minDiskGib: known(this.props.minDiskGib ?? recorded?.minDiskGib ?? 0, scope),
      osVersion: known(this.props.osVersion ?? "", scope),
      backupIsReplica: isWhole ? known(facts.backupIsReplica, scope) : isKnown(kind) ? null : UNKNOWN,
      backupRegions: isWhole ? this.backupRegions(recorded?.backup?.id) : isKnown(kind) ? null : UNKNOWN,
      members: this.recordedMembers(candidates?.[0]),
    };
  }

  /** Props of the source that nothing tells: the one that a route hangs on, and those that the next one would. */
  public unknownProps(lacks: FactKey): readonly string[] {
    const { kind, sizeGib, encrypted } = this.image;
    const { seenAs: visibility, memberStatus } = this.view;
    const facts = { kind, sizeGib, encrypted, visibility, memberStatus };
    const unknown = Object.entries(facts).flatMap(([prop, value]) => (isKnown<unknown>(value) ? [] : [prop]));
    return [...new Set([...unknown, lacks === "image.seenAs" ? "visibility" : lacks.replace("image.", "")])];
  }

  private backupRegions(backupId: string | undefined): readonly string[] {
    const images = this.props.source.inventory?.images ?? [];
    return images.filter(({ backup }) => backup !== null && backup.replicaOf === backupId).map(({ region }) => region);
  }

  private recordedMembers(id: string | undefined): number {
    const members = this.props.source.inventory?.members ?? [];
    return members.filter(({ imageId, status }) => imageId === id && status === "accepted").length;
  }

  /** How the home account sees the source. */
  private viewOfSource(): View {
    const { facts, inventory, candidates } = this.props.source;
    const { account } = this.home.identity;
    const project = projectAt(this.home.identity, this.image.region);
    const visibility = known(facts.visibility, this.scope);
    const isOwn = this.image.account === account && this.image.project === project;
    const member = inventory?.members.find(
      (entry) => entry.imageId === candidates?.[0] && entry.account === account && entry.project === project,
    );
    if (visibility === ImageVisibility.PRIVATE && !isOwn && member !== undefined) {
      return { account, project, seenAs: "shared", memberStatus: member.status };
    }
    const status = visibility === ImageVisibility.SHARED ? known(facts.memberStatus, this.scope) : null;
    return { account, project, seenAs: visibility, memberStatus: status };
  }

  private planned(destination: Destination): PlannedDestination {
    const { member, provider, props } = destination;
    const { encryption, shareWith = [] } = props;
    const region = settled(destination.region, "region of a destination", this.scope);
    const name = settled(props.name ?? this.props.name, "name", this.scope);
    const identity = this.identityOf(provider) ?? this.home.identity;
    const keyId = encryption?.key === undefined ? null : this.keyText(encryption.key);
    const base = {
      region,
      name,
      description: this.props.description ?? "",
      tags: this.props.tags ?? {},
      acknowledged: this.props.acknowledge ?? {},
    };
    const goal: Goal =
      member === undefined
        ? { ...base, account: identity.account, project: projectAt(identity, region), holding: "own", keyId }
        : { ...base, ...this.memberPlace(member), holding: keyId === null ? "shared" : "own", keyId };
    const receivers = shareWith.map((one): Goal => ({
      ...base,
      ...this.memberPlace(one),
      holding: "shared",
      keyId: null,
      name: keyId === null ? name : `${name}.shared`,
    }));
    const key = goal.holding === "own" ? identityText(goal) : `${region}/${name} for ${goal.account}/${goal.project}`;
    return { key, goal, shareWith: receivers };
  }

  private memberPlace(member: Member): { readonly account: string; readonly project: string } {
    return {
      account: settled(member.account ?? this.home.identity.account, "account of a member", this.scope),
      project: settled(member.projectId, "project of a member", this.scope),
    };
  }

  private silentFinding({ region, member, props }: Destination): readonly Finding[] {
    const rule = tryFindRule("copy/encryption-said");
    if (props.encryption !== undefined || member !== undefined || this.image.encrypted === false) return [];
    invariant(rule !== undefined, "the table has a rule for encryption that nobody speaks of");
    const said = this.props.acknowledge?.[rule.id] !== undefined;
    const subject = {
      image: `Image "${this.image.name}"`,
      replica: `Replica "${region}/${props.name ?? this.props.name}"`,
    };
    const facts = {
      "image.encryption": this.image.encrypted === true ? "kms" : "untold",
      "replica.encryption": "unsaid",
    };
    return said ? [] : [{ rule, sentence: rule.says(facts as never, subject, catalogOf(this.scope).catalog) }];
  }

  /** The planner's name for a key: its id, or what the id will be taken from. */
  private keyText({ attributes: { keyId } }: Key): string {
    return isKnown(known(keyId, this.scope)) ? keyId : `?${resolvedText(keyId, this.scope).replace(/[^\w.]+/gu, "-")}`;
  }

  private bucketName(account: string, region: string): Knowable<string | null> {
    const named = this.namedBucket(account, region);
    return named === null ? null : knownLiteral(named, this.scope);
  }

  private namedBucket(account: string, region: string): string | null {
    const own = account === this.view.account && region === this.image.region ? this.props.bucket : undefined;
    const there = this.props.destinations.find(
      (destination) =>
        destination.region === region &&
        destination.props.bucket !== undefined &&
        this.accountOf(destination) === account,
    );
    return own ?? there?.props.bucket ?? null;
  }

  /** Whose bucket a destination names: that of the replica's owner; what is shared stays the home account's. */
  private accountOf({ provider, member, props }: Destination): string {
    const isShared = member !== undefined && props.encryption?.key === undefined;
    if (member !== undefined && !isShared) return member.account ?? this.home.identity.account;
    return this.identityOf(provider)?.account ?? this.home.identity.account;
  }

  private means(): RouteMeans {
    const recorded = new RecordedMeans(this.props.source.inventory, {
      agency: () => knownOrNone(this.agency?.attributes.agencyName, this.scope),
      vault: (account, region, use) => knownOrNone(this.vaultName(account, region, use), this.scope),
      bucket: (account, region) => this.bucketName(account, region),
    });
    return new ProgramMeans(recorded, this.keys, this.scope);
  }

  private vaultName(account: string, region: string, use: "replication" | "backup"): string | undefined {
    const here = this.props.destinations.filter((destination) => destination.region === region);
    if (use === "replication")
      return here.find(({ props }) => props.vault !== undefined)?.props.vault?.attributes.vaultId;
    const members = here.flatMap(({ member, props }) => [
      ...(member === undefined ? [] : [member]),
      ...(props.shareWith ?? []),
    ]);
    return members.find((member) => member.account === account)?.props.vault?.attributes.vaultId;
  }
}

/** Means as recorded, with what the program says of them besides. */
class ProgramMeans implements RouteMeans {
  public constructor(
    private readonly recorded: RecordedMeans,
    private readonly keys: ReadonlyMap<string, Key>,
    private readonly scope: Construct,
  ) {}

  public key(keyId: string, account: string): FactsAbout<"key"> {
    const stated = this.keys.get(keyId)?.attributes;
    const id = known(stated?.keyId ?? keyId, this.scope);
    const recorded = isKnown(id) ? this.recorded.key(id, account) : unknownAbout("key");
    return {
      "key.id": id,
      "key.region": knownOr(known(stated?.region, this.scope), recorded["key.region"]),
      "key.state": knownOr(known(stated?.state, this.scope), recorded["key.state"]),
      "key.usable": knownOr(known(stated?.usable, this.scope), recorded["key.usable"]),
    };
  }

  public agency(account: string): FactsAbout<"agency"> {
    return this.recorded.agency(account);
  }

  public vault(account: string, region: string, use: "replication" | "backup"): FactsAbout<"vault"> {
    return this.recorded.vault(account, region, use);
  }

  public bucket(account: string, region: string): FactsAbout<"bucket"> {
    return this.recorded.bucket(account, region);
  }

  public backupDestinations(region: string): ReturnType<RouteMeans["backupDestinations"]> {
    return this.recorded.backupDestinations(region);
  }
}

/** The value of a prop that routes and the ids of hops hang on. Throws a UsageError where only Terraform will know it. */
function settled(value: string, what: string, scope: Construct): string {
  const text = known(value, scope);
  if (isKnown(text)) return text;
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
  };
}

function knownOrNone(value: string | undefined, scope: Construct): Knowable<string | null> {
  return value === undefined ? null : known(value, scope);
}

function actorOf({ account, project, region, site }: ProviderIdentity): Actor {
  return { account, project: project ?? null, region, site: site ?? null };
}

function projectAt(identity: ProviderIdentity, region: string): string {
  return projectIn(identity, region) ?? defaultProject(region);
}
