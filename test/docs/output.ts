// The output of a command against the text that a page shows: a line `...` matches any lines.
import { stripVTControlCharacters } from "node:util";

/** The shown lines, as runs between elisions. */
function runsOf(shown: string): readonly (readonly string[])[] {
  const runs: string[][] = [[]];
  for (const line of linesOf(shown)) {
    if (line.trim() === "...") runs.push([]);
    else runs.at(-1)?.push(line);
  }
  return runs;
}

const linesOf = (text: string): readonly string[] => {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  return lines;
};

/** The block with the real output, and with the elisions of the shown one; the same text where it matches. */
export function trueOutput(shown: string, printed: string): string {
  const lines = linesOf(printed);
  const runs = runsOf(shown);
  if (runs.length === 1) return `${lines.join("\n")}\n`;
  const parts: string[] = [];
  let next = 0;
  for (const [index, run] of runs.entries()) {
    const start =
      index === 0 ? 0 : index === runs.length - 1 && run.length > 0 ? endingAt(lines, run) : startOf(lines, run, next);
    if (start < next) throw new Error(`It prints nothing like "${run[0] ?? ""}" there. It prints:\n${printed}`);
    parts.push(lines.slice(start, start + run.length).join("\n"));
    next = start + run.length;
  }
  return `${parts.join("\n...\n").replace(/^\n|\n$/gu, "")}\n`;
}

/** The start of a run: where all of it matches, else where its first line matches. */
function startOf(lines: readonly string[], run: readonly string[], next: number): number {
  if (run.length === 0) return next;
  const starts = lines.map((_, at) => at).filter((at) => at >= next && lines[at] === run[0]);
  return starts.find((at) => run.every((line, offset) => lines[at + offset] === line)) ?? starts[0] ?? -1;
}

const endingAt = (lines: readonly string[], run: readonly string[]): number => lines.length - run.length;
