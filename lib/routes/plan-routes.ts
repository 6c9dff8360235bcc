// From wishes to a route plan. Each wish is one direct hop; the rules judge it, and the forecast places it.
import type { Catalog, CatalogOverrides } from "../catalog";
import { earliestOrder, topologicalOrder } from "../dag";
import { defaultProject, type FactKey, type Site } from "../model";
import { findingText, evaluateRules, type Finding, type EvaluationResult } from "../rules";
import { compareText, digestOf, isKnown } from "../values";
import { forecast, type Forecasts } from "./forecast";
import { purposeOf } from "./purpose";
import { residueOf } from "./residue";
import type {
  DecidedBy,
  DeferredRule,
  Hop,
  PlanFinding,
  ReplicaEntry,
  RoutePlan,
  SourceImageEntry,
  Target,
} from "./route-plan";
import { toldFact, type Wish } from "./wish";

export interface Planning {
  readonly stack: string;
  readonly target: Target;
  readonly wishes: readonly Wish[];
  readonly catalog: Catalog;
  /** What of the catalogue the program overrides; default nothing. */
  readonly overrides?: CatalogOverrides;
  /** Cross-region slots that the plan may take of an account's; default all. */
  readonly slots?: number;
  /** How a rule that synth cannot decide is handed on to Terraform; default not at all. */
  readonly handedOn?: (wish: Wish, rule: string) => DecidedBy;
}

/** Judges every wish, in the order given. */
export function judgeWishes({
  wishes,
  catalog,
}: Pick<Planning, "wishes" | "catalog">): ReadonlyMap<Wish, EvaluationResult> {
  return new Map(wishes.map((wish) => [wish, evaluateRules(wish.operation, wish.sheet, wish.subject, catalog)]));
}

/** Whether a broken rule stops the synth: an error that the program does not acknowledge. */
export function stops({ rule }: Finding, wish: Wish): boolean {
  return rule.severity === "error" && wish.acknowledged?.[rule.id] === undefined;
}

/** The route plan of wishes of which no broken rule stops the synth. */
export function planRoutes(planning: Planning, verdicts: ReadonlyMap<Wish, EvaluationResult>): RoutePlan {
  const wishes = [...planning.wishes].sort((left, right) => compareText(left.id, right.id));
  const forecasts = forecast(wishes, planning.catalog, planning.slots);
  const { hops, sources } = hopsOf(wishes, forecasts);
  const residue = residueOf(hops);
  return {
    format: "image-replication/route-plan",
    version: 1,
    stack: planning.stack,
    target: planning.target,
    digest: digestOfHops(hops, sources),
    accounts: accountsOf(wishes),
    sources,
    hops,
    overrides: planning.overrides ?? {},
    ...(planning.catalog.prices !== null && { prices: planning.catalog.prices }),
    forecast: forecasts.plan,
    findings: wishes.flatMap((wish) => findingsOf(wish, verdicts.get(wish)?.violations ?? [])),
    deferred: deferredOf(wishes, verdicts, planning.handedOn ?? (() => "nothing")),
    ...(residue.length > 0 && { residue }),
  };
}

/** The hops that wishes become, and what they start from, whatever the rules say of them. */
export function hopsOf(wishes: readonly Wish[], forecasts: Forecasts): Pick<RoutePlan, "hops" | "sources"> {
  return { hops: wishes.map((wish) => hopOf(wish, forecasts)), sources: sourcesOf(wishes) };
}

/** The cycles that sources run in, by the id of each wish on one. */
export function cyclesOf(wishes: readonly Pick<Wish, "id" | "source">[]): ReadonlyMap<string, readonly string[]> {
  const cycles = new Map<string, readonly string[]>();
  let nodes = wishes.map(({ id, source }) => ({ id, after: "hop" in source ? [source.hop] : [] }));
  for (;;) {
    const order = topologicalOrder(nodes);
    if (!("cycle" in order)) return cycles;
    for (const id of order.cycle) cycles.set(id, order.cycle);
    nodes = nodes.filter(({ id }) => !order.cycle.includes(id));
  }
}

/** The ids as given, but each after its sources; undefined when they run in a cycle. */
export function sourcesFirst(
  nodes: readonly { readonly id: string; readonly after: readonly string[] }[],
): readonly string[] | undefined {
  const order = earliestOrder(nodes);
  return "cycle" in order ? undefined : order.ids;
}

