// ImageDistribution: one image, many destinations. The planner finds the hops; they are declared as the constructs that a program would
// write by hand, so that findings, lanes, forecasts and Terraform are theirs.
import { TerraformStack, type TerraformProvider } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import {
  pinnedRoutes,
  planGoals,
  readRoutePlan,
  type Blocked,
  type PlannedGoals,
  type PlannedHop,
  type Unreached,
} from "../../routes";
import { COMPLIANT_FACTS, tryFindRule, type Finding } from "../../rules";
import { counted, invariant, readNamedFile } from "../../values";
import {
  catalogOf,
  isRetired,
  namedTwice,
  type DeclaredReplica,
  type IImage,
  Encryption,
  sound,
  addFault,
  addFaultUnlessSame,
  faultsOf,
  settleFaults,
  tryFindDefaultProvider,
  tryFindIdentity,
  holdsStandIn,
} from "../../declarations";
import { CrossRegionImage } from "../cross-region-image";
import type { ImageDistributionProps } from "./props";
import { DistributionWorld } from "./world";
import { ExportedImage, type IImageFile } from "../exported-image";
import { OnTheWay } from "../intermediates";
import { ImageShare, SharedImage } from "../image-share";
import { reportFaults } from "../report-faults";
import { ObjectTransfer } from "../object-transfer";
import { RegisteredImage } from "../registered-image";
import { ReplicatedImage } from "../replicated-image";
import { StackSynthesis } from "../../synthesis";

/**
 * One image at several destinations. The planner finds the hops to each. Declare the stack's providers first, because routes depend on their
 * accounts and regions. The finding `stack/route-exists` names the destinations without a route and the rules that exclude each alternative.
 * @throws UsageError if the plan that `pin` names cannot be read, or a prop that decides which hops exist is a token
 */
export class ImageDistribution extends Construct {
  private readonly props: ImageDistributionProps;
  private readonly made = new Map<string, IImage>();
  private readonly plan: PlannedGoals;
  private readonly planned: ReadonlyMap<string, PlannedHop>;
  private readonly world: DistributionWorld;
  private readonly onTheWay: OnTheWay;

  public constructor(scope: Construct, id: string, props: ImageDistributionProps) {
    super(scope, id);
    props = planable(sound("ImageDistributionProps", props), this);
    this.props = props;
    this.world = new DistributionWorld(this, props);
    const { image, view, destinations, parties, means, silent, unnamed, unaccepted, unidentified } = this.world;
    const pinned =
      props.pin === undefined ? undefined : pinnedRoutes(readRoutePlan(readNamedFile(props.pin), props.pin));
    this.plan = planGoals({
      name: props.name,
      image,
      view,
      destinations,
      search: { actors: parties.actors, means, catalog: catalogOf(this).catalog },
      ...(pinned && { pinned }),
    });
    this.planned = new Map(this.plan.hops.map((hop) => [hop.id, hop]));
    this.onTheWay = new OnTheWay(this, props.source, props.intermediates);
    for (const hop of this.plan.hops) this.declare(hop);
    const isRecorded = props.source.candidates?.length !== 0;
    const findings = isRecorded
      ? [
          ...unnamed,
          ...silent,
          ...unaccepted,
          ...unidentified,
          ...this.plan.unreached.map((one) => this.findingOf(one)),
        ]
      : [this.notRecorded()];
    if (findings.length > 0) StackSynthesis.of(this).addFindings(this, () => findings);
  }

  /**
   * Ids of the images by destination: `cn-east-3/web`, `partner@cn-east-3/web`, or, for members, `cn-east-3/web for partner/<project>`. Each id is
   * a token, known after apply.
   */
  public get imageIds(): { readonly [destination: string]: string } {
    const ids = [...this.plan.ends].map(([key, hop]) => [key, this.found(hop).imageId] as const);
    return Object.fromEntries(ids);
  }

  /** The constructs of the hops by hop id, for overrides and references; without deleted intermediate copies. */
  public get hops(): { readonly [id: string]: IConstruct } {
    const there = [...this.made].filter(([, image]) => !isRetired(image));
    return Object.fromEntries(there) as unknown as { readonly [id: string]: IConstruct };
  }

  private found(hop: string): IImage {
    const image = this.made.get(hop);
    invariant(image !== undefined, `the hop ${hop} is declared`);
    return image;
  }

