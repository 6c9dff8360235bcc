// The errors that are thrown. What is wrong in the user's world is neither: that is a finding, and findings are data.

/** Where in a document something is wrong: `line` counts from 1, `path` reads like `images[3].sizeGib`. */
export interface SourceLocation {
  readonly file?: string;
  readonly line?: number;
  readonly path?: string;
}

/** The call or a document was wrong, not the user's world: the command line answers with exit code 64. */
export class UsageError extends Error {
  public override readonly name = "UsageError";

  public constructor(
    message: string,
    public readonly where: SourceLocation = {},
  ) {
    super(`${renderWhere(where)}${message}`);
  }
}

/** The call was right, and the machine or another process stands in its way: the command line answers with exit code 1. */
export class EnvironmentError extends Error {
  public override readonly name = "EnvironmentError";

  public constructor(message: string, where: SourceLocation = {}) {
    super(`${renderWhere(where)}${message}`);
  }
}

function renderWhere({ file, line, path }: SourceLocation): string {
  const place = file === undefined ? "" : line === undefined ? file : `${file}:${String(line)}`;
  const parts = [place, path ?? ""].filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join(": ")}: `;
}

/** Our own bug: what must hold does not. Never caught on purpose. */
export function invariant(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`cdktf-image-replication has a bug, please report it: ${what}`);
}
