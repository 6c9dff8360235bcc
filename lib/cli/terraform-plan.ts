// Terraform plans of the command line: read, with what is recorded of the accounts, and judged by the catalogue of the project.
import { resolve } from "node:path";
import { CATALOG, overridden, readOverrides, type Catalog } from "../catalog";
import { judgeTerraformPlan, type JudgedTerraformPlan } from "../terraform-plan";
import { readRecording } from "../recordings";
import { CONTEXT_KEYS } from "../model";
import { isDifferent, type RoutePlan, type StackChanges } from "../routes";
import { UsageError } from "../values";
import { contextOf, readText, shown, type Project } from "./project";

export interface TerraformPlanOptions {
  /** In the order of the call, each file once. */
  readonly terraformPlan?: readonly string[];
  readonly inventory?: string;
}

/** Throws a UsageError where a call names both an app and a Terraform plan, or an inventory for an app. */
export function refuseMixed(dir: string | undefined, { terraformPlan, inventory }: TerraformPlanOptions): void {
  if (dir !== undefined && terraformPlan !== undefined) {
    throw new UsageError(
      `a Terraform plan is judged alone, without an app's route plans: leave out "${dir}", or --terraform-plan.`,
    );
  }
  if (inventory !== undefined && terraformPlan === undefined) {
    throw new UsageError("--inventory is for --terraform-plan: the app names its own inventories.");
  }
}

/** The catalogue as the program knows it, or as the context overrides it. */
export function catalogOf(project: Project, plans: readonly RoutePlan[]): Catalog {
  const [plan] = plans;
  const overrides = contextOf(project)[CONTEXT_KEYS.catalog];
  if (plan !== undefined && Object.keys(plan.overrides).length > 0) return overridden(CATALOG, plan.overrides);
  return overrides === undefined ? CATALOG : overridden(CATALOG, readOverrides(overrides, "cdktf.json"));
}

/** Undefined where no Terraform plan is named. Throws a UsageError when a file is not what it has to be. */
export function judgePlanFiles(
  project: Project,
  { terraformPlan: files, inventory }: TerraformPlanOptions,
): readonly JudgedTerraformPlan[] | undefined {
  if (files === undefined) return undefined;
  const recorded =
    inventory === undefined ? undefined : readRecording(readText(resolve(inventory)), inventory).inventory;
  const options = { catalog: catalogOf(project, []), ...(recorded === undefined ? {} : { inventory: recorded }) };
  // A file that is named twice is one plan: its traffic counts once in a budget.
  const paths = [...new Set(files.map((file) => resolve(file)))];
  return paths.map((path) => judgeTerraformPlan(readText(path), shown(path), options));
}

/** What Terraform does to what is there, beside a timetable that tells what it adds; undefined where it does nothing to it. */
export function changesBesidesAdded(changes: StackChanges): StackChanges | undefined {
  const others = { ...changes, added: [] };
  return isDifferent(others) ? others : undefined;
}
