// `image-replication check`: every finding of every stack of the app, or of a Terraform plan, and what policies say, in one run.
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import type { Catalog } from "../catalog";
import {
  findingsDocument,
  sarifLog,
  type PlacedFindings,
  changesText,
  findingsText,
  routePlanText,
  unacknowledgedErrors,
} from "../report";
import {
  acknowledgeFindings,
  deprecationText,
  judgePolicies,
  policiesOfContext,
  POLICIES_KEY,
  readPolicies,
  refuseUnlistedRegions,
  type Policies,
  type Policy,
} from "../policies";
import type { JudgedTerraformPlan } from "../terraform-plan";
import { planChanges, type RoutePlan, type StackFindings } from "../routes";
import { UsageError } from "../values";
import { repeatable } from "./options";
import { contextOf, findProject, pathInRepository, readRoutePlans, readText, shown, type Project } from "./project";
import { runApp, type AppReport } from "./run-app";
import {
  catalogOf,
  changesBesidesAdded,
  judgePlanFiles,
  refuseMixed,
  type TerraformPlanOptions,
} from "./terraform-plan";
import { note, print, printJson } from "./terminal";
import { packageVersion } from "./version";

const FORMATS = ["text", "json", "sarif"] as const;

interface CheckOptions extends TerraformPlanOptions {
  readonly against?: string;
  readonly format: (typeof FORMATS)[number];
  readonly json?: true;
  readonly policies?: readonly string[];
}

export function addCheck(program: Command): void {
  program
    .command("check")
    .summary("show every finding of every stack")
    .description(
      'Runs the "app" command of cdktf.json in a mode that collects the findings of all stacks instead of stopping at the first; what it synthesizes goes to a temporary folder. Given an output folder, it reads the route plans there, which hold warnings only. With --terraform-plan it judges any configuration that uses the vendor\'s image resources, whoever wrote it.',
    )
    .argument("[dir]", "output folder of an earlier synth")
    .addOption(new Option("--format <format>", "how to print it").choices(FORMATS).default("text"))
    .option("--json", "the same as --format json")
    .addOption(
      repeatable(
        "--policies <file>",
        `hold the route plans against these policies too, besides "${POLICIES_KEY}" of cdktf.json; can be given more than once`,
      ),
    )
    .addOption(
      repeatable(
        "--terraform-plan <file>",
        "judge what terraform show -json prints of a plan, instead of the app; can be given more than once",
      ),
    )
    .option("--inventory <file>", "with --terraform-plan: what is recorded of the accounts")
    .option(
      "--against <file>",
      'judge the change too, from what "plan --against" takes: what Terraform cannot make of images that are retired',
    )
    .addHelpText(
      "after",
      "\nExamples:\n  image-replication check --format sarif > findings.sarif\n  terraform show -json tfplan > plan.json\n  image-replication check --terraform-plan plan.json",
    )
    .action(check);
}

async function check(dir: string | undefined, options: CheckOptions): Promise<void> {
  const project = findProject();
  refuseMixed(dir, options);
  if (options.against !== undefined && options.terraformPlan !== undefined) {
    throw new UsageError("--against is for an app: a Terraform plan says itself what changes. Leave one of them out.");
  }
  if (options.json === true && options.format === "sarif") {
    throw new UsageError("--json and --format sarif are two formats: leave one of them out.");
  }
  const { policies, acknowledge } = policiesOf(project, options);
  const judged = judgePlanFiles(project, options);
  const report = judged === undefined ? await appReport(project, dir, options) : terraformReport(judged);
  const catalog = catalogOf(project, report.plans);
  // Without a route plan it is not known which regions the program adds, and no policy is judged.
  if (report.plans.length > 0) refuseUnlistedRegions(policies, catalog);
  const found = withPolicies(report, policies, catalog);
  const accepted = acknowledgeFindings(found, acknowledge, report.plans, judged === undefined);
  const stacks = placed(accepted, report);
  const format = options.json === true ? "json" : options.format;
  if (format === "json") printJson(findingsDocument(stacks));
  else if (format === "sarif") printJson(sarifLog(stacks, sarifOptions(project, options)));
  else printText(stacks, judged);
  if (unacknowledgedErrors(stacks).length > 0) process.exitCode = 1;
}

