// `image-replication apply [dir]`: carries out route plans on the simulated cloud, without Terraform.
import { resolve } from "node:path";
import { InvalidArgumentError, type Command } from "commander";
import { Deployment, type DeploymentResult } from "../deployment";
import { readInventory } from "../model";
import { chargesText } from "../report";
import type { RoutePlan } from "../routes";
import { instantPacing, scaledPacing, type Pacing } from "../time";
import { counted, formatDuration, UsageError } from "../values";
import { findProject, readRoutePlans, readText } from "./project";
import { watch } from "./progress";
import { withRegionState, type OpenedState } from "./region-state";
import { note, print, printJson } from "./terminal";

interface ApplyOptions {
  readonly inventory?: string;
  readonly within?: number;
  readonly speed?: number;
  readonly simulate?: true;
  readonly json?: true;
}

export function addApply(program: Command): void {
  program
    .command("apply")
    .summary("carry out the route plans on the simulated cloud")
    .description(
      "Applies the route plan of each stack to the region state of the simulated cloud, without Terraform. Nothing is created on Huawei Cloud. What an earlier apply has made is kept; what it left unfinished goes on.",
    )
    .argument("[dir]", "output folder of cdktf, or a route-plan.json (default: the project's output folder)")
    .option("--inventory <file>", "add this inventory to the region state first")
    .option(
      "--within <seconds>",
      "let the forecast pass in so many real seconds, to watch it (default: at once)",
      positive,
    )
    .option("--speed <n>", "let so many virtual seconds pass in a real one", positive)
    .option("--simulate", "also rehearse stacks whose target is the real cloud")
    .option("--json", "print the outcome as data")
    .addHelpText("after", "\nExample:\n  cdktf synth && image-replication apply --inventory inventory.json --within 5")
    .action(apply);
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number more than 0.");
  return value;
}

async function apply(dir: string | undefined, options: ApplyOptions): Promise<void> {
  const { inventory } = options;
  const plans = readRoutePlans(findProject(), dir);
  for (const plan of plans) refuseRealTarget(plan, options);
  const recorded = inventory === undefined ? undefined : readInventory(readText(resolve(inventory)), inventory);
  await withRegionState(async (opened) => {
    if (recorded !== undefined) opened.cloud.load(recorded);
    const results: { stack: string; result: DeploymentResult }[] = [];
    for (const plan of plans) results.push({ stack: plan.stack, result: await deploy(plan, opened, options) });
    if (options.json === true) printJson(results.map(dataOf));
    if (!results.every(({ result }) => result.complete)) process.exitCode = 1;
  });
}

function refuseRealTarget({ stack, target }: RoutePlan, { simulate }: ApplyOptions): void {
  if (target === "simulated" || simulate === true) return;
  throw new UsageError(
    `stack "${stack}" is made for the real cloud, and this command reaches only the simulated one. Deploy it with Terraform, or add --simulate to rehearse it.`,
  );
}

async function deploy(plan: RoutePlan, { cloud }: OpenedState, options: ApplyOptions): Promise<DeploymentResult> {
  note(`Applying ${plan.stack} to the simulated cloud: nothing is created on Huawei Cloud.`);
  const progress = watch();
  try {
    const deployment = new Deployment(plan, cloud, { pacing: pacingOf(plan, options), ...progress.callbacks });
    const result = await deployment.run();
    progress.stop();
    if (options.json !== true) print(resultText(result));
    return result;
  } finally {
    progress.stop();
  }
}

function pacingOf(plan: RoutePlan, { within, speed }: ApplyOptions): Pacing {
  if (speed !== undefined) return scaledPacing(speed);
  if (within === undefined) return instantPacing();
  return scaledPacing(Math.max(1, plan.forecast.durationSeconds / within));
}

/** What came of it, in a line; then what did not come, each with its reason. */
function resultText({ outcomes, elapsedSeconds, chargedGib }: DeploymentResult): string {
  const count = (...statuses: readonly string[]): number =>
    outcomes.filter(({ status }) => statuses.includes(status)).length;
  const parts = [`${counted(count("made"), "replica")} made`];
  if (count("kept") > 0) parts.push(`${String(count("kept"))} there already`);
  const missing = outcomes.filter(({ status }) => status === "failed" || status === "refused" || status === "behind");
  if (missing.length > 0) parts.push(`${String(missing.length)} not made`);
  const charges = chargesText(chargedGib);
  const head = `${parts.join(", ")}, in ${formatDuration(elapsedSeconds)} of virtual time; ${charges === "" ? "nothing charged" : charges}.`;
  return [head, ...missing.map(({ hop, status, reason }) => `  ${status}: ${hop.id}. ${reason ?? ""}`)].join("\n");
}

function dataOf({ stack, result }: { stack: string; result: DeploymentResult }): object {
  const { outcomes, ...totals } = result;
  return {
    stack,
    ...totals,
    hops: outcomes.map(({ hop, status, imageId, reason }) => ({ id: hop.id, status, imageId, reason })),
  };
}
