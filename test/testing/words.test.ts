// Who knows an enum of the library finds the words that documents have for it: the kit exports a type of the enum's name for each.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const source = (...path: readonly string[]): string =>
  readFileSync(join(__dirname, "..", "..", "lib", ...path), "utf8");
const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = ""]) => name).sort();

test("every enum that programs use has its word among the kit's types, and no word is of something else", () => {
  const enums = namesIn(source("declarations", "enums.ts"), /^export enum (\w+)/gmu);
  expect(enums.length).toBeGreaterThan(10);
  expect(namesIn(source("testing", "documents.ts"), /as (\w+)Word,/gu)).toEqual(enums);
});
