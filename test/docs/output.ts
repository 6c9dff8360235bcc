// What a command prints against what a page shows of it: a line `...` stands for any lines.
import { stripVTControlCharacters } from "node:util";

/** The lines that are shown, as runs between elisions. */
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

/** The block as it would be true, with the elisions of the one that is shown; the same text where it is true. */
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

/** Where a run begins: where all of it is, else where its first line is. */
function startOf(lines: readonly string[], run: readonly string[], next: number): number {
  if (run.length === 0) return next;
  const starts = lines.map((_, at) => at).filter((at) => at >= next && lines[at] === run[0]);
  return starts.find((at) => run.every((line, offset) => lines[at + offset] === line)) ?? starts[0] ?? -1;
}

const endingAt = (lines: readonly string[], run: readonly string[]): number => lines.length - run.length;
