// What commands print with: data on stdout, all else on stderr, and nothing that a document could use to steer the terminal.

/** Line breaks and tabs stay; other control characters of foreign text would move the cursor or recolour the screen. */
// eslint-disable-next-line no-control-regex -- these are the characters that must not get through
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

/** Foreign text without what steers a terminal. */
export function stripControlChars(text: string): string {
  return text.replace(CONTROL, "\ufffd");
}

export function print(text: string): void {
  process.stdout.write(`${stripControlChars(text).replace(/\n$/u, "")}\n`);
}

/** The same value, with every control character written as an escape: JSON itself asks it only of the first thirty-two. */
export function printJson(value: unknown): void {
  const text = JSON.stringify(value, undefined, 2);
  process.stdout.write(
    `${text.replace(CONTROL, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`,
  );
}

export function note(text: string): void {
  process.stderr.write(`${stripControlChars(text)}\n`);
}

/** A reader that stops early, such as `head`, is no failure: what is left unread is dropped, and the exit code stays the command's. */
export function tolerateClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
