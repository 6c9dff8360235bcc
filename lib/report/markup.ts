// Text that people wrote, made harmless for what it is printed in: Markdown, HTML and SVG, Mermaid.
import { plainText } from "../values";

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** For text and attributes of HTML and SVG. */
export function htmlText(text: string): string {
  return plainText(text).replaceAll(/[&<>"']/gu, (character) => HTML[character] ?? character);
}

const entity = (character: string): string => `&#${String(character.codePointAt(0) ?? 0)};`;

/** No Markdown: a backslash would not do, which is not heeded before a pipe in every cell. */
function withoutMarkup(text: string): string {
  return plainText(text.replaceAll(/\s+/gu, " "))
    .replaceAll(/[&<>`*_{}[\]()#!|~@$%^:\\]/gu, entity)
    .replace(/^ *[-+=]|^ *\d+(?=[.)](?: |$))/u, (start) => [...start].map(entity).join(""));
}

/** What forges make links and calls of: `@name`, `#12`, `!12`, `$12`, `%12`, `~12`, `&12`, `GH-12`, an address. */
const CALLING = /&#(?:64|35|33|36|37|126|38);|&#58;(?=\/\/)|(?<=www)\.|(?<=\bGH)-(?=\d)/giu;

/**
 * For prose and table cells of Markdown as GitHub and GitLab read it. They look for mentions in the text that comes out, so that an
 * entity alone would not stop them: the sign stands in an element of its own.
 */
export function markdownText(text: string): string {
  return withoutMarkup(text).replaceAll(CALLING, (sign) => `<span>${sign}</span>`);
}

/** For names and ids in Markdown, shown as code, where nothing is linked. A backtick or a pipe would end plain code in a cell. */
export function markdownCode(text: string): string {
  return /^[\w./:@ -]*\w$/u.test(text) ? `\`${text}\`` : `<code>${withoutMarkup(text)}</code>`;
}

/** For a label of Mermaid in double quotes: all that it could take for syntax or markup becomes a code of its own kind. */
export function mermaidText(text: string): string {
  return plainText(text).replaceAll(
    /[^\p{L}\p{N} .,/→·+-]/gu,
    (character) => `#${String(character.codePointAt(0) ?? 0)};`,
  );
}
