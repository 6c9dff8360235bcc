// `image-replication plan [dir]`: the route plans of a synthesized app, and what they change.
import { Option, type Command } from "commander";
import { changesText, routePlanMermaid, routePlansMarkdown, routePlanText, timelinePage, timelineSvg } from "../report";
import type { JudgedTerraformPlan } from "../terraform-plan";
import { isDifferent, planChanges, type RoutePlan, type StackChanges } from "../routes";
import { UsageError } from "../values";
import { repeatable } from "./options";
import { findProject, readRoutePlans } from "./project";
import { print, printJson } from "./terminal";
import { changesBesidesAdded, judgePlanFiles, refuseMixed, type TerraformPlanOptions } from "./terraform-plan";

const FORMATS = ["text", "markdown", "json", "mermaid", "svg", "html"] as const;

interface PlanOptions extends TerraformPlanOptions {
  readonly format: (typeof FORMATS)[number];
  readonly against?: string;
  readonly detailedExitcode?: true;
  readonly all?: true;
}

/** Answered under --detailed-exitcode when the plans differ. */
const DIFFERENT = 2;

export function addPlan(program: Command): void {
  program
    .command("plan")
    .summary("show what a synthesized app will copy, when, and why")
    .description(
      "Prints the route plan of each stack: hops by wave, hours, GiB, and why each hop is there. Markdown is for a pull request, and fits a comment however many hops there are; svg and html draw the hours.",
    )
    .argument("[dir]", "output folder of cdktf, or a route-plan.json (default: the project's output folder)")
    .addOption(new Option("--format <format>", "how to print it").choices(FORMATS).default("text"))
    .option(
      "--against <file>",
      'show what changed since: an earlier output folder, route-plan.json, or answer of "plan --format json"',
    )
    .option("--detailed-exitcode", "answer with 2 when something differs from what --against names")
    .addOption(
      repeatable(
        "--terraform-plan <file>",
        "show what terraform show -json prints of a plan, instead of the app's route plans; can be given more than once",
      ),
    )
    .option("--inventory <file>", "with --terraform-plan: what is recorded of the accounts")
    .option("--all", "print every hop, however many there are")
    .addHelpText(
      "after",
      "\nExamples, after a synth:\n  image-replication plan\n  image-replication plan --format markdown --against main.json > comment.md",
    )
    .action(plan);
}

function plan(dir: string | undefined, options: PlanOptions): void {
  const { against, detailedExitcode } = options;
  refuseMixed(dir, options);
  if (detailedExitcode === true && against === undefined) {
    throw new UsageError("--detailed-exitcode needs --against: what the plans are to be compared with.");
  }
  const project = findProject();
  const judged = judgePlanFiles(project, options);
  const plans = judged?.map(({ routePlan }) => routePlan) ?? readRoutePlans(project, dir);
  const changes =
    against === undefined ? changesOfTerraform(judged, options) : planChanges(readRoutePlans(project, against), plans);
  show(plans, changes, options);
  if (detailedExitcode === true && changes?.some(isDifferent) === true) process.exitCode = DIFFERENT;
}

/** Terraform's own plan tells what it replaces; the text leaves out what its timetable adds. */
function changesOfTerraform(
  judged: readonly JudgedTerraformPlan[] | undefined,
  { format }: PlanOptions,
): readonly StackChanges[] | undefined {
  if (judged === undefined) return undefined;
  const changes = judged.map((plan) => plan.changes);
  if (format !== "text") return changes;
  const others = changes.flatMap((one) => changesBesidesAdded(one) ?? []);
  return others.length === 0 ? undefined : others;
}

function show(plans: readonly RoutePlan[], changes: readonly StackChanges[] | undefined, options: PlanOptions): void {
  switch (options.format) {
    case "text":
      for (const one of plans) print(routePlanText(one, options.all === true ? { mostHops: Infinity } : {}));
      if (changes !== undefined) print(`\n${changesText(changes)}`);
      break;
    case "markdown":
      print(routePlansMarkdown(plans, changes));
      break;
    case "json":
      printJson(changes === undefined ? plans : { plans, changes: changes.map(changesData) });
      break;
    case "mermaid":
      print(routePlanMermaid(plans));
      break;
    case "svg":
      print(timelineSvg(plans));
      break;
    case "html":
      print(timelinePage(plans));
      break;
  }
}

/** Changes by ids of hops: the hops themselves stand in the plans. */
function changesData(changes: StackChanges): object {
  const { stack, before, after, added, removed, recopied, updated, findings } = changes;
  const lives = before === undefined ? "added" : after === undefined ? "removed" : "kept";
  return {
    stack,
    is: lives,
    different: isDifferent(changes),
    added: added.map(({ id }) => id),
    removed: removed.map(({ id }) => id),
    recopied: recopied.map(({ hop, because }) => ({ id: hop.id, because, chargedGib: hop.forecast.chargedGib })),
    updated: updated.map(({ hop, changed }) => ({ id: hop.id, changed })),
    findings,
  };
}
