// Hops that a changed program adds or repeats although their source is deleted: Terraform cannot create them.
import { findingText, tryFindRule } from "../rules";
import type { Hop, PlanFinding, RoutePlan } from "./route-plan";

const RULE = "stack/made-before-retired";

/** A finding for each of them, in the order given. */
export function retiredSourceFindings(
  plan: RoutePlan | undefined,
  added: readonly Hop[],
  recopied: readonly { readonly hop: Hop; readonly because: readonly string[] }[],
): readonly PlanFinding[] {
  const retired = new Set(plan?.hops.filter(({ intermediate }) => intermediate === "retired").map(({ id }) => id));
  const isBlocked = ({ source }: Hop): boolean => "hop" in source && retired.has(source.hop);
  return [
    ...added.filter(isBlocked).map((hop) => findingOf(hop, "cannot be created")),
    ...recopied
      .filter(({ hop }) => isBlocked(hop))
      .map(({ hop, because }) => findingOf(hop, `cannot be created again (${because.join("; ")})`)),
  ];
}

function findingOf({ id, construct }: Hop, state: string): PlanFinding {
  const rule = tryFindRule(RULE);
  if (rule === undefined) throw new Error(`there is no rule "${RULE}"`);
  const message = `Replica "${id}" ${state}: its intermediate copies are deleted.`;
  return { rule: rule.id, severity: rule.severity, construct, text: findingText({ rule, message }) };
}
