// The one place of this room that reads the environment.
import { dirname, join, resolve } from "node:path";
import type { IConstruct } from "constructs";
import { CONTEXT_KEYS } from "../model";
import { isRunning, readNamedFile, UsageError } from "../values";
import { DeploymentTarget } from "./enums";

const VARIABLE = "IMAGE_REPLICATION_TARGET";
const CONTEXT_KEY = CONTEXT_KEYS.target;

/** The target of a provider that states none: the variable, else the context of cdktf.json, else the simulated cloud. */
export function targetOf(scope: IConstruct): DeploymentTarget {
  const variable = process.env[VARIABLE];
  if (variable !== undefined && variable !== "") return parse(variable, `the variable ${VARIABLE}`);
  const context: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  if (context !== undefined) return parse(context, `the context "${CONTEXT_KEY}"`);
  return DeploymentTarget.SIMULATED;
}

/**
 * The file that a check collects findings in; undefined unless a running check started this app. A variable that is left over must
 * not switch validation off: the check's own folder has to hold its token, and the app has to write to that folder.
 * @param outdir the output folder of the app
 */
export function findingsFile(outdir: string): string | undefined {
  const { IMAGE_REPLICATION_FINDINGS: file = "", IMAGE_REPLICATION_FINDINGS_TOKEN: token = "" } = process.env;
  if (file === "" || token === "" || resolve(outdir) !== join(dirname(file), CHECK_OUTPUT)) return undefined;
  const [made, pid] = tryRead(join(dirname(file), CHECK_TOKEN)).split("\n");
  return made === token && isRunning(Number(pid)) ? file : undefined;
}

/** Whether the variable of cdktf names this output folder: the program, or a test, names it otherwise. */
export function isOutputOfVariable(outdir: string): boolean {
  const { CDKTF_OUTDIR: named = "" } = process.env;
  return named !== "" && resolve(named) === resolve(outdir);
}

/** What a check makes in its folder: where the app writes to, and a file with its token and its process id. */
const CHECK_OUTPUT = "cdktf.out";
const CHECK_TOKEN = "token";

function tryRead(file: string): string {
  try {
    return readNamedFile(file);
  } catch {
    return "";
  }
}

/** Whether credentials of the real cloud are at hand. Their values are never read further than this. */
export function hasCredentials(): boolean {
  return ["HW_ACCESS_KEY", "HW_SECRET_KEY"].some((name) => (process.env[name] ?? "") !== "");
}

function parse(value: unknown, where: string): DeploymentTarget {
  const found = Object.values(DeploymentTarget).find((target) => target === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `${where} is ${JSON.stringify(value)}, and a target is "simulated" or "huaweicloud". Correct it, or leave it out for "simulated".`,
  );
}