  private declare(hop: PlannedHop): IImage {
    const known = this.made.get(hop.id);
    if (known !== undefined) return known;
    const image = this.construct(hop, this.sourceOf(hop));
    const replica = image as unknown as DeclaredReplica;
    const planned = { dropped: hop.dropped };
    if (hop.intermediate) this.onTheWay.pass(replica, planned);
    else this.onTheWay.arrive(replica, planned);
    this.made.set(hop.id, image);
    return image;
  }

  private sourceOf({ source }: PlannedHop): IImage {
    if (source === null) return this.props.source;
    const hop = this.planned.get(source);
    invariant(hop !== undefined, `the hop ${source} is planned`);
    return this.declare(hop);
  }

  private construct(hop: PlannedHop, source: IImage): IImage {
    const id = hop.id.replaceAll("/", ":");
    const { step, words } = hop;
    const provider = this.world.parties.providerAt(step.caller);
    const shared = { source, provider, acknowledge: this.props.acknowledge };
    const ofProvider = tryFindIdentity(provider ?? tryFindDefaultProvider(TerraformStack.of(this)))?.region;
    const region = ofProvider === step.caller.region ? undefined : step.caller.region;
    const making = {
      ...shared,
      name: words.name,
      description: textOrNone(words.description),
      tags: tagsOrNone(words.tags),
    };
    switch (step.operation) {
      case "copyImage":
        return new ReplicatedImage(this, id, { ...making, region, encryption: this.encryptionOf(step.keyId) });
      case "copyImageAcross":
        return new CrossRegionImage(this, id, {
          ...making,
          region,
          targetRegion: step.targetRegion,
          agency: this.world.means.namedAgency,
          vault: this.world.vaultOf(hop),
        });
      case "shareImage":
        return new ImageShare(this, id, { ...shared, members: this.world.membersOf(hop) });
      case "acceptImage":
        return new SharedImage(this, id, { ...shared, vault: this.world.vaultOf(hop) });
      case "exportImage":
      case "transferObject":
      case "registerImage":
      case "unshareImage":
      case "rejectImage":
        return this.constructFile(hop, id, source as IImageFile, making);
    }
  }

  private constructFile(
    { step, before }: PlannedHop,
    id: string,
    source: IImageFile,
    making: { readonly name: string; readonly provider: TerraformProvider | undefined },
  ): IImage {
    const { provider } = making;
    const { exported, target, registered } = step.detail ?? {};
    const acknowledge = this.props.acknowledge;
    if (exported !== undefined) {
      const bucket = this.world.means.bucketAt(step.caller);
      return new ExportedImage(this, id, { source, provider, bucket, fast: exported.fast, acknowledge });
    }
    if (target !== undefined) {
      const place = step.next.file ?? before.file;
      invariant(place !== null, `the transfer ${id} leads to a file`);
      return new ObjectTransfer(this, id, {
        source,
        provider,
        targetProvider: this.world.parties.providerOf(place.account),
        targetRegion: place.region,
        targetBucket: place.bucket,
        retainObjects: this.props.retainObjects,
      });
    }
    invariant(registered !== undefined, `the hop ${id} is one that makes no copy`);
    return new RegisteredImage(this, id, {
      ...making,
      source,
      minDiskGib: this.props.minDiskGib ?? (typeof registered.minDiskGib === "number" ? registered.minDiskGib : 1),
      osVersion: this.props.osVersion,
      quick: registered.quick,
      encryption: this.encryptionOf(step.keyId),
    });
  }

  private encryptionOf(keyId: string | null): Encryption {
    return keyId === null ? Encryption.none() : Encryption.kms(this.world.means.keyOf(keyId));
  }

  /** Of an image that its recording lacks nothing else is known: said once, whatever is wished of it. */
  private notRecorded(): Finding {
    const rule = tryFindRule("source/exists");
    invariant(rule !== undefined, "the table has a rule for images that are not there");
    const subject = { image: `Image "${this.world.image.name}"`, replica: `"${this.props.name}"` };
    return { rule, message: rule.message(COMPLIANT_FACTS.copyImage, subject, catalogOf(this).catalog) };
  }

