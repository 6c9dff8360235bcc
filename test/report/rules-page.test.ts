// The table of rules as a page, as a list and one by one.
import { rulesPage, rulesTable, ruleText } from "../../lib/report";
import { displayWidth } from "../../lib/report/columns";
import { RULE_GROUPS, RULES, tryFindRule } from "../../lib/rules";
import { expectGolden } from "../goldens";

function expectFits(text: string): void {
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
}

test("the list names every rule, in precedence", () => {
  const text = rulesTable();
  expectGolden("rules.txt", text);
  expectFits(text);
  expect(text.match(/^ {2}\S+\/\S+/gmu)?.map((id) => id.trim())).toEqual(RULES.map(({ id }) => id));
});

test.each(RULES.map((rule) => [rule.id, rule] as const))("the rule %s fits its page", (_, rule) => {
  expectFits(ruleText(rule));
});

test.each(["copy/size-within-limit", "tags/count", "across/no-key"])("the rule %s reads well", (id) => {
  expectGolden(`rule-${id.replace("/", "-")}.txt`, ruleText(tryFindRule(id)!));
});

test("the page has every rule under its group, in precedence, with a link to each", () => {
  const page = rulesPage();
  expect(page.match(/^### .+$/gmu)?.map((line) => line.slice(4))).toEqual(RULES.map(({ id }) => id));
  expect(page.match(/^## .+$/gmu)?.length).toBe(RULE_GROUPS.length);
  for (const { id } of RULES) expect(page).toContain(`[\`${id}\`](#${id.replace("/", "")})`);
  expect(page.endsWith("\n") && !page.endsWith("\n\n")).toBe(true);
});

test("Markdown markup is escaped outside code", () => {
  const prose = rulesPage()
    .replace(/^<!--.*-->$/mu, "")
    .replaceAll(/`[^`]*`/gu, "");
  expect(prose).not.toMatch(/(?<!\\)[<>|]/u);
});
