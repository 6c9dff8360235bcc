// The store: one embedded database that holds a region state, its clock and its queue, safely for several processes at a time.
import { digestOf } from "../values";
import type { Account, Bucket, Key, Quota } from "../model";
import { Database, isBusy, isOutOfRoom, sqlErrorCode, type CommitHook, type SqlValue } from "./database";
import { busy, damaged, foreign, full, makeOrInspect, tooNew, unreachable, type Look } from "./file";
import { CachedTable, type TransactionCache } from "./cached-table";
import { makeTables, SCHEMA_VERSION, schemaVersion, SHAPES } from "./schema";
import { Table } from "./table";
import { ATTACHMENTS, Attachments, PULSE, ActivityRecord } from "./tables/callers";
import { EVENTS, Events, META, Meta, SLOTS, Slots, WAITING, Waiting } from "./tables/clock";
import { Images } from "./tables/images";
import { JOBS, Jobs } from "./tables/jobs";
import {
  ACCOUNTS,
  Agencies,
  AGENCIES,
  BACKUP_DESTINATIONS,
  KEYS,
  MEMBERS,
  Members,
  QUOTAS,
  RegionalTable,
  VAULTS,
  Vaults,
  type BackupDestination,
} from "./tables/means";
import { JOURNAL, Journal, METER, Meter } from "./tables/records";
import { BUCKETS, OBJECTS, Objects, PROJECTS, Projects } from "./tables/storage";

/** How long a process waits for another one's transaction. Transactions last milliseconds. */
const BUSY_TIMEOUT_MS = 15_000;

/** All rows of all tables, by table, in the order of keys. */
export type Snapshot = Readonly<Record<string, readonly Readonly<Record<string, SqlValue>>[]>>;

export interface StoreOptions {
  /** Whose files are trusted; default: those of the user that the process runs as, and any where users have no numbers. */
  readonly userId?: number;
  /** Called around every commit: for tests that die there. */
  readonly onCommit?: CommitHook;
  /** The file grows to no more pages of the database than this: for tests of a full disk. Default: as many as fit. */
  readonly mostPages?: number;
}

export class Store {
  public readonly accounts: CachedTable<Account>;
  public readonly images: Images;
  public readonly keys: RegionalTable<Key>;
  public readonly vaults: Vaults;
  public readonly agencies: Agencies;
  public readonly quotas: CachedTable<Quota>;
  public readonly members: Members;
  public readonly backupDestinations: Table<BackupDestination>;
  public readonly buckets: Table<Bucket>;
  public readonly objects: Objects;
  public readonly projects: Projects;
  public readonly jobs: Jobs;
  public readonly events: Events;
  public readonly meta: Meta;
  public readonly slots: Slots;
  public readonly waiting: Waiting;
  public readonly meter: Meter;
  public readonly journal: Journal;
  public readonly attachments: Attachments;
  public readonly activity: ActivityRecord;
  private readonly every: readonly Table<Record<string, never>>[];
  /** What keeps something while a transaction lasts. */
  private readonly remembering: readonly TransactionCache[];
  private open = true;
  private inTransaction = false;
  /** Why the transaction under way can only be rolled back. */
  private doomedBy: Error | undefined;

  private constructor(
    private readonly database: Database,
    private readonly file: string,
  ) {
    this.accounts = new CachedTable(database, ACCOUNTS);
    this.images = new Images(database);
    this.keys = new RegionalTable(database, KEYS);
    this.vaults = new Vaults(database, VAULTS);
    this.agencies = new Agencies(database, AGENCIES);
    this.quotas = new CachedTable(database, QUOTAS);
    this.members = new Members(database, MEMBERS);
    this.backupDestinations = new Table(database, BACKUP_DESTINATIONS);
    this.buckets = new Table(database, BUCKETS);
    this.objects = new Objects(database, OBJECTS);
    this.projects = new Projects(database, PROJECTS);
    this.jobs = new Jobs(database, JOBS);
    this.events = new Events(database, EVENTS);
    this.meta = new Meta(database, META);
    this.slots = new Slots(database, SLOTS);
    this.waiting = new Waiting(database, WAITING);
    this.meter = new Meter(database, METER);
    this.journal = new Journal(database, JOURNAL);
    this.attachments = new Attachments(database, ATTACHMENTS);
    this.activity = new ActivityRecord(database, PULSE);
    const { accounts, agencies, quotas, images, jobs, meta, slots, meter, journal } = this;
    this.remembering = [accounts, agencies, quotas, images, jobs, meta, slots, meter, journal];
    this.every = SHAPES.map((shape) => new Table(database, shape));
  }