function sarifOptions(project: Project, { terraformPlan }: CheckOptions): Parameters<typeof sarifLog>[1] {
  return {
    version: packageVersion(),
    // The stack of a Terraform plan is named like its file.
    fallbackFile: (stack) => (terraformPlan === undefined ? "cdktf.json" : resolve(stack)),
    inRepository: (file) => pathInRepository(project, file),
  };
}

function printText(stacks: readonly PlacedFindings[], judged: readonly JudgedTerraformPlan[] = []): void {
  print(findingsText(stacks));
  for (const { routePlan, changes } of judged) {
    // The findings are told above, with those of policies.
    print(`\n${routePlanText({ ...routePlan, findings: [] })}`);
    const changed = changesBesidesAdded(changes);
    if (changed !== undefined) print(`\n${changesText([changed])}`);
  }
}

function policiesOf(project: Project, { policies: files = [] }: CheckOptions): Omit<Policies, "deprecated"> {
  const paths = [...new Set(files.map((file) => resolve(file)))];
  const all = [
    { file: "cdktf.json", read: policiesOfContext(contextOf(project)[POLICIES_KEY], "cdktf.json") },
    ...paths.map((path) => ({ file: shown(path), read: readPolicies(readText(path), shown(path)) })),
  ];
  for (const { file, read } of all) {
    const text = deprecationText(read);
    if (text !== undefined) note(`${file}: ${text}`);
  }
  return {
    policies: all.flatMap(({ read }) => read.policies),
    acknowledge: all.flatMap(({ read }) => read.acknowledge),
  };
}

function terraformReport(judged: readonly JudgedTerraformPlan[]): AppReport {
  return {
    stacks: judged.map(({ findings }) => findings),
    plans: judged.map(({ routePlan }) => routePlan),
    places: new Map(),
    sourceTags: new Map(judged.flatMap(({ sourceTags }) => [...sourceTags])),
  };
}

async function appReport(project: Project, dir: string | undefined, { against }: CheckOptions): Promise<AppReport> {
  // Read first: an app may take long, and may write to what is named.
  const before = against === undefined ? undefined : readRoutePlans(project, against);
  const report = dir === undefined ? await runApp(project) : plannedReport(project, dir);
  return before === undefined ? report : { ...report, stacks: withChanges(report, before) };
}

/** What a change breaks. Of a stack with errors there is no plan to compare. */
function withChanges({ stacks, plans }: AppReport, before: readonly RoutePlan[]): readonly StackFindings[] {
  const broken = new Map(planChanges(before, plans).map(({ stack, findings }) => [stack, findings]));
  return stacks.map(({ stack, findings }) => ({ stack, findings: [...findings, ...(broken.get(stack) ?? [])] }));
}

function plannedReport(project: Project, dir: string): AppReport {
  note("Reading route plans: stacks with errors have none, so that errors cannot be seen here.");
  const plans = readRoutePlans(project, dir);
  return {
    stacks: plans.map(({ stack, findings }) => ({ stack, findings })),
    plans,
    places: new Map(),
    sourceTags: new Map(),
  };
}

/** Stacks with errors have no plan yet: that their policies are not judged is told, since nothing else would. */
function withPolicies(
  { stacks, plans, sourceTags }: AppReport,
  policies: readonly Policy[],
  catalog: Catalog,
): readonly StackFindings[] {
  if (policies.length === 0) return stacks;
  const judged = new Map(
    judgePolicies(policies, plans, { catalog, sourceTags }).map(({ stack, findings }) => [stack, findings]),
  );
  return stacks.map(({ stack, findings }) => {
    const more = judged.get(stack) ?? [
      {
        rule: "policy/undecided",
        severity: "warning" as const,
        construct: stack,
        text: "The stack has no route plan, so that its policies are not judged. Fix its errors first. [policy/undecided]",
      },
    ];
    return { stack, findings: [...findings, ...more] };
  });
}

function placed(stacks: readonly StackFindings[], { places }: AppReport): readonly PlacedFindings[] {
  return stacks.map(({ stack, findings }) => ({
    stack,
    findings: findings.map((finding) => {
      const place = places.get(finding.construct);
      return place === undefined ? finding : { ...finding, place };
    }),
  }));
}
