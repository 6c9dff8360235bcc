// Durations in Go's syntax: the sums, and the texts that Go refuses.
import { goDurationSeconds } from "../../lib/values";

test.each([
  ["90m", 5400],
  ["1h30m", 5400],
  ["5400s", 5400],
  ["1.5h", 5400],
  [".5h", 1800],
  ["1.h", 3600],
  ["+2h", 7200],
  ["-1h", -3600],
  ["0", 0],
  ["1500ms", 1.5],
  ["2h0m0s", 7200],
  ["30m1h", 5400],
])("%s is %s seconds", (text, seconds) => {
  expect(goDurationSeconds(text)).toBeCloseTo(seconds, 9);
});

test.each(["1us", "1\u00b5s", "1\u03bcs"])("microseconds in each spelling: %s", (text) => {
  expect(goDurationSeconds(text)).toBeCloseTo(1e-6, 12);
});

test.each(["", "90", "2 hours", "2h ", " 2h", "h", ".h", "1d", "1e3s", "2H", "1h-30m", "--1h", "60m\n", "NaN"])(
  "%j is not a duration",
  (text) => {
    expect(goDurationSeconds(text)).toBeUndefined();
  },
);
