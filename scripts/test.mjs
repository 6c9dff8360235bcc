// `npm test`: installs and builds when needed, checks types, runs Jest, and closes with one line that counts everything.
// UPDATE=1 rewrites goldens and snapshots. Arguments after `--` go to Jest.

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { BuildError, ensureReady, root } from "./ready.mjs";

const nothingRan = { passed: 0, failed: 1, skipped: 0 };
let counts = nothingRan;

// From an exit hook, so that nothing can print after it.
process.on("exit", () => console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`));
// Without a handler this process would end with no closing line, and before its child has stopped printing.
let child;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    if (!child) process.exit(130);
    child.once("exit", () => process.exit(130));
    child.kill(signal);
  });

try {
  const compiles = (await isReady()) & (await checkTypes());
  const tested = await runJest();
  counts = tested && { ...tested, failed: tested.failed + (compiles ? 0 : 1) };
} catch (error) {
  console.error(error);
}
counts ??= nothingRan;
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

async function checkTypes() {
  const passed = (await run("typescript/bin/tsc", ["-p", "tsconfig.json", "--noEmit"])) === 0;
  if (!passed) console.error("The type check failed.");
  return passed;
}

/** What Jest counted, or undefined when it gave no result. */
async function runJest() {
  const outputFile = join(root, ".cache", `jest-result-${process.pid}.json`);
  mkdirSync(join(root, ".cache"), { recursive: true });
  const mode = process.env.UPDATE === "1" ? ["-u"] : ["--ci"];
  const status = await run("jest/bin/jest.js", [
    ...mode,
    "--json",
    `--outputFile=${outputFile}`,
    ...process.argv.slice(2),
  ]);
  const result = readResult(outputFile);
  if (result === undefined) return undefined;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  // Jest also fails for reasons that are no test: an interruption, a coverage bound.
  const failedOtherwise = failed === 0 && (status !== 0 || result.wasInterrupted);
  return {
    passed: result.numPassedTests,
    failed: failed + (failedOtherwise ? 1 : 0),
    skipped: result.numPendingTests + result.numTodoTests,
  };
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
    child = spawn(process.execPath, [join(root, "node_modules", script), ...args], {
      cwd: root,
      stdio: "inherit",
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
