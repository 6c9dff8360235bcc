// Makes a checkout ready to run: packages installed, `dist` built. Does nothing when both are up to date.
// Runs before anything is installed, so it may use Node's own modules only.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const at = (...parts) => join(root, ...parts);
const say = (line) => process.stderr.write(`${line}\n`);
const installedMark = at("node_modules", ".installed-lock");
const builtMark = at("dist", ".built-from");

/** The sources in `lib` do not compile; the compiler has already said why. */
export class BuildError extends Error {}

/** Installs when the lock changed, then builds when a source changed. Throws when either fails. */
export function ensureReady() {
  alone(() => {
    ensureInstalled();
    ensureBuilt();
  });
}

function ensureInstalled() {
  const wanted = hashOf([at("package-lock.json")], dependencyFields());
  if (readIfThere(installedMark) === wanted) return;
  say("Installing packages (npm ci) …");
  // `--include` wins over NODE_ENV=production and over a user's own `omit` setting.
  const flags = ["--include=dev", "--include=optional", "--include=peer", "--no-audit", "--no-fund"];
  // A shell only where npm is a .cmd file. What npm says goes to stderr: stdout belongs to the command itself.
  const npm = spawnSync("npm", ["ci", ...flags], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) throw new Error(`npm ci failed (${npm.error?.message ?? `exit code ${npm.status}`}).`);
  writeFileSync(installedMark, wanted);
  say("Packages installed.");
}

/** Whether `dist` was built from `lib` as it is now. */
export function isBuilt() {
  return readIfThere(builtMark) === hashOfSources();
}

function hashOfSources() {
  return hashOf([
    ...filesUnder(at("lib")),
    at("tsconfig.json"),
    at("tsconfig.build.json"),
    at("package.json"),
    at("package-lock.json"),
    at("scripts", "prune-types.mjs"),
    at("scripts", "bundle-modules.mjs"),
    at("scripts", "bundle-plugin.mjs"),
    at("scripts", "compile-schemas.ts"),
    at("scripts", "prop-table.ts"),
  ]);
}

function ensureBuilt() {
  if (isBuilt()) return;
  say("Building dist …");
  // Written beside the sources, which tests run too.
  runBuilder("prop-table.ts");
  const wanted = hashOfSources();
  // Built aside and then swapped in, so that a failed build leaves no half of a `dist` behind.
  const next = at(".cache", "dist-next");
  rmSync(next, { recursive: true, force: true });
  const compiler = at("node_modules", "typescript", "bin", "tsc");
  const tsc = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json", "--outDir", next], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (tsc.status !== 0) throw new BuildError("lib does not compile.");
  runBuilder("prune-types.mjs", next);
  runBuilder("bundle-modules.mjs", next);
  runBuilder("bundle-plugin.mjs", next);
  copySchemas(next);
  runBuilder("compile-schemas.ts", next);
  const command = join(next, "cli", "main.js");
  if (existsSync(command)) chmodSync(command, 0o755);
  rmSync(at("dist"), { recursive: true, force: true });
  renameSync(next, at("dist"));
  writeFileSync(builtMark, wanted);
  say("Built dist.");
}

/** The bundles hold the documents that a program reads; users read these. */
function copySchemas(folder) {
  for (const file of filesUnder(at("lib")).filter((each) => each.endsWith(".schema.json")))
    cpSync(file, join(folder, relative(at("lib"), file)));
}

function runBuilder(script, ...folder) {
  const loader = script.endsWith(".ts") ? ["--import", "tsx"] : [];
  const { status } = spawnSync(process.execPath, [...loader, at("scripts", script), ...folder], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new BuildError(`scripts/${script} failed.`);
}

/** Two commands started at once in a fresh checkout must not install or build over each other. */
function alone(work) {
  const lock = at(".cache", "ready.lock");
  mkdirSync(at(".cache"), { recursive: true });
  for (let tries = 1; !tryTake(lock); tries++) {
    if (tries === 5)
      say(`Waiting for process ${readIfThere(lock)}, which installs or builds here (.cache/ready.lock) …`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function tryTake(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const owner = Number(readIfThere(lock));
  // A killed process leaves its lock; an empty one is being written at this moment.
  if (owner > 0 && !isAlive(owner)) rmSync(lock, { force: true });
  return false;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    // A dead process keeps its number until its parent waits for it, which some never do.
    return !/^[ZX]/u.test(stateOf(pid));
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** One letter for what a process does, behind its name; empty where the system does not say. */
function stateOf(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`) ?? "";
  return stat.slice(stat.lastIndexOf(")") + 2);
}

/** The part of package.json that decides what is installed: editing a script must not reinstall. */
function dependencyFields() {
  const { dependencies, devDependencies, peerDependencies, overrides } = JSON.parse(
    readFileSync(at("package.json"), "utf8"),
  );
  return JSON.stringify({ dependencies, devDependencies, peerDependencies, overrides });
}

function hashOf(files, seed = "") {
  const hash = createHash("sha256").update(seed);
  for (const file of files) hash.update(`\0${relative(root, file).split(sep).join("/")}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes(error.code)) return undefined;
    throw error;
  }
}
