// The documents' words for an enum: the kit exports a type with the enum's name for each.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const source = (...path: readonly string[]): string =>
  readFileSync(join(__dirname, "..", "..", "lib", ...path), "utf8");
const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name = ""]) => name).sort();

test("every public enum has a type of its words in the kit, and no type has another word", () => {
  const enums = namesIn(source("declarations", "enums.ts"), /^export enum (\w+)/gmu);
  expect(enums.length).toBeGreaterThan(10);
  expect(namesIn(source("testing", "documents.ts"), /as (\w+)Word,/gu)).toEqual(enums);
});
