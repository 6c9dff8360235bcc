// The catalogue of an app: as published, with the overrides that its context states, and its price book.
import type { IConstruct } from "constructs";
import {
  CATALOG,
  overridden,
  readOverrides,
  readPriceBook,
  type Catalog,
  type CatalogOverrides,
  type PriceBook,
} from "../catalog";
import { CONTEXT_KEYS } from "../model";
import { UsageError } from "../values";
import { NamedFiles } from "./named-files";

/** Context key of overrides; see README, "Overrides". */
const OVERRIDES_KEY = CONTEXT_KEYS.catalog;
/** Context key of a price book: its path, from the folder in which the program runs. */
const PRICES_KEY = CONTEXT_KEYS.prices;

interface AppCatalog {
  readonly catalog: Catalog;
  readonly overrides: CatalogOverrides;
}

const PUBLISHED: AppCatalog = { catalog: CATALOG, overrides: {} };
const PRICE_BOOKS = new NamedFiles(readPriceBook);
const overriddenBy = new WeakMap<object, AppCatalog>();
const pricedBy = new WeakMap<AppCatalog, { readonly prices: PriceBook; readonly priced: AppCatalog }>();

/** Throws a UsageError when the overrides or the price book that the context names are not what they have to be. */
export function catalogOf(scope: IConstruct): AppCatalog {
  const base = withOverrides(scope.node.tryGetContext(OVERRIDES_KEY));
  const path: unknown = scope.node.tryGetContext(PRICES_KEY);
  if (path === undefined) return base;
  if (typeof path === "string") return withPrices(base, PRICE_BOOKS.load(path));
  throw new UsageError("must be the path of a price book", { file: `context "${PRICES_KEY}"` });
}

function withOverrides(context: unknown): AppCatalog {
  if (context === undefined) return PUBLISHED;
  const known = typeof context === "object" && context !== null ? overriddenBy.get(context) : undefined;
  if (known !== undefined) return known;
  const overrides = readOverrides(context, `context "${OVERRIDES_KEY}"`);
  const made = { catalog: overridden(CATALOG, overrides), overrides };
  if (typeof context === "object" && context !== null) overriddenBy.set(context, made);
  return made;
}

function withPrices(base: AppCatalog, prices: PriceBook): AppCatalog {
  const known = pricedBy.get(base);
  if (known?.prices === prices) return known.priced;
  const priced = { ...base, catalog: { ...base.catalog, prices } };
  pricedBy.set(base, { prices, priced });
  return priced;
}
