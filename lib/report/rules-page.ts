// RULES.md: the whole table as a page, generated from the rows.
import { exampleSentence, RULE_GROUPS, RULES, type Rule } from "../rules";
import { exampleText, operationsText, refusalText, severityText } from "./rule-text";

const HEAD = `<!-- Generated from the table in lib/rules. Do not edit: change a row and generate again. -->

# Rules

Each rule is one constraint that the image service documents, or a guard of our own. Synth, the simulated cloud and the
command line all read this table, and none has a check of its own.

The order is the precedence: where several rules are broken, the service answers with the first that it refuses by, and
synth reports all, in this order.

- **Severity.** An error stops synth; a warning or an info is shown.
- **Refusal.** The code that the service answers with. *Documented* codes stand in its manuals for this very case;
  *assumed* ones are the nearest that they list. A rule without a refusal is a guard of our own.
- **Says** shows the message for the example, all other facts being harmless.
`;

/** The page as Markdown; a test compares it with the file. Ends with a line break. */
export function rulesPage(): string {
  const contents = RULE_GROUPS.map(({ name, about, rules }, index) => {
    const entries = rules.map(({ id }) => `   - [\`${id}\`](#${anchor(id)})`);
    return [`${String(index + 1)}. ${capital(name)}: ${about}`, ...entries].join("\n");
  });
  const groups = RULE_GROUPS.map(({ name, about, rules }, index) => {
    const title = `## ${String(index + 1)}. ${capital(name)}`;
    return [title, `${capital(about)}.`, ...rules.map(ruleSection)].join("\n\n");
  });
  const head = `${HEAD}\n${String(RULES.length)} rules in ${String(RULE_GROUPS.length)} groups:\n`;
  return `${[head, `${contents.join("\n")}\n`, ...groups].join("\n")}\n`.replaceAll(/\n{3,}/gu, "\n\n");
}

function ruleSection(rule: Rule): string {
  return [
    `### ${rule.id}`,
    "",
    `- **Severity:** ${severityText(rule)}, on ${operationsText(rule)}`,
    `- **Says:** ${markdown(exampleSentence(rule))}`,
    `- **Fix:** ${markdown(rule.remediation)}`,
    `- **Refusal:** ${markdown(refusalText(rule))}`,
    `- **Example:** ${code(exampleText(rule))}`,
    `- **Source:** ${markdown(rule.source)}`,
  ].join("\n");
}

/** GitHub's anchor of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What Markdown would take for markup is escaped; an underscore inside a word is none. */
function markdown(text: string): string {
  return text.replaceAll(/[\\`*[\]<>|]/gu, "\\$&");
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}
