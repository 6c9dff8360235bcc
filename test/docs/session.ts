// Runs a page from its first block to its last, in a new project with the packed package installed.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { CDKTF_BIN } from "../deploy/cdktf-cli";
import { trueOutput } from "./output";
import { isFile, readPage, ROOT, type Block, type Page } from "./page";

// In the checkout, so that Node finds the other packages that a reader installs.
export const BASE = join(ROOT, ".cache", "docs");
const PACKAGE = join(BASE, "node_modules", "cdktf-image-replication");

/** Unpacks the output of `npm pack`, once for all pages. */
export function installPackage(): void {
  rmSync(BASE, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  must("npm", ["pack", ROOT, "--ignore-scripts", "--silent", "--pack-destination", BASE]);
  const packed = readdirSync(BASE).find((name) => name.endsWith(".tgz")) ?? "";
  must("tar", ["-xzf", join(BASE, packed), "--strip-components=1", "-C", PACKAGE]);
}

function must(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr}`);
}

/** A project as the README sets it up: its packages, and its cdktf.json. */
function project(path: string): string {
  const folder = join(BASE, path.replaceAll("/", "-").replace(/\.md$/u, ""));
  const bin = join(folder, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  symlinkSync(PACKAGE, join(folder, "node_modules", "cdktf-image-replication"));
  const packages = join(ROOT, "node_modules");
  command(bin, "image-replication", join(PACKAGE, "dist", "cli", "main.js"));
  // The same as `tsx`, without its second process.
  command(bin, "tsx", "--require", require.resolve("tsx/cjs"));
  command(bin, "jest", join(packages, "jest", "bin", "jest.js"));
  command(bin, "cdktf", CDKTF_BIN);
  const settings = readPage("README.md").blocks.find(({ file }) => file === "cdktf.json");
  if (settings === undefined) throw new Error("The README shows no cdktf.json.");
  writeFileSync(join(folder, "cdktf.json"), settings.text);
  return folder;
}

function command(bin: string, name: string, ...args: readonly string[]): void {
  const quoted = [process.execPath, ...args].map((word) => `"${word}"`).join(" ");
  writeFileSync(join(bin, name), `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
}

/** An output block that differs, and the real output. */
export interface Stale {
  readonly block: Block;
  readonly truth: string;
}

/** Runs a page. Throws when a command has another exit code than the page says. */
export function follow(page: Page): readonly Stale[] {
  const folder = project(page.path);
  const stale: Stale[] = [];
  let printed: string | undefined;
  for (const block of page.blocks) {
    if (isFile(block)) {
      const file = join(folder, block.file ?? "");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, block.text);
    }
    if (block.language === "text" && block.notRun === undefined) {
      if (printed === undefined) throw new Error(`${at(page, block)} is the output of nothing that is run.`);
      const truth = trueOutput(block.text, printed);
      if (truth !== block.text) stale.push({ block, truth });
    }
    printed = block.language === "sh" && block.notRun === undefined ? run(folder, page, block) : undefined;
  }
  return stale;
}

export const at = ({ path }: Page, { from }: Block): string => `${path}:${String(from + 1)}`;

/** The output of a shell, with both streams in their order. */
function run(folder: string, page: Page, block: Block): string {
  const { NODE_ENV: _env, JEST_WORKER_ID: _worker, NODE_OPTIONS: _options, ...inherited } = process.env;
  const env = {
    ...inherited,
    HOME: join(folder, ".home"),
    PATH: [__dirname, process.env.PATH].join(delimiter),
    NO_COLOR: "1",
    CI: "1",
  };
  const script = `exec 2>&1\nset -eu\n${block.text}`;
  const { status, stdout } = spawnSync("bash", ["-c", script], { cwd: folder, env, encoding: "utf8" });
  if (status === block.exitCode) return stdout;
  throw new Error(
    `${at(page, block)} answered ${String(status)}, not ${String(block.exitCode)}:\n${block.text}\n${stdout}`,
  );
}
