// The folder of a project, and the files that are counted from it: the same for synth, the command line and the plugin.
import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** The variable that names another file of the region state. */
export const REGION_STATE_VARIABLE = "IMAGE_REPLICATION_CLOUD";

/** The file of the region state where no variable names another. */
export function regionStateIn(project: string): string {
  return join(project, ".image-replication", "cloud.db");
}

/** A file that a variable names, counted from the project's folder; undefined where the variable is not set, or empty. */
export function fileFromProject(project: string, named = ""): string | undefined {
  return named === "" ? undefined : resolve(project, named);
}

/** The folder of cdktf.json, here or above, as far as `foldersSearched` says; without one, the folder where the search starts. */
export function projectFolderOf(start: string): string {
  return foldersSearched(start).find((folder) => isProjectOf(start, folder)) ?? start;
}

/** Of folders above, only a file that nobody else can have put there: its "app" is a command that is run. */
function isProjectOf(start: string, folder: string): boolean {
  const file = statSync(join(folder, "cdktf.json"), { throwIfNoEntry: false });
  return file !== undefined && (folder === start || file.uid === ownerOf(start) || file.uid === ADMINISTRATOR);
}

const ADMINISTRATOR = 0;

/** A folder and those above it, up to the repository's root, the home folder, or the last one of the same owner. */
export function foldersSearched(start: string): readonly string[] {
  const owner = ownerOf(start);
  const home = existsSync(homedir()) ? realpathSync(homedir()) : homedir();
  const folders = [start];
  for (let folder = start; !existsSync(join(folder, ".git")) && folder !== home;) {
    const parent = dirname(folder);
    if (parent === folder || ownerOf(parent) !== owner) break;
    folders.push((folder = parent));
  }
  return folders;
}

/** Of a folder that is not there, the owner of the one that it would be in. */
function ownerOf(folder: string): number {
  return statSync(folder, { throwIfNoEntry: false })?.uid ?? ownerOf(dirname(folder));
}
