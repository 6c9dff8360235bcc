// The same cases as Terraform plans of any configuration.
import { evaluateRules, findingText, RULES } from "../../lib/rules";
import { casesByRule, redRows, type Outcome } from "./case-tables";
import { readCases, type Case } from "./cases";
import { findingsInTerraform, IN_TERRAFORM, isSeenInTerraform } from "./terraform";
import { SUBJECT } from "./world";

/** No plan contains an account without an id, an argument of a lookup, or a copy to its own region. */
const rows = readCases().filter(
  ({ operation, facts, expected }) =>
    IN_TERRAFORM.includes(operation) &&
    facts["source.encryptionStated"] &&
    !facts["member.asked"].some((text) => text.startsWith("/")) &&
    !expected.includes("across/other-region"),
);

test.each(casesByRule(rows))("%s", (_rule, cases) => {
  expect(redRows(cases, judged)).toBe("");
});

/** Ids and sentences in the order of the rules; sentences about members name them by id. */
function judged({ operation, facts, expected }: Case): Outcome {
  const position = (id: string): number => RULES.findIndex((rule) => rule.id === id);
  const found = findingsInTerraform(operation, facts).filter(({ rule }) => isSeenInTerraform(rule));
  const { violations } = evaluateRules(operation, facts, SUBJECT(operation, facts));
  const isMember = (id: string): boolean => /^(?:share|member)\//u.test(id);
  const due = violations.filter(({ rule }) => expected.includes(rule.id) && isSeenInTerraform(rule.id));
  return {
    expected: due.map((finding) => (isMember(finding.rule.id) ? finding.rule.id : findingText(finding))),
    actual: [...found]
      .sort((a, b) => position(a.rule) - position(b.rule))
      .map(({ rule, text }) => (isMember(rule) ? rule : text)),
  };
}
