// Puts the launchers where Terraform looks by itself, in the folder of a stack, with the pointer by which they find the plugin and the
// entries in Terraform's lock file. Nothing outside that folder is touched.
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { readNamedFile, stableJson } from "../values";
import { LAUNCHER, POINTER } from "./launcher";
import { folderHash, lockFileWith, tryFindBlock, type LockEntry } from "./lock-file";

export interface ServedProvider {
  /** Host, namespace and name. */
  readonly source: string;
  readonly version: string;
  /** What the configuration asks for; absent when it asks for none, and only a state may know the provider. */
  readonly constraint?: string;
}

export interface Placement {
  /** The stack's own folder, in which Terraform runs. */
  readonly folder: string;
  readonly providers: readonly ServedProvider[];
  /** The plugin in one file. */
  readonly bundle: string;
  /** The folder of the project: paths in variables are counted from it. */
  readonly project: string;
  /** The region state that it is to use. */
  readonly regionState: string;
  /** The Node that ran synth: tried first when Terraform starts the plugin. */
  readonly node: string;
  /** What else the plugin is told, as JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Platforms that Terraform may run on: the launcher is the same for each. */
const PLATFORMS = ["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"];

export const PLUGINS = join("terraform.d", "plugins");
export const INSTALLED = join(".terraform", "providers");
export const LOCK = ".terraform.lock.hcl";
const EXECUTABLE = 0o755;

export function placePlugins(placement: Placement): void {
  const { folder, providers } = placement;
  const hosts = new Set(providers.map(({ source }) => source.split("/")[0] ?? ""));
  const wanted = providers.flatMap((provider) => filesOf(folder, provider));
  // What lies there beside them would be offered as well: older versions, or files that change the hash.
  const there = [...hosts].flatMap((host) => filesUnder(join(folder, PLUGINS, host)));
  if (there.some((file) => !wanted.includes(file))) {
    for (const host of hosts) rmSync(join(folder, PLUGINS, host), { recursive: true, force: true });
  }
  for (const file of wanted) {
    write(file, LAUNCHER, EXECUTABLE);
    link(folder, dirname(file));
  }
  const locked = readIfThere(join(folder, LOCK));
  const entries = providers.filter((provider) => isLocked(provider, locked)).map(lockEntry);
  write(join(folder, LOCK), lockFileWith(locked, entries, hosts));
  write(join(folder, POINTER), stableJson(pointerOf(placement)));
}

function pointerOf({ folder, bundle, project, regionState, node, settings }: Placement): object {
  return {
    bundle: pathFrom(folder, bundle),
    cloud: pathFrom(folder, regionState),
    // The launcher reads it without a parser of JSON: a path that has to be escaped is left out, and found on PATH.
    ...(JSON.stringify(node) === `"${node}"` ? { node } : {}),
    project: pathFrom(folder, project),
    settings,
    sha256: createHash("sha256").update(readFileSync(bundle)).digest("hex"),
  };
}

function filesOf(folder: string, provider: ServedProvider): readonly string[] {
  const place = join(folder, PLUGINS, ...provider.source.split("/"), provider.version);
  return PLATFORMS.map((platform) => join(place, platform, fileName(provider)));
}

/**
 * Where Terraform installs to, as it would do it by itself, but for two things: its link would name the folder by its whole path, which
 * another checkout or a moved one does not have, and might lead through a cache into another project, which may be deleted.
 */
function link(folder: string, place: string): void {
  const at = join(folder, INSTALLED, relative(join(folder, PLUGINS), place));
  const target = relative(dirname(at), place);
  const there = lstatSync(at, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() === true && readlinkSync(at) === target) return;
  rmSync(at, { recursive: true, force: true });
  mkdirSync(dirname(at), { recursive: true });
  symlinkSync(target, at);
}

const fileName = ({ source, version }: ServedProvider): string => `terraform-provider-${basename(source)}_v${version}`;

/**
 * An entry that only a state may ask for stays where it is, else a stack that has lost its last replica could not be planned before the next
 * "terraform init", which drops what no configuration and no state asks for.
 */
const isLocked = ({ source, constraint }: ServedProvider, text: string): boolean =>
  constraint !== undefined || tryFindBlock(text, source) !== undefined;

function lockEntry({ source, version, constraint }: ServedProvider): LockEntry {
  return { source, version, constraint, hash: folderHash(fileName({ source, version }), LAUNCHER) };
}

/** With slashes on every machine, and through no links: those may be others where the checkout is moved to. */
function pathFrom(folder: string, file: string): string {
  const real = existsSync(file) ? realpathSync(file) : join(realOf(dirname(file)), basename(file));
  return relative(realpathSync(folder), real).split(sep).join("/");
}

const realOf = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : folder);

function filesUnder(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

function write(file: string, text: string, mode = 0o644): void {
  if (!holds(file, text)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode });
  }
  // A folder that was carried from one machine to another may have lost it.
  if (mode === EXECUTABLE && !isExecutable(file)) chmodSync(file, mode);
}

const holds = (file: string, text: string): boolean => readIfThere(file) === text;
const isExecutable = (file: string): boolean => (statSync(file).mode & 0o100) !== 0;

function readIfThere(file: string): string {
  return existsSync(file) ? readNamedFile(file) : "";
}
