// The quotations of rules are in the user's documents, word for word.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CATALOG, overridden, readOverrides } from "../../lib/catalog";
import { RULES } from "../../lib/rules";
import { FAQ, GUIDE } from "../../lib/rules/rule";
import { readCases } from "../doors/cases";
import { expectGolden } from "../goldens";

const read = (name: string): string =>
  readFileSync(join(__dirname, "..", "documents", name), "utf8").replace(/\s+/gu, " ");
const DOCUMENTS: Readonly<Record<string, string>> = {
  [GUIDE]: read("replicating-images.txt"),
  [FAQ]: read("faq-image-replication.txt"),
};

/** Quoted sentences with the last document named before them. */
function quotesOf(source: string): readonly { readonly title: string; readonly quote: string }[] {
  const titles = new RegExp(`(${[GUIDE, FAQ].join("|")})|(API reference[^:."]*)|"([^"]+)"`, "gu");
  let title = "";
  const quotes: { title: string; quote: string }[] = [];
  for (const [, own, other, quote] of source.matchAll(titles)) {
    if (quote === undefined) title = own ?? other ?? "";
    else if (title in DOCUMENTS) quotes.push({ title, quote });
  }
  return quotes;
}

const sources = [
  ...RULES.map(({ id, source }) => [id, source] as const),
  ...Object.entries(CATALOG.limits).map(([name, { source }]) => [`limit ${name}`, source] as const),
  ...Object.entries(CATALOG.pace).map(([name, { source }]) => [`pace ${name}`, source] as const),
];
const quotes = sources.flatMap(([id, source]) =>
  quotesOf(source).map(({ title, quote }) => [id, quote, title] as const),
);

test("rules, limits and paces have enough quotations for this test", () => {
  expect(quotes.length).toBeGreaterThan(15);
});

test.each(quotes)("%s contains the quotation %j", (_id, quote, title) => {
  expect(DOCUMENTS[title]).toContain(quote);
});

const cited = readCases().flatMap(({ title }) =>
  [...title.matchAll(/"([^"]+)"/gu)].map(([, quote]) => [title, quote ?? ""] as const),
);

test("cases cite the documents", () => {
  expect(cited.length).toBeGreaterThan(10);
});

test.each(cited)("case %s quotes the document word for word", (_title, quote) => {
  expect(Object.values(DOCUMENTS).some((text) => text.includes(quote))).toBe(true);
});

test("regions and limits equal the recorded ones", () => {
  const { regions, limits } = CATALOG;
  const places = [...regions.values()].map(({ id, name, sites, replicates, apart = "" }) =>
    [id, name, sites.join(", "), replicates ? "replicates" : "alone", String(apart)].join(" | ").trimEnd(),
  );
  const numbers = Object.entries(limits).map(([name, { value, unit }]) => `${name} | ${String(value)} ${unit}`);
  expectGolden("catalogue.txt", `${[...places, "", ...numbers].join("\n")}\n`);
});

test("every replicating region names the regions that it does not replicate to", () => {
  const replicating = [...CATALOG.regions.values()].filter(({ replicates }) => replicates);
  expect(replicating.filter(({ apart }) => apart === undefined)).toEqual([]);
});

test.each(Object.keys(CATALOG.limits))("the limit %s can be overridden", (name) => {
  const overrides = readOverrides({ limits: { [name]: { value: 1, reason: "for a test" } } }, "overrides");
  expect(overridden(CATALOG, overrides).limits).toMatchObject({ [name]: { value: 1 } });
});
