// Routes that stay: which steps a plan takes to each of its hops, so that a later plan can be asked to take them again.
import type { Hop, RoutePlan } from "./route-plan";

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
