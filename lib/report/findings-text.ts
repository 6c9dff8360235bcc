// Findings of an app as text: errors first, then advice, each once, in 80 columns.
import type { PlanFinding, StackFindings } from "../routes";
import { compareText, counted } from "../values";
import { labelled, PAGE_WIDTH, shortName, shortSentence, wrapped } from "./columns";

const SEVERITIES = ["error", "warning", "info"];
const LABEL_WIDTH = 16;

/** Errors that nobody acknowledged. */
export function unacknowledgedErrors(stacks: readonly StackFindings[]): readonly PlanFinding[] {
  return stacks.flatMap(({ findings }) =>
    findings.filter(({ severity, acknowledged }) => severity === "error" && acknowledged === undefined),
  );
}

/** Ends with a line break. Without findings it says so. */
export function findingsText(stacks: readonly StackFindings[], width = PAGE_WIDTH): string {
  const sections = stacks.filter(({ findings }) => findings.length > 0).map((stack) => stackLines(stack, width));
  const lines = [totalLine(stacks), ...sections.flatMap((section) => ["", ...section])];
  return `${lines.join("\n")}\n`;
}

function totalLine(stacks: readonly StackFindings[]): string {
  const all = stacks.flatMap(({ findings }) => findings);
  const open = all.filter(({ acknowledged }) => acknowledged === undefined);
  const count = (severity: string): number => open.filter((finding) => finding.severity === severity).length;
  const parts = [counted(count("error"), "error"), counted(count("warning"), "warning")];
  if (count("info") > 0) parts.push(counted(count("info"), "info"));
  if (open.length < all.length) parts.push(`${String(all.length - open.length)} acknowledged`);
  return `${parts.join(", ")} in ${counted(stacks.length, "stack")}`;
}

function stackLines({ stack, findings }: StackFindings, width: number): readonly string[] {
  const rank = ({ severity, acknowledged }: PlanFinding): number =>
    acknowledged === undefined ? SEVERITIES.indexOf(severity) : SEVERITIES.length;
  const sorted = [...findings].sort(
    (left, right) =>
      rank(left) - rank(right) || compareText(left.construct, right.construct) || compareText(left.rule, right.rule),
  );
  return [...labelled("Stack ", shortName(stack), width), ...sorted.flatMap((finding) => findingLines(finding, width))];
}

function findingLines({ severity, construct, text, acknowledged }: PlanFinding, width: number): readonly string[] {
  const label = acknowledged === undefined ? severity : "acknowledged";
  const indent = " ".repeat(LABEL_WIDTH);
  const body = wrapped(shortSentence(text), width - LABEL_WIDTH).map((line) => `${indent}${line}`);
  const reason = acknowledged === undefined ? [] : wrapped(`Reason: ${acknowledged}`, width - LABEL_WIDTH);
  return [
    ...labelled(`  ${label.padEnd(LABEL_WIDTH - 2)}`, shortName(construct), width),
    ...body,
    ...reason.map((line) => `${indent}${line}`),
  ];
}
