// Route plans held against policies. What a plan does not know yet is told as undecided, and never passed in silence.
import { homeSite, type Catalog } from "../catalog";
import { makesImage, objectText } from "../model";
import {
  costOf,
  isPending,
  plaintextWindows,
  sourceIdOf,
  type Hop,
  type PlanFinding,
  type RoutePlan,
  type SourceImageEntry,
  type StackFindings,
  type Told,
} from "../routes";
import { formatDecimal, formatDuration, formatGib, namesNothing, listed, SECONDS_PER_HOUR } from "../values";
import { wholeMatch, type Policy, type PolicyType } from "./policies";

/** One place where a policy is broken, or cannot be decided. */
interface Breach {
  readonly hop: Hop | undefined;
  readonly says: string;
  readonly fix: string;
  /** What is missing to decide it. */
  readonly lacks?: string;
}

export interface PolicyJudging {
  readonly catalog: Catalog;
  /** Tags of source images, by the id that route plans give them; one that is not there is not known. */
  readonly sourceTags?: SourceTags;
}

export type SourceTags = ReadonlyMap<string, Readonly<Record<string, string>>>;

const NO_SOURCE_TAGS: SourceTags = new Map();

/** The findings of all policies, stack by stack. A budget is one of all stacks: its finding stands with the last of them. */
export function judgePolicies(
  policies: readonly Policy[],
  plans: readonly RoutePlan[],
  { catalog, sourceTags = NO_SOURCE_TAGS }: PolicyJudging,
): readonly StackFindings[] {
  const lineages = new Map(plans.map((plan) => [plan, new Lineage(plan, plans, sourceTags)]));
  const byStack = new Map<string, PlanFinding[]>(plans.map(({ stack }) => [stack, []]));
  for (const policy of policies) {
    const tell = (plan: RoutePlan, breaches: readonly Breach[]): void =>
      void byStack.get(plan.stack)?.push(...breaches.map((breach) => findingOf(policy, breach, plan)));
    const last = plans.at(-1);
    if (policy.type !== "egress-budget")
      for (const [plan, lineage] of lineages) tell(plan, JUDGES[policy.type](policy, plan, lineage, catalog));
    else if (last !== undefined) tell(last, overBudget(policy, plans));
  }
  return [...byStack].map(([stack, findings]) => ({ stack, findings }));
}

function findingOf(policy: Policy, { hop, says, fix, lacks }: Breach, { stack }: RoutePlan): PlanFinding {
  const rule = `policy/${policy.type}`;
  const why = policy.reason === undefined ? "" : ` Policy: ${policy.reason.replace(/\.$/u, "")}.`;
  return {
    rule,
    severity: severityOf(policy, lacks !== undefined),
    construct: hop?.construct ?? stack,
    text: `${says} ${fix}${why} [${rule}]`,
  };
}

/** What nobody can decide yet is no error, and never graver than what is broken. */
function severityOf({ severity = "error" }: Policy, isUndecided: boolean): PlanFinding["severity"] {
  return isUndecided && severity === "error" ? "warning" : severity;
}

/** What each image is made from, back to its source: a tag of an image is a tag of all that is made of it. */
class Lineage {
  private readonly hops: ReadonlyMap<string, Hop>;
  private readonly sources: ReadonlyMap<string, SourceImageEntry>;
  /** Hops that write a file, by its place. */
  private readonly writers: ReadonlyMap<string, Hop>;

  public constructor(
    public readonly plan: RoutePlan,
    all: readonly RoutePlan[],
    private readonly sourceTags: SourceTags,
  ) {
    // A source may be the replica of another stack; what two stacks call alike is the stack's own.
    const plans = [...all, plan];
    this.hops = new Map(plans.flatMap(({ hops }) => hops.map((hop) => [hop.id, hop])));
    this.sources = new Map(plans.flatMap(({ sources }) => sources.map((source) => [source.id, source])));
    this.writers = new Map(plans.flatMap(({ hops }) => hops.flatMap(writtenBy)));
  }

  /** Names and tags of a replica and of all that it is made from. */
  public of(hop: Hop): readonly Described[] {
    const line: Described[] = [];
    const seen = new Set<Hop>();
    for (let at: Hop | undefined = hop; at !== undefined && !seen.has(at);) {
      seen.add(at);
      line.push({ name: at.replica.name, tags: at.replica.tags });
      const before = this.before(at);
      if (before === undefined) line.push(this.start(at));
      at = before;
    }
    return line;
  }

  private before(hop: Hop): Hop | undefined {
    const id = sourceIdOf(hop);
    return "object" in hop.source ? this.writers.get(id) : this.hops.get(id);
  }

  /** What a line begins with: an image that is there, or a file, of which nobody knows the image. */
  private start(hop: Hop): Described {
    const id = sourceIdOf(hop);
    const { name } = this.sources.get(id) ?? { name: UNTOLD };
    return { name, tags: this.sourceTags.get(id) ?? UNTOLD };
  }
}

