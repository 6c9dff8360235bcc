// `npm test` installs and builds when needed, checks types, runs the quick tests, and closes with one line that counts everything.
// `npm run test:all` runs the rest: the slow tests, and types and the tests of synthesis on cdktn, the maintained fork of cdktf.
// UPDATE=1 rewrites goldens and snapshots. Arguments after `--` go to Jest, which then chooses among all tests, quick and slow.

import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { tryMakeMemoryFolder } from "./memory-folder.mjs";
import { BuildError, ensureReady, root } from "./ready.mjs";

const [first, ...others] = process.argv.slice(2);
const isRest = first === "--rest";
const chosen = isRest ? others : process.argv.slice(2);
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
  const hasTypes = await checkTypes(isRest ? "tsconfig.cdktn.json" : "tsconfig.json");
  const failures = [builds, hasTypes].filter((passed) => !passed).length;
  const mode = process.env.UPDATE === "1" ? ["-u"] : ["--ci"];
  const all = chosen.length > 0 ? ["--passWithNoTests"] : [];
  const runs = isRest
    ? // The run on cdktn writes nothing: it compares with what the other one wrote.
      [
        await runJest("jest.slow.config.cjs", [...mode, ...all]),
        await runJest("jest.cdktn.config.cjs", ["--ci", ...all]),
      ]
    : [await runJest(chosen.length > 0 ? "jest.config.cjs" : "jest.quick.config.cjs", mode)];
  const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
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

async function checkTypes(project) {
  const passed = (await run("typescript/bin/tsc", ["-p", project, "--noEmit"])) === 0;
  if (!passed) console.error(`The type check failed (${project}).`);
  return passed;
}

/** What Jest counted. */
async function runJest(config, mode) {
  const outputFile = join(root, ".cache", `jest-result-${process.pid}.json`);
  mkdirSync(join(root, ".cache"), { recursive: true });
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
