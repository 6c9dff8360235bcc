// Overrides: values of the catalogue that a program knows better, each with the reason, which route plans show.
import { faultOf } from "../documents";
import type { Site } from "../model";
import { UsageError } from "../values";
import type { Catalog } from "./catalog";
import type { JobKind } from "./jobs";
import type { LimitName } from "./limits";
import schema from "./overrides.schema.json";

export interface CatalogOverrides {
  readonly limits?: Readonly<Partial<Record<LimitName, { readonly value: number; readonly reason: string }>>>;
  readonly pace?: Readonly<Partial<Record<JobKind, PaceOverride>>>;
  /** A region that is not listed needs at least its sites. */
  readonly regions?: Readonly<Record<string, RegionOverride>>;
}

interface PaceOverride {
  readonly baseSeconds?: number;
  readonly secondsPerGib?: number;
  readonly reason: string;
}

interface RegionOverride {
  readonly name?: string;
  readonly sites?: readonly Site[];
  readonly replicates?: boolean;
  readonly reason: string;
}

/** Checks overrides that were written by people. Throws a UsageError with the path of the entry. */
export function readOverrides(value: unknown, where: string): CatalogOverrides {
  const fault = faultOf(value, schema);
  if (fault !== undefined) throw new UsageError(fault.message, { file: where, ...fault });
  return value as CatalogOverrides;
}

/** The catalogue with the overrides in place of what they override. */
export function overridden(catalog: Catalog, overrides: CatalogOverrides): Catalog {
  const limits = { ...catalog.limits };
  for (const [name, { value, reason }] of entriesOf(overrides.limits)) {
    limits[name] = { value, unit: limits[name].unit, source: `Override: ${reason}` };
  }
  const pace = { ...catalog.pace };
  for (const [job, { reason, ...change }] of entriesOf(overrides.pace)) {
    pace[job] = { ...pace[job], ...change, source: `Override: ${reason}` };
  }
  const regions = new Map(catalog.regions);
  for (const [id, { reason: _, ...change }] of entriesOf(overrides.regions)) {
    const { sites } = change;
    const published = regions.get(id) ?? (sites === undefined ? undefined : { id, name: id, sites, replicates: true });
    if (published === undefined) {
      throw new UsageError(`regions.${id} is not listed in the catalogue, so that its override has to say its sites.`);
    }
    regions.set(id, { ...published, ...change });
  }
  return { ...catalog, limits, pace, regions };
}

/** Each override in a line: what, the value, and why. */
export function overrideLines(overrides: CatalogOverrides): readonly string[] {
  return entriesOf(overrides).flatMap(([group, entries]) =>
    entriesOf(entries as Record<string, { reason: string }>).map(([name, { reason, ...change }]) => {
      const values = Object.entries(change).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
      return `${group}.${name}: ${values.join(", ")}. Reason: ${reason}`;
    }),
  );
}

function entriesOf<K extends string, V>(record: Readonly<Partial<Record<K, V>>> | undefined): [K, V][] {
  return Object.entries(record ?? {}) as [K, V][];
}
