// What every shape of recording is read into.
import { INVENTORY, readInventory, type Inventory } from "../model";

/** Where a recording was made, for shapes that do not say it. */
export interface RecordingPlace {
  readonly region?: string;
  /** Default: the default account. */
  readonly account?: string;
  /** Default: the default project of the region. */
  readonly project?: string;
}

export interface Recorded {
  readonly inventory: Inventory;
  /** What could not be read, each with the reason. */
  readonly leftOut: readonly string[];
}

/** An image as an inventory writes it: what is left out has its default there. */
export interface ImageEntry {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Entries as an inventory, read as one that people wrote: with its defaults, and held to its schema. */
export function recordedAs(origin: string, images: readonly ImageEntry[], more: object = {}): Inventory {
  const { format, version } = INVENTORY;
  return readInventory(JSON.stringify({ format, version, origin, images, ...more }), origin);
}
