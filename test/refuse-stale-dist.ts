// A test file that runs `dist` fails while `dist` is older than `lib`, because it would test old code.
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const ROOT = join(__dirname, "..");

if (process.env["DIST_IS_STALE"] === "1" && runsDist(expect.getState().testPath!)) {
  throw new Error("dist is older than lib. Run `npm run build`, and then this test again.");
}

function runsDist(testFile: string): boolean {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- read only where it is needed: seldom
  const { reach } = require("../scripts/cdktn/test-files.cjs") as {
    reach: (root: string, file: string) => readonly string[];
  };
  const files = reach(ROOT, relative(ROOT, testFile).split(sep).join("/"));
  return files.some((file) => file.startsWith("test/") && /\bdist["'`/]/u.test(readFileSync(join(ROOT, file), "utf8")));
}
