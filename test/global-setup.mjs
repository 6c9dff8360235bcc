// Looks once, before any test, whether `dist` was built from `lib` as it is. Tests that run it refuse another one: refuse-stale-dist.ts.
import { isBuilt } from "../scripts/ready.mjs";

export default function setup() {
  // Also in Jest's workers, which inherit it.
  process.env.DIST_IS_STALE = isBuilt() ? "" : "1";
}
