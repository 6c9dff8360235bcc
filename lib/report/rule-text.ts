// One rule, and the table of all, for a terminal.
import { OPERATION_KINDS } from "../model";
import { exampleSentence, RULE_GROUPS, type Refusal, type Rule } from "../rules";
import { cell, labelled, PAGE_WIDTH } from "./columns";
import { OPERATION_WORDS } from "./words";

const LABEL_WIDTH = 10;

/** All of a rule, with the sentence that its example gets. Ends with a line break. */
export function ruleText(rule: Rule, width = PAGE_WIDTH): string {
  const fields: readonly (readonly [string, string])[] = [
    ["severity", severityText(rule)],
    ["guards", operationsText(rule)],
    ["says", exampleSentence(rule)],
    ["fix", rule.remediation],
    ["refusal", refusalText(rule)],
    ["reads", rule.inputs.join(", ")],
    ["example", exampleText(rule)],
    ["source", rule.source],
  ];
  const lines = fields.flatMap(([label, text]) => labelled(`  ${label.padEnd(LABEL_WIDTH)}`, text, width));
  return `${[rule.id, ...lines].join("\n")}\n`;
}

/** A line for each rule, in precedence, under its group. Fits 80 columns and ends with a line break. */
export function rulesTable(): string {
  const sections = RULE_GROUPS.map(({ name, about, rules }, index) => [
    `${String(index + 1)}. ${name}: ${about}`,
    ...rules.map((rule) => {
      const code = rule.refusal === undefined ? "guard" : briefly(rule.refusal);
      return `  ${cell(rule.id, 32)} ${cell(rule.severity, 7)} ${cell(operationsText(rule), 16)} ${code}`;
    }),
  ]);
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

export function severityText({ severity, severityInTerraform }: Rule): string {
  return severityInTerraform === undefined ? severity : `${severity} (${severityInTerraform} in a Terraform plan)`;
}

export function operationsText({ appliesTo: on }: Rule): string {
  if (on.length === OPERATION_KINDS.length) return "every operation";
  const copies: readonly string[] = ["copyImage", "copyImageAcross"];
  const others = on.filter((operation) => !copies.includes(operation));
  const isBoth = on.length === others.length + copies.length;
  const words = (isBoth ? others : on).map((operation) => OPERATION_WORDS[operation]);
  return [...(isBoth ? ["every copy"] : []), ...words].join(", ");
}

/** `image.sizeGib = 129`; long values are cut. */
export function exampleText({ example }: Rule): string {
  return Object.entries(example)
    .map(([key, value]) => `${key} = ${clipped(JSON.stringify(value))}`)
    .join(", ");
}

const MOST_CHARACTERS = 60;

function clipped(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

export function refusalText({ refusal }: Rule): string {
  if (refusal === undefined) return "none: a guard of our own, which the service does not keep";
  return `${codeText(refusal)}, status ${String(refusal.status)}`;
}

/** Codes of object storage are words, too long for a column. */
function briefly(refusal: Refusal): string {
  return refusal.code.startsWith("OBS.") ? "OBS (assumed)" : codeText(refusal);
}

function codeText({ code, codeIs }: Refusal): string {
  return codeIs === "documented" ? code : `${code} (assumed)`;
}
