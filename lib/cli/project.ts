// The project that a command works on: the folder of cdktf.json, its output folder, and its region state.
import { existsSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { parseJson } from "../documents";
import { CONTEXT_KEYS, unknownContextKeys } from "../model";
import { POINTER, tryReadProject } from "../placement";
import { readRoutePlan, type RoutePlan } from "../routes";
import {
  fileFault,
  fileFromProject,
  foldersSearched,
  listed,
  projectFolderOf,
  readNamedFile,
  REGION_STATE_VARIABLE,
  regionStateIn,
  stableJson,
  UsageError,
} from "../values";

export interface Project {
  /** The folder of cdktf.json; without one, the current folder. */
  readonly root: string;
  /** Where synth writes to. */
  readonly output: string;
  /** The file of the region state. */
  readonly cloud: string;
}

/** Looks for cdktf.json in the current folder and upwards, as far as `foldersSearched` says. Throws a UsageError when it is there and cannot be read. */
export function findProject(): Project {
  const places = findPlaces();
  return { ...places, output: resolve(places.root, outputOf(places.root)) };
}

/** What of a project can be told without reading its cdktf.json, which may be damaged. */
export function findPlaces(): Pick<Project, "root" | "cloud"> {
  const root = rootOf(process.cwd());
  return { root, cloud: fileFromProject(root, process.env[REGION_STATE_VARIABLE]) ?? regionStateIn(root) };
}

/** Of a stack's folder, the project that it was synthesized for, which may lie elsewhere; else the one that the folders say. */
function rootOf(folder: string): string {
  const pointed = tryReadProject(join(folder, POINTER));
  return pointed !== undefined && existsSync(pointed) ? pointed : projectFolderOf(folder);
}

/** A file as its repository names it, given as seen from the project's folder; in full where it lies outside. */
export function pathInRepository({ root }: Pick<Project, "root">, file: string): string {
  const repository = foldersSearched(root).find((folder) => existsSync(join(folder, ".git")));
  const path = relative(repository ?? root, resolve(root, file));
  return path.startsWith("..") || isAbsolute(path) ? resolve(root, file) : path.split(sep).join("/");
}

/** The command that runs the program, as cdktf.json has it. Throws a UsageError when there is none. */
export function appCommand({ root }: Project): string {
  const file = join(root, "cdktf.json");
  if (!existsSync(file))
    throw new UsageError(
      `there is no cdktf.json that says how to run the app, from here up to ${foldersSearched(root).at(-1) ?? root}. Change to the project's folder.`,
    );
  const { app } = readObject(file);
  if (typeof app === "string" && app !== "") return app;
  throw new UsageError('has no "app", the command that runs the program', { file: shown(file), path: "app" });
}

/** The context of cdktf.json; empty when there is none. Throws a UsageError when a key of ours is mistyped. */
export function contextOf({ root }: Pick<Project, "root">): Readonly<Record<string, unknown>> {
  const file = join(root, "cdktf.json");
  const { context } = existsSync(file) ? readObject(file) : {};
  if (context === undefined) return {};
  if (!isObject(context)) throw new UsageError("must be a JSON object", { file: shown(file), path: "context" });
  const [unknown] = unknownContextKeys(context);
  if (unknown === undefined) return context;
  const known = listed(Object.values(CONTEXT_KEYS), Infinity);
  throw new UsageError(`is no key of this package, and would be ignored. Its keys are ${known}`, {
    file: shown(file),
    path: `context["${unknown}"]`,
  });
}

function outputOf(root: string): string {
  const file = join(root, "cdktf.json");
  if (!existsSync(file)) return "cdktf.out";
  const { output } = readObject(file);
  return typeof output === "string" ? output : "cdktf.out";
}

/** Throws a UsageError when the file cannot be read, or holds anything but a JSON object. */
export function readObject(file: string): Readonly<Record<string, unknown>> {
  const reading = parseJson(readText(file));
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file: shown(file), ...reading.fault });
  if (isObject(reading.value)) return reading.value;
  throw new UsageError("must be a JSON object", { file: shown(file), line: 1 });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Throws a UsageError when the file cannot be read. */
