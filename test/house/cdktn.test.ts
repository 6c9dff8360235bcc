// The second run, on cdktn, includes the tests of synthesis, and no test that depends on cdktf is left out without a reason.
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Selection {
  readonly testFiles: (root: string) => { run: string[]; leftOut: Record<string, string> };
  readonly reach: (root: string, file: string) => string[];
  readonly filesUnder: (root: string, folders: string[]) => string[];
  readonly COMES_TO_CDKTF: RegExp;
}

const ROOT = join(__dirname, "..", "..");
const selection = jest.requireActual<Selection>("../../scripts/cdktn/test-files.cjs");
const { run, leftOut } = selection.testFiles(ROOT);
const IMPORTS = /(?:from|import|require)\s*\(?\s*"cdktf(?:\/[^"]*)?"/u;

/** Files that no test imports; they run on cdktn, or not, in another way. */
const ELSEWHERE = [
  /^examples\/[^/]+\/(?:main|refused)\.ts$/u, // test/examples/examples.slow.test.ts runs every example
  /^test\/testing\/fresh-project\//u, // a separate project, with its own installed packages
  /^test\/soak\//u, // not a test
  /\.d\.cts$/u, // types of a program that a test imports
];

test("a test on cdktn reaches every file that imports cdktf, or it is left out with a reason", () => {
  const reached = new Set([...run, ...Object.keys(leftOut)].flatMap((file) => selection.reach(ROOT, file)));
  const forgotten = selection
    .filesUnder(ROOT, ["test", "examples", "lib"])
    .filter((file) => IMPORTS.test(readFileSync(join(ROOT, file), "utf8")))
    .filter((file) => !reached.has(file) && !ELSEWHERE.some((place) => place.test(file)));
  expect(forgotten).toEqual([]);
});

test("the second run has constructs, entry points, examples, the testing kit and `check`", () => {
  expect(run).toEqual(
    expect.arrayContaining([
      "examples/gitops/what-if.test.ts",
      "test/cli/check.test.ts",
      "test/constructs/emission.test.ts",
      "test/doors/doors.test.ts",
      "test/examples/examples.slow.test.ts",
      "test/testing/kit.test.ts",
    ]),
  );
});

test.each([
  ['import { App } from "cdktf";', true],
  ['import type { App } from "cdktf/lib/app";', true],
  ["write('const { App } = require(\"cdktf\");')", true],
  ["write(`import { App } from \\`cdktf\\`;`)", true],
  ['await import("cdktf")', true],
  ['new ProjectFolder("golden-image")', true],
  ['join(ROOT, "examples")', true],
  ['run("cdktf", "synth")', false],
  ['import { x } from "cdktf-image-replication";', false],
])("%s: %s", (text, comes) => {
  expect(selection.COMES_TO_CDKTF.test(text)).toBe(comes);
});
