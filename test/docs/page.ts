// A documentation page as its code blocks: the type of each, and the comment before it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt from "markdown-it";

export const ROOT = join(__dirname, "..", "..");

/** A fenced block. Lines are counted from 0, without the fences. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** The file name: in its first line (`// main.ts`, `# mirror.tfrc`), or, where the language has no comments, in the fence. */
  readonly file: string | undefined;
  /** `<!-- not run: why -->` before it. */
  readonly notRun: string | undefined;
  /** `<!-- exits with 1 -->` before it. */
  readonly exitCode: number;
}

export interface Page {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

export function readPage(path: string): Page {
  const text = readFileSync(join(ROOT, path), "utf8");
  const tokens = new MarkdownIt({ html: true }).parse(text, {});
  let said = "";
  const blocks: Block[] = [];
  for (const { type, map, info, content } of tokens) {
    // A comment belongs to the block directly after it.
    if (type === "inline") said = "";
    if (type === "html_block") said = content;
    if (type !== "fence" || map === null) continue;
    blocks.push(blockOf(info.trim(), content, map, said));
    said = "";
  }
  return { path, text, blocks };
}

const CAPTION = /^(?:\/\/|#) ([\w./-]+\.\w+)\n/u;

function blockOf(info: string, text: string, [from, to]: [number, number], said: string): Block {
  const [language = "", title] = info.split(/\s+/u);
  return {
    language,
    text,
    from: from + 1,
    to: to - 1,
    file: title ?? CAPTION.exec(text)?.[1],
    notRun: /<!-- not run: (.+?) -->/su.exec(said)?.[1],
    exitCode: Number(/<!-- exits with (\d+) -->/u.exec(said)?.[1] ?? 0),
  };
}

/** Blocks that are files of the reader's project. */
export const isFile = ({ language, file }: Block): boolean =>
  file !== undefined && language !== "sh" && language !== "text";
