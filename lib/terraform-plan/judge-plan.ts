// A Terraform plan held against the table of rules: any configuration that uses the vendor's image resources, whoever wrote it.
import type { Catalog } from "../catalog";
import { isFact, Recording, type Inventory } from "../model";
import { evaluateRules, tryFindRule } from "../rules";
import {
  findingsOf,
  judgeWishes,
  planRoutes,
  type PlanFinding,
  type RoutePlan,
  type StackChanges,
  type StackFindings,
} from "../routes";
import { SIMULATED_SOURCE } from "../vendor";
import { isKnown, UsageError } from "../values";
import type { SourceTags } from "../policies";
import { changesOf } from "./changes";
import { factSheetOf, subjectOf } from "./facts";
import { readTerraformJson, type TerraformDocument } from "./json";
import { notJudged } from "./not-judged";
import { requestsOf, updatesOf } from "./requests";
import { Sources, type SourcedRequest } from "./sources";
import { TerraformWishes } from "./wishes";

export interface JudgedTerraformPlan {
  readonly findings: StackFindings;
  /** Schedule, hours and GiB of what the plan makes. */
  readonly routePlan: RoutePlan;
  /** Tags of the images that copies are made from, where they are known. */
  readonly sourceTags: SourceTags;
  /** What Terraform does to what is there: made again, taken away, changed in place. */
  readonly changes: StackChanges;
}

export interface TerraformJudging {
  readonly catalog: Catalog;
  /** What is recorded of the accounts; without one, less is known. */
  readonly inventory?: Inventory;
}

/** Judges what `terraform show -json` prints of a plan. Throws a UsageError when the text is none. */
export function judgeTerraformPlan(text: string, file: string, options: TerraformJudging): JudgedTerraformPlan {
  const { catalog, inventory } = options;
  const document = readTerraformJson(text, file, options);
  if (!document.isPlan) {
    const mend = 'Write "terraform plan -out tfplan", then "terraform show -json tfplan", and take that';
    throw new UsageError(`is a state, and no plan. ${mend}`, { file });
  }
  const requests = requestsOf(document);
  const sources = new Sources(document, requests, inventory);
  const sourced = requests.map((request) => ({ ...request, source: sources.of(request) }));
  const made = new TerraformWishes(sourced, { catalog, world: new Recording(inventory) });
  const verdicts = judgeWishes({ wishes: made.wishes, catalog });
  const target = isSimulated(document) ? "simulated" : "huaweicloud";
  const planned = planRoutes({ stack: file, target, wishes: made.wishes, catalog }, verdicts);
  const updates = updatesOf(document).map((request) => ({ ...request, source: sources.of(request) }));
  const findings = [
    ...planned.findings.map(asInTerraform),
    ...updates.flatMap((update) => judgedInPlace(update, made)),
    ...notJudged(document, sourced, updates),
  ];
  const routePlan = { ...planned, findings };
  return {
    findings: { stack: file, findings },
    routePlan,
    sourceTags: new Map(
      sourced.flatMap(({ source: { image, label } }) => (isKnown(image.tags) ? [[label, image.tags] as const] : [])),
    ),
    changes: changesOf(document, routePlan, made, updates),
  };
}

function isSimulated({ planned }: TerraformDocument): boolean {
  return planned.some(({ provider }) => provider === SIMULATED_SOURCE);
}

/** A program can say that an image is to be decrypted, and acknowledge a guard with a reason; a configuration can do neither. */
function asInTerraform(finding: PlanFinding): PlanFinding {
  const severity = tryFindRule(finding.rule)?.severityInTerraform;
  return severity === undefined ? finding : { ...finding, severity };
}

/** An image that stays is held against the rules about what changes in place, and about nothing else. */
function judgedInPlace(update: SourcedRequest, wishes: TerraformWishes): StackFindings["findings"] {
  if (update.operation === "shareImage") return [];
  const sheet = factSheetOf(update, wishes.optionsOf(update));
  const { violations } = evaluateRules(update.operation, sheet, subjectOf(update), wishes.catalog);
  const ofChange = violations.filter(({ rule }) => rule.inputs.every((fact) => isFact(fact, "changedInPlace")));
  return findingsOf({ construct: update.resource.address }, ofChange);
}
