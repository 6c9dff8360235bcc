// Regular expressions that others wrote, in the syntax of RE2, as Go and Terraform have it: no pattern takes more than linear time.
import type { RE2JS } from "re2js";

export interface Pattern {
  /** Whether it matches the whole text. */
  matchesWhole(text: string): boolean;
  /** Whether it matches a part of the text. */
  matchesPart(text: string): boolean;
}

/** Compiles a pattern, or says why it is none. */
export function readPattern(text: string): Pattern | { readonly fault: string } {
  try {
    const compiled = engine().compile(text);
    return {
      matchesWhole: (name) => compiled.matches(name),
      matchesPart: (name) => compiled.matcher(name).find(),
    };
  } catch (error) {
    return { fault: faultIn(text, error) };
  }
}

function faultIn(text: string, error: unknown): string {
  const lookAround = /\(\?<?[=!]/u.exec(text)?.[0];
  if (lookAround !== undefined)
    return `look-around is not supported, since it has no bound on its time: "${lookAround}"`;
  if (!(error instanceof Error)) throw error;
  return error.message.replace(/^error parsing regexp: /u, "");
}

/** The package is loaded with the first pattern: most programs and plans have none. */
function engine(): typeof RE2JS {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it is needed
  return (require("re2js") as typeof import("re2js")).RE2JS;
}
