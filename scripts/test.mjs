// `npm test`: installs and builds when needed, checks types, runs Jest, and closes with one line that counts everything. Types and tests
// that come to cdktf are run a second time on cdktn, its living fork.
// UPDATE=1 rewrites goldens and snapshots. Arguments after `--` go to Jest.

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tryMakeMemoryFolder } from "./memory-folder.mjs";
import { BuildError, ensureReady, root } from "./ready.mjs";

const CDKTN = "jest.cdktn.config.cjs";
const nothingRan = { passed: 0, failed: 1, skipped: 0 };
let counts = nothingRan;

// From an exit hook, so that nothing can print after it.
process.on("exit", () => console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`));
// Without a handler this process would end with no closing line, and before its child has stopped printing.
const children = new Set();
let isStopped = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    isStopped = true;
    if (children.size === 0) process.exit(130);
    for (const child of children) child.kill(signal);
  });

// A folder that somebody has chosen stays chosen.
const memory = process.env.TMPDIR === undefined ? tryMakeMemoryFolder() : undefined;
if (memory !== undefined) process.env.TMPDIR = memory;

try {
  const builds = await isReady();
  const failures = [builds, ...(await checkTypes())].filter((passed) => !passed).length;
  // Only the first run writes: the second shows that what was written serves both.
  const tested = await runJest("jest.config.cjs", process.env.UPDATE === "1" ? ["-u"] : ["--ci"]);
  const again = await runJest(CDKTN, ["--ci", "--passWithNoTests"]);
  const sum = (key) => tested[key] + again[key];
  counts = { passed: sum("passed"), failed: sum("failed") + failures, skipped: sum("skipped") };
} catch (error) {
  console.error(error);
}
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

/** Sources that do not compile are one failure among others; anything else ends the run. */
async function isReady() {
  try {
    ensureReady();
    return true;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    return false;
  }
}

/** Whether the types are right, on either library; both are checked at once. */
function checkTypes() {
  return Promise.all(
    ["tsconfig.json", "tsconfig.cdktn.json"].map(async (project) => {
      const passed = (await run("typescript/bin/tsc", ["-p", project, "--noEmit"])) === 0;
      if (!passed) console.error(`The type check failed (${project}).`);
      return passed;
    }),
  );
}

/** What Jest counted. */
async function runJest(config, mode) {
  const outputFile = join(root, ".cache", `jest-result-${process.pid}.json`);
  mkdirSync(join(root, ".cache"), { recursive: true });
  const chosen = process.argv.slice(2);
  const status = await run("jest/bin/jest.js", [
    ...["--config", config, "--json", `--outputFile=${outputFile}`],
    ...mode,
    ...chosen,
  ]);
  const result = readResult(outputFile);
  if (result === undefined) return nothingRan;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  // Jest also fails for reasons that are no test: an interruption, a coverage bound. And of all tests, some are there.
  const failedOtherwise = failed === 0 && (status !== 0 || result.wasInterrupted || isEmpty(result, chosen));
  return {
    passed: result.numPassedTests,
    failed: failed + (failedOtherwise ? 1 : 0),
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

function isEmpty({ numTotalTests }, chosen) {
  return numTotalTests === 0 && chosen.length === 0;
}

function readResult(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  } finally {
    rmSync(file, { force: true });
  }
}

function run(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
      cwd: root,
      stdio: "inherit",
    });
    children.add(child);
    child.on("error", reject);
    child.on("exit", (code) => {
      children.delete(child);
      if (isStopped && children.size === 0) process.exit(130);
      resolve(code ?? 1);
    });
  });
}
