// A forge in a folder: a repository with a target branch and a pull request, and a machine that runs the steps of pipelines as written.
// Packages, cdktf's command line and the forge's own tools have stand-ins.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const EXAMPLE = join(ROOT, "examples", "gitops");

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

export class Forge {
  public readonly path = mkdtempSync(join(tmpdir(), "forge-"));
  public readonly base: string;
  public readonly head: string;
  private readonly bin = join(this.path, "bin");
  private readonly packages = join(this.path, "packages");

  /** @param change the changes of the pull request to the target branch */
  public constructor(change: (folder: string) => void) {
    const origin = this.folder("origin");
    this.git(origin, "init", "--quiet", "--initial-branch=main");
    cpSync(EXAMPLE, origin, { recursive: true });
    this.base = this.commit(origin, "the target branch");
    change(origin);
    this.head = this.commit(origin, "the pull request");
    this.placePackages();
    this.place("npx", NPX);
    this.place("npm", 'test "$*" = "ci --ignore-scripts" || exit 64\nln -s "$PACKAGES" node_modules\n');
  }

  public folder(...names: readonly string[]): string {
    const folder = join(this.path, ...names);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** A checkout of a commit, as in a pipeline. */
  public checkout(commit: string, folder: string): void {
    this.git(this.path, "clone", "--quiet", join(this.path, "origin"), folder);
    this.git(folder, "checkout", "--quiet", commit);
  }

  /** A tool of the machine that the pipeline calls. */
  public place(name: string, script: string): void {
    mkdirSync(this.bin, { recursive: true });
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${script}`);
    chmodSync(join(this.bin, name), 0o755);
  }

  /** Runs a script as the forge does, with only the variables that it passes. */
  public run(
    shell: readonly string[],
    script: string,
    cwd: string,
    env: Readonly<Record<string, string>>,
  ): Promise<Ran> {
    const file = join(this.path, "step.sh");
    writeFileSync(file, script);
    const [command = "sh", ...args] = shell;
    const whole = {
      PATH: `${this.bin}:${process.env.PATH ?? ""}`,
      HOME: this.folder("home"),
      PACKAGES: this.packages,
      npm_config_update_notifier: "false",
      ...env,
    };
    return new Promise((resolve, reject) => {
      const child = spawn(command, [...args, file], { cwd, env: whole, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, output });
      });
    });
  }

  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private commit(folder: string, message: string): string {
    const who = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    this.git(folder, "add", "--all");
    this.git(folder, ...who, "commit", "--quiet", "--allow-empty", "-m", message);
    return this.git(folder, "rev-parse", "HEAD").trim();
  }

  private git(cwd: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("git", args, { cwd, encoding: "utf8" });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
    return stdout;
  }

  /** The result of `npm ci`: the packages of this repository, and the built package itself. */
  private placePackages(): void {
    const modules = join(ROOT, "node_modules");
    const bin = this.folder("packages", ".bin");
    for (const name of ["cdktf", "constructs", "tsx"]) symlinkSync(join(modules, name), join(this.packages, name));
    symlinkSync(ROOT, join(this.packages, "cdktf-image-replication"));
    const program = (name: string, file: string): void => {
      writeFileSync(join(bin, name), `#!/bin/sh\nexec "${process.execPath}" "${file}" "$@"\n`);
      chmodSync(join(bin, name), 0o755);
    };
    program("tsx", join(modules, "tsx", "dist", "cli.mjs"));
    program("image-replication", join(ROOT, "dist", "cli", "main.js"));
    // The same as `cdktf synth`: the app's command, with the context.
    writeFileSync(join(this.path, "cdktf.cjs"), SYNTH);
    program("cdktf", join(this.path, "cdktf.cjs"));
  }
}

/** Runs installed programs without a registry: npm's own npx takes a second for each of the dozen calls of a pipeline. */
export const NPX = `if [ "$1" = --no-install ]; then shift; fi
name=$1
shift
exec "./node_modules/.bin/$name" "$@"
`;

const SYNTH = `
if (process.argv[2] !== "synth") process.exit(64);
const { app, output, context } = JSON.parse(require("node:fs").readFileSync("cdktf.json", "utf8"));
const env = { ...process.env, CDKTF_OUTDIR: output, CDKTF_CONTEXT_JSON: JSON.stringify(context) };
const { status } = require("node:child_process").spawnSync(app, { shell: true, env, stdio: "inherit" });
process.exit(status ?? 1);
`;

/** A file that a step has written; empty if it has not. */
export function written(...names: readonly string[]): string {
  const file = join(...names);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
