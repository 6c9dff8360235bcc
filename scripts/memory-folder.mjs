// A folder in memory, where the machine has one, for what tests write and remove: a file system that keeps a journal takes up to half of
// their time for it.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const IN_MEMORY = "/dev/shm";
const LEAST_BYTES = 4 * 1024 ** 3;

/** Undefined where there is no such place, too little room in it, or no right to run what lies there. It is removed at the process's exit. */
export function tryMakeMemoryFolder() {
  let folder;
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize < LEAST_BYTES) return undefined;
    folder = mkdtempSync(join(IN_MEMORY, "tests-"));
    process.on("exit", () => tryRemove(folder));
    const program = join(folder, "program");
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
    return spawnSync(program).status === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** What a process that was killed still writes stays: an error here would hide how the tests ended. */
function tryRemove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    process.stderr.write(`${folder} could not be removed: ${error.message}\n`);
  }
}
