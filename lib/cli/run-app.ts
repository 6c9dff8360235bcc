// Runs the app of a project so that it collects the findings of all its stacks, and reads what it has collected.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { SourcePlace, SourceTags } from "../gate";
import type { RoutePlan, StackFindings } from "../routes";
import { UsageError } from "../values";
import { appCommand, contextOf, tryReadRoutePlans, type Project } from "./project";

/** What an app says of itself. */
export interface AppReport {
  readonly stacks: readonly StackFindings[];
  /** Route plans of the stacks that have no errors. */
  readonly plans: readonly RoutePlan[];
  /** Lines that constructs are declared in, by path. */
  readonly places: ReadonlyMap<string, SourcePlace>;
  readonly sourceTags: SourceTags;
}

/** Throws a UsageError when the app itself fails: then what it found is not the whole. */
export function runApp(project: Project): AppReport {
  const command = appCommand(project);
  const folder = mkdtempSync(join(tmpdir(), "image-replication-check-"));
  const output = join(folder, "cdktf.out");
  try {
    const file = join(folder, "findings.jsonl");
    const env = { ...process.env, ...contextFor(project), IMAGE_REPLICATION_FINDINGS: file, CDKTF_OUTDIR: output };
    const { status, stderr, stdout } = spawnSync(command, {
      cwd: project.root,
      env,
      shell: true,
      encoding: "utf8",
      maxBuffer: MOST_OUTPUT_BYTES,
    });
    if (status !== 0) throw new UsageError(failureText(command, `${stdout}\n${stderr}`, project.root));
    const reports = existsSync(file) ? collected(readFileSync(file, "utf8")) : [];
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

/** What an app may say: Node ends a process that has said a mebibyte, unless it is told otherwise. */
const MOST_OUTPUT_BYTES = 256 * 1024 ** 2;
const MOST_LINES = 30;

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
