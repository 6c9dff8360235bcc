// Text in columns of a terminal: how wide it is, and how it is wrapped, shortened and padded to fit.
import { formatGib, plainText } from "../values";

/** How wide a page is where nobody says: the columns of a terminal. */
export const PAGE_WIDTH = 80;

// Two columns each: East Asian wide and full-width characters, and what is drawn as an emoji.
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}\p{Extended_Pictographic}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\u200D]/u;
const PLAIN = /^[\x20-\x7E]*$/u;

/** Columns that a text takes. Where terminals differ, the larger number: what fits by this count fits. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (WIDE.test(character)) return 2;
  return NO_WIDTH.test(character) ? 0 : 1;
}

const NO_BREAK = "\u00A0";

/** Text that is not wrapped inside, where it fits a line at all. */
export function unbroken(text: string): string {
  return text.replaceAll(" ", NO_BREAK);
}

/** Wraps at spaces; a word too long for a line is broken. Lines after the first are indented by `hanging` columns. */
export function wrapped(text: string, width: number, hanging = 0): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const room = (): number => width - (lines.length === 0 ? 0 : hanging);
  const close = (): void => {
    lines.push((lines.length === 0 ? "" : " ".repeat(hanging)) + line.trimEnd().replaceAll(NO_BREAK, " "));
    [line, used] = ["", 0];
  };
  for (const word of plainText(text).split(" ")) {
    const length = displayWidth(word);
    if (line !== "" && used + 1 + length > room()) close();
    if (line !== "") [line, used] = [`${line} `, used + 1];
    if (length <= room() - used) {
      [line, used] = [line + word, used + length];
      continue;
    }
    for (const character of word) {
      const columns = characterWidth(character);
      if (used + columns > room()) close();
      [line, used] = [line + character, used + columns];
    }
  }
  if (line !== "" || lines.length === 0) close();
  return lines;
}

/** Keeps both ends and puts … in the middle: ids and names differ most at their ends. */
export function shortened(text: string, width: number): string {
  const plain = plainText(text);
  if (displayWidth(plain) <= width) return plain;
  const characters = [...plain];
  const half = (width - 1) / 2;
  const head = taken(characters, Math.ceil(half));
  const tail = taken([...characters].reverse(), Math.floor(half));
  return `${head.join("")}…${tail.reverse().join("")}`;
}

function taken(characters: readonly string[], width: number): string[] {
  const result: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += characterWidth(character);
    if (used > width) break;
    result.push(character);
  }
  return result;
}

/** The service takes names of 128 characters; account, project and region stand before them in an id. */
const NAME_WIDTH = 256;

/** A name, an id or a path as texts print it: in full as long as the service could take it, else by both ends. */
export function shortName(text: string): string {
  return shortened(text, NAME_WIDTH);
}

/** More than any finding takes that names no name without an end. */
const SENTENCE_WIDTH = 4000;

/** A finding as texts print it. Both its ends say most: its subject stands first, the mend and the rule last. */
export function shortSentence(text: string): string {
  return shortened(text, SENTENCE_WIDTH);
}

/** In full where it fits so many columns; a size with many decimals is rounded, and says so. */
export function shortSize(sizeGib: number, width: number): string {
  const exact = formatGib(sizeGib);
  return exact.length <= width ? exact : `~${String(Math.round(sizeGib))} GiB`;
}

/** Exactly so many columns, shortened or filled with spaces at the end. */
export function cell(text: string, width: number): string {
  const short = shortened(text, width);
  return short + " ".repeat(Math.max(0, width - displayWidth(short)));
}

/** Exactly so many columns, shortened or filled with spaces in front. */
export function cellRight(text: string, width: number): string {
  const short = shortened(text, width);
  return " ".repeat(Math.max(0, width - displayWidth(short))) + short;
}

/** A label of harmless text, and behind it the text, whose further lines stand below its first. */
export function labelled(label: string, text: string, width: number): readonly string[] {
  const indent = displayWidth(label);
  return wrapped(text, width - indent).map((line, index) => (index === 0 ? label : " ".repeat(indent)) + line);
}

/** One entry of a list, behind a dash. */
export function bullet(text: string, width: number): readonly string[] {
  return labelled("- ", text, width);
}
