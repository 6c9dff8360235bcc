// The user's documents, sentence by sentence: each states nothing, or it states a feature with a case that quotes it, an example that is
// applied, and a line in docs/reference.md.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../lib/rules";
import { CITATIONS, FEATURES, SENTENCES } from "./tables";

const ROOT = join(__dirname, "..", "..");
const read = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), "utf8");
const DOCUMENTS = ["replicating-images.txt", "faq-image-replication.txt"] as const;
const IDS = Array.from({ length: 22 }, (_, index) => `S${String(index + 1)}`);

test.each(DOCUMENTS)("the table contains %s from the first sentence to the last, and nothing else", (document) => {
  // Numbers and bullets of lists state nothing.
  const lines = read("test", "documents", document).replace(/^\s*(?:•|\d+\.)\s/gmu, "");
  const sentences = SENTENCES.filter((sentence) => sentence.document === document).map(({ text }) => text);
  expect(sentences.join(" ")).toBe(lines.replace(/\s+/gu, " ").trim());
});

test("every sentence states a feature or gives a reason why it states none", () => {
  const vague = SENTENCES.filter(({ features, reason }) => (features.length === 0) !== (reason !== ""));
  expect(vague).toEqual([]);
  expect([...new Set(SENTENCES.flatMap(({ features }) => features))].sort()).toEqual([...IDS].sort());
});

const stated = SENTENCES.flatMap(({ features, text }) => features.map((feature) => [feature, text] as const));

test.each(stated)("%s: a case of that feature quotes %j", (feature, text) => {
  const quoting = CITATIONS.filter((one) => one.feature === feature && text.includes(one.quote));
  expect(quoting.map(({ title }) => title)).not.toEqual([]);
});

test("every quotation of a case is part of a sentence that states its feature", () => {
  const astray = CITATIONS.filter(({ feature, quote }) => {
    const sentences = SENTENCES.filter(({ text }) => text.includes(quote) || quote.includes(text));
    return !sentences.some(({ features }) => features.includes(feature));
  });
  expect(astray).toEqual([]);
});

describe("features", () => {
  const examples = readdirSync(join(ROOT, "examples"));
  const rules = new Set(RULES.map(({ id }) => id));
  const table = read("docs/reference.md")
    .split("\n")
    .filter((line) => /^\| S\d+ /u.test(line));

  test("are complete, each once", () => {
    expect(FEATURES.map(({ id }) => id)).toEqual(IDS);
    expect(table.map((line) => /S\d+/u.exec(line)?.[0])).toEqual(IDS);
  });

  test.each(FEATURES)("$id: the reference links its example, and the rules that it names exist", (feature) => {
    const line = table.find((row) => row.startsWith(`| ${feature.id} `)) ?? "";
    expect(examples).toContain(feature.example);
    expect(line).toContain(`](../examples/${feature.example}/`);
    const named = [...line.matchAll(/`([a-z-]+\/[a-z-]+)`/gu)].map(([, id]) => id ?? "");
    expect(named.filter((id) => !rules.has(id))).toEqual([]);
    expect(feature.refused.filter((id) => !named.includes(id))).toEqual([]);
  });
});
