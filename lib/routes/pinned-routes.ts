// Routes that stay: which steps a plan takes to each of its hops, so that a later plan can be asked to take them again.
import type { Hop, RoutePlan } from "./route-plan";
import { stepKey } from "./route-step";

/** The steps of each route of a plan, by the id of its last hop: what a pin keeps. */
export function pinnedRoutes(plan: RoutePlan): ReadonlyMap<string, readonly string[]> {
  const byId = new Map(plan.hops.map((hop) => [hop.id, hop]));
  return new Map(plan.hops.map((hop) => [hop.id, stepsTo(hop, byId)]));
}

function stepsTo(last: Hop, byId: ReadonlyMap<string, Hop>): readonly string[] {
  const steps: string[] = [];
  for (let hop: Hop | undefined = last; hop !== undefined && steps.length <= byId.size;) {
    steps.unshift(keyOf(hop));
    hop = "hop" in hop.source ? byId.get(hop.source.hop) : undefined;
  }
  return steps;
}

/** As the search keys its steps; a place that only Terraform will know is none that it takes. */
function keyOf({ operation, caller, replica, detail }: Hop): string {
  const told = (value: unknown): string => (typeof value === "string" ? value : "?");
  return stepKey({
    operation,
    caller: { account: told(caller.account), project: told(caller.project), region: told(caller.region) },
    targetRegion: told(detail?.target?.caller.region ?? replica.region),
    keyId: replica.keyId === null ? null : told(replica.keyId),
    detail,
  });
}
