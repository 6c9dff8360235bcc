// What would keep Terraform from the plugin in a stack's folder, told without changing anything.
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readNamedFile } from "../values";
import { LAUNCHER, POINTER } from "./launcher";
import { folderHash, sourcesIn, tryFindBlock } from "./lock-file";
import { INSTALLED, LOCK, PLUGINS } from "./place-plugins";

/** What is wrong, in a sentence that goes on from the name of the stack; all of it is mended by another synth. */
export type PlacementProblem = string;

export interface Inspection {
  readonly faults: readonly PlacementProblem[];
  /** Providers in the lock file that are not ours. */
  readonly others: readonly string[];
  /** The Node that ran synth, when it is no more; another one on PATH serves as well. */
  readonly lostNode?: string;
}

export interface Inspected {
  /** The stack's folder. */
  readonly folder: string;
  /** The address of the provider that the stack requires of ours. */
  readonly source: string;
  /** The platform that Terraform runs on, such as `linux_amd64`. */
  readonly platform: string;
}

interface Pointer {
  readonly bundle: string;
  readonly sha256: string;
  readonly node?: string;
}

export function inspectPlacement(inspected: Inspected): Inspection {
  const { folder } = inspected;
  const pointer = readPointer(join(folder, POINTER));
  const faults = [
    ...(typeof pointer === "string" ? [pointer] : bundleFaults(folder, pointer)),
    ...launcherFaults(inspected),
  ];
  const host = inspected.source.split("/")[0] ?? "";
  const others = sourcesIn(readIfThere(join(folder, LOCK))).filter((source) => !source.startsWith(`${host}/`));
  const node = typeof pointer === "string" ? undefined : pointer.node;
  return { faults, others, ...(node === undefined || existsSync(node) ? {} : { lostNode: node }) };
}

/** The project that a stack's folder was synthesized for; undefined where no pointer says. */
export function tryReadProject(file: string): string | undefined {
  try {
    const { project } = JSON.parse(readNamedFile(file)) as { readonly project?: unknown };
    return typeof project === "string" ? project : undefined;
  } catch {
    return undefined;
  }
}

function readPointer(file: string): Pointer | PlacementProblem {
  if (!existsSync(file)) return `has no ${POINTER}`;
  try {
    const pointer = JSON.parse(readNamedFile(file)) as Partial<Pointer>;
    if (typeof pointer.bundle === "string" && typeof pointer.sha256 === "string") return pointer as Pointer;
  } catch {
    // Told below, like a text that is JSON and no pointer.
  }
  return `has a ${POINTER} that is damaged`;
}

function bundleFaults(folder: string, { bundle, sha256 }: Pointer): readonly PlacementProblem[] {
  const file = resolve(folder, bundle);
  if (!existsSync(file)) return [`looks for the plugin at ${file}, where it is not`];
  const digest = createHash("sha256").update(readFileSync(file)).digest("hex");
  return digest === sha256 ? [] : ["was synthesized with another version of the plugin than the one that is installed"];
}

function launcherFaults({ folder, source, platform }: Inspected): readonly PlacementProblem[] {
  const place = join(folder, PLUGINS, ...source.split("/"));
  const [version] = existsSync(place) ? readdirSync(place) : [];
  const name = `terraform-provider-${basename(source)}_v${version ?? ""}`;
  const file = join(place, version ?? "", platform, name);
  if (version === undefined || !existsSync(file)) return [`has no launcher for ${platform} in ${PLUGINS}`];
  if (readFileSync(file, "utf8") !== LAUNCHER) return ["has another launcher than this version writes"];
  if ((statSync(file).mode & 0o100) === 0) return ["has a launcher that may not be executed"];
  const block = tryFindBlock(readIfThere(join(folder, LOCK)), source);
  if (block === undefined)
    return [`has no entry for the plugin in ${LOCK}, so that "cdktf deploy" would ask a registry`];
  if (!block.includes(folderHash(name, LAUNCHER))) return [`has an entry in ${LOCK} for another launcher`];
  return installedFaults(join(folder, INSTALLED, ...source.split("/"), version, platform));
}

/** A link that Terraform made itself names the whole path. */
function installedFaults(place: string): readonly PlacementProblem[] {
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() !== true || existsSync(place)) return [];
  return [`was installed from ${readlinkSync(place)}, which is gone`];
}

const readIfThere = (file: string): string => (existsSync(file) ? readNamedFile(file) : "");
