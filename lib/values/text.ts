// Small rules of text that messages, limits and artifacts share: how it is counted, listed and ordered.

/** The service counts characters, not UTF-16 units: an emoji is one. */
export function codePointCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** `a`, `a and b`, `a, b and c`; beyond `most` items the rest is a count. */
export function listed(items: readonly string[], most = 5): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${String(rest)} more`;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown[shown.length - 1] ?? ""}`;
}

/** `1 image`, `2 images`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${String(count)} ${count === 1 ? noun : plural}`;
}

/** `Image "web"` in the middle of a sentence: `image "web"`. */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Order by code unit: the same on every machine and in every locale. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

// Control characters, line separators, marks that turn the direction of text or hide in it, and what is no character of XML.
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u00AD\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFFE\uFFFF\u{E0000}-\u{E007F}]/gu;

/** What people wrote, made harmless for who reads it: a character that would steer a terminal, or deceive the eye, is shown by its code. */
export function plainText(text: string): string {
  return text.replaceAll(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Each half of a surrogate pair that stands alone. */
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * Why a text cannot be stored as it is, as a predicate with its fix; undefined for every other text. The database ends text at NUL, and
 * UTF-8 has one replacement for every lone surrogate: two different texts would become one.
 */
export function textFault(text: string): string | undefined {
  if (text.includes("\0")) return "holds the character NUL (\\u0000), at which stored text ends: remove it";
  const found = LONE_SURROGATE.exec(text)?.[0];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16);
  return `holds half of a surrogate pair (\\u${code}), which is no character: remove it, or write both halves`;
}
