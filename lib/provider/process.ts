// Processes that come and go: who still lives, whose sockets are left over, and whether Terraform is gone.
import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HEARTBEAT_TIMEOUT_MS, type Holder } from "../cloud";
import { epochMilliseconds, sleep } from "../time";

/** Folders of sockets carry the number of the process that made them: so that those of the dead can be removed. */
export const SOCKET_PREFIX = "cdktf-image-replication-";

/** Milliseconds between two heartbeats of a process: several fit into the time after which it counts as dead. */
export const HEARTBEAT_MS = HEARTBEAT_TIMEOUT_MS / 4;

/**
 * A process, told apart from a later one of the same number by when it began, and from one of another machine, an earlier start of this
 * machine or another container by where it runs. A process that runs elsewhere cannot be looked at: its heartbeat decides.
 */
export function holderOf(pid: number, here: string = whereProcessesRun()): Holder {
  return {
    id: [pid, statusOf(pid).began, here].join("@"),
    isAlive: (holder, heartbeatEpochMs) => {
      // Holders of 0.1.0 do not say where they run.
      const [other, began, ...place] = holder.split("@");
      if (place.length > 0 && place.join("@") !== here) {
        return epochMilliseconds() - heartbeatEpochMs < HEARTBEAT_TIMEOUT_MS;
      }
      return isAlive(Number(other)) && statusOf(Number(other)).began === began;
    },
  };
}

/** What process numbers count for: the start of the machine, and the PID namespace. Empty where the system does not say. */
function whereProcessesRun(): string {
  return [readText("/proc/sys/kernel/random/boot_id"), pidNamespace()].join("@");
}

/** The number of the PID namespace; empty where the system has none. */
export function pidNamespace(): string {
  try {
    return /\d+/u.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "";
  } catch {
    return "";
  }
}

interface Status {
  /** One letter, such as `Z` for a process that is dead and that its parent has not waited for; empty where the system does not say. */
  readonly state: string;
  /** The moment at which the process began, in the system's own ticks; empty where the system does not say. */
  readonly began: string;
}

function statusOf(pid: number): Status {
  const stat = readText(`/proc/${pid}/stat`);
  // Behind the name, which may hold anything: the first and the twentieth field from there.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", began: fields[19] ?? "" };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}

/** Whether a process of this PID namespace runs. A dead one keeps its number until its parent waits for it, which some never do. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !["Z", "X"].includes(statusOf(pid).state);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The start of the name of a plugin's socket folder. */
export function socketFolderPrefix(): string {
  return `${SOCKET_PREFIX}${process.pid}-${pidNamespace()}-`;
}

/** Removes the folders of plugins that were killed, beside the own one. */
export function removeOrphans(socket: string): void {
  const folder = dirname(dirname(socket));
  for (const name of namesIn(folder)) {
    if (!name.startsWith(SOCKET_PREFIX) || name === basename(dirname(socket))) continue;
    const [pid, namespace] = name.slice(SOCKET_PREFIX.length).split("-");
    const place = join(folder, name);
    // Process numbers of another container mean nothing here.
    if (namespace !== pidNamespace() || !(Number(pid) > 0) || isAlive(Number(pid)) || !isOwnFolder(place)) continue;
    removeIfAllowed(place);
  }
}

/** None where the folder may be written to and not be listed: what is left over there stays. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Everybody may put a link into the system's temporary folder: it is not followed. */
function isOwnFolder(place: string): boolean {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (process.getuid === undefined || stats.uid === process.getuid());
}

/** What is left of others never stops a plugin. */
function removeIfAllowed(place: string): void {
  try {
    rmSync(place, { recursive: true, force: true });
  } catch {
    // The next plugin tries again.
  }
}

const LOOK_MS = 1000;

/** Calls back when the process that started us is gone: it could not say goodbye. */
export function whenOrphaned(parent: number, parentNow: () => number, then: () => void): void {
  const look = async (): Promise<void> => {
    while (parentNow() === parent) await sleep(LOOK_MS);
    then();
  };
  void look();
}
