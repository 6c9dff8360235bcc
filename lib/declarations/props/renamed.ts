// Names of 0.1.0 in props: each is read as its new name, with one warning for each run of the program.

/** The new names of props. */
const PROPS: Readonly<Record<string, string>> = { keepObjects: "retainObjects", slots: "maxConcurrentCopies" };

/** The new words of enums, by the name of the enum. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Intermediates: { kept: "retain", retired: "delete" },
};

/** Old and new name of each prop among these that is renamed. */
export function renamedProps(names: ReadonlyMap<string, unknown>): readonly (readonly [string, string])[] {
  return Object.entries(PROPS).filter(([old]) => names.has(old));
}

/** Whether a word of an enum is one of 0.1.0. */
export const isOldWord = (name: string, word: string): boolean => WORDS[name]?.[word] !== undefined;

/** The word of an enum for one of 0.1.0; any other value is itself. */
export function currentWord(name: string, word: unknown): unknown {
  const found = typeof word === "string" ? WORDS[name]?.[word] : undefined;
  if (found !== undefined) warnOfOldName(`${name}.${String(word).toUpperCase()}`, `${name}.${found.toUpperCase()}`);
  return found ?? word;
}

const warned = new Set<string>();

export function warnOfOldName(old: string, name: string): void {
  if (warned.has(old)) return;
  warned.add(old);
  const text = `${old} is a name of cdktf-image-replication 0.1.0, which 0.3.0 refuses: write ${name} (docs/upgrading.md).`;
  process.emitWarning(text, "DeprecationWarning");
}