  /**
   * Opens a region state, and makes the file and its folder when they are missing; `:memory:` is one that ends with the process. The
   * file is readable by its owner alone. Safe against the death of processes at any instant; the loss of power may cost the last
   * transactions. Throws a UsageError, with the file untouched, when it is a symbolic link, belongs to another user, is damaged, is
   * no region state, or was written by a newer version, and when its place cannot be written to; an EnvironmentError when the disk is full.
   */
  public static open(file: string, options: StoreOptions = {}): Store {
    try {
      return Store.opened(file, options);
    } catch (error) {
      if (isOutOfRoom(error)) throw full(file);
      throw isBusy(error) ? busy(file, BUSY_TIMEOUT_MS / 1000) : (unreachable(file, error) ?? error);
    }
  }

  private static opened(file: string, { userId, ...options }: StoreOptions): Store {
    const look = file === ":memory:" ? "sound" : makeOrInspect(file, userId ?? process.getuid?.());
    const database = new Database(file, { ...options, busyTimeoutMs: BUSY_TIMEOUT_MS });
    try {
      check(database, file, look);
      makeTables(database);
      // After the tables: so the file's own header tells what it is from its first write on.
      database.keepLog();
      database.exec("PRAGMA synchronous = NORMAL");
      return new Store(database, file);
    } catch (error) {
      database.abandon();
      throw error;
    }
  }

  /** Ends the use of the file. May be called twice. */
  public close(): void {
    if (this.open) this.database.close();
    this.open = false;
  }

  /**
   * Does all of `work` or, when it throws, nothing of it. One process at a time does so; others wait. A call inside another joins it:
   * when the inner one throws, the outer one cannot be kept either. Throws an EnvironmentError when another process keeps it waiting for 15 s,
   * and when the disk is full.
   */
  public transaction<T>(work: () => T): T {
    if (this.inTransaction) return this.join(work);
    this.begin();
    this.inTransaction = true;
    this.doomedBy = undefined;
    for (const part of this.remembering) part.onBegin();
    try {
      const result = work();
      this.refuseIfDoomed();
      this.flush();
      this.database.commit();
      return result;
    } catch (error) {
      this.database.rollback();
      throw isOutOfRoom(error) ? full(this.file) : error;
    } finally {
      this.inTransaction = false;
      for (const part of this.remembering) part.onEnd();
    }
  }

  /** Everything that is stored: equal snapshots are equal region states. */
  public snapshot(): Snapshot {
    return this.transaction(() => {
      this.flush();
      return Object.fromEntries(this.every.map((table) => [table.name, table.stored()]));
    });
  }

  /** SHA-256 of the snapshot, in hex. */
  public digest(): string {
    return digestOf(this.snapshot());
  }

  /** Removes everything, the clock's time included: as if newly made. */
  public reset(): void {
    this.transaction(() => {
      for (const table of [...this.every, this.attachments, this.activity]) table.clear();
      for (const part of this.remembering) {
        part.onEnd();
        part.onBegin();
      }
    });
  }

  private flush(): void {
    for (const part of this.remembering) part.flush();
  }

  private begin(): void {
    try {
      // Immediate: a transaction that reads first and writes later could find that another process wrote in between.
      this.database.statement("BEGIN IMMEDIATE").run();
    } catch (error) {
      throw isBusy(error) ? busy(this.file, BUSY_TIMEOUT_MS / 1000) : error;
    }
  }

  /** A caller that caught an inner failure must not keep the half that was done before it. */
  private refuseIfDoomed(): void {
    if (this.doomedBy !== undefined) throw this.doomedBy;
  }

  private join<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.doomedBy ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
}

/** The database's own look at the file, which also sees what is still in its log. */
function check(database: Database, file: string, look: Look): void {
  try {
    const version = schemaVersion(database);
    if (version > SCHEMA_VERSION) throw tooNew(file, version);
    database.statement("SELECT COUNT(*) FROM sqlite_schema").get();
    if (look === "suspect" && database.statement("PRAGMA quick_check(1)").get()?.[0] !== "ok") throw damaged(file);
  } catch (error) {
    const code = sqlErrorCode(error);
    if (code.startsWith("SQLITE_CORRUPT")) throw damaged(file);
    if (code === "SQLITE_NOTADB") throw foreign(file);
    throw error;
  }
}
