// `image-replication rules [id]`: the table of rules, or one of them.
import type { Command } from "commander";
import { rulesTable, ruleText } from "../report";
import { RULES, tryFindRule, type Rule } from "../rules";
import { UsageError } from "../values";
import { print, printJson } from "./terminal";

export function addRules(program: Command): void {
  program
    .command("rules")
    .summary("show the rules, or one with its source and an example")
    .description(
      "Shows every rule that replicas are held to, in the order in which the service answers; or one of them.",
    )
    .argument("[id]", "id of a rule, as it stands in brackets behind a finding")
    .option("--json", "print data instead of text")
    .addHelpText("after", "\nExample:\n  image-replication rules copy/size-within-limit")
    .action((id: string | undefined, { json }: { json?: true }) => {
      const rules = id === undefined ? RULES : [find(id)];
      if (json === true) printJson(rules.map(dataOf));
      else print(id === undefined ? rulesTable() : rules.map((rule) => ruleText(rule)).join("\n"));
    });
}

function find(id: string): Rule {
  const rule = tryFindRule(id);
  if (rule !== undefined) return rule;
  const near = RULES.map((other) => other.id).filter((other) =>
    id.split("/").some((part) => part !== "" && other.includes(part)),
  );
  const mend = near.length === 0 ? 'Run "image-replication rules" for all of them.' : `Near it: ${near.join(", ")}.`;
  throw new UsageError(`there is no rule "${id}". ${mend}`);
}

function dataOf({ id, severity, on, reads, fix, refusal, source, example }: Rule): object {
  return { id, severity, on, reads, fix, refusal: refusal ?? null, source, example };
}
