// The catalogue: what the service publishes, in one value that is passed along, so that a program can override an entry.
import type { Site } from "../model";
import { LIMITS, type LimitName, type Quoted } from "./limits";
import { PACE, type JobPace } from "./pace";
import { REGIONS, type Region } from "./regions";
import type { JobKind } from "./jobs";
import type { PriceBook } from "./price-book";

export interface Catalog {
  readonly regions: ReadonlyMap<string, Region>;
  readonly limits: Readonly<Record<LimitName, Quoted>>;
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
