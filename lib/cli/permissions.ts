// `image-replication permissions [dir]`: what has to be allowed before the route plans can be carried out on the real cloud.
import type { Command } from "commander";
import { permissionsText } from "../report";
import { permissionsFor } from "../routes";
import { repeatable } from "./options";
import { findProject, readRoutePlans } from "./project";
import { judgePlanFiles, refuseMixed, type TerraformPlanOptions } from "./terraform-plan";
import { print, printJson } from "./terminal";

interface PermissionsOptions extends Pick<TerraformPlanOptions, "terraformPlan"> {
  readonly json?: true;
}

export function addPermissions(program: Command): void {
  program
    .command("permissions")
    .summary("show what users and agencies have to be allowed")
    .description(
      "Lists, for each account and project that the route plans act in, the actions that its users need, and for each agency the policies that it is granted where: what the hops ask for, and no more.",
    )
    .argument("[dir]", "output folder of cdktf, or a route-plan.json (default: the project's output folder)")
    .addOption(
      repeatable(
        "--terraform-plan <file>",
        "of what terraform show -json prints of a plan, instead of the app's route plans; can be given more than once",
      ),
    )
    .option("--json", "print data instead of text")
    .addHelpText("after", "\nExample, after a synth:\n  image-replication permissions")
    .action(permissions);
}

function permissions(dir: string | undefined, options: PermissionsOptions): void {
  refuseMixed(dir, options);
  const project = findProject();
  const judged = judgePlanFiles(project, options);
  const plans = judged?.map(({ routePlan }) => routePlan) ?? readRoutePlans(project, dir);
  const allowed = permissionsFor(plans);
  if (options.json === true) printJson(allowed);
  else print(permissionsText(allowed));
}
