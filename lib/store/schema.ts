// The schema of a region state file, and the marks in its header by which it is known.
import type { Database } from "./database";
import type { Shape } from "./table";
import { definition } from "./table";
import { ATTACHMENTS, PULSE } from "./tables/callers";
import { EVENTS, META, SLOTS, WAITING } from "./tables/clock";
import { IMAGE_SHAPES } from "./tables/images";
import { JOBS } from "./tables/jobs";
import { ACCOUNTS, AGENCIES, BACKUP_DESTINATIONS, KEYS, MEMBERS, QUOTAS, VAULTS } from "./tables/means";
import { JOURNAL, METER } from "./tables/records";
import { BUCKETS, OBJECTS, PROJECTS } from "./tables/storage";

/** Grows by one with every change of the schema. */
export const SCHEMA_VERSION = 2;

/** "IMR1": tells our files from other databases. */
export const APPLICATION_ID = 0x494d5231;

/** Erases what a shape's records are, so that shapes of different records fit in one list. */
const erased = <R extends object>(shape: Shape<R>): Shape<Record<string, never>> =>
  shape as unknown as Shape<Record<string, never>>;

/** Every table of the region state. */
export const SHAPES: readonly Shape<Record<string, never>>[] = [
  erased(ACCOUNTS),
  ...IMAGE_SHAPES.map((shape) => erased(shape as Shape<object>)),
  erased(KEYS),
  erased(VAULTS),
  erased(AGENCIES),
  erased(QUOTAS),
  erased(MEMBERS),
  erased(BACKUP_DESTINATIONS),
  erased(BUCKETS),
  erased(OBJECTS),
  erased(PROJECTS),
  erased(JOBS),
  erased(EVENTS),
  erased(META),
  erased(SLOTS),
  erased(WAITING),
  erased(METER),
  erased(JOURNAL),
];

/** What processes tell each other of themselves: no part of the region state, and of no snapshot. */
const CALLER_SHAPES: readonly Shape<Record<string, never>>[] = [erased(ATTACHMENTS), erased(PULSE)];

/** The version of the schema that the database has; 0 when it has none yet. */
export function schemaVersion(database: Database): number {
  return database.statement("PRAGMA user_version").get()?.[0] as number;
}

/** What makes the next schema of one, by its version. */
const UPGRADES: Readonly<Record<number, string>> = { 1: `ALTER TABLE "projects" ADD COLUMN "name" TEXT` };

/**
 * Makes the tables unless they are there, and those of an older schema into those of this one. Several processes may do it at once: one makes
 * them, the others see that.
 */
export function makeTables(database: Database): void {
  if (schemaVersion(database) >= SCHEMA_VERSION) return;
  database.exec("BEGIN IMMEDIATE");
  try {
    const before = schemaVersion(database);
    if (before === 0) {
      for (const shape of [...SHAPES, ...CALLER_SHAPES]) for (const sql of definition(shape)) database.exec(sql);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    }
    for (let version = before; version > 0 && version < SCHEMA_VERSION; version += 1) {
      database.exec(UPGRADES[version] ?? "");
    }
    if (before < SCHEMA_VERSION) database.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    database.commit();
  } catch (error) {
    database.rollback();
    throw error;
  }
}
