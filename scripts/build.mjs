// `npm run build`: installs and compiles when something changed.

import { BuildError, ensureReady } from "./ready.mjs";

try {
  ensureReady();
} catch (error) {
  process.stderr.write(`${error instanceof BuildError ? error.message : error}\n`);
  process.exitCode = 1;
}
