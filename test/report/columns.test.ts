// The width of text, and how it is fitted.
import fc from "fast-check";
import { cell, cellRight, displayWidth, labelled, shortened, wrapped } from "../../lib/report/columns";
import { plainText } from "../../lib/values";

test.each([
  ["", 0],
  ["web", 3],
  ["镜像", 4],
  ["ｗｅｂ", 6],
  ["한국어", 6],
  ["😀", 2],
  ["e\u0301", 1],
  ["𠀀", 2],
  ["→ …", 3],
])("the text %j is %d columns wide", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test.each([
  ["a\u001b[31mred", "a\\u{1b}[31mred"],
  ["one\ntwo", "one\\u{a}two"],
  ["left\u202Eright", "left\\u{202e}right"],
  ["zero\u200Bwidth", "zero\\u{200b}width"],
  ["plain 镜像 😀", "plain 镜像 😀"],
])("control characters of a terminal are shown by their code: %j", (text, shown) => {
  expect(plainText(text)).toBe(shown);
});

test.each([
  ["one two three", 9, ["one two", "three"]],
  ["one", 3, ["one"]],
  ["", 5, [""]],
  ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
  ["镜像镜像", 5, ["镜像", "镜像"]],
  ["a  b", 2, ["a", "b"]],
])("%j wraps at %d columns", (text, width, lines) => {
  expect(wrapped(text, width)).toEqual(lines);
});

test("later lines are aligned with the text of the first", () => {
  expect(labelled("  key  ", "one two", 10)).toEqual(["  key  one", "       two"]);
  expect(wrapped("one two three", 7, 2)).toEqual(["one two", "  three"]);
});

test.each([
  ["abcdefghij", 5, "ab…ij"],
  ["abcdefghij", 10, "abcdefghij"],
  ["镜像镜像", 5, "镜…像"],
])("%j is shortened to %d columns in the middle", (text, width, short) => {
  expect(shortened(text, width)).toBe(short);
});

test("a cell has exactly its width, and wrapping loses nothing", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "镜", "😀", "\u0301"), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 30 }), (any, width) => {
      expect(displayWidth(cell(any, width))).toBe(width);
      expect(displayWidth(cellRight(any, width))).toBe(width);
      const lines = wrapped(any, width);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join("").replaceAll(" ", "")).toBe(any.replaceAll(" ", ""));
    }),
  );
});
