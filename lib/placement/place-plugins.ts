// Puts the launchers where Terraform looks by itself, in the folder of a stack, with the pointer by which they find the plugin and the
// entries in Terraform's lock file. Nothing outside that folder is touched.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { stableJson } from "../values";
import { LAUNCHER, POINTER } from "./launcher";
import { folderHash, lockFileWith, type LockEntry } from "./lock-file";

export interface ServedProvider {
  /** Host, namespace and name. */
  readonly source: string;
  readonly version: string;
  /** What a configuration asks for; absent when it takes any version. */
  readonly constraint?: string;
}

export interface Placement {
  /** The stack's own folder, in which Terraform runs. */
  readonly folder: string;
  readonly providers: readonly ServedProvider[];
  /** The plugin in one file. */
  readonly bundle: string;
  /** The region state that it is to use. */
  readonly regionState: string;
  /** The Node that ran synth: tried first when Terraform starts the plugin. */
  readonly node: string;
  /** What else the plugin is told, as JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Platforms that Terraform may run on: the launcher is the same for each. */
const PLATFORMS = ["darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"];

const PLUGINS = join("terraform.d", "plugins");
const LOCK = ".terraform.lock.hcl";
const EXECUTABLE = 0o755;

export function placePlugins({ folder, providers, bundle, regionState, node, settings }: Placement): void {
  const hosts = new Set(providers.map(({ source }) => source.split("/")[0] ?? ""));
  const wanted = providers.flatMap((provider) => filesOf(folder, provider));
  // Older versions would be offered as well.
  if (!wanted.every((file) => holds(file, LAUNCHER))) {
    for (const host of hosts) rmSync(join(folder, PLUGINS, host), { recursive: true, force: true });
    for (const file of wanted) write(file, LAUNCHER, EXECUTABLE);
  }
  write(join(folder, LOCK), lockFileWith(readIfThere(join(folder, LOCK)), providers.map(lockEntry)));
  const pointer = {
    bundle: pathFrom(folder, bundle),
    cloud: pathFrom(folder, regionState),
    // The launcher reads it without a parser of JSON: a path that has to be escaped is left out, and found on PATH.
    ...(/["\\]/u.test(node) ? {} : { node }),
    settings,
    sha256: createHash("sha256").update(readFileSync(bundle)).digest("hex"),
  };
  write(join(folder, POINTER), stableJson(pointer));
}

function filesOf(folder: string, provider: ServedProvider): readonly string[] {
  const place = join(folder, PLUGINS, ...provider.source.split("/"), provider.version);
  return PLATFORMS.map((platform) => join(place, platform, fileName(provider)));
}

const fileName = ({ source, version }: ServedProvider): string => `terraform-provider-${basename(source)}_v${version}`;

function lockEntry(provider: ServedProvider): LockEntry {
  return { ...provider, hash: folderHash(fileName(provider), LAUNCHER) };
}

/** With slashes on every machine, and through no links: those may be others where the checkout is moved to. */
function pathFrom(folder: string, file: string): string {
  const real = existsSync(file) ? realpathSync(file) : join(realOf(dirname(file)), basename(file));
  return relative(realpathSync(folder), real).split(sep).join("/");
}

const realOf = (folder: string): string => (existsSync(folder) ? realpathSync(folder) : folder);

function write(file: string, text: string, mode = 0o644): void {
  if (holds(file, text)) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
}

const holds = (file: string, text: string): boolean => readIfThere(file) === text;

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
