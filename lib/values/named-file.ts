// Text of a file that somebody has named; or, in words, why there is none.
import { readFileSync } from "node:fs";
import { UsageError } from "./errors";

/** Throws a UsageError when the file cannot be read; `shown` is how it names the file. */
export function readNamedFile(file: string, shown = file): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(fileFault(error), { file: shown });
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
};
