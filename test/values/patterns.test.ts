// Patterns that users write: RE2's syntax, whole or in part, in linear time, with a reason where one is refused.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readPattern, type Pattern } from "../../lib/values";

function pattern(text: string): Pattern {
  const reading = readPattern(text);
  if ("fault" in reading) throw new Error(reading.fault);
  return reading;
}

test.each([
  ["prod-[0-9]+", "prod-1", true],
  ["prod-[0-9]+", "prod-1x", false],
  ["prod|.*-tmp", "prod-x", false],
  ["a|ab", "ab", true],
  ["(?i)prod", "PROD", true],
  ["[[:digit:]]+", "42", true],
  [".", "\u{1f600}", true],
  [String.raw`\p{L}+`, "größe", true],
  ["^prod$", "prod", true],
  ["", "x", false],
  ["prod", "prod\n", false],
])("%s matches the whole of %j: %s", (text, name, expected) => {
  expect(pattern(text).matchesWhole(name)).toBe(expected);
});

test("a partial match is found anywhere, as in Go", () => {
  expect(pattern("(?i)BASE[[:digit:]]").matchesPart("web-base1-x")).toBe(true);
  expect(pattern("^base").matchesPart("web-base")).toBe(false);
});

test.each([
  // It ends the group that an anchor would be put around, and matches everything.
  ["prod)|(?:.*", "unexpected ): `prod)|(?:.*`"],
  ["(?=a)b", 'look-around is not supported, since it has no bound on its time: "(?="'],
  ["(?!a)b", 'look-around is not supported, since it has no bound on its time: "(?!"'],
  ["(?<=a)b", 'look-around is not supported, since it has no bound on its time: "(?<="'],
  ["(?<!a)b", 'look-around is not supported, since it has no bound on its time: "(?<!"'],
  [String.raw`(a)\1`, "invalid escape sequence: `\\1`"],
  ["(", "missing closing ): `(`"],
  ["(a{1000}){1000}", "invalid repeat count: `{1000}`"],
])("%s is refused with the reason", (text, fault) => {
  expect(readPattern(text)).toEqual({ fault });
});

test("a pattern that takes exponential time in a backtracking engine takes linear time", () => {
  expect(pattern("([a-z0-9]+-?)+").matchesWhole(`${"a".repeat(50_000)}!`)).toBe(false);
});

test("the package is loaded with the first pattern", () => {
  const values = JSON.stringify(join(__dirname, "..", "..", "dist", "values"));
  const loaded = `Object.keys(require.cache).some((file) => file.includes("re2js"))`;
  const script = `const v = require(${values}); v.formatGib(1); const before = ${loaded}; v.readPattern("a"); console.log(before, ${loaded});`;
  expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe("false true\n");
});