/** What makes two plans the same work: operations, places, sources and keys. */
export function digestOfHops(hops: readonly Hop[], sources: readonly SourceImageEntry[]): string {
  const ids = new Map(sources.map((source) => [source.id, source.imageId]));
  return digestOf(
    hops.map(({ id, operation, caller, source, replica, agencyName, vaultId, detail, intermediate }) => ({
      ...(detail !== undefined && { detail }),
      ...(intermediate === "retired" && { intermediate }),
      id,
      operation,
      caller,
      source: "image" in source ? (ids.get(source.image) ?? null) : source,
      replica: [replica.account, replica.project, replica.region, replica.name, replica.keyId],
      agencyName,
      vaultId,
    })),
  );
}

function hopOf(wish: Wish, forecasts: Forecasts): Hop {
  const { wave, ...hopForecast } = forecasts.hop(wish.id);
  return {
    id: wish.id,
    construct: wish.construct,
    operation: wish.operation,
    caller: {
      account: toldFact(wish, "caller.account"),
      project: toldFact(wish, "caller.project"),
      region: toldFact(wish, "caller.region"),
    },
    source: "image" in wish.source ? { image: wish.source.image.id } : wish.source,
    kind: toldFact(wish, "image.kind"),
    sizeGib: toldFact(wish, "image.sizeGib"),
    replica: replicaOf(wish),
    agencyName: toldFact(wish, "agency.name"),
    vaultId: toldFact(wish, "vault.id"),
    ...(wish.detail !== undefined && { detail: wish.detail }),
    ...(wish.intermediate !== undefined && { intermediate: wish.intermediate }),
    ...(wish.dropped !== undefined && { dropped: wish.dropped }),
    wave,
    why: purposeOf(wish.operation, wish.sheet),
    lane: wish.lane ?? null,
    forecast: hopForecast,
  };
}

function replicaOf(wish: Wish): ReplicaEntry {
  const region = wish.sheet["replica.region"];
  const across = wish.operation === "copyImageAcross";
  return {
    account: toldFact(wish, "caller.account"),
    project: across && isKnown(region) ? defaultProject(region) : toldFact(wish, "caller.project"),
    region: toldFact(wish, "replica.region"),
    name: toldFact(wish, "replica.name"),
    description: toldFact(wish, "replica.description"),
    tags: toldFact(wish, "replica.tags"),
    keyId: toldFact(wish, "key.id"),
  };
}

function sourcesOf(wishes: readonly Wish[]): readonly SourceImageEntry[] {
  const byId = new Map<string, SourceImageEntry>();
  for (const { source } of wishes) if ("image" in source) byId.set(source.image.id, source.image);
  return [...byId.values()].sort((left, right) => compareText(left.id, right.id));
}

function accountsOf(wishes: readonly Wish[]): readonly { id: string; site: Site }[] {
  const sites = new Map<string, Site>();
  for (const { sheet } of wishes) {
    const [id, site] = [sheet["caller.account"], sheet["caller.site"]];
    if (isKnown(id) && isKnown(site)) sites.set(id, site);
  }
  return [...sites].map(([id, site]) => ({ id, site })).sort((left, right) => compareText(left.id, right.id));
}

/** The findings of a wish, as plans and checks list them. */
export function findingsOf(
  wish: Pick<Wish, "construct" | "acknowledged">,
  violations: readonly Finding[],
): readonly PlanFinding[] {
  return violations.map((finding) => {
    const { id, severity } = finding.rule;
    const entry = { rule: id, severity, construct: wish.construct, text: findingText(finding) };
    const acknowledged = wish.acknowledged?.[id];
    return acknowledged === undefined ? entry : { ...entry, acknowledged };
  });
}

/** A fleet of ten thousand would list each deferred rule ten thousand times. */
const MOST_HOPS_LISTED = 20;

function deferredOf(
  wishes: readonly Wish[],
  verdicts: ReadonlyMap<Wish, EvaluationResult>,
  handedOn: NonNullable<Planning["handedOn"]>,
): readonly DeferredRule[] {
  const groups = new Map<
    string,
    { rule: string; lacks: FactKey; decidedBy: DecidedBy; hops: string[]; more: number }
  >();
  for (const wish of wishes) {
    for (const { rule, missingFact } of verdicts.get(wish)?.undecided ?? []) {
      const decidedBy = handedOn(wish, rule.id);
      const key = `${rule.id} ${missingFact} ${decidedBy}`;
      const group = groups.get(key) ?? { rule: rule.id, lacks: missingFact, decidedBy, hops: [], more: 0 };
      groups.set(key, group);
      if (group.hops.length < MOST_HOPS_LISTED) group.hops.push(wish.id);
      else group.more += 1;
    }
  }
  return [...groups.entries()].sort(([left], [right]) => compareText(left, right)).map(([, group]) => group);
}
