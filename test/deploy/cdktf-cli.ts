// The real cdktf-cli for tests: installed once into a folder that Git ignores, because it is larger than all other packages together. Its
// tests are skipped where it cannot be installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const VERSION = "0.21.0";
const ROOT = join(__dirname, "..", "..");
const FOLDER = join(ROOT, ".cache", `cdktf-cli-${VERSION}`);
export const CDKTF_BIN = join(FOLDER, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf.js");
const INSTALLED = join(FOLDER, ".installed");
const PATIENCE_MS = 300_000;

function install(): string | undefined {
  if (existsSync(INSTALLED)) return undefined;
  if (spawnSync("terraform", ["version"]).status !== 0) return "Terraform is not on PATH";
  // Two processes can run this at once: each installs into its own folder, and the first result is used.
  const own = `${FOLDER}.${String(process.pid)}`;
  mkdirSync(own, { recursive: true });
  process.stderr.write(`Installing cdktf-cli ${VERSION} for the tests of cdktf deploy, once …\n`);
  const { status, error } = npmInstall(own, `cdktf-cli@${VERSION}`);
  if (status === 0) {
    writeFileSync(join(own, basename(INSTALLED)), "");
    if (!existsSync(INSTALLED)) rmSync(FOLDER, { recursive: true, force: true });
    if (!existsSync(FOLDER)) renameSync(own, FOLDER);
  }
  rmSync(own, { recursive: true, force: true });
  return existsSync(INSTALLED) ? undefined : (error?.message ?? "npm install failed");
}

/** Without the packages' own scripts, because none of them is needed. */
export function npmInstall(folder: string, ...packages: readonly string[]): { status: number | null; error?: Error } {
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--prefer-offline"];
  const { npm_config_prefix: _prefix, npm_config_local_prefix: _local, ...env } = process.env;
  return spawnSync("npm", ["install", ...flags, ...packages], {
    cwd: folder,
    env,
    stdio: "ignore",
    timeout: PATIENCE_MS,
  });
}

const why = install();

if (why !== undefined) {
  process.stderr.write(`cdktf-cli ${VERSION} cannot be used (${why}): the tests of cdktf deploy are skipped.\n`);
}

/** `test` where cdktf-cli is, else `test.skip`: counted as skipped, never as passed. */
export const cdktfTest: typeof test = why === undefined ? test : test.skip;

export interface Answer {
  readonly code: number | null;
  readonly text: string;
}

/** Runs cdktf in a folder, with its own home and without access to a registry. */
export function cdktf(folder: string, home: string, ...args: readonly string[]): Promise<Answer> {
  const nowhere = "http://127.0.0.1:9";
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    CI: "1",
    NO_COLOR: "1",
    CHECKPOINT_DISABLE: "1",
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CDKTF_BIN, ...args], {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += String(chunk)));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, text });
    });
  });
}
