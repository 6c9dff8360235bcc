// `image-replication plan [dir]`: the route plans of a synthesized app.
import { Option, type Command } from "commander";
import { planChangesText, routePlanText } from "../report";
import { comparePlans, readRoutePlan, type RoutePlan } from "../routes";
import { UsageError } from "../values";
import { findProject, readRoutePlans, readText } from "./project";
import { print, printJson } from "./terminal";

interface PlanOptions {
  readonly format: "text" | "json";
  readonly all?: true;
  readonly against?: string;
  readonly detailedExitcode?: true;
}

/** What tools take for "it works, and it differs". */
const DIFFERENT = 2;

export function addPlan(program: Command): void {
  program
    .command("plan")
    .summary("show what a synthesized app will copy, when, and why")
    .description("Prints the route plan of each stack: hops by wave, hours, GiB, and why each hop is there.")
    .argument("[dir]", "output folder of cdktf, or a route-plan.json (default: the project's output folder)")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .option("--against <file>", "an earlier route-plan.json: print what changed, and what is copied again for it")
    .option("--detailed-exitcode", "exit 2 when --against finds a change")
    .option("--all", "print every hop, however many there are")
    .addHelpText("after", "\nExample:\n  cdktf synth && image-replication plan")
    .action((dir: string | undefined, { format, all, against, detailedExitcode }: PlanOptions) => {
      const plans = readRoutePlans(findProject(), dir);
      if (against !== undefined) {
        const differs = printChanges(plans, against, format);
        if (differs && detailedExitcode === true) process.exitCode = DIFFERENT;
        return;
      }
      if (format === "json") printJson(plans);
      else for (const plan of plans) print(routePlanText(plan, all === true ? { mostHops: Infinity } : {}));
    });
}

/** The plan of the same stack is compared. Whether there is any change. */
function printChanges(plans: readonly RoutePlan[], file: string, format: PlanOptions["format"]): boolean {
  const before = readRoutePlan(readText(file), file);
  const after = plans.find(({ stack }) => stack === before.stack);
  if (after === undefined)
    throw new UsageError(`is of the stack "${before.stack}", and there is no plan of it here`, { file });
  const changes = comparePlans(before, after);
  if (format === "json") printJson(changes);
  else print(planChangesText(after.stack, changes));
  return changes.added.length + changes.removed.length + changes.again.length > 0;
}
