// `npm run soak -- --random-seed 123`: kills, processes in pairs, plans with faults, wishes and spoilt documents by the thousand, and a fleet under
// Terraform, which is too much for `npm test`. `--kills N --pairs N --plans N --wishes N --force N --documents N --leftovers N --lives N` run fewer or
// more. A failure prints the one line that replays it.

import { createRequire } from "node:module";
import { BuildError, ensureReady } from "./ready.mjs";

try {
  ensureReady();
  // Only now: in a fresh checkout there was nothing to import before.
  const { register } = await import("tsx/cjs/api");
  register();
  const require = createRequire(import.meta.url);
  require("../test/soak/soak.ts");
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