  /** What stands in each way to a destination, or what has to be known of the source to find one. */
  private findingOf({ key, result }: Unreached): Finding {
    const lacks = result.lacks === null ? [] : this.world.unknownProps(result.lacks);
    const rule = tryFindRule(lacks.length > 0 ? "stack/route-decided" : "stack/route-exists");
    invariant(rule !== undefined, "the table has a rule for wishes that cannot be");
    const ways = waysText(result.blocked);
    const facts = {
      ...COMPLIANT_FACTS.copyImage,
      "route.lacks": lacks,
      "route.blocked": ways.length === 0 ? ["No operation leads there."] : ways,
    };
    const subject = { image: `Image "${this.world.image.name}"`, replica: `"${key}"` };
    return { rule, message: rule.message(facts, subject, catalogOf(this).catalog) };
  }
}

/** The props, whose faults it reports; without destinations where routes would hang on what is not understood. */
function planable(props: ImageDistributionProps, distribution: Construct): ImageDistributionProps {
  addFaultUnlessSame(props, props.agency?.attributes.agencyName, props.agencyName, '"agency" and "agencyName"');
  for (const { props: one } of props.destinations)
    for (const twice of namedTwice(one.shareWith ?? [])) addFault(props, `names the member "${twice}" twice`);
  for (const twice of destinationsNamedTwice(props)) addFault(props, `names the destination "${twice}" twice`);
  // Routes hang on what tokens tell as the program runs.
  settleFaults(props, distribution);
  reportFaults(distribution, props);
  const stack = TerraformStack.of(distribution);
  const providers = [
    props.provider ?? tryFindDefaultProvider(stack),
    ...props.destinations.flatMap(({ provider, member }) => [provider, member?.props.acceptWith]),
  ];
  const isFaulty =
    faultsOf(props).length > 0 ||
    holdsStandIn(props.source.facts) ||
    providers.some((provider) => holdsStandIn(tryFindIdentity(provider) ?? {}));
  return isFaulty ? { ...props, destinations: [], pin: undefined } : props;
}

/** Destinations of the same place, owner and name. */
function destinationsNamedTwice({ name, destinations }: ImageDistributionProps): readonly string[] {
  const seen = new Set<string>();
  return destinations.flatMap(({ region, member, provider, props }) => {
    const text = `${region}/${props.name ?? name}`;
    const owner = member === undefined ? provider?.node.path : `${member.account ?? ""}/${member.projectId}`;
    const key = JSON.stringify([text, member === undefined, owner]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew ? [] : [text];
  });
}

/** How many ways to a destination a finding tells. */
const MOST_WAYS = 3;

/** Operations that at least so many others have to follow until a replica is there. */
const FOLLOWERS: Readonly<Record<string, number>> = { exportImage: 2, transferObject: 1, shareImage: 1 };

const effort = ([first, ...others]: readonly Blocked[]): number =>
  1 + others.length + (FOLLOWERS[first?.step.split(" ")[0] ?? ""] ?? 0);

/** The ways with the fewest obstacles and steps, each with the sentence and the fix of the first obstacle that is more than something left unsaid. */
function waysText(blocked: readonly Blocked[]): readonly string[] {
  const steps = new Map<string, Blocked[]>();
  for (const one of blocked) steps.set(one.step, [...(steps.get(one.step) ?? []), one]);
  const ways = [...steps.values()].sort((left, right) => effort(left) - effort(right));
  const texts = ways.slice(0, MOST_WAYS).map((obstacles, index) => `(${String(index + 1)}) ${wayText(obstacles)}`);
  return ways.length > MOST_WAYS ? [...texts, `… and ${counted(ways.length - MOST_WAYS, "more way")}.`] : texts;
}

function wayText(obstacles: readonly Blocked[]): string {
  const rules = obstacles.map(({ rule }) => (rule === null ? undefined : tryFindRule(rule)));
  const first = Math.max(
    rules.findIndex((rule) => rule?.ofUnsaid !== true),
    0,
  );
  const { stepText, sentence } = obstacles[first] as Blocked;
  const ids = new Set([rules[first], ...rules].map((rule) => rule?.id ?? "no provider"));
  const remediation = rules[first]?.remediation;
  return `${stepText} [${[...ids].join(", ")}]: ${sentence}${remediation === undefined ? "" : ` ${remediation}`}`;
}

const textOrNone = (text: string): string | undefined => (text === "" ? undefined : text);
const tagsOrNone = (tags: Readonly<Record<string, string>>) => (Object.keys(tags).length === 0 ? undefined : tags);
