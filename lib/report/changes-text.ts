// What differs between two route plans, for a terminal.
import { isDifferent, type StackChanges } from "../routes";
import { bullet, PAGE_WIDTH, shortened, shortName, shortSentence, wrapped } from "./columns";
import { carriedText, costText, hopsText, leastText, replicasText, totalsOf } from "./plan-totals";
import { andMore, chargesText, groupedCount } from "./words";

const MOST = 50;
/** A description has at most 1,024 characters, and is told as it was and as it is. */
const WHY_WIDTH = 2200;

/** Ends with a line break. */
export function changesText(changes: readonly StackChanges[], width = PAGE_WIDTH, most = MOST): string {
  const different = changes.filter(isDifferent);
  if (different.length === 0) return "Nothing changes: no copy is added, dropped, or made again.\n";
  return `${different.map((stack) => stackLines(stack, width, most).join("\n")).join("\n\n")}\n`;
}

function stackLines(changes: StackChanges, width: number, most: number): readonly string[] {
  const { stack, before, after, added, removed, recopied, updated, findings } = changes;
  const life = before === undefined ? ": a new stack" : after === undefined ? ": no longer there" : "";
  const list = <T>(title: string, items: readonly T[], render: (item: T) => string): readonly string[] => {
    if (items.length === 0) return [];
    const rest = items.length - most;
    return [
      ...wrapped(title, width, 2),
      ...items.slice(0, most).flatMap((item) => bullet(render(item), width)),
      ...(rest > 0 ? [`- ${andMore(rest)}`] : []),
    ];
  };
  const again = recopied.map(({ hop }) => hop);
  return [
    ...wrapped(`Changes of stack "${shortName(stack)}"${life}`, width),
    ...totalLines(changes, width),
    ...list("Terraform cannot apply it", findings, ({ severity, text }) => `${severity}: ${shortSentence(text)}`),
    ...list(
      `Copied again: ${hopsText(again)}, ${carriedText(again)}`,
      recopied,
      ({ hop, because }) => `${shortName(hop.id)}: ${shortened(because.join("; "), WHY_WIDTH)}`,
    ),
    ...list(`Added: ${hopsText(added)}, ${carriedText(added)}`, added, ({ id }) => shortName(id)),
    ...list(`No longer there: ${groupedCount(removed.length, "replica")}`, removed, ({ id }) => shortName(id)),
    ...list(
      `Changed in place: ${groupedCount(updated.length, "replica")}, no copy`,
      updated,
      ({ hop, changed }) => `${shortName(hop.id)}: ${shortened(changed.join("; "), WHY_WIDTH)}`,
    ),
  ];
}

/** Totals that differ, before and after. */
function totalLines({ before, after }: StackChanges, width: number): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const [was, is] = [totalsOf(before), totalsOf(after)];
  const charged = (totals: typeof is): string => chargesText(totals.chargedGib) || "nothing";
  const rows: readonly (readonly [string, string, string])[] = [
    ["target", before.target, after.target],
    ["replicas", replicasText(was), replicasText(is)],
    ["at least", leastText(was), leastText(is)],
    ["charged", charged(was), charged(is)],
    ["cost", costText(was.cost), costText(is.cost)],
  ];
  return rows
    .filter(([, old, now]) => old !== now)
    .flatMap(([what, old, now]) => wrapped(`${what}: ${old}, then ${now}`, width, 2));
}
