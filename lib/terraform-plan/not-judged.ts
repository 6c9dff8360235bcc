// What of a Terraform plan is not judged, said in findings: nothing of the image service passes in silence.
import type { PlanFinding } from "../routes";
import { addTo, isKnown, listed } from "../values";
import { whyNotJudged } from "../vendor";
import type { SourcedRequest } from "./sources";
import type { TerraformDocument } from "./json";

/** Not a row of the table: it says what the table was not asked. */
const NOT_JUDGED = "plan/not-judged";

export function notJudged(
  document: TerraformDocument,
  requests: readonly SourcedRequest[],
  updates: readonly SourcedRequest[],
): readonly PlanFinding[] {
  return [...partial(document), ...unknownTypes(document), ...requests.flatMap(carriers), ...updates.flatMap(unsaid)];
}

function partial({ isWhole, isErrored }: TerraformDocument): readonly PlanFinding[] {
  if (isWhole) return [];
  return [
    finding(
      isErrored ? "error" : "warning",
      "plan",
      "Terraform says that this is not all that there is to do: the plan failed, or leaves changes for a later one.",
      "Plan again until it is complete, and check that.",
    ),
  ];
}

/** Each type once, with the resources that the plan changes. */
function unknownTypes({ planned }: TerraformDocument): readonly PlanFinding[] {
  const byType = new Map<string, string[]>();
  for (const { mode, type, actions, address } of planned) {
    const changes = actions.some((action) => action !== "no-op" && action !== "read");
    if (mode !== "managed" || !changes || whyNotJudged(type) === undefined) continue;
    addTo(byType, type, address);
  }
  return [...byType].flatMap(([type, addresses]) => {
    const told = whyNotJudged(type);
    if (told === undefined) return [];
    const [first = type] = addresses;
    const which = listed(addresses);
    // A type that has no rules is worth a note; one that nobody here knows may be anything.
    const severity = told.isKnown ? "info" : "warning";
    return [finding(severity, first, `${type} ${told.why}: ${which}.`, "Judge it by hand.")];
  });
}

function carriers({ resource, source }: SourcedRequest): readonly PlanFinding[] {
  const between = source.file?.carriers ?? [];
  if (between.length === 0) return [];
  const says = `What it registers is carried by ${listed(between)}, which is no resource of the image service: its hours and GiB are not in the forecast.`;
  return [finding("info", resource.address, says, "Add them by hand.")];
}

/** Names and the like that an update computes: nobody knows yet whether they are allowed. */
function unsaid({ resource, argument }: SourcedRequest): readonly PlanFinding[] {
  const open = (["replica.name", "replica.description", "replica.tags"] as const).filter(
    (fact) => !isKnown(argument(fact)),
  );
  if (open.length === 0) return [];
  const words = listed(open.map((fact) => fact.replace("replica.", "")));
  const says = `It is changed in place, and what it changes to is not known yet: ${words}.`;
  return [finding("info", resource.address, says, "The service decides it at apply.")];
}

function finding(severity: PlanFinding["severity"], construct: string, says: string, fix: string): PlanFinding {
  return { rule: NOT_JUDGED, severity, construct, text: `${says} ${fix} [${NOT_JUDGED}]` };
}
