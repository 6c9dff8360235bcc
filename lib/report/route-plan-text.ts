// The route plan as a timetable for people, in the columns of a terminal.
import { overrideLines } from "../catalog";
import type { Severity } from "../rules";
import { plaintextWindows, type Hop, type Intermediate, type PlanFinding, type RoutePlan } from "../routes";
import { formatDuration } from "../values";
import { bullet, labelled, PAGE_WIDTH, shortName, shortSentence, wrapped } from "./columns";
import { hopLines, timetableHead, timetableOf, type Timetable } from "./hop-text";
import { hopsText } from "./plan-totals";
import {
  andMore,
  chargesText,
  groupedCount,
  localDiskText,
  moneyText,
  relativeTime,
  residueText,
  siteText,
} from "./words";

export interface RoutePlanTextOptions {
  /** Columns of the page; default 80, at least 50. */
  readonly width?: number;
  /** Hops shown of each wave and of the critical path; default 50. Of findings, a tenth is shown per rule. */
  readonly mostHops?: number;
}

const LEAST_WIDTH = 50;
const MOST_HOPS = 50;

/** No line is wider than asked; what is left out is counted. Ends with a line break. */
export function routePlanText(plan: RoutePlan, options: RoutePlanTextOptions = {}): string {
  const width = Math.max(LEAST_WIDTH, options.width ?? PAGE_WIDTH);
  const most = Math.max(1, options.mostHops ?? MOST_HOPS);
  const sections = [
    headLines(plan, width),
    totalLines(plan, width),
    ...waveSections(plan, timetableOf(plan, width), most),
    criticalPathLines(plan, width, most),
    ...findingSections(plan, width, Math.ceil(most / 10)),
    windowLines(plan, width, most),
    residueLines(plan, width, most),
    deferredLines(plan, width),
    trustedLines(plan, width),
    overriddenLines(plan, width),
    assumptionLines(plan, width),
  ];
  const filled = sections.filter((lines) => lines.length > 0);
  return `${filled.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function headLines(plan: RoutePlan, width: number): readonly string[] {
  const target =
    plan.target === "simulated"
      ? "Target: simulated. Nothing is created on Huawei Cloud."
      : "Target: huaweicloud, the real cloud.";
  const accounts = plan.accounts.map(({ id, site }) => `${shortName(id)} (${siteText(site)})`);
  return [
    ...wrapped(`Route plan of stack "${shortName(plan.stack)}"`, width),
    ...wrapped(target, width),
    ...(accounts.length === 0 ? [] : wrapped(`Account: ${accounts.join(", ")}`, width, 2)),
    `Digest: ${plan.digest.slice(0, 12)}`,
  ];
}

function totalLines(plan: RoutePlan, width: number): readonly string[] {
  const { hops, forecast } = plan;
  if (hops.length === 0) return ["Nothing to replicate."];
  const waves = hops.reduce((most, { wave }) => Math.max(most, wave), 0);
  const duration = formatDuration(forecast.durationSeconds);
  const charges = chargesText(forecast.chargedGib);
  const free = hops.filter(({ operation }) => operation === "copyImage").length;
  return [
    ...wrapped(`${hopsText(hops)} in ${groupedCount(waves, "wave")}, at least ${duration}`, width, 2),
    ...wrapped(charges === "" ? "Nothing is charged." : `Charged across regions: ${charges}`, width, 2),
    ...(charges === "" ? [] : wrapped(costText(forecast.cost), width, 2)),
    ...(forecast.localDiskGib === undefined
      ? []
      : wrapped(`Local disk: ${localDiskText(forecast.localDiskGib, filesCarried(hops))}`, width, 2)),
    ...onTheWayLines(hops, width),
    ...(free === 0 ? [] : [`Free: ${groupedCount(free, "copy", "copies")} within a region`]),
    `Slots for cross-region jobs: ${String(forecast.slots)} an account`,
  ];
}

/** What nobody asked for itself, by what becomes of it. */
function onTheWayLines(hops: readonly Hop[], width: number): readonly string[] {
  const count = (fate: Intermediate): number => hops.filter(({ intermediate }) => intermediate === fate).length;
  const [kept, retired] = [count("kept"), count("retired")];
  const parts = [
    ...(kept === 0 ? [] : [`${groupedCount(kept, "hop")} kept`]),
    ...(retired === 0 ? [] : [`${groupedCount(retired, "hop")} retired once the replicas are there`]),
  ];
  return parts.length === 0 ? [] : wrapped(`On the way: ${parts.join(", ")}`, width, 2);
}

/** `Cost: 12.30 CNY and 4.00 USD`, as far as prices are given. */
function costText(cost: RoutePlan["forecast"]["cost"]): string {
  return `Cost: ${cost === undefined ? "no price given" : moneyText(cost)}`;
}

function filesCarried(hops: readonly Hop[]): number {
  return hops.filter(({ operation }) => operation === "transferObject").length;
}

function waveSections(plan: RoutePlan, timetable: Timetable, most: number): readonly (readonly string[])[] {
  const waves = new Map<number, Hop[]>();
  for (const hop of plan.hops) {
    const wave = waves.get(hop.wave);
    if (wave === undefined) waves.set(hop.wave, [hop]);
    else wave.push(hop);
  }
  return [...waves]
    .sort(([left], [right]) => left - right)
    .map(([wave, hops]) => waveLines(wave, hops, timetable, most));
}

function waveLines(wave: number, hops: readonly Hop[], timetable: Timetable, most: number): readonly string[] {
  // Sorting is stable: hops that start together stay in the order of their ids.
  const byStart = [...hops].sort((left, right) => left.forecast.startSeconds - right.forecast.startSeconds);
  const rest = byStart.length - most;
  return [
    `Wave ${String(wave)}: ${groupedCount(hops.length, "hop")}`,
    timetableHead(timetable),
    ...byStart.slice(0, most).flatMap((hop) => hopLines(hop, timetable)),
    ...(rest > 0 ? [`  ${andMore(rest)}`] : []),
  ];
}

/** The chain that decides the duration. Of a long one, its last hop is always shown. */
function criticalPathLines({ hops, forecast }: RoutePlan, width: number, most: number): readonly string[] {
  const { criticalPath } = forecast;
  if (criticalPath.length === 0) return [];
  const starts = new Map(hops.map((hop) => [hop.id, relativeTime(hop.forecast.startSeconds)]));
  const line = (id: string): readonly string[] =>
    labelled(`${(starts.get(id) ?? "").padStart(8)}  `, shortName(id), width);
  const rest = criticalPath.length - most;
  return [
    ...wrapped("Critical path (*): the plan ends earlier only if one of these does", width, 2),
    ...criticalPath.slice(0, rest > 0 ? most - 1 : most).flatMap(line),
    ...(rest > 0 ? [`          ${andMore(rest)}`, ...line(criticalPath.at(-1) ?? "")] : []),
    `${relativeTime(forecast.durationSeconds).padStart(8)}  end`,
  ];
}

const ACKNOWLEDGED = "acknowledged";

const FINDING_TITLES: readonly (readonly [Severity | typeof ACKNOWLEDGED, string])[] = [
  ["error", "Errors"],
  ["warning", "Warnings"],
  ["info", "Notes"],
  [ACKNOWLEDGED, "Acknowledged, each with its reason"],
];

function findingSections({ findings }: RoutePlan, width: number, most: number): readonly (readonly string[])[] {
  return FINDING_TITLES.map(([kind, title]) => {
    const byRule = new Map<string, PlanFinding[]>();
    for (const finding of findings) {
      if ((finding.acknowledged === undefined ? finding.severity : ACKNOWLEDGED) !== kind) continue;
      const group = byRule.get(finding.rule);
      if (group === undefined) byRule.set(finding.rule, [finding]);
      else group.push(finding);
    }
    const lines = [...byRule].flatMap(([rule, group]) => [
      ...group.slice(0, most).flatMap((finding) => bullet(findingText(finding), width)),
      ...(group.length > most ? [`  ${andMore(group.length - most)} [${rule}]`] : []),
    ]);
    return lines.length === 0 ? [] : [title, ...lines];
  });
}

function findingText({ construct, text, acknowledged }: PlanFinding): string {
  return `${shortName(construct)}: ${shortSentence(text)}${acknowledged === undefined ? "" : ` Reason: ${acknowledged}`}`;
}

/** How long what was encrypted lies in plain, and whether that ends. */
function windowLines(plan: RoutePlan, width: number, most: number): readonly string[] {
  const windows = plaintextWindows(plan);
  if (windows.length === 0) return [];
  const lines = windows.map(({ hop, holds, encryptedAgain, durationSeconds, ends }) => {
    const again = encryptedAgain.length === 0 ? "not encrypted again" : "until it is encrypted again";
    const open = ends ? "then it is retired" : `and for as long as ${holds.length === 1 ? "it is" : "they are"} kept`;
    return `${shortName(hop.id)}: ${groupedCount(holds.length, "unencrypted replica")}, ${again}: at least ${formatDuration(durationSeconds)}, ${open}`;
  });
  return cappedList("Plaintext windows", lines, width, most);
}

/** What no destruction removes. */
function residueLines({ residue = [] }: RoutePlan, width: number, most: number): readonly string[] {
  if (residue.length === 0) return [];
  const lines = residue.map((left) => `${shortName(left.hop)}: ${residueText(left)}`);
  return cappedList("Left when all is destroyed", lines, width, most);
}

function cappedList(title: string, lines: readonly string[], width: number, most: number): readonly string[] {
  const rest = lines.length - most;
  const shown = lines.slice(0, most).flatMap((line) => bullet(line, width));
  return [title, ...shown, ...(rest > 0 ? [`  ${andMore(rest)}`] : [])];
}

function overriddenLines({ overrides }: RoutePlan, width: number): readonly string[] {
  const lines = overrideLines(overrides);
  return lines.length === 0 ? [] : ["Overridden by the program", ...lines.flatMap((line) => bullet(line, width))];
}

/** What the program states of images that are looked up, and what no tool holds against the truth. */
function trustedLines({ sources }: RoutePlan, width: number): readonly string[] {
  const trusted = sources.filter((source) => source.trusted.length > 0);
  if (trusted.length === 0) return [];
  return [
    ...wrapped("Trusted: stated by the program, and checked by nothing", width, 2),
    ...trusted.flatMap((source) => bullet(`${shortName(source.id)}: ${source.trusted.join(", ")}`, width)),
  ];
}

/** One entry for each fact that is not known, with the rules that wait for it. */
function deferredLines({ deferred }: RoutePlan, width: number): readonly string[] {
  if (deferred.length === 0) return [];
  const byFact = new Map<string, string[]>();
  for (const { rule, lacks, decidedBy, hops, more } of deferred) {
    const rules = byFact.get(lacks) ?? [];
    byFact.set(lacks, rules);
    const by = decidedBy === "nothing" ? "" : `, by a ${decidedBy}`;
    rules.push(`${rule} (${groupedCount(hops.length + more, "hop")}${by})`);
  }
  return [
    ...wrapped("Not known at synth, and left to Terraform and the service to decide", width, 2),
    ...[...byFact].flatMap(([fact, rules]) => bullet(`${fact}: ${rules.join(", ")}`, width)),
  ];
}

function assumptionLines({ forecast }: RoutePlan, width: number): readonly string[] {
  if (forecast.assumptions.length === 0) return [];
  return ["Durations rest on", ...forecast.assumptions.flatMap((assumption) => bullet(assumption, width))];
}
