// A cloud over a file of its own, for who needs nothing else of the store.
import { Store } from "../store";
import { Cloud, type CloudOptions } from "./cloud";

export interface OpenedCloud {
  readonly cloud: Cloud;
  /** Ends the use of the file. May be called twice. */
  close(): void;
}

/** Opens the region state in a file, which is made when it is missing; `:memory:` is one that ends with the process. */
export function openCloud(file: string, options: CloudOptions = {}): OpenedCloud {
  const store = Store.open(file);
  return {
    cloud: new Cloud(store, options),
    close: () => {
      store.close();
    },
  };
}
