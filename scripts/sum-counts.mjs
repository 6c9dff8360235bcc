// Prints one closing line that sums the closing lines of the test runs whose outputs the named files hold. A run without one has failed.

import { readFileSync } from "node:fs";

const CLOSING = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gmu;

const sums = [0, 0, 0];
for (const file of process.argv.slice(2)) {
  const closing = [...readFileSync(file, "utf8").matchAll(CLOSING)].at(-1);
  const counts = closing === undefined ? [0, 1, 0] : closing.slice(1).map(Number);
  counts.forEach((count, index) => (sums[index] += count));
}
const [passed, failed, skipped] = sums;
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