/** An export writes its file, a transfer the one that it carries it to. */
function writtenBy(hop: Hop): readonly (readonly [string, Hop])[] {
  const file = hop.operation === "exportImage" ? hop.detail?.file : hop.detail?.target;
  if (file === undefined || isPending(file.bucket) || isPending(file.key)) return [];
  return [[objectText(file.bucket, file.key), hop]];
}

interface Described {
  readonly name: Told<string>;
  readonly tags: Told<Readonly<Record<string, string>>>;
}

const UNTOLD = { pending: "source.id" } as const;

/** Whether a policy is for a replica: `undecided` when a tag or name that it asks for is not known. */
function selects({ images }: Policy, hop: Hop, lineage: Lineage): "yes" | "no" | "undecided" {
  if (images === undefined) return "yes";
  const line = lineage.of(hop);
  const answers = line.map((image) => matches(images, image));
  if (answers.includes("yes")) return "yes";
  return answers.includes("undecided") ? "undecided" : "no";
}

function matches({ tags, names }: NonNullable<Policy["images"]>, image: Described): "yes" | "no" | "undecided" {
  const { name, tags: borne } = image;
  if (names !== undefined && !isPending(name) && !wholeMatch(names, name)) return "no";
  if (tags !== undefined && !isPending(borne) && !bears(borne, tags)) return "no";
  const unknown = (names !== undefined && isPending(name)) || (tags !== undefined && isPending(borne));
  return unknown ? "undecided" : "yes";
}

function bears(borne: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => Object.hasOwn(borne, key) && (value === "" || borne[key] === value),
  );
}

/** Encrypted images cannot be copied across regions: no program can encrypt an intermediate copy. */
const FIX_OF_INTERMEDIATE =
  'This is an intermediate copy, which cannot be encrypted. Add it to "acknowledge" with a reason, or remove the destination.';

/** What is missing where nobody can tell whether a policy is for an image. */
const OF_IMAGE = "tags or name of the image";

type Judge = (policy: Policy, plan: RoutePlan, lineage: Lineage, catalog: Catalog) => readonly Breach[];

const JUDGES: Readonly<Record<Exclude<PolicyType, "egress-budget">, Judge>> = {
  // A share, an acceptance and an export leave an image where it is; a transfer takes it away as a file.
  residency: (policy, plan, lineage, catalog) =>
    plan.hops
      .filter(({ operation }) => makesImage(operation) || operation === "transferObject")
      .flatMap((hop) => {
        const bound = [
          ...(policy.sites ?? []).map((site) => `the ${site.charAt(0).toUpperCase()}${site.slice(1)} site`),
          ...(policy.regions ?? []),
        ];
        const where = listed(bound, 20);
        const region = hop.replica.region;
        const selected = selects(policy, hop, lineage);
        if (selected === "no" || (!isPending(region) && staysWithin(policy, region, hop, plan, catalog))) return [];
        if (selected === "undecided" || isPending(region)) {
          const lacks = isPending(region) ? "the region that it goes to" : OF_IMAGE;
          return [undecided(hop, `has to stay within ${where}, and ${lacks} is not known yet`, lacks)];
        }
        const what = makesImage(hop.operation) ? `Replica "${hop.id}" is made in` : `"${hop.id}" carries a file to`;
        const says = `${what} ${region}, and its image has to stay within ${where}.`;
        return [{ hop, says, fix: "Remove this destination, or change the image's tags if they are wrong." }];
      }),

  "encryption-required": (policy, plan, lineage) =>
    madeBy(plan).flatMap((hop) => {
      const { region, keyId } = hop.replica;
      const selected = selects(policy, hop, lineage);
      const named = policy.regions === undefined || (!isPending(region) && policy.regions.includes(region));
      if (selected === "no" || (!named && !isPending(region))) return [];
      if (typeof keyId === "string" && !namesNothing(keyId)) return [];
      if (selected === "undecided" || !named || isPending(keyId)) {
        const lacks = isPending(keyId) ? "its key" : !named ? "its region" : OF_IMAGE;
        return [undecided(hop, `may have to be encrypted, and ${lacks} is not known yet`, lacks)];
      }
      const says = `Replica "${hop.id}" is not encrypted, and replicas in ${isPending(region) ? "its region" : region} have to be.`;
      const isIntermediate = hop.intermediate !== undefined;
      return [
        {
          hop,
          says,
          fix: isIntermediate ? FIX_OF_INTERMEDIATE : "Encrypt it with a key of that region: Encryption.kms(key).",
        },
      ];
    }),

  "max-plaintext-window": (policy, plan, lineage) =>
    plaintextWindows(plan).flatMap(({ hop, source, durationSeconds, encryptedAgain }) => {
      const selected = selects(policy, hop, lineage);
      if (selected === "no") return [];
      const most = policy.maxHours ?? 0;
      if (encryptedAgain.length > 0 && durationSeconds <= most * SECONDS_PER_HOUR) return [];
      const lasts =
        encryptedAgain.length === 0
          ? "it is not encrypted again"
          : `it is unencrypted for at least ${formatDuration(durationSeconds)}`;
      const bound = most === 0 ? "may not be unencrypted" : `may be unencrypted for at most ${formatDecimal(most)} h`;
      if (selected === "undecided") return [undecided(hop, `${bound}, and ${OF_IMAGE} is not known yet`, OF_IMAGE)];
      const says = `Replica "${hop.id}" decrypts "${source}", which ${bound}, and ${lasts}.`;
      return [{ hop, says, fix: "Create the image in the other region from its own source, or allow the window." }];
    }),

  "name-pattern": (policy, plan, lineage) =>
    madeBy(plan).flatMap((hop) => {
      const { name, region } = hop.replica;
      const pattern = policy.pattern ?? "";
      // What is on the way is named by the planner, after what the program names.
      if (hop.intermediate !== undefined) return [];
      if (policy.regions !== undefined && !isPending(region) && !policy.regions.includes(region)) return [];
      const selected = selects(policy, hop, lineage);
      if (selected === "no") return [];
      if (isPending(name))
        return [undecided(hop, `has to match ${pattern}, and its name is not known yet`, "its name")];
      if (wholeMatch(pattern, name)) return [];
      if (selected === "undecided")
        return [undecided(hop, `may have to match ${pattern}, and ${OF_IMAGE} is not known yet`, OF_IMAGE)];
      return [
        { hop, says: `Replica "${hop.id}" is named "${name}", and names have to match ${pattern}.`, fix: "Rename it." },
      ];
    }),
};

