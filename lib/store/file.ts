// The file of a region state before it is opened: made with its folder for its owner alone, or refused, untouched.
import { chmodSync, closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readdirSync } from "node:fs";
import { readSync, statSync, writeFileSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { EnvironmentError, UsageError } from "../values";
import { APPLICATION_ID, SCHEMA_VERSION } from "./schema";

const HEADER_BYTES = 100;
const MAGIC = "SQLite format 3\0";

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

const START_AFRESH =
  "Move the file away, and the next run starts a new one, which an exported inventory can be imported into.";

function refusal(file: string, what: string, mend: string): UsageError {
  return new UsageError(`this file cannot hold the region state: ${what}. ${mend}`, { file });
}

export const damaged = (file: string): UsageError =>
  refusal(file, "it is damaged or was cut short", `Restore it from a copy. ${START_AFRESH}`);

export const foreign = (file: string): UsageError =>
  refusal(file, "it is something else, not a region state", `Name another file. ${START_AFRESH}`);

export const tooNew = (file: string, version: number): UsageError =>
  refusal(
    file,
    `it was written by a newer version of cdktf-image-replication (schema ${version}, and this one knows up to ${SCHEMA_VERSION})`,
    "Install that version, or name another file.",
  );

export const busy = (file: string, seconds: number): EnvironmentError =>
  new EnvironmentError(
    `another process has kept the region state to itself for ${seconds} s. Let it finish, or end it, and run this again.`,
    { file },
  );

export const full = (file: string): EnvironmentError =>
  new EnvironmentError(
    "the region state cannot grow: the disk, or what you may use of it, is full. What was asked for until now is kept. Make room, and run this again.",
    { file },
  );

/** What stands in the way of the file, where the system says so; undefined for any other error. */
export function unreachable(file: string, error: unknown): UsageError | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = OBSTACLES.find(([start]) => code.startsWith(start))?.[1];
  if (reason === undefined) return undefined;
  return new UsageError(`the region state cannot be kept here: ${reason}. Name another file.`, { file });
}

const NO_FOLDER = "a part of its path is a file, where a folder has to be";
const NO_RIGHT = "you have no right to read and write there";

/** Codes of Node and of the database, by how they start. */
const OBSTACLES: readonly (readonly [code: string, reason: string])[] = [
  ["ENOTDIR", NO_FOLDER],
  ["EEXIST", NO_FOLDER],
  ["ENOENT", "its folder is not there, and cannot be made"],
  ["EACCES", NO_RIGHT],
  ["EPERM", NO_RIGHT],
  ["EROFS", "the disk is read-only"],
  ["SQLITE_CANTOPEN", NO_RIGHT],
  ["SQLITE_READONLY", NO_RIGHT],
];

/** What a look at the file's first bytes says; `suspect` when it is shorter than it says itself. */
export type Look = "sound" | "suspect";

/**
 * Makes the file and its folder when they are missing, and looks at the file when it is there, without changing it. Throws a
 * UsageError for a symbolic link, a file of a user other than `userId`, and a file that is no region state of this version or older.
 */
export function makeOrInspect(file: string, userId: number | undefined): Look {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats !== undefined) return inspect(file, stats, userId);
  makeFolder(dirname(file));
  try {
    closeSync(openSync(file, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, OWNER_ONLY));
  } catch (error) {
    // Another process made it first: then it is looked at like any other.
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return inspect(file, lstatSync(file), userId);
  }
  return "sound";
}

/** A folder of its own: for the owner alone, and kept out of version control. One that somebody made for other things is left as it is. */
function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  if (readdirSync(folder).length === 0) writeFileSync(join(folder, ".gitignore"), "*\n", { mode: OWNER_ONLY });
}

/**
 * Looks at a region state file without opening or changing it; false when there is none. Throws a UsageError when a command would refuse
 * it: what only the database itself can see is not found.
 */
export function inspectRegionState(file: string): boolean {
  try {
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    const isSuspect = (): boolean =>
      lookAt(file, stats, process.getuid?.()) === "suspect" && !LOGS.some((end) => holdsBytes(file + end));
    // Twice: another process may have ended the first transaction between the look at the file and the look for its log.
    if (isSuspect() && isSuspect()) throw damaged(file);
    return true;
  } catch (error) {
    throw unreachable(file, error) ?? error;
  }
}

function inspect(file: string, stats: Stats, userId: number | undefined): Look {
  const look = lookAt(file, stats, userId);
  if ((stats.mode & 0o077) !== 0) chmodSync(file, OWNER_ONLY);
  return look;
}

function lookAt(file: string, stats: Stats, userId: number | undefined): Look {
  if (stats.isSymbolicLink()) {
    throw refusal(file, "it is a symbolic link", "Name the file itself, or remove the link.");
  }
  if (!stats.isFile()) throw refusal(file, "it is not a plain file", "Name another file.");
  if (userId !== undefined && stats.uid !== userId) {
    throw refusal(file, "it belongs to another user", "Name a file of your own.");
  }
  return readHeader(file);
}

const WAL = "-wal";
/** What SQLite keeps beside the file: of what is not in it yet, and, while the tables are made, of what it held before. */
const LOGS = [WAL, "-journal"];

const holdsBytes = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;

function readHeader(file: string): Look {
  // First: another process that makes the file fills it before it keeps a log, so that an empty file with an older log was cut.
  const isLogged = holdsBytes(file + WAL);
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, constants.O_RDONLY);
  let bytes: number;
  let size: number;
  try {
    bytes = readSync(handle, header, 0, HEADER_BYTES, 0);
    // After the header: the file only grows, so that one that is being written is not taken for one that was cut.
    ({ size } = fstatSync(handle));
  } finally {
    closeSync(handle);
  }
  if (bytes === 0) {
    if (isLogged) throw damaged(file);
    return "sound";
  }
  if (header.toString("latin1", 0, MAGIC.length) !== MAGIC) throw foreign(file);
  if (bytes < HEADER_BYTES) throw damaged(file);
  if (header.readUInt32BE(68) !== APPLICATION_ID) throw foreign(file);
  const version = header.readUInt32BE(60);
  if (version > SCHEMA_VERSION) throw tooNew(file, version);
  // 1 stands for 65,536, which does not fit into two bytes.
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  return size < pageBytes * header.readUInt32BE(28) ? "suspect" : "sound";
}
