// The price book: what a GiB of each charge costs, as an account knows it. The documents say what is charged, and name no figure: without a
// book, plans tell GiB and no price.
import { readDocument, type DocumentKind } from "../documents";
import { UsageError } from "../values";
import { CHARGE_KINDS, type ChargeKind } from "./charges";
import schema from "./price-book.schema.json";

const PRICE_BOOK: DocumentKind = { schema, format: "image-replication/price-book", version: 1 };

/** The price of a GiB of one charge; the narrower of several prices that fit counts. */
export interface Price {
  readonly charge: ChargeKind;
  /** ISO 4217, such as `CNY`. */
  readonly currency: string;
  readonly perGib: number;
  /** Region that the data leaves; absent: any. */
  readonly from?: string;
  /** Region that the data reaches; absent: any. */
  readonly to?: string;
}

export interface PriceBook {
  /** Where the prices are from, and of when. */
  readonly origin: string;
  readonly prices: readonly Price[];
}

/** Reads a price book. Throws a UsageError with file, line and path of the field when it is not one. */
export function readPriceBook(text: string, file: string): PriceBook {
  const reading = readDocument<PriceBook>(text, PRICE_BOOK);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  const { origin, prices } = reading.value;
  return { origin, prices };
}

/** The price of a GiB that goes from one region to another, or stays in one; undefined where the book has none. */
export function priceOf(book: PriceBook, charge: ChargeKind, from: string, to: string): Price | undefined {
  const fits = book.prices.filter(
    (price) => price.charge === charge && (price.from ?? from) === from && (price.to ?? to) === to,
  );
  const narrowness = ({ from: leaves, to: reaches }: Price): number =>
    Number(leaves !== undefined) + Number(reaches !== undefined);
  return fits.reduce<Price | undefined>(
    (best, price) => (best === undefined || narrowness(price) > narrowness(best) ? price : best),
    undefined,
  );
}

/** Whether routes can be compared by money: everything has a price, and all are in one currency. */
export function isComparable({ prices }: PriceBook): boolean {
  const currencies = new Set(prices.map(({ currency }) => currency));
  const everywhere = prices.filter(({ from, to }) => from === undefined && to === undefined);
  return currencies.size === 1 && CHARGE_KINDS.every((charge) => everywhere.some((price) => price.charge === charge));
}
