// What the planner is told of a program's distribution: the image as a route starts from it, and the destinations as goals; and what of the
// program a planned hop is declared with.
import type { Construct } from "constructs";
import { identityText, type FactKey, type Facts } from "../../model";
import type { Destination as PlannedDestination, Goal, Place, PlannedHop, RouteImage, View } from "../../routes";
import { COMPLIANT_FACTS, tryFindRule, type Finding } from "../../rules";
import { invariant, namesNothing, isKnown, knownOr, UNKNOWN, type Knowable } from "../../values";
import {
  catalogOf,
  DeploymentTarget,
  ImageKind,
  ImageVisibility,
  type Vault,
  Member,
  projectNamesOf,
  givenIdOrNone,
  known,
} from "../../declarations";
import type { Destination } from "./destination";
import { DistributionMeans } from "./means";
import { DistributionParties, projectAt, settled } from "./parties";
import type { ImageDistributionProps } from "./props";

export class DistributionWorld {
  public readonly parties: DistributionParties;
  public readonly means: DistributionMeans;
  public readonly image: RouteImage;
  public readonly view: View;
  public readonly destinations: readonly PlannedDestination[];
  /** Destinations that leave the encryption of an encrypted image unsaid. */
  public readonly silent: readonly Finding[];
  /** Destinations that name a key, a vault, a bucket, a member or a region by an empty id. */
  public readonly unnamed: readonly Finding[];
  /** Projects that the planner shares with on the real target and that no id is known of; once the hops are declared. */
  public readonly unidentified: Finding[] = [];
  /** Acceptances that are asked for and that no provider can make. */
  public readonly unaccepted: readonly Finding[];

  public constructor(
    private readonly scope: Construct,
    private readonly props: ImageDistributionProps,
  ) {
    this.parties = new DistributionParties(scope, props);
    this.image = this.imageFacts();
    this.means = new DistributionMeans(scope, props, this.parties, this.image.region);
    this.view = this.viewOfSource();
    this.silent = props.destinations.flatMap((destination) => this.silentFinding(destination));
    const unnamed = props.destinations.map((destination) => this.unnamedFindings(destination));
    this.unnamed = [
      ...this.unnamedFinding("agency/named", "", { "agency.name": agencyNameOf(props) }),
      ...this.unnamedFinding("bucket/named", "", { "bucket.name": givenIdOrNone(props.bucket) ?? null }),
      ...unnamed.flat(),
    ];
    // Nothing leads to what cannot be told: such a destination has its finding already.
    const named = props.destinations.filter((_destination, index) => unnamed[index]?.length === 0);
    this.destinations = named.map((destination) => this.planned(destination));
    this.unaccepted = named.flatMap((destination) => this.unacceptedBy(destination));
  }

  /** The vault that a hop of a full-ECS image needs. */
  public vaultOf({ step }: PlannedHop): Vault | undefined {
    if (this.image.kind !== "full-ecs") return undefined;
    if (step.operation === "acceptImage") return this.parties.tryFindMember(step.caller)?.props.vault;
    return this.means.vaultIn(step.targetRegion);
  }

  /** Those that the program declares, and accounts of destinations that the planner shares an image with on the way. */
  public membersOf({ step }: PlannedHop): Member[] {
    const asked = step.detail?.members ?? [];
    return asked.map(({ account, project }) => {
      const place = { account: account ?? this.parties.identity.account, project, region: step.targetRegion };
      const declared = this.parties.tryFindMember(place);
      const id = this.parties.projectIdAt(place);
      if (declared !== undefined && declared.projectId === id) return declared;
      if (id === undefined) this.addUnidentified(place);
      const projectName = project === id ? undefined : project;
      return Member.project(id ?? project, { ...declared?.props, account: place.account, projectName });
    });
  }

  private addUnidentified({ account, project, region }: Place): void {
    if (this.parties.identity.target !== DeploymentTarget.HUAWEICLOUD) return;
    const sentence = `The image has to be shared with the project "${project}" of the account "${account}", by its id, and only its name is known: state "projectId" of the provider that acts there, or record id and name under "projects" of the inventory.`;
    this.unidentified.push(this.blockedBy(sentence, `${region}/${this.props.name} for ${account}/${project}`));
  }

  /** A wish that nothing leads to, for a reason that no step of a route shows. */
  private blockedBy(sentence: string, replica: string): Finding {
    const rule = tryFindRule("stack/route-exists");
    invariant(rule !== undefined, "the table has a rule for destinations that nothing leads to");
    const subject = { image: `Image "${this.image.name}"`, replica: `"${replica}"` };
    const facts = { "route.blocked": [sentence] };
    return { rule, message: rule.message(facts as never, subject, catalogOf(this.scope).catalog) };
  }

