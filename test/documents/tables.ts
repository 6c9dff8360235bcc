// Reads the sentences of the documents (sentences.tsv), and the cases of each feature (features.tsv).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCases } from "../doors/cases";
import { FIGURES, PROGRESS, REPLICAS, SIGHTS } from "./outcomes";

export interface Sentence {
  /** File in this folder. */
  readonly document: string;
  /** Features that it states; empty if it states none. */
  readonly features: readonly string[];
  /** The reason why it states none; empty if it states one. */
  readonly reason: string;
  readonly text: string;
}

export interface Feature {
  readonly id: string;
  /** Folder of its example. */
  readonly example: string;
  /** Hops of that example, by id. */
  readonly hops: readonly string[];
  /** Rules that refuse what the documents forbid, as in examples/refusals/refused.ts; empty if nothing is forbidden. */
  readonly refused: readonly string[];
}

function rowsOf(file: string): readonly (readonly string[])[] {
  const [, ...lines] = readFileSync(join(__dirname, file), "utf8").trimEnd().split("\n");
  return lines.map((line) => line.split("\t"));
}

const NONE = "–";

export const SENTENCES: readonly Sentence[] = rowsOf("sentences.tsv").map(
  ([document = "", features = "", text = ""]) =>
    features.startsWith(NONE)
      ? { document, features: [], reason: features.slice(NONE.length).trim(), text }
      : { document, features: features.split(" "), reason: "", text },
);

export const FEATURES: readonly Feature[] = rowsOf("features.tsv").map(
  ([id = "", example = "", hops = "", refused = ""]) => ({
    id,
    example,
    hops: hops.split(" + "),
    refused: refused === NONE ? [] : refused.split(" "),
  }),
);

export interface Citation {
  /** The place of a case, and its feature. */
  readonly title: string;
  readonly feature: string;
  readonly quote: string;
}

/** Every case that begins with a feature and quotes a document, from the tables of rules and of documented results. */
export const CITATIONS: readonly Citation[] = [
  ...readCases().map(({ title }) => title.slice(title.indexOf(" ") + 1)),
  ...[...REPLICAS, ...FIGURES, ...PROGRESS, ...SIGHTS].map(({ title }) => title),
].flatMap((title) => {
  const feature = /^S\d+(?= )/u.exec(title)?.[0];
  const quotes = feature === undefined ? [] : [...title.matchAll(/"([^"]+)"/gu)];
  return quotes.map(([, quote = ""]) => ({ title, feature: feature ?? "", quote }));
});
