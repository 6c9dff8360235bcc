// What it costs a program to import us, beside cdktf alone, which it needs anyhow.

import { createRequire } from "node:module";
import { fromDist, timed } from "./dist.mjs";

const require = createRequire(import.meta.url);

const imports = { ours: () => fromDist("index.js"), cdktf: () => require("cdktf") };

/** @returns milliseconds of the first import in this process */
export function measure(what) {
  return { milliseconds: timed(imports[what]).milliseconds };
}
