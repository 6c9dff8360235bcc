// Processes that come and go: who still lives, whose sockets are left over, and whether Terraform is gone.
import { lstatSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { HEARTBEAT_TIMEOUT_MS, type Holder } from "../cloud";
import { epochMilliseconds, sleep } from "../time";
import { isRunning, processStatus, readSystemFile } from "../values";

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
    id: [pid, processStatus(pid).began, here].join("@"),
    isAlive: (holder, heartbeatEpochMs) => {
      // Holders of 0.1.0 do not say where they run.
      const [other, began, ...place] = holder.split("@");
      if (place.length > 0 && place.join("@") !== here) {
        return epochMilliseconds() - heartbeatEpochMs < HEARTBEAT_TIMEOUT_MS;
      }
      return isRunning(Number(other)) && processStatus(Number(other)).began === began;
    },
  };
}

/** What process numbers count for: the start of the machine, and the PID namespace. Empty where the system does not say. */
function whereProcessesRun(): string {
  return [readSystemFile("/proc/sys/kernel/random/boot_id").trim(), pidNamespace()].join("@");
}

/** The number of the PID namespace; empty where the system has none. */
export function pidNamespace(): string {
  try {
    return /\d+/u.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "";
  } catch {
    return "";
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
    if (namespace !== pidNamespace() || !(Number(pid) > 0) || isRunning(Number(pid)) || !isOwnFolder(place)) continue;
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
