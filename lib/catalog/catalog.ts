// The catalogue: what the service publishes, in one value that is passed along, so that a program can override an entry.
import type { Site } from "../model";
import { resembling } from "../values";
import { LIMITS, type LimitName, type SourcedLimit } from "./limits";
import { PACE, type JobPace } from "./pace";
import { REGIONS, type Region } from "./regions";
import type { JobKind } from "./jobs";
import type { PriceBook } from "./price-book";

export interface Catalog {
  readonly regions: ReadonlyMap<string, Region>;
  readonly limits: Readonly<Record<LimitName, SourcedLimit>>;
  readonly pace: Readonly<Record<JobKind, JobPace>>;
  /** What charges cost; null: no price is given. */
  readonly prices: PriceBook | null;
}

/** The catalogue as published. */
export const CATALOG: Catalog = {
  regions: new Map(REGIONS.map((region) => [region.id, region])),
  limits: LIMITS,
  pace: PACE,
  prices: null,
};

/** The site of a region's accounts when nobody says which: its home site. Undefined for a region that is not listed. */
export function homeSite(catalog: Catalog, region: string): Site | undefined {
  return catalog.regions.get(region)?.sites[0];
}

/** Says that a region is not listed, and which one is probably meant: by its id, its name, or the city in its name. */
export function unlistedText({ regions }: Catalog, region: string): string {
  const called = new Map(
    [...regions.values()].flatMap(({ id, name }) => [id, name, name.replace(/^[^-]*-/u, "")].map((text) => [text, id])),
  );
  const like = called.get(resembling(region, [...called.keys()]) ?? "");
  return `"${region}", which is no region of the catalogue${like === undefined ? "" : ` (did you mean "${like}"?)`}`;
}