/** Hops that make an image: the others have neither name nor key of their own. */
function madeBy({ hops }: RoutePlan): readonly Hop[] {
  return hops.filter(({ operation }) => makesImage(operation));
}

function undecided(hop: Hop, what: string, lacks: string): Breach {
  return {
    hop,
    says: `Replica "${hop.id}" ${what}.`,
    fix: "State it in the program, so that the policy can be decided.",
    lacks,
  };
}

/** A region can be on two sites: then the account decides, whose site it is. */
function staysWithin({ sites, regions }: Policy, region: string, hop: Hop, plan: RoutePlan, catalog: Catalog): boolean {
  if (regions?.includes(region) === true) return true;
  if (sites === undefined) return false;
  const account = plan.accounts.find(({ id }) => id === hop.replica.account)?.site;
  const of = catalog.regions.get(region)?.sites ?? [];
  const site = account !== undefined && of.includes(account) ? account : homeSite(catalog, region);
  return site !== undefined && sites.includes(site);
}

function overBudget(policy: Policy, plans: readonly RoutePlan[]): readonly Breach[] {
  const breaches: Breach[] = [];
  const { maxGib, maxCost } = policy;
  const hops = plans.flatMap((plan) => plan.hops);
  if (maxGib !== undefined) {
    const traffic = ["obs-traffic", "cbr-traffic", "obs-download"];
    const gib = hops
      .flatMap(({ forecast }) => Object.entries(forecast.chargedGib))
      .reduce((sum, [kind, amount]) => sum + (traffic.includes(kind) ? amount : 0), 0);
    if (gib > maxGib) {
      const says = `The plan carries ${formatGib(gib)} out of regions, and the budget is ${formatGib(maxGib)}.`;
      breaches.push({ hop: undefined, says, fix: "Remove destinations, or raise the budget." });
    }
  }
  const amounts = plans.filter((plan) => plan.hops.length > 0).map((plan) => costOf(plan.forecast));
  const others = [...new Set(amounts.flatMap((amount) => Object.keys(amount ?? {})))].filter(
    (code) => maxCost !== undefined && !(code in maxCost),
  );
  if (others.length > 0 && !amounts.includes(undefined)) {
    const says = `The plan also costs something in ${listed(others)}, which has no budget.`;
    breaches.push({ hop: undefined, says, fix: "Give a budget in every currency.", lacks: "a budget" });
  }
  for (const [currency, most] of Object.entries(maxCost ?? {})) {
    if (amounts.includes(undefined)) {
      const says = `The budget is ${formatDecimal(most)} ${currency}, and the plan is not priced.`;
      breaches.push({ hop: undefined, says, fix: "Give a price book, or a budget in GiB.", lacks: "prices" });
      continue;
    }
    const cost = amounts.reduce((sum, amount) => sum + (amount?.[currency] ?? 0), 0);
    if (cost > most) {
      // In full: rounded, a cost could read like the bound that it is over.
      const says = `The plan costs ${formatDecimal(cost)} ${currency}, and the budget is ${formatDecimal(most)} ${currency}.`;
      breaches.push({ hop: undefined, says, fix: "Remove destinations, or raise the budget." });
    }
  }
  return breaches;
}
