// What every measurement needs: the compiled library, since sources would be measured together with their compiler; the clock; and the
// peak memory of its own process.

import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { root } from "../ready.mjs";

const require = createRequire(import.meta.url);

export function fromDist(...path) {
  return require(join(root, "dist", ...path));
}

/** Milliseconds that the work takes, and what it gives. */
export function timed(work) {
  const began = performance.now();
  const result = work();
  return { milliseconds: performance.now() - began, result };
}

/** The most memory that this process has held so far, in MB. */
export function peakMb() {
  return process.resourceUsage().maxRSS / 1024;
}
