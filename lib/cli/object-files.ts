// The files of the simulated object storage: each object that was carried or asked for is a real file, a small stand-in for the gigabytes
// that it stands for. What is in one follows from the object's checksum alone, so that equal objects are equal files.
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { StoredObject } from "../model";

/** A file has so many bytes for each GiB of its object, and at least one block. */
const BYTES_PER_GIB = 4096;
const BLOCK_BYTES = 4096;

/** Names of buckets and keys are anything: a file's name is a hash of both, so that none of them is ever a path. */
export function fileOf(folder: string, bucket: string, key: string): string {
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  return join(folder, hash(bucket).slice(0, 32), hash(key));
}

/** Writes the file of an object that has none yet. */
export function materialize(file: string, object: StoredObject): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const blocks = Math.max(1, Math.ceil((object.sizeGib * BYTES_PER_GIB) / BLOCK_BYTES));
  const bytes = Buffer.concat(Array.from({ length: blocks }, (_, index) => block(object.checksum, index)));
  // Of its own: two transfers of one object, which Terraform runs at once, may both write it.
  const written = `${file}.${String(process.pid)}.new`;
  writeFileSync(written, bytes, { mode: 0o600 });
  renameSync(written, file);
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

export interface Carried {
  /** Bytes that lay there from an attempt before. */
  readonly resumedBytes: number;
  readonly bytes: number;
  readonly checksum: string;
}

/**
 * Carries a file on, block by block, beside its target, and puts it in place when it is whole. What an attempt before has carried is kept
 * when it is the beginning of the same file. Throws when size or checksum differ in the end.
 */
export function carry(from: string, to: string, onBlock: (bytes: number) => void = () => undefined): Carried {
  const bytes = statSync(from).size;
  const checksum = digestOfFile(from);
  if (existsSync(to) && statSync(to).size === bytes && digestOfFile(to) === checksum) {
    return { resumedBytes: bytes, bytes, checksum };
  }
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const part = `${to}.part`;
  const resumedBytes = usableBytes(part, from, bytes);
  append(from, part, resumedBytes, onBlock);
  if (statSync(part).size !== bytes || digestOfFile(part) !== checksum) {
    rmSync(part);
    throw new Error("what arrived differs from what was sent, though it was written just now");
  }
  renameSync(part, to);
  return { resumedBytes, bytes, checksum };
}

function usableBytes(part: string, from: string, bytes: number): number {
  if (!existsSync(part)) return 0;
  const { size } = statSync(part);
  if (size <= bytes && digestOfFile(part) === digestOfFile(from, size)) return size;
  rmSync(part);
  return 0;
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
  const folder = dirname(file);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) if (name.startsWith(basename(file))) rmSync(join(folder, name), { force: true });
}
