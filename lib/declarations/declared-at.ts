// Where a program declares a construct: file and line, for findings of a check. Nothing is recorded outside of one, since a stack trace
// costs more than the construct.
import { isAbsolute, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { IConstruct } from "constructs";

/** A line of a program: the file as seen from the folder that the program runs in. */
export interface DeclaredAt {
  readonly file: string;
  readonly line: number;
}

const METADATA = "image-replication/declared-at";
/** cdktf's own entry, which has a trace with some releases of constructs. */
const OF_CDKTF = "stacktrace";
const OWN_FILES = join(__dirname, "..") + sep;
const FRAME = /\(?((?:file:\/\/)?[^()]+?):(\d+):\d+\)?$/u;

/** Keeps the trace of a construct that is being declared. */
export function recordDeclaration(construct: IConstruct): void {
  construct.node.addMetadata(METADATA, construct.node.path, { stackTrace: true });
}

/** The innermost line of the program itself; undefined when no trace was kept. */
export function tryFindDeclaration(construct: IConstruct): DeclaredAt | undefined {
  const entries = construct.node.findAll().flatMap(({ node }) => node.metadata);
  const trace = (entries.find(({ type }) => type === METADATA) ?? entries.find(({ type }) => type === OF_CDKTF))?.trace;
  for (const frame of trace ?? []) {
    const [, place = "", line = "1"] =
      FRAME.exec(
        frame
          .trim()
          .replace(/^at /u, "")
          .replace(/^.* \(/u, "("),
      ) ?? [];
    const file = place.startsWith("file://") ? fileURLToPath(place) : place;
    if (!isAbsolute(file) || file.startsWith(OWN_FILES) || file.includes(`${sep}node_modules${sep}`)) continue;
    const path = relative(process.cwd(), file);
    return { file: path.startsWith("..") ? file : path.split(sep).join("/"), line: Number(line) };
  }
  return undefined;
}
