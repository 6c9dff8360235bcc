// Findings on a terminal: no name adds a line or exceeds the width.
import { findingsText } from "../../lib/report";
import { HOSTILE } from "./worlds";

test("no construct path controls the terminal, adds a line or exceeds the width", () => {
  const construct = `stack/${HOSTILE}\n0 errors, 0 warnings in 1 stack\u202Ekcats${"x".repeat(300)}`;
  const finding = {
    rule: "name/given",
    severity: "error",
    construct,
    text: "It has none.",
    acknowledged: construct,
  } as const;
  const lines = findingsText([{ stack: construct, findings: [finding] }])
    .trimEnd()
    .split("\n");
  for (const line of lines) {
    expect(line).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(line.length).toBeLessThanOrEqual(80);
  }
  expect(lines.filter((line) => line.startsWith("0 errors"))).toHaveLength(1);
});

test("a finding about an endless name is shortened, and keeps fix and rule", () => {
  const text = `Replica "${"x".repeat(10_000)}" has a name of 10000 characters. Shorten the name. [name/length]`;
  const finding = { rule: "name/length", severity: "error", construct: "stack/web", text } as const;
  const told = findingsText([{ stack: "stack", findings: [finding] }]);
  expect(told.length).toBeLessThan(6000);
  expect(told.replaceAll(/\s+/gu, " ")).toMatch(/Replica "x.*… ?x.*Shorten the name\. \[name\/length\] $/u);
});
