// Quantities and small texts as people read them.
import {
  BYTES_PER_GIB,
  codePointCount,
  counted,
  formatDecimal,
  formatDuration,
  formatGib,
  listed,
  lowerFirst,
} from "../../lib/values";

test.each([
  [0, "0 s"],
  [1, "1 s"],
  [59, "59 s"],
  [0.5, "0.5 s"],
  [60, "1 min"],
  [89, "1 min"],
  [90, "2 min"],
  [2700, "45 min"],
  [3569, "59 min"],
  [3599, "1 h"],
  [3600, "1 h"],
  [76_800, "21 h 20 min"],
  [258_000, "71 h 40 min"],
  [259_199, "3 d"],
  [259_200, "3 d"],
  [273_600, "3 d 4 h"],
  [8_640_000, "100 d"],
])("%d seconds is formatted as %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test.each([
  [140, "140 GiB"],
  [1.5, "1.5 GiB"],
  [0.25, "0.25 GiB"],
  [128.001, "128.001 GiB"],
  [127.999, "127.999 GiB"],
  [128 + 1 / BYTES_PER_GIB, "128.00000000093132 GiB"],
  [0.1 + 0.2, "0.3 GiB"],
])("%d GiB is formatted as %s", (sizeGib, text) => {
  expect(formatGib(sizeGib)).toBe(text);
});

test("the sum of many sizes has no rounding digits", () => {
  const sum = Array.from({ length: 10_000 }, () => 40.1).reduce((total, size) => total + size, 0);
  expect(formatDecimal(sum)).toBe("401000");
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b and c"],
  [["a", "b", "c", "d", "e"], "a, b, c, d and e"],
  [["a", "b", "c", "d", "e", "f"], "a, b, c, d, e and 1 more"],
])("%j is listed as %j", (items, text) => {
  expect(listed(items)).toBe(text);
});

test.each([
  ["", 0],
  ["web", 3],
  ["镜像", 2],
  ["😀", 1],
  ["𠀀", 1],
  ["e\u0301", 2],
])("%j counts as %d characters", (text, count) => {
  expect(codePointCount(text)).toBe(count);
});

test("a noun agrees with its number", () => {
  expect([counted(0, "image"), counted(1, "image"), counted(2, "image")]).toEqual(["0 images", "1 image", "2 images"]);
  expect(counted(2, "copy", "copies")).toBe("2 copies");
});

test("a subject inside a sentence starts with a lowercase letter", () => {
  expect(lowerFirst('Image "Web"')).toBe('image "Web"');
  expect(lowerFirst("")).toBe("");
});
