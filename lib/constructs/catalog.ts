// The catalogue of an app: as published, with the overrides that its context states.
import type { IConstruct } from "constructs";
import { CATALOG, overridden, readOverrides, type Catalog, type CatalogOverrides } from "../catalog";

/** Context key of overrides; see README, "Overrides". */
const OVERRIDES_KEY = "image-replication:catalog";

interface AppCatalog {
  readonly catalog: Catalog;
  readonly overrides: CatalogOverrides;
}

const PUBLISHED: AppCatalog = { catalog: CATALOG, overrides: {} };
const made = new WeakMap<object, AppCatalog>();

/** Throws a UsageError when the context's overrides are not what they have to be. */
export function catalogOf(scope: IConstruct): AppCatalog {
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
