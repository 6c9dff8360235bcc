// What a later plan forces to be done again, for people.
import type { PlanChanges } from "../routes";
import { formatGib } from "../values";
import { bullet, PAGE_WIDTH, wrapped } from "./columns";
import { groupedCount } from "./words";

/** Fits 80 columns and ends with a line break. */
export function planChangesText(stack: string, changes: PlanChanges): string {
  const { added, removed, again, againGib } = changes;
  const forced =
    again.length === 0
      ? "nothing is made again"
      : `${groupedCount(again.length, "hop")} made again, ${formatGib(againGib)} of images`;
  const lines = [
    ...wrapped(
      `Against the earlier plan of stack "${stack}": ${groupedCount(added.length, "hop")} new, ${groupedCount(removed.length, "hop")} gone, ${forced}.`,
      PAGE_WIDTH,
      2,
    ),
    ...added.flatMap((id) => bullet(`new: ${id}`, PAGE_WIDTH)),
    ...removed.flatMap((id) => bullet(`gone: ${id}`, PAGE_WIDTH)),
    ...again.flatMap(({ id, because, sizeGib }) =>
      bullet(`again: ${id}, ${sizeGib === null ? "size not known" : formatGib(sizeGib)}: ${because}`, PAGE_WIDTH),
    ),
  ];
  return `${lines.join("\n")}\n`;
}
