// Processes that come and go: who still lives, whose sockets are left over, and whether Terraform is gone.
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Holder } from "../cloud";
import { sleep } from "../time";

/** Folders of sockets carry the number of the process that made them: so that those of the dead can be removed. */
export const SOCKET_PREFIX = "cdktf-image-replication-";

/** A process, told apart from a later one of the same number by when it began, where the system says so. */
export function holderOf(pid: number): Holder {
  return {
    id: nameOf(pid),
    isAlive: (holder) => {
      const other = Number(holder.split("@")[0]);
      return isAlive(other) && nameOf(other) === holder;
    },
  };
}

function nameOf(pid: number): string {
  return `${pid}@${beganAt(pid)}`;
}

/** The moment at which a process began, in the system's own ticks; empty where the system has no such file. */
function beganAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Behind the name, which may hold anything: the twentieth number from there.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Removes the folders of plugins that were killed, beside the own one. */
export function removeOrphans(socket: string): void {
  const folder = dirname(dirname(socket));
  for (const name of namesIn(folder)) {
    if (!name.startsWith(SOCKET_PREFIX) || name === basename(dirname(socket))) continue;
    const pid = Number(name.slice(SOCKET_PREFIX.length).split("-")[0]);
    const place = join(folder, name);
    if (!(pid > 0) || isAlive(pid) || !isOwn(place)) continue;
    rmSync(place, { recursive: true, force: true });
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

function isOwn(place: string): boolean {
  const stats = statSync(place, { throwIfNoEntry: false });
  return stats !== undefined && (process.getuid === undefined || stats.uid === process.getuid());
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
