// What a pull request changes of the route plans, in Markdown.
import { isDifferent, type StackChanges } from "../routes";
import { shortened } from "./columns";
import { bullets, heading } from "./markdown-parts";
import { markdownCode, markdownText } from "./markup";
import { carriedText, hopsText } from "./plan-totals";
import { groupedCount } from "./words";

export function changesSection(changes: readonly StackChanges[], most: number): readonly string[] {
  const different = changes.filter(isDifferent);
  const head = heading(3, "What changed");
  if (different.length === 0) return [head, "", "Nothing: no copy is added, dropped, or made again."];
  const shown = different.slice(0, Math.max(1, most));
  const rest = different.length - shown.length;
  return [
    head,
    ...shown.flatMap((stack) => ["", ...stackLines(stack, changes.length > 1, Math.ceil(most / 2))]),
    ...(rest === 0 ? [] : ["", `… and ${groupedCount(rest, "more stack")} with changes`]),
  ];
}

function stackLines(changes: StackChanges, named: boolean, most: number): readonly string[] {
  const { stack, before, after, added, removed, recopied, updated } = changes;
  const name = named ? [`**${markdownText(shortened(stack, 60))}**${lifeText(before, after)}`, ""] : [];
  const id = (hop: { readonly id: string }): string => markdownCode(shortened(hop.id, 80));
  const group = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, "", ...lines, ""];
  const again = recopied.map(({ hop }) => hop);
  const lines = [
    ...name,
    ...targetLines(changes),
    ...group(
      `Copied again: ${hopsText(again)}, ${carriedText(again)}`,
      bullets(recopied, most, ({ hop, because }) => `${id(hop)}: ${markdownText(shortened(because.join("; "), 200))}`),
    ),
    ...group(`Added: ${hopsText(added)}, ${carriedText(added)}`, bullets(added, most, id)),
    ...group(`No longer there: ${groupedCount(removed.length, "replica")}`, bullets(removed, most, id)),
    ...group(
      `Changed in place: ${groupedCount(updated.length, "replica")}, no copy`,
      bullets(updated, most, ({ hop, changed }) => `${id(hop)}: ${markdownText(shortened(changed.join("; "), 200))}`),
    ),
  ];
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function lifeText(before: unknown, after: unknown): string {
  if (before === undefined) return ", a new stack";
  return after === undefined ? ", no longer there" : "";
}

function targetLines({ before, after }: StackChanges): readonly string[] {
  if (before === undefined || after === undefined || before.target === after.target) return [];
  return [`The target was ${before.target} and is ${after.target}.`, ""];
}
