// `image-replication plan [dir]`: the route plans of a synthesized app.
import { Option, type Command } from "commander";
import { routePlanText } from "../report";
import { findProject, readRoutePlans } from "./project";
import { print, printJson } from "./terminal";

interface PlanOptions {
  readonly format: "text" | "json";
  readonly all?: true;
}

export function addPlan(program: Command): void {
  program
    .command("plan")
    .summary("show what a synthesized app will copy, when, and why")
    .description("Prints the route plan of each stack: hops by wave, hours, GiB, and why each hop is there.")
    .argument("[dir]", "output folder of cdktf, or a route-plan.json (default: the project's output folder)")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .option("--all", "print every hop, however many there are")
    .addHelpText("after", "\nExample:\n  cdktf synth && image-replication plan")
    .action((dir: string | undefined, { format, all }: PlanOptions) => {
      const plans = readRoutePlans(findProject(), dir);
      if (format === "json") printJson(plans);
      else for (const plan of plans) print(routePlanText(plan, all === true ? { mostHops: Infinity } : {}));
    });
}
