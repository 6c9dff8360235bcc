// Inventory files that programs name: read once, and again when they change.
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { readInventory, type Inventory } from "../model";
import { UsageError } from "../values";

const loaded = new Map<string, { readonly stamp: string; readonly inventory: Inventory }>();

/** Throws a UsageError when the file cannot be read or is no inventory. */
export function loadInventory(path: string): Inventory {
  const file = resolve(path);
  const stamp = stampOf(file, path);
  const known = loaded.get(file);
  if (known?.stamp === stamp) return known.inventory;
  const inventory = readInventory(readFileSync(file, "utf8"), path);
  loaded.set(file, { stamp, inventory });
  return inventory;
}

function stampOf(file: string, path: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${String(mtimeMs)} ${String(size)}`;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const what = missing ? "there is no such file" : `it cannot be read (${(error as Error).message})`;
    throw new UsageError(`${what}. An inventory's path counts from the folder in which the program runs.`, {
      file: path,
    });
  }
}
