// Text of a file that somebody has named; or, in words, why there is none.
import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { UsageError } from "./errors";

const BYTES_PER_MIB = 1024 ** 2;

/** The largest document that is read. */
export const MOST_DOCUMENT_MIB = 128;

/**
 * Throws a UsageError when the file cannot be read, is larger than a document, has no end, or is no UTF-8; `shown` is how it names the
 * file.
 */
export function readNamedFile(file: string, shown = file): string {
  let handle: number | undefined;
  try {
    // A named pipe that nobody writes to would be waited for. One that the shell has made has its writer already.
    const isFromShell = FROM_SHELL.test(file);
    handle = openSync(file, constants.O_RDONLY | (isFromShell ? 0 : NO_WAITING));
    const stats = fstatSync(handle);
    const what = isFromShell && stats.isFIFO() ? undefined : strangeKind(stats);
    if (what !== undefined)
      throw new UsageError(`it is ${what}. Name a plain file of at most ${LIMIT}.`, { file: shown });
    return textOf(handle, stats.size, shown);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(fileFault(error), { file: shown });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

const LIMIT = `${String(MOST_DOCUMENT_MIB)} MiB`;
const FROM_SHELL = /^\/(?:dev\/(?:fd\/\d+|stdin)|proc\/[^/]+\/fd\/\d+)$/u;
/** Windows has no such flag, and no such files. */
const NO_WAITING = (constants as Partial<typeof constants>).O_NONBLOCK ?? 0;

/** What it is that has no end, or no text; undefined for a plain file, and for a folder, of which reading says it. */
function strangeKind(stats: Stats): string | undefined {
  if (stats.isFIFO()) return "a named pipe";
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return "a device";
  return undefined;
}

/** @param size what the file says of itself: it can grow while it is read, and what the system makes up as it is read says 0 */
function textOf(handle: number, size: number, shown: string): string {
  const most = MOST_DOCUMENT_MIB * BYTES_PER_MIB;
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(size, BYTES_PER_MIB), most) + 1);
  let used = 0;
  for (let count = -1; count !== 0 && used <= most && size <= most; used += count) {
    if (used === buffer.length) buffer = Buffer.concat([buffer], Math.min(2 * used, most + 1));
    count = readSync(handle, buffer, used, buffer.length - used, null);
  }
  if (used <= most && size <= most) return decoded(buffer.subarray(0, used), shown);
  throw new UsageError(`it is larger than ${LIMIT}, the most that a document has. Name a smaller file.`, {
    file: shown,
  });
}

/** A decoder that is not strict makes one text of two different ones. */
function decoded(bytes: Buffer, shown: string): string {
  const text = bytes.toString("utf8");
  if (isUtf8(bytes)) return text;
  throw new UsageError(
    `it is no text in UTF-8: the byte at offset ${String(faultOffset(bytes, text))} begins no character. Save it as UTF-8.`,
    { file: shown },
  );
}

const REPLACEMENT = "\ufffd";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/** Where the first replacement in the text stands that the file does not have itself. */
function faultOffset(bytes: Buffer, text: string): number {
  let [offset, from] = [0, 0];
  for (;;) {
    const at = text.indexOf(REPLACEMENT, from);
    offset += Buffer.byteLength(text.slice(from, at));
    if (!bytes.subarray(offset, offset + REPLACEMENT_BYTES.length).equals(REPLACEMENT_BYTES)) return offset;
    offset += REPLACEMENT_BYTES.length;
    from = at + 1;
  }
}

/** What the system says of a file that it does not give or take. */
export function fileFault(error: unknown): string {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return FAULTS[code] ?? code;
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file",
  EACCES: "you have no right to it",
  ENXIO: "it is a socket, and no plain file",
};
