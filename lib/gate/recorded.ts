// What every shape of recording is read into.
import type { Inventory } from "../model";

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
