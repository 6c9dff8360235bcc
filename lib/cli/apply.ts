// `image-replication apply [dir]`: carries out route plans on the simulated cloud, without Terraform.
import { resolve } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import { CATALOG, overridden, readOverrides, type Catalog } from "../catalog";
import { Cloud } from "../cloud";
import { Deployment, type DeploymentResult } from "../deployment";
import { NO_FAULTS, readFaults, readInventory, type Faults, type Inventory } from "../model";
import type { RoutePlan } from "../routes";
import { scaledPacing } from "../time";
import { UsageError } from "../values";
import { resultData, resultText } from "./apply-result";
import { instantClock, InterruptibleClock, type Clock } from "./interruptible-clock";
import { Interruption } from "./interruption";
import { findProject, readRoutePlans, readText } from "./project";
import { watch } from "./progress";
import { withRegionState } from "./region-state";
import { note, print, printJson } from "./terminal";

interface ApplyOptions {
  readonly inventory?: string;
  readonly within?: number;
  readonly speed?: number;
  readonly faults?: string;
  readonly randomSeed?: number;
  readonly failureRate?: number;
  readonly deleteIntermediates?: true;
  readonly retire?: true;
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
    .option("--inventory <file>", "add this inventory first, unless it is there already")
    .option(
      "--within <seconds>",
      "let the forecast pass in so many real seconds, to watch it (default: at once)",
      positive,
    )
    .option("--speed <n>", "let so many virtual seconds pass in a real one", positive)
    .option("--faults <file>", "let jobs fail and regions refuse as this document says")
    .option("--random-seed <n>", "let jobs fail by chance, the same for the same number", randomSeed)
    .option("--failure-rate <share>", "how many of them fail by chance, 0 to 1", share)
    .option("--delete-intermediates", "delete the intermediate copies once their replicas exist")
    .addOption(new Option("--retire").hideHelp())
    .option("--simulate", "also rehearse stacks whose target is the real cloud")
    .option("--json", "print the outcome as data")
    .addHelpText("after", "\nExample, after a synth:\n  image-replication apply --inventory inventory.json --within 5")
    .action(apply);
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number more than 0.");
  return value;
}

function randomSeed(text: string): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value <= 0xffffffff) return value;
  throw new InvalidArgumentError("It must be a whole number from 0 to 4294967295.");
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("It must be a number from 0 to 1.");
}

async function apply(dir: string | undefined, options: ApplyOptions): Promise<void> {
  const { inventory, within, speed } = options;
  if (within !== undefined && speed !== undefined) {
    throw new UsageError("--within and --speed both say how fast time passes: leave one of them out.");
  }
  if (options.retire === true) {
    note("--retire is a name of 0.1.0, which 0.3.0 refuses: write --delete-intermediates (docs/upgrading.md).");
  }
  const plans = readRoutePlans(findProject(), dir);
  for (const plan of plans) refuseRealTarget(plan, options);
  const recorded = inventory === undefined ? undefined : readInventory(readText(resolve(inventory)), inventory);
  const faults = faultsOf(options);
  await withRegionState(async ({ store }) => {
    if (recorded !== undefined) addInventory(recorded, new Cloud(store));
    const results: { stack: string; result: DeploymentResult }[] = [];
    try {
      for (const plan of plans) {
        const cloud = new Cloud(store, { faults, catalog: catalogOf(plan) });
        results.push({ stack: plan.stack, result: await deploy(plan, cloud, options) });
      }
    } catch (error) {
      if (!(error instanceof Interruption)) throw error;
      note("Interrupted. What was asked for is kept, and the next apply goes on from here.");
      process.exitCode = error.exitCode;
      return;
    }
    if (options.json === true) printJson(results.map(resultData));
    if (!results.every(({ result }) => result.complete)) process.exitCode = 1;
  });
}

/** Not a second time: what was used since, such as the space of a vault, would be as it was recorded again. */
function addInventory(recorded: Inventory, cloud: Cloud): void {
  const isThere = recorded.images.length > 0 && recorded.images.every(({ id }) => cloud.tryFindImage(id) !== undefined);
  if (isThere) note('The inventory is in the region state already; "state import" would renew it.');
  else cloud.load(recorded);
}

/**
 * The service as the plan's program knows it: a limit that it overrides binds the simulation too. Of the account's slots a stack takes
 * no more than its plan says, as if the app's other stacks took theirs at the same time: so each takes as long as was forecast.
 */
function catalogOf({ stack, overrides, forecast: { slots } }: RoutePlan): Catalog {
  const catalog = overridden(CATALOG, readOverrides(overrides, `route plan of "${stack}"`));
  const { crossRegionSlots } = catalog.limits;
  const value = Math.min(crossRegionSlots.value, slots);
  return { ...catalog, limits: { ...catalog.limits, crossRegionSlots: { ...crossRegionSlots, value } } };
}

/** What the document says, and what the command line says of chance, which wins. */
function faultsOf({ faults: file, randomSeed, failureRate }: ApplyOptions): Faults {
  const scripted = file === undefined ? NO_FAULTS : readFaults(readText(resolve(file)), file);
  if (randomSeed === undefined && failureRate === undefined) return scripted;
  if (randomSeed === undefined)
    throw new UsageError("--failure-rate needs --random-seed, so that the run can be repeated.");
  if (failureRate === undefined)
    throw new UsageError("--random-seed needs --failure-rate: the share of jobs that fail.");
  return { ...scripted, random: { randomSeed, failureRate } };
}

function refuseRealTarget({ stack, target }: RoutePlan, { simulate }: ApplyOptions): void {
  if (target === "simulated" || simulate === true) return;
  throw new UsageError(
    `stack "${stack}" is made for the real cloud, and this command reaches only the simulated one. Deploy it with Terraform, or add --simulate to rehearse it.`,
  );
}

async function deploy(plan: RoutePlan, cloud: Cloud, options: ApplyOptions): Promise<DeploymentResult> {
  note(`Applying ${plan.stack} to the simulated cloud: nothing is created on Huawei Cloud.`);
  const progress = watch();
  const clock = clockOf(plan, options);
  try {
    const retire = options.deleteIntermediates === true || options.retire === true;
    const deployment = new Deployment(plan, cloud, { pacing: clock, retire, ...progress.callbacks });
    const result = await deployment.run();
    progress.stop();
    if (options.json !== true) print(resultText(result));
    return result;
  } finally {
    progress.stop();
    clock.stop();
  }
}

function clockOf(plan: RoutePlan, { within, speed }: ApplyOptions): Clock {
  if (speed !== undefined) return new InterruptibleClock(scaledPacing(speed));
  if (within === undefined) return instantClock();
  return new InterruptibleClock(scaledPacing(Math.max(1, plan.forecast.durationSeconds / within)));
}
