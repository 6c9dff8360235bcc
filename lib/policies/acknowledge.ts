// Findings that somebody has accepted with a reason: they stay in every report, and no longer count as errors.
import type { PlanFinding, RoutePlan, StackFindings } from "../routes";
import { wholeMatch, type Acknowledgement } from "./policies";

const UNUSED = "policy/unused-acknowledgement";

/**
 * The findings, the accepted ones with their reasons, and a warning for each entry that accepts none. What only a stack without a route plan may
 * hold is not known to be unused.
 * @param ofPrograms whether errors of rules are a program's, which its own constructs accept, since its synth fails
 */
export function acknowledgeFindings(
  stacks: readonly StackFindings[],
  entries: readonly Acknowledgement[],
  plans: readonly RoutePlan[],
  ofPrograms: boolean,
): readonly StackFindings[] {
  const used = new Set<Acknowledgement>();
  const planOf = new Map(plans.map((plan) => [plan.stack, plan]));
  const accepted = stacks.map(({ stack, findings }) => ({
    stack,
    findings: findings.map((finding) => {
      const isOfProgram = ofPrograms && finding.severity === "error" && !finding.rule.startsWith("policy/");
      if (isOfProgram || finding.acknowledged !== undefined) return finding;
      const addresses = addressesOf(finding, planOf.get(stack));
      const entry = entries.find(({ rule, address }) => rule === finding.rule && isAnyOf(address, addresses));
      if (entry === undefined) return finding;
      used.add(entry);
      return { ...finding, acknowledged: entry.reason };
    }),
  }));
  const unused = entries.filter((entry) => !used.has(entry));
  const isWhole = stacks.every(({ stack }) => planOf.has(stack));
  return accepted.map(({ stack, findings }, index) => ({
    stack,
    findings: [
      ...findings,
      ...unused.flatMap((entry) => {
        const at = plans.find((plan) => isIn(entry, plan));
        const isHere = at === undefined ? isWhole && index === accepted.length - 1 : at.stack === stack;
        return isHere ? [unusedFinding(entry, at, stack)] : [];
      }),
    ],
  }));
}

/** Where a finding is: its construct or Terraform address, which a stack is too, and the hops that the construct makes. */
function addressesOf({ construct }: PlanFinding, plan: RoutePlan | undefined): readonly string[] {
  return [construct, ...(plan?.hops ?? []).flatMap((hop) => (hop.construct === construct ? [hop.id] : []))];
}

const isIn = ({ address }: Acknowledgement, { stack, hops }: RoutePlan): boolean =>
  isAnyOf(address, [stack, ...hops.flatMap(({ id, construct }) => [id, construct])]);

/** An entry that stays would accept a later finding, too. */
function unusedFinding({ rule, address }: Acknowledgement, plan: RoutePlan | undefined, stack: string): PlanFinding {
  const hop = plan?.hops.find(({ id, construct }) => isAnyOf(address, [id, construct]));
  return {
    rule: UNUSED,
    severity: "warning",
    construct: hop?.construct ?? stack,
    text: `An acknowledgement of ${rule} at "${address}" matches no finding. Remove it, or correct its rule or its address. [${UNUSED}]`,
  };
}

/** Whether an address matches: `*` stands for any characters but `/`, `**` for any. Addresses of Terraform have brackets, which match themselves. */
function isAnyOf(address: string, texts: readonly string[]): boolean {
  if (!address.includes("*")) return texts.includes(address);
  const literal = (text: string): string => text.replaceAll(/[\\^$.|?+()[\]{}]/gu, "\\$&");
  const parts = address.split("**").map((part) => part.split("*").map(literal).join("[^/]*"));
  return texts.some((text) => wholeMatch(parts.join(".*"), text));
}
