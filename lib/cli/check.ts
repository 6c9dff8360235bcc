// `image-replication check`: every finding of every stack of the app, in one run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { findingsText, unacknowledgedErrors } from "../report";
import type { StackFindings } from "../routes";
import { UsageError } from "../values";
import { appCommand, findProject, readRoutePlans, type Project } from "./project";
import { note, print, printJson } from "./terminal";

interface CheckOptions {
  readonly json?: true;
}

export function addCheck(program: Command): void {
  program
    .command("check")
    .summary("show every finding of every stack")
    .description(
      'Runs the "app" command of cdktf.json in a mode that collects the findings of all stacks instead of stopping at the first; what it synthesizes goes to a temporary folder. Given an output folder, it reads the route plans there, which hold warnings only.',
    )
    .argument("[dir]", "output folder of an earlier synth")
    .option("--json", "print data instead of text")
    .addHelpText("after", "\nExample:\n  image-replication check --json > findings.json")
    .action((dir: string | undefined, { json }: CheckOptions) => {
      const project = findProject();
      const stacks = dir === undefined ? runApp(project) : readPlans(project, dir);
      if (json === true) printJson(stacks);
      else print(findingsText(stacks));
      if (unacknowledgedErrors(stacks).length > 0) process.exitCode = 1;
    });
}

function readPlans(project: Project, dir: string): readonly StackFindings[] {
  note("Reading route plans: stacks with errors have none, so that errors cannot be seen here.");
  return readRoutePlans(project, dir).map(({ stack, findings }) => ({ stack, findings }));
}

/** Throws a UsageError when the app itself fails: then what it found is not the whole. */
function runApp(project: Project): readonly StackFindings[] {
  const command = appCommand(project);
  const folder = mkdtempSync(join(tmpdir(), "image-replication-check-"));
  try {
    const file = join(folder, "findings.jsonl");
    const env = { ...process.env, IMAGE_REPLICATION_FINDINGS: file, CDKTF_OUTDIR: join(folder, "cdktf.out") };
    const { status, stderr, stdout } = spawnSync(command, { cwd: project.root, env, shell: true, encoding: "utf8" });
    if (status !== 0) throw new UsageError(`the app failed. "${command}" said:\n${lastLines(`${stdout}\n${stderr}`)}`);
    return existsSync(file) ? collected(readFileSync(file, "utf8")) : [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A stack that was synthesized twice has reported twice: its last report counts. */
function collected(text: string): readonly StackFindings[] {
  const byStack = new Map<string, StackFindings>();
  for (const line of text.split("\n").filter((part) => part !== "")) {
    const findings = JSON.parse(line) as StackFindings;
    byStack.set(findings.stack, findings);
  }
  return [...byStack.values()];
}

const MOST_LINES = 30;

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-MOST_LINES).join("\n");
}
