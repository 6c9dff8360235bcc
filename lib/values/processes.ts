// Processes of the machine, as the system tells of them.
import { readFileSync } from "node:fs";

export interface ProcessStatus {
  /** One letter, such as `Z` for a dead process that its parent has not waited for; empty where the system does not say. */
  readonly state: string;
  /** The moment at which the process began, in the system's own ticks; empty where the system does not say. */
  readonly began: string;
}

export function processStatus(pid: number): ProcessStatus {
  const stat = readSystemFile(`/proc/${String(pid)}/stat`);
  // Behind the name, which may hold anything: the first and the twentieth field from there.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", began: fields[19] ?? "" };
}

/** Whether a process of this PID namespace runs. A dead one keeps its number until its parent waits for it, which some never do. */
export function isRunning(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return !["Z", "X"].includes(processStatus(pid).state);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The text of a file of the system; empty where the system has none. */
export function readSystemFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
