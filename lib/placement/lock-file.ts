// Terraform's lock file: entries of our own are put into it at synth, since cdktf-cli would ask a registry for those that are missing.
// All else in the file stays as it is, to the byte.
import { createHash } from "node:crypto";

export interface LockEntry {
  /** Host, namespace and name. */
  readonly source: string;
  readonly version: string;
  /** The versions that configurations ask for; undefined where none does. */
  readonly constraint: string | undefined;
  /** `h1:` and a digest of the files of the plugin's folder. */
  readonly hash: string;
}

const HEAD = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

interface Block {
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/** Text of the lock file with these entries; those of the hosts that are ours, and no others, may give way. */
export function lockFileWith(before: string, entries: readonly LockEntry[], ourHosts: ReadonlySet<string>): string {
  const eol = /^[^\n]*\r\n/u.test(before) ? "\r\n" : "\n";
  const kept = withoutBlocks(before.trim() === "" ? HEAD : before, eol, (source) => ourHosts.has(hostOf(source)));
  return entries.reduce((text, entry) => withBlock(text, entry, eol), kept);
}

/** The block of a provider as the file has it; undefined when there is none. */
export function tryFindBlock(text: string, source: string): string | undefined {
  const found = blocksOf(text).find((block) => block.source === source);
  return found === undefined ? undefined : text.slice(found.start, found.end);
}

/** The addresses of the providers that the file has entries of. */
export function sourcesIn(text: string): readonly string[] {
  return blocksOf(text).map(({ source }) => source);
}

const hostOf = (source: string): string => source.split("/")[0] ?? "";

function withoutBlocks(text: string, eol: string, isOurs: (source: string) => boolean): string {
  // From the last one on, so that the places of those before it stay true.
  return blocksOf(text)
    .filter(({ source }) => isOurs(source))
    .reduceRight((rest, { start, end }) => {
      const after = rest.slice(end);
      return after === "" ? `${rest.slice(0, start).trimEnd()}${eol}` : rest.slice(0, start) + after;
    }, text);
}

/** Terraform sorts them by address. */
function withBlock(text: string, entry: LockEntry, eol: string): string {
  const block = blockOf(entry).replaceAll("\n", eol);
  const next = blocksOf(text).find(({ source }) => source > entry.source);
  if (next !== undefined) return `${text.slice(0, next.start)}${block}${eol}${text.slice(next.start)}`;
  return `${text.trimEnd()}${eol}${eol}${block}`;
}

function blockOf({ source, version, constraint, hash }: LockEntry): string {
  const said =
    constraint === undefined
      ? `  version = "${version}"\n`
      : `  version     = "${version}"\n  constraints = "${constraint}"\n`;
  return `provider "${source}" {\n${said}  hashes = [\n    "${hash}",\n  ]\n}\n`;
}

/** With the empty lines that follow each. */
function blocksOf(text: string): readonly Block[] {
  const found = text.matchAll(
    /^provider[ \t]+"([^"\n]+)"[ \t]*\{[^\n]*\n(?:[^}\r\n][^\n]*\n|\r?\n)*\}[ \t]*(?:\r?\n)*/gmu,
  );
  return [...found].map(({ 0: all, 1: source = "", index }) => ({ source, start: index, end: index + all.length }));
}

/** The hash by which Terraform pins a plugin's folder that holds one file: of a list of its files' names and digests. */
export function folderHash(fileName: string, bytes: string): string {
  const digest = createHash("sha256").update(bytes).digest("hex");
  return `h1:${createHash("sha256").update(`${digest}  ${fileName}\n`).digest("base64")}`;
}