  private imageFacts(): RouteImage {
    const { facts, inventory, candidates, imageId } = this.props.source;
    const { scope } = this;
    const home = this.parties.identity;
    const region = knownOr(known(facts.region, scope), home.region);
    const owner = knownOr(known(facts.account, scope), home.account);
    const kind = known(facts.kind, scope);
    const recorded = inventory?.images.find(({ id }) => id === candidates?.[0]);
    const encrypted = known(facts.encrypted, scope);
    const isWhole = isKnown(kind) && kind === ImageKind.FULL_ECS;
    const name = knownOr(known(facts.name, scope), undefined) ?? knownOr(known(imageId, scope), this.scope.node.id);
    return {
      account: owner,
      project: this.projectText(owner, known(facts.project, scope), region) ?? projectAt(home, region),
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

  /** A project as the provider calls it that acts in it. */
  private projectText(account: string, text: Knowable<string>, region: string): string | undefined {
    return isKnown(text) ? this.parties.projectText(account, { id: text, names: [] }, region) : undefined;
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
    const { account } = this.parties.identity;
    const project = projectAt(this.parties.identity, this.image.region);
    const visibility = known(facts.visibility, this.scope);
    const isOwn = this.image.account === account && this.image.project === project;
    const member = inventory?.members.find(
      (entry) =>
        entry.imageId === candidates?.[0] &&
        entry.account === account &&
        this.projectText(account, entry.project, this.image.region) === project,
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
    const region = this.parties.regionOf(destination);
    const name = this.nameAt(destination);
    const identity = this.parties.identityOf(provider);
    const keyId = encryption?.key === undefined ? null : this.means.keyText(encryption.key);
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
        : {
            ...base,
            ...this.parties.placeOf(member, region),
            holding: keyId === null ? "shared" : "own",
            keyId,
            calledBy: member.projectId,
          };
    const receivers = shareWith.map((one): Goal => ({
      ...base,
      ...this.parties.placeOf(one, region),
      calledBy: one.projectId,
      holding: "shared",
      keyId: null,
      name: keyId === null ? name : `${name}.shared`,
    }));
    const key =
      goal.holding === "own"
        ? identityText(goal)
        : `${region}/${name} for ${goal.account}/${goal.calledBy ?? goal.project}`;
    return { key, goal, shareWith: receivers };
  }

  private nameAt({ props }: Destination): string {
    return settled(props.name ?? this.props.name, "name", this.scope);
  }

  private unnamedFindings(destination: Destination): readonly Finding[] {
    const { member, props, region, lacksProvider } = destination;
    const members = [
      ...(member === undefined ? [] : [member]),
      ...(props.shareWith ?? []).map((one) => Member.from(one)),
    ];
    const vaults = [props.vault, ...members.map((one) => one.props.vault)];
    const asked: readonly (readonly [string, Partial<Facts>])[] = [
      ["across/region-known", { "replica.region": region }],
      ["account/named", { "caller.account": lacksProvider ? "" : "-" }],
      ["key/named", { "key.id": props.encryption?.key?.attributes.keyId ?? null }],
      ["bucket/named", { "bucket.name": givenIdOrNone(props.bucket) ?? null }],
      [
        "member/named",
        { "member.asked": members.flatMap((one) => [one.account ?? "-", one.projectId, ...projectNamesOf(one).names]) },
      ],
      ...vaults.map((vault) => ["vault/named", { "vault.id": vault?.attributes.vaultId ?? null }] as const),
    ];
    return asked.flatMap(([id, facts]) => this.unnamedFinding(id, `${region}/`, facts));
  }

  /** Empty where nothing is named, or what is named may be more than an empty text. */
  private unnamedFinding(id: string, place: string, named: Partial<Facts>): readonly Finding[] {
    const rule = tryFindRule(id);
    invariant(rule !== undefined, "the table has a rule for each kind of name");
    if (
      !Object.values(named)
        .flat()
        .some((text) => typeof text === "string" && namesNothing(text))
    )
      return [];
    const subject = { image: `Image "${this.image.name}"`, replica: `Replica "${place}${this.props.name}"` };
    const facts = { ...COMPLIANT_FACTS.copyImageAcross, ...named };
    return [{ rule, message: rule.message(facts, subject, catalogOf(this.scope).catalog) }];
  }

  private silentFinding(destination: Destination): readonly Finding[] {
    const { member, props } = destination;
    const rule = tryFindRule("copy/encryption-said");
    if (props.encryption !== undefined || member !== undefined || this.image.encrypted === false) return [];
    invariant(rule !== undefined, "the table has a rule for encryption that nobody speaks of");
    const said = this.props.acknowledge?.[rule.id] !== undefined;
    const subject = {
      image: `Image "${this.image.name}"`,
      replica: `Replica "${this.parties.regionOf(destination)}/${this.nameAt(destination)}"`,
    };
    const facts = {
      "image.encryption": this.image.encrypted === true ? "kms" : "untold",
      "replica.encryption": "unsaid",
    };
    return said ? [] : [{ rule, message: rule.message(facts as never, subject, catalogOf(this.scope).catalog) }];
  }

  /** Under a key the planner says it: there the member's own replica depends on the acceptance. */
  private unacceptedBy(destination: Destination): readonly Finding[] {
    const { member, props } = destination;
    const region = this.parties.regionOf(destination);
    const shared = member === undefined || props.encryption?.key !== undefined ? [] : [member];
    return [...shared, ...(props.shareWith ?? [])].flatMap((one) => {
      const { acceptWith } = one.props;
      const place = this.parties.placeOf(one, region);
      if (acceptWith === undefined || this.parties.hasProviderAt(place)) return [];
      const identity = this.parties.identityOf(acceptWith);
      const acting = `${identity.account}/${projectAt(identity, region)}`;
      const isUntold = this.parties.isProjectOf(acceptWith, one, region) === undefined;
      const mend = isUntold
        ? 'nothing tells whether that is one project. State "projectId" of the provider, or "projectName" of the member'
        : "state one project for both";
      const sentence = `"acceptWith" acts in ${acting}, and the image is shared with ${place.account}/${place.project}: ${mend}.`;
      const replica = `${region}/${this.nameAt(destination)} for ${place.account}/${place.project}`;
      return [this.blockedBy(sentence, replica)];
    });
  }
}

const agencyNameOf = ({ agency, agencyName }: ImageDistributionProps): string | null =>
  agency?.attributes.agencyName ?? givenIdOrNone(agencyName) ?? null;
