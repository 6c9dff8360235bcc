// Parts of a Markdown page: headings, tables, lists that are cut, and what is folded away.
import { andMore } from "./words";

export function heading(level: number, text: string): string {
  return `${"#".repeat(level)} ${text}`;
}

/** Cells are Markdown already. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}

/** The first of many, and the line that stands for the rest; empty when there is none. */
export function listedUpTo<T>(
  items: readonly T[],
  most: number,
): { readonly shown: readonly T[]; readonly rest: string } {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  return { shown, rest: rest === 0 ? "" : andMore(rest) };
}

/** A list of which at most so many entries are shown; the rest is counted. */
export function bullets<T>(items: readonly T[], most: number, render: (item: T) => string): readonly string[] {
  const { shown, rest } = listedUpTo(items, most);
  return [...shown.map((item) => `- ${render(item)}`), ...(rest === "" ? [] : [`- ${rest}`])];
}

/** Folded until somebody opens it. */
export function details(title: string, lines: readonly string[]): readonly string[] {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}
