// What a reviewer should look at twice, in Markdown: copies made again, plaintext windows, findings, and facts that nothing has checked.
import { overrideLines } from "../catalog";
import { plaintextWindows, type PlanFinding, type RoutePlan, type StackChanges } from "../routes";
import { compareText, formatDuration } from "../values";
import { shortened } from "./columns";
import { bullets, heading } from "./markdown-parts";
import { markdownCode, markdownText } from "./markup";
import { carriedText, hopsText } from "./plan-totals";
import { groupedCount, residueText } from "./words";

export function risksSection(
  plans: readonly RoutePlan[],
  changes: readonly StackChanges[],
  most: number,
): readonly string[] {
  const few = Math.ceil(most / 3);
  const risks = [
    ...recopies(changes),
    ...removals(changes),
    ...windows(plans, few),
    ...findings(
      [...plans, ...changes].flatMap((one) => one.findings),
      few,
    ),
    ...assumedSizes(plans),
    ...deferred(plans, few),
    ...trusted(plans, few),
    ...overrides(plans, few),
    ...residue(plans, few),
  ];
  return [heading(3, "Risks"), "", ...(risks.length === 0 ? ["None that can be told from the plan."] : risks)];
}

function recopies(changes: readonly StackChanges[]): readonly string[] {
  const again = changes.flatMap(({ recopied }) => recopied.map(({ hop }) => hop));
  if (again.length === 0) return [];
  return [
    `- **Replacements copy again:** ${hopsText(again)}, ${carriedText(again)}. Terraform destroys each before it is made anew, unless its lifecycle says otherwise.`,
  ];
}

function removals(changes: readonly StackChanges[]): readonly string[] {
  const count = changes.reduce((sum, { removed }) => sum + removed.length, 0);
  if (count === 0) return [];
  const those =
    count === 1
      ? "1 replica is destroyed, and nothing here knows who makes servers of it."
      : `${groupedCount(count, "replica")} are destroyed, and nothing here knows who makes servers of them.`;
  return [`- **Removals:** ${those}`];
}

function windows(plans: readonly RoutePlan[], most: number): readonly string[] {
  // The longest first: where not all can be shown, the worst are.
  const all = plans.flatMap(plaintextWindows).sort((left, right) => right.durationSeconds - left.durationSeconds);
  const [worst] = all;
  if (worst === undefined) return [];
  const longest = worst.durationSeconds;
  return [
    `- **Plaintext windows:** ${groupedCount(all.length, "encrypted image")} ${all.length === 1 ? "lies" : "lie"} decrypted for at least ${formatDuration(longest)}, and for as long as the unencrypted replicas are kept.`,
    ...bullets(all, most, ({ hop, source, holds, encryptedAgain, durationSeconds, ends }) => {
      const again =
        encryptedAgain.length === 0
          ? "not encrypted again"
          : `${groupedCount(encryptedAgain.length, "replica")} encrypted again`;
      return `${code(hop.id)} of ${code(source)}: ${groupedCount(holds.length, "unencrypted replica")}, ${again}, ${formatDuration(durationSeconds)}${ends ? ", then retired" : ""}`;
    }).map(indented),
  ];
}

function findings(all: readonly PlanFinding[], most: number): readonly string[] {
  // What somebody acknowledged does not speak for what nobody has.
  const kindOf = ({ rule, severity, acknowledged }: PlanFinding): string =>
    [rule, acknowledged === undefined ? "" : "acknowledged", severity].join(" ");
  const byKind = new Map<string, PlanFinding[]>();
  for (const finding of all) {
    const group = byKind.get(kindOf(finding));
    if (group === undefined) byKind.set(kindOf(finding), [finding]);
    else group.push(finding);
  }
  const groups = [...byKind].sort(([left], [right]) => compareText(left, right));
  return bullets(groups, Math.max(1, most), ([, group]) => findingLine(group));
}

function findingLine(group: readonly PlanFinding[]): string {
  const [first] = group;
  if (first === undefined) return "";
  const { rule, severity, construct, text, acknowledged } = first;
  const word = acknowledged === undefined ? severity : `${severity}, acknowledged: ${shortened(acknowledged, 120)}`;
  const more = group.length === 1 ? "" : `, and ${groupedCount(group.length - 1, "construct")} more`;
  return `**${markdownText(rule)}** (${markdownText(word)}): ${code(construct)}${more}. ${markdownText(shortened(text, 400))}`;
}

function assumedSizes(plans: readonly RoutePlan[]): readonly string[] {
  const count = plans.flatMap(({ hops }) => hops.filter(({ forecast }) => forecast.sizeAssumed)).length;
  if (count === 0) return [];
  return [`- **Sizes not known yet:** ${groupedCount(count, "hop")}, counted as the largest that can travel.`];
}

function deferred(plans: readonly RoutePlan[], most: number): readonly string[] {
  const byFact = new Map<string, Set<string>>();
  for (const { rule, lacks } of plans.flatMap((plan) => plan.deferred)) {
    byFact.set(lacks, (byFact.get(lacks) ?? new Set()).add(rule));
  }
  if (byFact.size === 0) return [];
  return [
    "- **Deferred facts:** not known before Terraform or the service decides",
    ...bullets(
      [...byFact],
      Math.max(1, most),
      ([fact, rules]) => `${code(fact)}: ${groupedCount(rules.size, "rule")} open`,
    ).map(indented),
  ];
}

function trusted(plans: readonly RoutePlan[], most: number): readonly string[] {
  const sources = plans.flatMap((plan) => plan.sources.filter((source) => source.trusted.length > 0));
  if (sources.length === 0) return [];
  return [
    "- **Trusted facts:** stated by the program, and checked by nothing",
    ...bullets(sources, most, ({ id, trusted: facts }) => `${code(id)}: ${markdownText(facts.join(", "))}`).map(
      indented,
    ),
  ];
}

function residue(plans: readonly RoutePlan[], most: number): readonly string[] {
  const all = plans.flatMap((plan) => plan.residue ?? []);
  if (all.length === 0) return [];
  return [
    "- **Left when all is destroyed:** nothing of this removes it",
    ...bullets(all, most, (left) => `${code(left.hop)}: ${markdownText(residueText(left))}`).map(indented),
  ];
}

function overrides(plans: readonly RoutePlan[], most: number): readonly string[] {
  const lines = [...new Set(plans.flatMap((plan) => overrideLines(plan.overrides)))];
  if (lines.length === 0) return [];
  return [
    "- **Overridden:** the program knows better than the catalogue",
    ...bullets(lines, most, (line) => markdownText(shortened(line, 200))).map(indented),
  ];
}

function code(text: string): string {
  return markdownCode(shortened(text, 80));
}

function indented(line: string): string {
  return `  ${line}`;
}
