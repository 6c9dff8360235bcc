// What the doctor says of one thing that it looked at.

/** `ok`: as it should be · `note`: worth knowing, and no hindrance now · `wrong`: something will fail. */
export interface Diagnosis {
  /** What was looked at. */
  readonly what: string;
  readonly mark: "ok" | "note" | "wrong";
  /** A sentence: the subject, what is, and the bound. */
  readonly says: string;
  /** How to mend it; absent when there is nothing to mend. */
  readonly fix?: string;
}

/** Whether a version such as `1.11.4` is as new as a version of the same form, or newer. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [numbersOf(version), numbersOf(least)];
  for (const [index, part] of want.entries()) {
    const other = have[index] ?? 0;
    if (other !== part) return other > part;
  }
  return true;
}

/** Whether a version is inside a range of the form `^1.2.3`, as npm reads it: the first number that is not 0 stays. */
export function isInCaret(version: string, range: string): boolean {
  const least = range.replace(/^\^/u, "");
  const [have, want] = [numbersOf(version), numbersOf(least)];
  const fixed = want.findIndex((part) => part !== 0) + 1;
  return isAtLeast(version, least) && want.slice(0, fixed).every((part, index) => part === have[index]);
}

function numbersOf(version: string): readonly number[] {
  return (version.split(/[-+]/u)[0] ?? "").split(".").map(Number);
}
