// ESLint reports each forbidden call in the modules that cannot make it, and in no other.

import { spawnSync } from "node:child_process";
import { join } from "node:path";

interface LintMessage {
  readonly ruleId: string | null;
  readonly line: number;
  readonly message: string;
}

interface Snippet {
  readonly name: string;
  readonly code: string;
  /** The modules that can make this call. */
  readonly allowed: readonly string[];
}

const places = ["rules", "time", "cli", "testing", "declarations/environment"];
const clockAndChance = ["time"];
const programs = ["cli", "testing"];

const snippets: readonly Snippet[] = [
  { name: "Date.now", code: "export const x = Date.now();", allowed: clockAndChance },
  { name: "Date.now, destructured", code: "export const { now } = Date;", allowed: clockAndChance },
  { name: "new Date()", code: "export const x = new Date();", allowed: clockAndChance },
  { name: "Date()", code: "export const x = Date();", allowed: clockAndChance },
  { name: "Math.random", code: "export const x = Math.random();", allowed: clockAndChance },
  { name: "setTimeout", code: "setTimeout(() => undefined, 1);", allowed: clockAndChance },
  { name: "setInterval", code: "setInterval(() => undefined, 1);", allowed: clockAndChance },
  { name: "setImmediate", code: "setImmediate(() => undefined);", allowed: clockAndChance },
  { name: "performance.now", code: "export const x = performance.now();", allowed: clockAndChance },
  { name: "process.hrtime", code: "export const x = process.hrtime();", allowed: clockAndChance },
  { name: "timers", code: 'export { setTimeout } from "node:timers/promises";', allowed: clockAndChance },
  { name: "randomUUID", code: 'export { randomUUID } from "node:crypto";', allowed: clockAndChance },
  {
    name: "process.env",
    code: 'export const x = process.env["HOME"];',
    allowed: [...programs, "declarations/environment"],
  },
  { name: "process.argv", code: "export const x = process.argv;", allowed: programs },
  { name: "process.stdout", code: 'process.stdout.write("x");', allowed: programs },
  { name: "process.stderr", code: 'process.stderr.write("x");', allowed: programs },
  { name: "console", code: 'console.log("x");', allowed: programs },
  { name: "globalThis", code: "export const x = globalThis.performance;", allowed: [] },
  // Similar, harmless code, allowed everywhere.
  { name: "a date of an argument", code: "export const x = (at: number) => new Date(at);", allowed: places },
  { name: "a digest", code: 'export { createHash } from "node:crypto";', allowed: places },
];

const cells = snippets.flatMap((snippet) => places.map((place) => ({ snippet, place })));

const isAllowed = (snippet: Snippet, place: string): boolean => snippet.allowed.includes(place);

function lint(): LintMessage[][] {
  const input = cells.map(({ snippet, place }) => ({
    filePath: place.includes("/") ? `lib/${place}.ts` : `lib/${place}/planted.ts`,
    code: `${snippet.code}\n`,
  }));
  const run = spawnSync(process.execPath, [join(__dirname, "lint-planted.mjs")], {
    input: JSON.stringify(input),
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as LintMessage[][];
}

let findings: LintMessage[][] = [];

beforeAll(() => {
  findings = lint();
});

test.each(
  cells.map((cell, index) => ({ ...cell, index, verdict: isAllowed(cell.snippet, cell.place) ? "may" : "may not" })),
)("lib/$place $verdict use $snippet.name", ({ snippet, place, index }) => {
  const restricted = findings[index]!.filter(({ ruleId }) => ruleId?.startsWith("no-restricted-"));
  expect(restricted.length > 0).toBe(!isAllowed(snippet, place));
});
