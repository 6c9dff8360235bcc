// Route plans as the comment of a pull request: totals first, then what changed, what is risky, a map, and the timetable. It always
// fits a comment of GitHub or GitLab, with ten hops and with thousands.
import { isDifferent, isPending, sourceIdOf, type Hop, type RoutePlan, type StackChanges } from "../routes";
import { formatDuration, formatGib } from "../values";
import { changesSection } from "./markdown-changes";
import { details, heading, listedUpTo, table } from "./markdown-parts";
import { risksSection } from "./markdown-risks";
import { markdownCode, markdownText } from "./markup";
import { costText, leastText, replicasText, totalsOf, totalsOfAll, type PlanTotals } from "./plan-totals";
import { routePlanMermaid } from "./route-plan-mermaid";
import { shortened } from "./columns";
import { chargesText, groupedCount, localDiskText, relativeTime, toldText } from "./words";

/** The longest comment that GitHub takes is 65,536 characters; a workflow may put a line of its own in front. */
const MOST_CHARACTERS = 65_000;

/** Entries of every list, from generous to none: the first that fits is taken. */
const CUTS: readonly number[] = [24, 16, 10, 6, 3, 1, 0];

/** Ends with a line break. */
export function routePlansMarkdown(plans: readonly RoutePlan[], changes?: readonly StackChanges[]): string {
  for (const most of CUTS) {
    const text = page(plans, changes, most);
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return `${heading(2, "Image replication")}\n\n${totalsLine(totalsOfAll(plans))}\n`;
}

function page(plans: readonly RoutePlan[], changes: readonly StackChanges[] | undefined, most: number): string {
  const sections = [
    [heading(2, "Image replication")],
    verdict(plans, changes),
    totalsTable(plans, changes, most),
    localDiskLines(plans),
    changes === undefined ? [] : changesSection(changes, most),
    risksSection(plans, changes ?? [], most),
    mapSection(plans),
    timetableSection(plans, most),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** The page in a sentence. */
function verdict(plans: readonly RoutePlan[], changes: readonly StackChanges[] | undefined): readonly string[] {
  const same = changes !== undefined && !changes.some(isDifferent);
  const simulated = plans.length > 0 && plans.every(({ target }) => target === "simulated");
  const target = simulated ? " The target is simulated: nothing is created on Huawei Cloud." : "";
  const broken = (changes ?? []).flatMap(({ findings }) => findings);
  const blocked = broken.length === 0 ? "" : ` **Terraform cannot apply it: ${groupedCount(broken.length, "error")}.**`;
  return [`${totalsLine(totalsOfAll(plans))}${same ? " Nothing changes." : ""}${blocked}${target}`];
}

function totalsLine(totals: PlanTotals): string {
  if (totals.hops === 0) return "Nothing to replicate.";
  const charges = chargesText(totals.chargedGib);
  const cost = totals.cost === undefined || charges === "" ? "" : `, ${markdownText(costText(totals.cost))}`;
  return `**${replicasText(totals)}**, at least **${leastText(totals)}**, **${charges === "" ? "nothing charged" : charges}**${cost}.`;
}

function totalsTable(
  plans: readonly RoutePlan[],
  changes: readonly StackChanges[] | undefined,
  most: number,
): readonly string[] {
  const before = new Map((changes ?? []).map((stack) => [stack.stack, stack.before]));
  const row = (name: string, now: PlanTotals, old: PlanTotals | undefined): readonly string[] => {
    const cell = (of: (totals: PlanTotals) => string): string => {
      const [is, was] = [of(now), old === undefined ? undefined : of(old)];
      return was === undefined || was === is ? is : `${is} (was ${was})`;
    };
    const carried = (totals: PlanTotals): string => chargesText(totals.chargedGib);
    return [
      name,
      cell((totals) => replicasText(totals).replace(/ replicas?(?= |$)/u, "")),
      cell(leastText),
      cell((totals) => (carried(totals) === "" ? "nothing" : carried(totals))),
      cell(({ cost }) => markdownText(costText(cost))),
    ];
  };
  if (plans.length === 0) return [];
  const rows = plans.map((plan) => {
    const old = before.get(plan.stack);
    return row(markdownCode(shortened(plan.stack, 60)), totalsOf(plan), old === undefined ? undefined : totalsOf(old));
  });
  const shown = plans.length === 1 ? rows : rows.slice(0, most);
  const rest = rows.length - shown.length;
  const lines = table(["stack", "replicas", "at least", "charged across regions", "cost"], shown);
  return rest === 0 ? lines : [...lines, "", `… and ${groupedCount(rest, "more stack")}`];
}

/** One machine carries the files of every stack that it deploys. */
function localDiskLines(plans: readonly RoutePlan[]): readonly string[] {
  const gib = plans.reduce((sum, { forecast }) => sum + (forecast.localDiskGib ?? 0), 0);
  const carried = plans.flatMap(({ hops }) => hops).filter(({ operation }) => operation === "transferObject");
  return gib === 0 ? [] : [`Files on their way take local disk: ${localDiskText(gib, carried.length)}.`];
}

function mapSection(plans: readonly RoutePlan[]): readonly string[] {
  if (plans.every(({ hops }) => hops.length === 0)) return [];
  return [heading(3, "Map"), "", "```mermaid", routePlanMermaid(plans).trimEnd(), "```"];
}

function timetableSection(plans: readonly RoutePlan[], most: number): readonly string[] {
  if (most === 0) return [];
  return plans.flatMap((plan) => {
    if (plan.hops.length === 0) return [];
    const { shown, rest } = listedUpTo(byWeight(plan.hops, 2 * most), 2 * most);
    const byStart = [...shown].sort((left, right) => left.forecast.startSeconds - right.forecast.startSeconds);
    const lines = table(["starts", "ends", "replica", "from", "size", "encryption"], byStart.map(hopRow));
    const which = rest === "" ? "the critical path in bold" : "the critical path in bold, and what carries most";
    const title = `Timetable of ${markdownText(shortened(plan.stack, 60))}: ${groupedCount(plan.hops.length, "hop")}, ${which}`;
    return [...details(title, [...lines, ...(rest === "" ? [] : ["", rest])]), ""];
  });
}

/** Where not all can be shown, what decides hours and money goes first. */
function byWeight(hops: readonly Hop[], most: number): readonly Hop[] {
  if (hops.length <= most) return hops;
  const carried = ({ forecast }: Hop): number => sumOf(Object.values(forecast.chargedGib));
  const rank = ({ forecast }: Hop): number => (forecast.critical ? 0 : 1);
  return [...hops].sort((left, right) => rank(left) - rank(right) || carried(right) - carried(left));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function hopRow({ id, forecast, source, caller, operation, sizeGib, replica }: Hop): readonly string[] {
  const { startSeconds, endSeconds, queuedSeconds, critical } = forecast;
  const time = (seconds: number): string => (critical ? `**${relativeTime(seconds)}**` : relativeTime(seconds));
  const waits = queuedSeconds === 0 ? "" : `, after ${formatDuration(queuedSeconds)} in the queue`;
  const from = operation === "copyImage" ? "" : ` in ${markdownText(toldText(caller.region))}`;
  return [
    `${time(startSeconds)}${waits}`,
    time(endSeconds),
    markdownCode(shortened(id, 70)),
    `${markdownCode(shortened(sourceIdOf({ source }), 50))}${from}`,
    isPending(sizeGib) ? "not known yet" : formatGib(sizeGib),
    replica.keyId === null
      ? "none"
      : isPending(replica.keyId)
        ? "key not known yet"
        : markdownCode(shortened(replica.keyId, 40)),
  ];
}
