// The catalogue of an app: as published, with the overrides that its context states.
import { readFileSync } from "node:fs";
import type { IConstruct } from "constructs";
import { CATALOG, overridden, readOverrides, readPriceBook, type Catalog, type CatalogOverrides } from "../catalog";
import { UsageError } from "../values";

/** Context key of overrides; see README, "Overrides". */
const OVERRIDES_KEY = "image-replication:catalog";

interface AppCatalog {
  readonly catalog: Catalog;
  readonly overrides: CatalogOverrides;
}

/** Context key of a price book: its path, from the folder in which the program runs. */
const PRICES_KEY = "image-replication:prices";

const PUBLISHED: AppCatalog = { catalog: CATALOG, overrides: {} };
const made = new WeakMap<object, AppCatalog>();

/** Throws a UsageError when the context's overrides are not what they have to be. */
export function catalogOf(scope: IConstruct): AppCatalog {
  const base = overriddenCatalog(scope);
  const path: unknown = scope.node.tryGetContext(PRICES_KEY);
  if (path === undefined) return base;
  if (typeof path !== "string")
    throw new UsageError("must be the path of a price book", { file: `context "${PRICES_KEY}"` });
  let known = priced.get(base);
  if (known?.path !== path) {
    known = { path, catalog: { ...base, catalog: { ...base.catalog, prices: readPriceBook(textOf(path), path) } } };
    priced.set(base, known);
  }
  return known.catalog;
}

const priced = new WeakMap<AppCatalog, { readonly path: string; readonly catalog: AppCatalog }>();

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`cannot be read (${(error as Error).message})`, { file: path });
  }
}

function overriddenCatalog(scope: IConstruct): AppCatalog {
  const context: unknown = scope.node.tryGetContext(OVERRIDES_KEY);
  if (typeof context !== "object" || context === null) {
    return context === undefined ? PUBLISHED : { ...PUBLISHED, overrides: readOverrides(context, placeOf()) };
  }
  let known = made.get(context);
  if (known === undefined) {
    const overrides = readOverrides(context, placeOf());
    made.set(context, (known = { catalog: overridden(CATALOG, overrides), overrides }));
  }
  return known;
}

function placeOf(): string {
  return `context "${OVERRIDES_KEY}"`;
}
