// Checks once, before any test, whether `dist` was built from the current `lib`. Tests that run an older one are refused:
// refuse-stale-dist.ts.
import { isBuilt } from "../scripts/ready.mjs";

export default function setup() {
  // Jest's workers inherit it, too.
  process.env.DIST_IS_STALE = isBuilt() ? "" : "1";
}
