// Two plans of one stack side by side: what is new, what goes, and what is copied again because it, or what it is made from, changed.
import { canonicalJson } from "../values";
import { isPending, type Hop, type RoutePlan } from "./route-plan";

export interface PlanChanges {
  /** Ids of hops that only the later plan has. */
  readonly added: readonly string[];
  /** Ids of hops that only the earlier plan has. */
  readonly removed: readonly string[];
  /** Hops that both have and that the later one does anew, with why. */
  readonly again: readonly { readonly id: string; readonly because: string; readonly sizeGib: number | null }[];
  /** What is moved again for it, in GiB; hops of unknown size are not in it. */
  readonly againGib: number;
}

/** What of the earlier plan the later one forces to be done again. Under Terraform a changed source replaces whatever is made from it. */
export function comparePlans(before: RoutePlan, after: RoutePlan): PlanChanges {
  const earlier = new Map(before.hops.map((hop) => [hop.id, hop]));
  const later = new Map(after.hops.map((hop) => [hop.id, hop]));
  const reasons = new Map<string, string | undefined>();
  const reasonOf = (hop: Hop): string | undefined => {
    if (!reasons.has(hop.id)) {
      // A hop that is asked about while its own source is looked up would be its own source, which no plan has.
      reasons.set(hop.id, undefined);
      reasons.set(hop.id, findReason(hop));
    }
    return reasons.get(hop.id);
  };
  const findReason = (hop: Hop): string | undefined => {
    const old = earlier.get(hop.id);
    if (old === undefined) return undefined;
    const changed = changedIn(old, hop, before, after);
    if (changed !== undefined) return changed;
    const source = "hop" in hop.source ? later.get(hop.source.hop) : undefined;
    return source !== undefined && reasonOf(source) !== undefined ? `its source ${source.id} is made again` : undefined;
  };
  const again = after.hops.flatMap((hop) => {
    const because = reasonOf(hop);
    return because === undefined ? [] : [{ id: hop.id, because, sizeGib: isPending(hop.sizeGib) ? null : hop.sizeGib }];
  });
  return {
    added: after.hops.filter(({ id }) => !earlier.has(id)).map(({ id }) => id),
    removed: before.hops.filter(({ id }) => !later.has(id)).map(({ id }) => id),
    again,
    againGib: again.reduce((sum, { sizeGib }) => sum + (sizeGib ?? 0), 0),
  };
}

/** What of a hop cannot be changed without doing it again, by the words for it. */
const LASTING: readonly (readonly [words: string, of: (hop: Hop, plan: RoutePlan) => unknown])[] = [
  ["its operation", ({ operation }) => operation],
  ["its source", ({ source }, plan) => ("image" in source ? imageOf(plan, source.image) : source)],
  ["its region", ({ caller, replica }) => [caller, replica.account, replica.project, replica.region]],
  ["its key", ({ replica }) => replica.keyId],
  ["its agency", ({ agencyName }) => agencyName],
  ["its vault", ({ vaultId }) => vaultId],
  ["its file", ({ detail }) => [detail?.file, detail?.target, detail?.exported, detail?.registered]],
];

function imageOf(plan: RoutePlan, id: string): unknown {
  const imageId = plan.sources.find((source) => source.id === id)?.imageId;
  return imageId === undefined || isPending(imageId) ? id : imageId;
}

function changedIn(old: Hop, hop: Hop, before: RoutePlan, after: RoutePlan): string | undefined {
  for (const [words, of] of LASTING) {
    if (canonicalJson(of(old, before) ?? null) !== canonicalJson(of(hop, after) ?? null)) return `${words} changed`;
  }
  return undefined;
}

/** The steps of each route of a plan, by the id of its last hop: what a pin keeps. */
export function pinnedRoutes(plan: RoutePlan): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(plan.hops.map((hop) => [hop.id, hop]));
  return new Map(plan.hops.map((hop) => [hop.id, stepsTo(hop, byId)]));
}

function stepsTo(last: Hop, byId: ReadonlyMap<string, Hop>): readonly string[] {
  const steps: string[] = [];
  for (let hop: Hop | undefined = last; hop !== undefined && steps.length <= byId.size;) {
    steps.unshift(textOf(hop));
    hop = "hop" in hop.source ? byId.get(hop.source.hop) : undefined;
  }
  return steps;
}

/** As the search words its steps. */
function textOf({ operation, caller, replica, detail }: Hop): string {
  const told = (value: unknown): string => (typeof value === "string" ? value : "?");
  const region = told(caller.region);
  const target = told(detail?.target?.caller.region ?? replica.region);
  const to = target === region ? "" : ` to ${target}`;
  const key = replica.keyId === null ? "" : ` with key ${told(replica.keyId)}`;
  const how = detail?.exported?.fast === true ? " fast" : detail?.registered?.quick === true ? " quickly" : "";
  return `${operation} in ${told(caller.account)}@${region}/${told(caller.project)}${to}${key}${how}`;
}
