// Runs the built command line as users do: in its own folder, as its own process.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "./answer";

const ROOT = join(__dirname, "..", "..");
const BIN = join(ROOT, "dist", "cli", "main.js");

/** A project folder with a cdktf.json and, on request, the example's program and inventory. */
export class ProjectFolder {
  public readonly path = mkdtempSync(join(tmpdir(), "project-"));

  public constructor(example?: string) {
    writeFileSync(
      join(this.path, "cdktf.json"),
      JSON.stringify({ language: "typescript", app: "true", output: "cdktf.out" }),
    );
    if (example !== undefined)
      cpSync(join(ROOT, "examples", example, "inventory.json"), join(this.path, "inventory.json"));
  }

  public run(...args: readonly string[]): Answer {
    return answer(process.execPath, [BIN, ...args], this.path);
  }

  /** Starts the command line with these variables in addition to the current ones. */
  public start(variables: Readonly<Record<string, string>>, ...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [BIN, ...args], { cwd: this.path, env: { ...process.env, ...variables } });
  }

  /** Runs the command line with both outputs in a closed pipe, and returns its exit code. */
  public runUnread(...args: readonly string[]): number | null {
    const script = 'exec 3> >(exit 0); wait $!; exec "$@" >&3 2>&3';
    return answer("bash", ["-c", script, "bash", process.execPath, BIN, ...args], this.path).code;
  }

  /** Runs a program of the folder. */
  public node(program: string): Answer {
    return answer(process.execPath, [join(this.path, program)], this.path);
  }

  /** Synthesizes an example of the repository into this folder, with these variables in addition to the current ones. */
  public synthesize(example: string, variables: Readonly<Record<string, string>> = {}): Answer {
    const program = join(ROOT, "examples", example, "main.ts");
    return answer(process.execPath, ["--require", require.resolve("tsx/cjs"), program], this.path, variables);
  }

  public remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** Runs the command line in any folder. */
export function runIn(folder: string, ...args: readonly string[]): Answer {
  return answer(process.execPath, [BIN, ...args], folder);
}

/** Runs a program of an example that writes nothing. */
export function runExample(example: string, program: string): Answer {
  const folder = join(ROOT, "examples", example);
  return answer(process.execPath, ["--require", require.resolve("tsx/cjs"), program], folder);
}

function answer(command: string, args: readonly string[], cwd: string, variables: NodeJS.ProcessEnv = {}): Answer {
  const env = { ...process.env, ...variables, CDKTF_OUTDIR: join(cwd, "cdktf.out"), NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}
