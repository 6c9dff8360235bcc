// Runs the app of a project so that it collects the findings of all its stacks, and reads what it has collected.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { SourcePlace } from "../report";
import type { SourceTags } from "../policies";
import type { RoutePlan, StackFindings } from "../routes";
import { every, secretToken } from "../time";
import { readNamedFile, UsageError } from "../values";
import { onInterruption, type EndingSignal, type Interruption } from "./interruption";
import { appCommand, contextOf, synthesizedStacks, tryReadRoutePlans, type Project } from "./project";
import { note } from "./terminal";

/** What an app says of itself. */
export interface AppReport {
  readonly stacks: readonly StackFindings[];
  /** Route plans of the stacks that have no errors. */
  readonly plans: readonly RoutePlan[];
  /** Lines that constructs are declared in, by path. */
  readonly places: ReadonlyMap<string, SourcePlace>;
  readonly sourceTags: SourceTags;
}

/** Throws a UsageError when the app itself fails: then what it found is not the whole. An Interruption ends it in order. */
export async function runApp(project: Project): Promise<AppReport> {
  const command = appCommand(project);
  const folder = mkdtempSync(join(tmpdir(), "image-replication-check-"));
  const output = join(folder, "cdktf.out");
  try {
    const file = join(folder, "findings.jsonl");
    const env = { ...process.env, ...contextFor(project), ...proofFor(folder, file), CDKTF_OUTDIR: output };
    const { status, said } = await ended(command, { cwd: project.root, env });
    if (status !== 0) throw new UsageError(failureText(command, said, project.root));
    const reports = existsSync(file) ? collected(readNamedFile(file)) : [];
    refuseUnseen(command, output, reports);
    return {
      stacks: reports.map(({ stack, findings }) => ({ stack, findings })),
      plans: tryReadRoutePlans(output),
      places: new Map(reports.flatMap(({ places }) => Object.entries(places ?? {}))),
      sourceTags: new Map(reports.flatMap(({ sourceTags }) => Object.entries(sourceTags ?? {}))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** By what the library knows that this check started the app: a variable alone would also be one that was left over. */
function proofFor(folder: string, file: string): Readonly<Record<string, string>> {
  const token = secretToken();
  writeFileSync(join(folder, "token"), `${token}\n${String(process.pid)}\n`, { mode: 0o600 });
  return { IMAGE_REPLICATION_FINDINGS: file, IMAGE_REPLICATION_FINDINGS_TOKEN: token };
}

/** An app that ends well and synthesizes nothing would be an app without errors. */
function refuseUnseen(command: string, output: string, reports: readonly Report[]): void {
  const stacks = synthesizedStacks(output);
  if (stacks === undefined) {
    throw new UsageError(
      `the app synthesized nothing, so that nothing is judged. Let "${command}" end with app.synth(), and leave "outdir" out of new App().`,
    );
  }
  if (stacks.length === 0) {
    throw new UsageError(
      `the app declares no stack, so that nothing is judged. Declare one in what "${command}" runs.`,
    );
  }
  if (reports.length === 0) note("No stack of the app declares a replica: there is nothing to judge.");
}

/** The context of cdktf.json, handed on as cdktf-cli does: the app would not look for it itself. */
function contextFor(project: Project): Readonly<Record<string, string>> {
  return { [CONTEXT_VARIABLE]: process.env[CONTEXT_VARIABLE] ?? JSON.stringify(contextOf(project)) };
}

const CONTEXT_VARIABLE = "CDKTF_CONTEXT_JSON";

type Report = StackFindings & {
  readonly places?: Readonly<Record<string, SourcePlace>>;
  readonly sourceTags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** A stack that was synthesized twice has reported twice: its last report counts. */
function collected(text: string): readonly Report[] {
  const byStack = new Map<string, Report>();
  for (const line of text.split("\n").filter((part) => part !== "")) {
    const report = JSON.parse(line) as Report;
    byStack.set(report.stack, report);
  }
  return [...byStack.values()];
}

interface ProcessResult {
  readonly status: number | null;
  /** The end of what it has said. */
  readonly said: string;
}

/** Only the last lines are told: what an app says may have no end. */
const MOST_CHARACTERS = 1024 ** 2;
const MOST_LINES = 30;

/**
 * One signal is not enough: dash, the shell of Debian, drops what reaches a command between its fork and its start. The command then
 * runs on without its shell.
 */
const REPETITION_MILLISECONDS = 1000;
/** An app that does not end by then is killed. */
const MOST_REPETITIONS = 10;

/**
 * Runs a command to its end. It has a process group of its own where there are such groups, so that a signal reaches all that it has
 * started: then it is waited for, and nothing writes into a folder that is being removed.
 */
async function ended(
  command: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<ProcessResult> {
  const hasGroup = process.platform !== "win32";
  let interrupted: Interruption | undefined;
  let endRepetition = (): void => undefined;
  // Before the app is there: a signal that comes as it starts ends it, too.
  const stop = onInterruption((interruption, signal) => {
    interrupted = interruption;
    if (child.pid === undefined) return;
    const pid = hasGroup ? -child.pid : child.pid;
    signalGroup(pid, signal);
    // Another signal than the first takes its place.
    endRepetition();
    let repeated = 0;
    endRepetition = every(REPETITION_MILLISECONDS, () => {
      repeated += 1;
      signalGroup(pid, repeated < MOST_REPETITIONS ? signal : "SIGKILL");
    });
  });
  const child = spawn(command, { ...options, shell: true, detached: hasGroup, stdio: ["ignore", "pipe", "pipe"] });
  const outputs = [child.stdout, child.stderr].map((stream) => {
    let said = "";
    stream.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-MOST_CHARACTERS)));
    return () => said;
  });
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    if (interrupted !== undefined) throw interrupted;
    return { status, said: outputs.map((said) => said()).join("\n") };
  } finally {
    endRepetition();
    stop();
  }
}

function signalGroup(pid: number, signal: EndingSignal | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** What the library itself says of a wrong call is told as a sentence, with the line of the program; of what else goes wrong, all is shown. */
function failureText(command: string, said: string, root: string): string {
  const [, wrong] = /^UsageError: (.+)$/mu.exec(said) ?? [];
  if (wrong === undefined) return `the app failed. "${command}" said:\n${lastLines(said)}`;
  const frames = [...said.matchAll(/^ +at .*?((?:file:\/\/)?\/[^()]+:\d+):\d+\)?$/gmu)];
  const places = frames.map(([, place = ""]) => relative(root, place.replace("file://", "")));
  const place = places.find((path) => !path.startsWith("..") && !path.includes("node_modules"));
  return `the app failed${place === undefined ? "" : ` in ${place}`}: ${wrong}`;
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-MOST_LINES).join("\n");
}
