// What a Terraform plan does to what is there: what is destroyed and made again, taken away for good, or changed in place.
import { identityText, defaultProject } from "../model";
import type { Hop, RoutePlan, StackChanges } from "../routes";
import { canonicalJson, isKnown } from "../values";
import { attributeOf, isImageType, isOfImageService } from "../vendor";
import type { SourcedRequest } from "./sources";
import type { PlannedResource, TerraformDocument } from "./json";
import { callerOf, projectsOf } from "./requests";
import type { TerraformWishes } from "./wishes";

export function changesOf(
  { planned, configuration }: TerraformDocument,
  routePlan: RoutePlan,
  wishes: TerraformWishes,
  updates: readonly SourcedRequest[],
): StackChanges {
  const ours = planned.filter(({ mode, type }) => mode === "managed" && isOfImageService(type));
  const hops = new Map(routePlan.hops.map((hop) => [hop.construct, hop]));
  const withHop = (resource: PlannedResource): readonly Hop[] => {
    const hop = hops.get(resource.address);
    return hop === undefined ? [] : [hop];
  };
  const isAgain = ({ actions }: PlannedResource): boolean => actions.includes("create") && actions.includes("delete");
  return {
    stack: routePlan.stack,
    // Terraform tells what it changes, and not what was planned before: the totals have nothing to be compared with.
    before: routePlan,
    after: routePlan,
    added: ours.filter(({ actions }) => actions.join() === "create").flatMap(withHop),
    removed: ours
      .filter(({ actions }) => actions.join() === "delete")
      .map((resource) => ({ id: idOfGone(resource, configuration) })),
    recopied: ours.filter(isAgain).flatMap((resource) => {
      const because = resource.replacedFor;
      return withHop(resource).map((hop) => ({ hop, because }));
    }),
    updated: updates.flatMap((update) => {
      const changed = changedOf(update);
      return changed.length === 0 ? [] : [{ hop: { id: wishes.idOf(update) }, changed }];
    }),
    // What a Terraform plan breaks stands among the findings of its route plan.
    findings: [],
  };
}

function idOfGone(resource: PlannedResource, configuration: TerraformDocument["configuration"]): string {
  const { address, before } = resource;
  const [name, target] = [before("name"), before("target_region")];
  const { accountText: account, region } = callerOf({ ...resource, value: before }, configuration);
  const at = typeof target === "string" && target !== "" ? target : region;
  if (!isImageType(resource.type) || typeof name !== "string" || !isKnown(at)) return address;
  return identityText({ account, project: defaultProject(at), region: at, name });
}

/** What differs, argument by argument; values that are not to be read are left out. */
function changedOf({ resource, type }: SourcedRequest): readonly string[] {
  const members = attributeOf(type, "member.asked");
  return type.arguments.flatMap(({ attribute }) => {
    const [was, is] = [resource.before(attribute), resource.value(attribute)];
    if (!isKnown(was) || !isKnown(is)) return [];
    if (attribute === members) return sharedText(projectsOf(was), projectsOf(is));
    const same = canonicalJson(was) === canonicalJson(is);
    return same ? [] : [`${attribute}: ${valueText(was)}, then ${valueText(is)}`];
  });
}

function sharedText(was: ReturnType<typeof projectsOf>, is: ReturnType<typeof projectsOf>): readonly string[] {
  if (!isKnown(was) || !isKnown(is)) return [];
  const [added, ended] = [is.filter((one) => !was.includes(one)), was.filter((one) => !is.includes(one))];
  return [
    ...(added.length === 0 ? [] : [`offered to ${added.join(", ")}`]),
    ...(ended.length === 0 ? [] : [`no longer shared with ${ended.join(", ")}`]),
  ];
}

function valueText(value: unknown): string {
  if (value === null || value === "") return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
