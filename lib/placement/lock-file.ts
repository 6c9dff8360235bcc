// Terraform's lock file: entries of our own are put into it at synth, since cdktf-cli would ask a registry for those that are missing.
import { createHash } from "node:crypto";

export interface LockEntry {
  /** Host, namespace and name. */
  readonly source: string;
  readonly version: string;
  /** The version that configurations ask for; absent when they take any. */
  readonly constraint?: string;
  /** `h1:` and a digest of the files of the plugin's folder. */
  readonly hash: string;
}

const HEAD = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

/** Text of the lock file with these entries: those of other providers stay as they are. */
export function lockFileWith(before: string, entries: readonly LockEntry[]): string {
  const ours = new Set(entries.map(({ source }) => source));
  const kept = blocksOf(before).filter(({ source }) => !ours.has(source));
  const all = [...kept, ...entries.map((entry) => ({ source: entry.source, text: blockOf(entry) }))];
  // Terraform sorts them by address.
  const sorted = all.sort((left, right) => (left.source < right.source ? -1 : 1));
  return [HEAD, ...sorted.map(({ text }) => text)].join("\n");
}

function blockOf({ source, version, constraint, hash }: LockEntry): string {
  const constraints = constraint === undefined ? "" : `\n  constraints = "${constraint}"`;
  const equals = constraint === undefined ? "version = " : "version     = ";
  return `provider "${source}" {\n  ${equals}"${version}"${constraints}\n  hashes = [\n    "${hash}",\n  ]\n}\n`;
}

function blocksOf(text: string): readonly { readonly source: string; readonly text: string }[] {
  return [...text.matchAll(/^provider "([^"]+)" \{\n(?:.*\n)*?\}\n/gmu)].map(([all, source = ""]) => ({
    source,
    text: all,
  }));
}

/** The hash by which Terraform pins a plugin's folder that holds one file: of a list of its files' names and digests. */
export function folderHash(fileName: string, bytes: string): string {
  const digest = createHash("sha256").update(bytes).digest("hex");
  return `h1:${createHash("sha256").update(`${digest}  ${fileName}\n`).digest("base64")}`;
}
