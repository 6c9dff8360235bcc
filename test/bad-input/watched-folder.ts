// A project folder of which a test knows every byte, so that a comparison proves "nothing was written".
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Answer } from "../cli/answer";

const ROOT = join(__dirname, "..", "..");
const BIN = join(ROOT, "dist", "cli", "main.js");

export class WatchedFolder {
  public readonly path = mkdtempSync(join(tmpdir(), "bad-input-"));

  public constructor() {
    this.write("cdktf.json", JSON.stringify({ language: "typescript", app: "true", output: "cdktf.out" }));
  }

  public file(path: string): string {
    return join(this.path, path);
  }

  public write(path: string, content: string | Buffer): string {
    const file = this.file(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** Runs the command line in this folder. */
  public run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Answer {
    return this.start([BIN, ...args], env);
  }

  /** Runs Node in this folder. */
  public start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Answer {
    const all = { ...process.env, CDKTF_OUTDIR: this.file("cdktf.out"), NO_COLOR: "1", ...env };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.path,
      env: all,
      encoding: "utf8",
    });
    return { code: status, out: stdout, err: stderr };
  }

  /** Every file and link by path, with mode and content. Folders are left out, because cdktf makes them before the rules are evaluated. */
  public contents(): Readonly<Record<string, string>> {
    const entries = readdirSync(this.path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    return Object.fromEntries(files.sort().map((file) => [relative(this.path, file), fingerprint(file)]));
  }

  public remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

function fingerprint(file: string): string {
  const stats = lstatSync(file);
  if (stats.isSymbolicLink()) return `-> ${readlinkSync(file)}`;
  return `${(stats.mode & 0o777).toString(8)} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`;
}
