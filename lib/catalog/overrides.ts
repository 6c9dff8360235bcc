// Overrides: values of the catalogue that a program knows better, each with the reason, which route plans show.
import { faultOf } from "../documents";
import type { Site } from "../model";
import { UsageError } from "../values";
import type { Catalog } from "./catalog";
import type { JobKind } from "./jobs";
import { LIMITS, type LimitName } from "./limits";
import written from "./overrides.schema.json";
import { PACE } from "./pace";

/** Values of the catalogue that a program overrides. */
export interface CatalogOverrides {
  /** Limits by name. @default - as published */
  readonly limits?: Readonly<Record<string, LimitOverride>>;
  /** Durations by kind of job. @default - as published, or assumed */
  readonly pace?: Readonly<Partial<Record<JobKind, PaceOverride>>>;
  /** Regions by id. A region that the catalogue does not list requires `sites`. @default - as published */
  readonly regions?: Readonly<Record<string, RegionOverride>>;
}

/** Override of a limit. */
export interface LimitOverride {
  /** Value in the unit of the limit. */
  readonly value: number;
  /** Reason, which route plans show. */
  readonly reason: string;
}

/** Override of the duration of a kind of job. */
export interface PaceOverride {
  /** Duration of a job in seconds, independent of the image's size. @default - as published, or assumed */
  readonly baseSeconds?: number;
  /** Additional seconds per GiB. @default - as published, or assumed */
  readonly secondsPerGib?: number;
  /** Reason, which route plans show. */
  readonly reason: string;
}

/** Override of a region, or a region that the catalogue does not list. */
export interface RegionOverride {
  /** Display name. @default - as published, or the id */
  readonly name?: string;
  /** Sites whose accounts can reach the region. @default - as published */
  readonly sites?: readonly Site[];
  /** Whether images can be copied to and from the region. @default - as published, or true */
  readonly replicates?: boolean;
  /** Reason, which route plans show. */
  readonly reason: string;
}

const named = <T extends object>(entries: T, names: object): T & { readonly propertyNames: object } => ({
  ...entries,
  propertyNames: { enum: Object.keys(names) },
});

/** What may be overridden is what there is in the catalogue. */
const schema = {
  ...written,
  properties: {
    ...written.properties,
    limits: named(written.properties.limits, LIMITS),
    pace: named(written.properties.pace, PACE),
  },
};

/** Checks overrides that were written by people. Throws a UsageError with the path of the entry. */
export function readOverrides(value: unknown, where: string): CatalogOverrides {
  const fault = faultOf(value, schema);
  if (fault !== undefined) throw new UsageError(fault.message, { file: where, ...fault });
  return value as CatalogOverrides;
}

/** The catalogue with the overrides in place of what they override. */
export function overridden(catalog: Catalog, overrides: CatalogOverrides): Catalog {
  const limits = { ...catalog.limits };
  for (const [name, { value, reason }] of entriesOf<LimitName, LimitOverride>(overrides.limits)) {
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
