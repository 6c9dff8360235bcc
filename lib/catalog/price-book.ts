// The price book: what a GiB of each charge costs, as an account knows it. The documents say what is charged, and name no figure: without a
// book, plans tell GiB and no price.
import { faultAt, readDocument, type DocumentKind, type ValidationIssue } from "../documents";
import { compareText, invariant, UsageError } from "../values";
import { CHARGE_KINDS, type ChargeKind } from "./charges";
import schema from "./price-book.schema.json";

const PRICE_BOOK: DocumentKind = { schema, format: "image-replication/price-book", version: 1 };

/** Price per GiB of a charge. If several match, the most specific applies; `from` takes precedence over `to`. */
export interface Price {
  /** Kind of the charge. */
  readonly charge: ChargeKind;
  /** ISO 4217 code, such as `CNY`. */
  readonly currency: string;
  /** Price per GiB in the currency. */
  readonly perGib: number;
  /** Source region of the data; absent: any. */
  readonly from?: string;
  /** Target region of the data; absent: any. */
  readonly to?: string;
}

/** Prices per GiB of each charge, from your contract. */
export interface PriceBook {
  /** Source and date of the prices. */
  readonly origin: string;
  /** The prices, in any order. */
  readonly prices: readonly Price[];
}

/** Reads a price book. Throws a UsageError with file, line and path of the field when it is not one. */
export function readPriceBook(text: string, file: string): PriceBook {
  const reading = readDocument<PriceBook>(text, PRICE_BOOK);
  const fault = "fault" in reading ? reading.fault : twiceIn(reading.value, text);
  if (fault !== undefined) throw new UsageError(fault.message, { file, ...fault });
  invariant("value" in reading, "a reading without a fault has a value");
  const { origin, prices } = reading.value;
  return { origin, prices };
}

/** Two prices of one thing: nobody could say which of them counts. */
function twiceIn({ prices }: PriceBook, text: string): ValidationIssue | undefined {
  const seen = new Map<string, number>();
  for (const [index, { charge, from, to }] of prices.entries()) {
    const thing = JSON.stringify([charge, from, to]);
    const first = seen.get(thing);
    if (first !== undefined)
      return faultAt(text, `is for what prices[${String(first)}] is for: leave one of them out`, ["prices", index]);
    seen.set(thing, index);
  }
  return undefined;
}

/** The price of a GiB that goes from one region to another, or stays in one; undefined where the book has none. */
export function priceOf(book: PriceBook, charge: ChargeKind, from: string, to: string): Price | undefined {
  const fits = book.prices.filter(
    (price) => price.charge === charge && (price.from ?? from) === from && (price.to ?? to) === to,
  );
  const narrowness = ({ from: leaves, to: reaches }: Price): number =>
    2 * Number(leaves !== undefined) + Number(reaches !== undefined);
  return fits.reduce<Price | undefined>(
    (best, price) => (best === undefined || narrowness(price) > narrowness(best) ? price : best),
    undefined,
  );
}

/** So many GiB of one charge, between two regions or within one. */
export interface Charged {
  readonly charge: ChargeKind;
  readonly from: string;
  readonly to: string;
  readonly gib: number;
}

/** Cost by currency. Amounts in different currencies are never added. */
export interface Money {
  /** Amounts by currency, such as `CNY`. */
  readonly amounts: Readonly<Record<string, number>>;
  /** Charges without a price. */
  readonly unpriced: readonly ChargeKind[];
}

/** What the charges come to, rounded to millionths. */
export function moneyOf(book: PriceBook, charges: readonly Charged[]): Money {
  const amounts = new Map<string, number>();
  const unpriced = new Set<ChargeKind>();
  for (const { charge, from, to, gib } of charges) {
    const price = priceOf(book, charge, from, to);
    if (price === undefined) unpriced.add(charge);
    else amounts.set(price.currency, (amounts.get(price.currency) ?? 0) + gib * price.perGib);
  }
  const sorted = [...amounts].sort(([left], [right]) => compareText(left, right));
  const rounded = sorted.map(([currency, amount]) => [currency, Math.round(amount * 1e6) / 1e6] as const);
  return { amounts: Object.fromEntries(rounded), unpriced: [...unpriced].sort(compareText) };
}

/** Whether routes can be compared by money: everything has a price, and all are in one currency. */
export function isComparable({ prices }: PriceBook): boolean {
  const currencies = new Set(prices.map(({ currency }) => currency));
  const everywhere = prices.filter(({ from, to }) => from === undefined && to === undefined);
  return currencies.size === 1 && CHARGE_KINDS.every((charge) => everywhere.some((price) => price.charge === charge));
}
