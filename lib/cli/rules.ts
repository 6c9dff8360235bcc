// `image-replication rules [id]`: the table of rules, or those whose ids begin so.
import type { Command } from "commander";
import { rulesTable, ruleText } from "../report";
import { RULES, tryFindRule, type Rule } from "../rules";
import { UsageError } from "../values";
import { print, printJson } from "./terminal";

export function addRules(program: Command): void {
  program
    .command("rules")
    .summary("show the rules, or some with their sources and examples")
    .description(
      "Shows every rule that replicas are held to, in the order in which the service answers; or one of them, or some.",
    )
    .argument("[id]", "id of a rule, as it stands in brackets behind a finding; or how several begin, such as export/")
    .option("--json", "print data instead of text")
    .addHelpText("after", "\nExample:\n  image-replication rules copy/size-within-limit")
    .action((id: string | undefined, { json }: { json?: true }) => {
      const rules = id === undefined ? RULES : find(id);
      if (json === true) printJson(rules.map(dataOf));
      else print(id === undefined ? rulesTable() : rules.map((rule) => ruleText(rule)).join("\n"));
    });
}

function find(id: string): readonly Rule[] {
  const rule = tryFindRule(id);
  if (rule !== undefined) return [rule];
  const begun = RULES.filter((other) => other.id.startsWith(id.endsWith("/") ? id : `${id}/`));
  if (begun.length > 0) return begun;
  const ids = RULES.map((other) => other.id);
  const mistyped = ids
    .filter((other) => likenessOf(id, other) >= LEAST_LIKENESS)
    .sort((left, right) => likenessOf(id, right) - likenessOf(id, left));
  const about = ids.filter((other) => id.split("/").some((part) => part !== "" && other.includes(part)));
  const near = mistyped.length > 0 ? mistyped.slice(0, MOST_NEAR) : about;
  const mend = near.length === 0 ? 'Run "image-replication rules" for all of them.' : `Near it: ${near.join(", ")}.`;
  throw new UsageError(`there is no rule "${id}". ${mend}`);
}

/** A mistyped id is found by the pairs of letters that it has in common with the right one. */
const LEAST_LIKENESS = 0.6;
const MOST_NEAR = 4;

/** From 0 to 1: twice the pairs of neighbouring letters in common, over those of both. */
function likenessOf(one: string, other: string): number {
  const [left, right] = [one, other].map((text) => new Set([...text].map((_, at) => text.slice(at, at + 2))));
  if (left === undefined || right === undefined) return 0;
  return (2 * [...left].filter((pair) => right.has(pair)).length) / (left.size + right.size);
}

function dataOf({
  id,
  severity,
  appliesTo: on,
  inputs: reads,
  remediation: fix,
  refusal,
  source,
  example,
}: Rule): object {
  return { id, severity, on, reads, fix, refusal: refusal ?? null, source, example };
}
