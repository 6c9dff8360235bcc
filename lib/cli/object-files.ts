// The files of the simulated object storage: each object that was carried or asked for is a real file, a small stand-in for the gigabytes
// that it stands for. What is in one follows from the object's checksum alone, so that equal objects are equal files.
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { StoredObject } from "../model";
import { EnvironmentError } from "../values";

/** A file has so many bytes for each GiB of its object, and at least one block. */
const BYTES_PER_GIB = 4096;
const BLOCK_BYTES = 4096;

const PART = "part";

/** Names of buckets and keys are anything: a file's name is a hash of both, so that none of them is ever a path. */
export function fileOf(folder: string, bucket: string, key: string): string {
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  return join(folder, hash(bucket).slice(0, 32), hash(key));
}

/** Writes the file of an object that has none yet. */
export function materialize(file: string, object: StoredObject): void {
  if (existsSync(file)) return;
  const blocks = Math.max(1, Math.ceil((object.sizeGib * BYTES_PER_GIB) / BLOCK_BYTES));
  const bytes = Buffer.concat(Array.from({ length: blocks }, (_, index) => block(object.checksum, index)));
  make(
    file,
    () => existsSync(file),
    (own) => writeFileSync(own, bytes, { mode: 0o600 }),
  );
}

/**
 * Makes a file by way of one that no other process writes, in a folder beside it: Terraform runs two transfers of one object at once, and
 * containers that share a folder have equal process ids. Whoever is first removes what the others have begun: then theirs is made, too.
 */
function make(file: string, isMade: () => boolean, write: (own: string) => void): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    const folder = mkdtempSync(`${file}.`);
    const own = join(folder, PART);
    write(own);
    renameSync(own, file);
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!isGone(error) || !isMade()) throw error;
  }
}

function block(seed: string, index: number): Buffer {
  const parts = Array.from({ length: BLOCK_BYTES / 32 }, (_, part) =>
    createHash("sha256")
      .update(`${seed} ${String(index)} ${String(part)}`)
      .digest(),
  );
  return Buffer.concat(parts);
}

/** SHA-256 of the first so many bytes of a file, in hex; of all when none are told. */
export function digestOfFile(file: string, bytes = Number.MAX_SAFE_INTEGER): string {
  const hash = createHash("sha256");
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(BLOCK_BYTES);
    for (let left = bytes; left > 0;) {
      const count = readSync(handle, buffer, 0, Math.min(BLOCK_BYTES, left), null);
      if (count === 0) break;
      hash.update(buffer.subarray(0, count));
      left -= count;
    }
  } finally {
    closeSync(handle);
  }
  return hash.digest("hex");
}

export interface ResumableCopy {
  /** Bytes that lay there from an attempt before. */
  readonly resumedBytes: number;
  readonly bytes: number;
  readonly checksum: string;
}

/**
 * Carries a file block by block into a file of its own beside the target, and puts it in place when it is whole. It begins with the most
 * that another attempt has carried of the same file, whether that one has ended or not. Throws an EnvironmentError when the file is removed
 * meanwhile, or when what arrives differs.
 */
export function copyResumable(
  from: string,
  to: string,
  onBlock: (bytes: number) => void = () => undefined,
): ResumableCopy {
  try {
    return carried(from, to, onBlock);
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new EnvironmentError("the object was removed while it was carried. Run this again, if it is still wanted.");
  }
}

function carried(from: string, to: string, onBlock: (bytes: number) => void): ResumableCopy {
  const bytes = statSync(from).size;
  const checksum = digestOfFile(from);
  const isThere = (): boolean => existsSync(to) && statSync(to).size === bytes && digestOfFile(to) === checksum;
  if (isThere()) return { resumedBytes: bytes, bytes, checksum };
  const before = foldersBeside(to);
  let resumedBytes = 0;
  make(to, isThere, (own) => {
    const resumed = before.map((folder) => usable(join(folder, PART), from));
    const most = resumed.reduce((longest, one) => (one.length > longest.length ? one : longest), Buffer.alloc(0));
    resumedBytes = most.length;
    writeFileSync(own, most, { mode: 0o600 });
    append(from, own, resumedBytes, onBlock);
    if (statSync(own).size === bytes && digestOfFile(own) === checksum) return;
    rmSync(dirname(own), { recursive: true });
    throw new EnvironmentError(
      "what arrived differs from what was sent, though it was written just now. Run this again.",
    );
  });
  for (const folder of before) rmSync(folder, { recursive: true, force: true });
  return { resumedBytes, bytes, checksum };
}

/** What a file holds where it is the beginning of another; empty where it is not, or is gone. */
function usable(part: string, from: string): Buffer {
  try {
    const bytes = readFileSync(part);
    const digest = createHash("sha256").update(bytes).digest("hex");
    return digest === digestOfFile(from, bytes.length) ? bytes : Buffer.alloc(0);
  } catch (error) {
    if (isGone(error)) return Buffer.alloc(0);
    throw error;
  }
}

function append(from: string, part: string, start: number, onBlock: (bytes: number) => void): void {
  const source = openSync(from, "r");
  const target = openSync(part, "a", 0o600);
  try {
    const buffer = Buffer.alloc(BLOCK_BYTES);
    for (let at = start; ;) {
      const count = readSync(source, buffer, 0, BLOCK_BYTES, at);
      if (count === 0) break;
      writeSync(target, buffer, 0, count);
      at += count;
      onBlock(at);
    }
    fsyncSync(target);
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

/** With what attempts have left beside it. */
export function removeFile(file: string): void {
  for (const left of [...foldersBeside(file), file]) rmSync(left, { recursive: true, force: true });
}

/** The folders of attempts to write a file. */
function foldersBeside(file: string): readonly string[] {
  const folder = dirname(file);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => name.startsWith(`${basename(file)}.`)).map((name) => join(folder, name));
}

/** Whether a file was removed while it was used. */
function isGone(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "");
}
