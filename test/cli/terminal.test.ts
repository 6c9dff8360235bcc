// Control sequences of a terminal in a document are not printed, and data keeps its value.
import { stripControlChars, print, printJson } from "../../lib/cli/terminal";

const STEERING = "\u001b[31m\u009b1m\u0007\u007f";

function printed(work: () => void): string {
  let text = "";
  const write = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    work();
  } finally {
    write.mockRestore();
  }
  return text;
}

// eslint-disable-next-line no-control-regex -- these are the characters that must not get through
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;

test("text is printed without control characters, on its own lines", () => {
  const text = printed(() => {
    print(`a\tb\n${STEERING}`);
  });
  expect(text).not.toMatch(CONTROL);
  expect(text.startsWith("a\tb\n")).toBe(true);
  expect(stripControlChars("web")).toBe("web");
});

test("data is printed with escapes and reads back the same", () => {
  const value = { name: STEERING, list: ["a\nb"] };
  const text = printed(() => {
    printJson(value);
  });
  expect(text).not.toMatch(CONTROL);
  expect(JSON.parse(text)).toEqual(value);
});
