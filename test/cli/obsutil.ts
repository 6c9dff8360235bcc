// The stand-in for the vendor's obsutil (fake-obsutil.cjs), installed in a folder of a test.
import { createHash } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

interface Call {
  readonly verb: string;
  readonly places: readonly string[];
  readonly flags: readonly string[];
  readonly outcome: string;
}

export class Obsutil {
  public constructor(private readonly folder: string) {
    for (const name of ["bin", "objects"]) mkdirSync(join(folder, name));
    const program = join(folder, "bin", "obsutil");
    copyFileSync(join(__dirname, "fake-obsutil.cjs"), program);
    chmodSync(program, 0o755);
  }

  /** The environment in which a shell finds it. */
  public get environment(): { readonly PATH: string; readonly FAKE_OBSUTIL_FOLDER: string } {
    return {
      PATH: `${join(this.folder, "bin")}${delimiter}${process.env.PATH ?? ""}`,
      FAKE_OBSUTIL_FOLDER: this.folder,
    };
  }

  /** The file in which it keeps an object. */
  public fileOf(url: string): string {
    return join(this.folder, "objects", createHash("sha256").update(url).digest("hex"));
  }

  /** Its calls, in order. */
  public get calls(): readonly Call[] {
    const log = join(this.folder, "log");
    if (!existsSync(log)) return [];
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    return lines.map((line) => JSON.parse(line) as Call);
  }
}
