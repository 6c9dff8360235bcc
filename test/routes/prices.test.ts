// Prices: charges in money, by currency, and routes that depend on money.
import { CATALOG, priceOf, readPriceBook, type Catalog, type Price, type PriceBook } from "../../lib/catalog";
import { resultText } from "../../lib/cli/apply-result";
import { routePlanText } from "../../lib/report";
import { readRoutePlan, writeRoutePlan } from "../../lib/routes";
import { UsageError } from "../../lib/values";
import { SHANGHAI } from "../cloud/world";
import { rehearse } from "../deployment/rehearsal";
import { destination, goal, planned, routePlanOf } from "./goals";
import { plan, wish } from "./plans";
import { askedOf, COMBINATIONS } from "./small-worlds";

const book = (...prices: readonly Price[]): PriceBook => ({ origin: "test", prices });
const priced = (...prices: readonly Price[]): Catalog => ({ ...CATALOG, prices: book(...prices) });
const HOPS = [
  wish("cn-east-3/web", "copyImageAcross", { image: "golden" }, { "image.sizeGib": 10 }),
  wish("cn-north-4/web", "copyImage", { image: "golden" }, { "image.sizeGib": 10 }),
];

test("without a price book, a plan shows GiB and no price", () => {
  const made = plan(HOPS);
  expect(made.forecast.cost).toBeUndefined();
  expect(routePlanText(made)).toContain("Cost: no price given");
});

test("with a price book, it shows money, and copies within a region are free", () => {
  const made = plan(HOPS, { catalog: priced({ charge: "obs-traffic", currency: "CNY", perGib: 0.5 }) });
  expect(made.forecast.cost).toEqual({ amounts: { CNY: 5 }, unpriced: [] });
  expect(routePlanText(made)).toContain("Cost: 5.00 CNY");
  expect(readRoutePlan(writeRoutePlan(made), "plan")).toEqual(made);
});

test("currencies are not added, and charges without a price are named", () => {
  const whole = wish(
    "cn-east-3/whole",
    "copyImageAcross",
    { image: "whole" },
    { "image.kind": "full-ecs", "image.sizeGib": 4, "vault.id": "v" },
  );
  const catalog = priced(
    { charge: "obs-traffic", currency: "CNY", perGib: 0.5 },
    { charge: "cbr-traffic", currency: "USD", perGib: 2 },
  );
  const { cost } = plan([...HOPS, whole], { catalog }).forecast;
  expect(cost).toEqual({ amounts: { CNY: 5, USD: 8 }, unpriced: ["backup-space"] });
});

test("the cost of an apply equals the metered charges at the plan's prices, and apply shows it", async () => {
  const catalog = priced(
    { charge: "obs-traffic", currency: "CNY", perGib: 0.5 },
    { charge: "obs-traffic", currency: "USD", perGib: 0.25, to: "cn-south-1" },
  );
  const toSouth = { "image.sizeGib": 10, "replica.region": "cn-south-1" };
  const made = plan([...HOPS, wish("cn-south-1/web", "copyImageAcross", { image: "golden" }, toSouth)], { catalog });
  await rehearse(made, async ({ apply }) => {
    const result = await apply();
    expect(result.spent).toEqual({ amounts: { CNY: 5, USD: 2.5 }, unpriced: [] });
    expect(resultText(result).replace(/\n {4}/u, " ")).toContain(
      "20 GiB of OBS traffic; spent: 5.00 CNY and 2.50 USD.",
    );
    // An existing replica costs nothing again.
    const again = await apply();
    expect(again.spent).toEqual({ amounts: {}, unpriced: [] });
    expect(resultText(again)).toContain("nothing charged.");
  });
  const unpriced = plan(HOPS, { catalog: priced({ charge: "cbr-traffic", currency: "CNY", perGib: 1 }) });
  await rehearse(unpriced, async ({ apply }) => {
    expect(resultText(await apply()).replace(/\n {4}/u, " ")).toContain(
      "spent: nothing that has a price; no price given for OBS traffic.",
    );
  });
  await rehearse(plan(HOPS), async ({ apply }) => {
    const result = await apply();
    expect(result).not.toHaveProperty("spent");
    expect(resultText(result)).not.toContain("spent");
  });
});

