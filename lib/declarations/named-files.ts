// Files that programs name, by paths from the folder that they run in: each is read once, and again when it has changed.
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fileFault, readNamedFile, UsageError } from "../values";

export class NamedFiles<T> {
  private readonly loaded = new Map<string, { readonly stamp: string; readonly content: T }>();

  /** @param read throws a UsageError when the text is not what it has to be */
  public constructor(private readonly read: (text: string, path: string) => T) {}

  /** The same object as long as the file is the same. Throws a UsageError when it cannot be read or is not what it has to be. */
  public load(path: string): T {
    const file = resolve(path);
    const stamp = stampOf(file, path);
    const known = this.loaded.get(file);
    if (known?.stamp === stamp) return known.content;
    const content = this.read(readNamedFile(file, path), path);
    this.loaded.set(file, { stamp, content });
    return content;
  }
}

function stampOf(file: string, path: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${String(mtimeMs)} ${String(size)}`;
  } catch (error) {
    throw new UsageError(`${fileFault(error)}. Its path counts from the folder in which the program runs.`, {
      file: path,
    });
  }
}