export function readText(file: string): string {
  return readNamedFile(file, shown(file));
}

/** Throws a UsageError when the file cannot be written. */
export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot be written: ${fileFault(error)}`, { file: shown(file) });
  }
}

/** A path as people know it: from the current folder, where it is inside. */
export function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path === "" ? "." : path.startsWith("..") ? file : path;
}

/**
 * The route plans of a synthesized app, in the order in which its stacks depend on each other; or of one file.
 * @param place an output folder or a route-plan.json; default: the project's output folder
 */
export function readRoutePlans(project: Project, place: string | undefined): readonly RoutePlan[] {
  const path = place === undefined ? project.output : resolve(place);
  if (existsSync(path) && statSync(path).isFile()) return plansIn(readText(path), shown(path));
  const manifest = join(path, "manifest.json");
  if (!existsSync(manifest)) {
    throw new UsageError(`there is no synthesized app. Run "cdktf synth" first, or name its output folder.`, {
      file: shown(path),
    });
  }
  const plans = plansBelow(path);
  if (plans.length > 0) return plans;
  throw new UsageError("no stack of the app declares a replica, so that there is no route plan.", {
    file: shown(path),
  });
}

/** The same, and none where nothing was synthesized. */
export function tryReadRoutePlans(output: string): readonly RoutePlan[] {
  return existsSync(join(output, "manifest.json")) ? plansBelow(output) : [];
}

/** Names of the stacks in an output folder; undefined where nothing was synthesized. */
export function synthesizedStacks(output: string): readonly string[] | undefined {
  const manifest = join(output, "manifest.json");
  return existsSync(manifest) ? stacksOf(readObject(manifest), shown(manifest)).map(({ name }) => name) : undefined;
}

function plansBelow(output: string): readonly RoutePlan[] {
  const manifest = join(output, "manifest.json");
  return stacksOf(readObject(manifest), shown(manifest))
    .map((stack) => join(output, stack.workingDirectory, "route-plan.json"))
    .filter((file) => existsSync(file))
    .map((file) => readRoutePlan(readText(file), shown(file)));
}

/** One plan, or what "plan --format json" prints: a list of them, with --against beside what they change. */
function plansIn(text: string, file: string): readonly RoutePlan[] {
  const reading = /^\s*(?:\[|\{\s*"plans")/u.test(text) ? parseJson(text) : undefined;
  const value = reading === undefined || "fault" in reading ? undefined : reading.value;
  const plans = isObject(value) ? value.plans : value;
  if (!Array.isArray(plans)) return [readRoutePlan(text, file)];
  return plans.map((plan, index) => readRoutePlan(stableJson(plan), `${file}[${String(index)}]`));
}

interface StackEntry {
  readonly name: string;
  readonly workingDirectory: string;
  readonly dependencies: readonly string[];
}

function stacksOf(manifest: Readonly<Record<string, unknown>>, file: string): readonly StackEntry[] {
  if (!isObject(manifest.stacks))
    throw new UsageError('is no manifest of cdktf: it lacks the field "stacks"', { file });
  const stacks = new Map(Object.entries(manifest.stacks).map(([id, entry]) => [id, stackOf(id, entry, file)]));
  const done = new Map<string, StackEntry>();
  const add = (entry: StackEntry | undefined, above: readonly string[]): void => {
    if (entry === undefined || done.has(entry.name) || above.includes(entry.name)) return;
    for (const name of entry.dependencies) add(stacks.get(name), [...above, entry.name]);
    done.set(entry.name, entry);
  };
  for (const entry of stacks.values()) add(entry, []);
  return [...done.values()];
}

function stackOf(id: string, entry: unknown, file: string): StackEntry {
  const { name, workingDirectory, dependencies = [] } = isObject(entry) ? entry : {};
  const isText = (value: unknown): value is string => typeof value === "string";
  if (isText(name) && isText(workingDirectory) && Array.isArray(dependencies) && dependencies.every(isText)) {
    return { name, workingDirectory, dependencies };
  }
  const message = `is no manifest of cdktf: stack "${id}" lacks its name, its workingDirectory or its dependencies`;
  throw new UsageError(message, { file });
}