test("the digest of a plan does not depend on prices", () => {
  const dear = plan(HOPS, { catalog: priced({ charge: "obs-traffic", currency: "CNY", perGib: 9 }) });
  expect(dear.digest).toBe(plan(HOPS).digest);
});

test("the more specific price counts", () => {
  const prices = book(
    { charge: "obs-traffic", currency: "CNY", perGib: 3 },
    { charge: "obs-traffic", currency: "CNY", perGib: 2, to: "b" },
    { charge: "obs-traffic", currency: "CNY", perGib: 1, from: "a", to: "b" },
    { charge: "obs-traffic", currency: "CNY", perGib: 4, from: "d" },
  );
  expect(
    [
      ["a", "b"],
      ["c", "b"],
      ["a", "c"],
      ["d", "b"],
    ].map(([from, to]) => priceOf(prices, "obs-traffic", from!, to!)?.perGib),
  ).toEqual([1, 2, 3, 4]);
});

test("money decides between routes if all charges have prices in one currency", () => {
  const one = COMBINATIONS.find(
    ({ kind, sizeGib, encrypted, seen, licence }) =>
      kind === "system-disk" && sizeGib === 1 && !encrypted && seen === "private" && licence === "free",
  )!;
  const asked = { ...askedOf(one), destinations: [destination(goal({ region: SHANGHAI }))] };
  const cheapFiles = (["obs-download", "object-space", "cbr-traffic", "backup-space"] as const).map((charge) => ({
    charge,
    currency: "CNY",
    perGib: 0.01,
  }));
  const operations = (catalog: Catalog): readonly string[] =>
    planned({ ...asked, catalog }).hops.map(({ step }) => step.operation);
  expect(operations(CATALOG)).toEqual(["copyImageAcross"]);
  const dear = { charge: "obs-traffic", currency: "CNY", perGib: 5 } as const;
  expect([...operations(priced(...cheapFiles, dear))].sort()).toEqual([
    "exportImage",
    "registerImage",
    "transferObject",
  ]);
  // Two currencies cannot be compared, and GiB count.
  expect(operations(priced(...cheapFiles, { ...dear, currency: "USD" }))).toEqual(["copyImageAcross"]);
  const { forecast } = routePlanOf({ ...asked, catalog: priced(...cheapFiles, dear) });
  expect(forecast.cost).toEqual({ amounts: { CNY: 0.03 }, unpriced: [] });
});

test.each([
  ["no origin", { format: "image-replication/price-book", version: 1, prices: [] }, 'lacks the field "origin"'],
  [
    "an unknown charge",
    {
      format: "image-replication/price-book",
      version: 1,
      origin: "o",
      prices: [{ charge: "x", currency: "CNY", perGib: 1 }],
    },
    "prices[0].charge",
  ],
  [
    "two prices for one charge",
    {
      format: "image-replication/price-book",
      version: 1,
      origin: "o",
      prices: [
        { charge: "obs-traffic", currency: "CNY", perGib: 1, to: "cn-east-3" },
        { charge: "obs-traffic", currency: "CNY", perGib: 1 },
        { charge: "obs-traffic", currency: "USD", perGib: 2, to: "cn-east-3" },
      ],
    },
    "prices[2]: is for what prices[0] is for: leave one of them out",
  ],
  [
    "a negative price",
    {
      format: "image-replication/price-book",
      version: 1,
      origin: "o",
      prices: [{ charge: "obs-traffic", currency: "CNY", perGib: -1 }],
    },
    "prices[0].perGib",
  ],
])("a book with %s is a usage error with its place", (_, document, message) => {
  const read = (): unknown => readPriceBook(JSON.stringify(document), "prices.json");
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
});
