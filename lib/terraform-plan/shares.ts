// Sharing in a Terraform plan: what shares and acceptances that are there already mean, and whom a share offers its image to.
import { isKnown, knownOr, type Knowable } from "../values";
import { attributeOf, tryFindRequestType } from "../vendor";
import type { PlannedResource, TerraformDocument, TerraformResource } from "./json";
import { callerKey, callerOf, projectsOf, type RequestCaller } from "./requests";

/** Shares and acceptances that the plan leaves as they are. */
export class StandingShares {
  /** Images with callers that have accepted them. */
  private readonly accepted = new Set<string>();
  /** Images with projects that they are offered to. */
  private readonly offered = new Set<string>();

  public constructor({ planned, prior, configuration }: TerraformDocument) {
    const changed = new Set(planned.map(({ address }) => address));
    const kept = planned.filter(({ actions }) => !actions.includes("create") && !actions.includes("delete"));
    for (const resource of [...prior.filter(({ address }) => !changed.has(address)), ...kept]) {
      const type = tryFindRequestType(resource.type);
      if (type?.operation !== "shareImage" && type?.operation !== "acceptImage") continue;
      const id = resource.value(attributeOf(type, "image.exists") ?? "");
      if (typeof id !== "string") continue;
      if (type.operation === "acceptImage") this.accepted.add(`${id} ${callerKey(callerOf(resource, configuration))}`);
      else
        for (const project of knownOr(projectsOf(nowOf(resource, attributeOf(type, "member.asked") ?? "")), []))
          this.offered.add(`${id} ${project}`);
    }
  }

  /** How a caller stands to an image by what is there; undefined where nothing says it. */
  public of(imageId: string | undefined, caller: RequestCaller): "accepted" | "offered" | undefined {
    if (imageId === undefined) return undefined;
    if (this.accepted.has(`${imageId} ${callerKey(caller)}`)) return "accepted";
    const { project, projectId } = caller;
    const isOffered = [project, projectId].some(
      (one) => one !== undefined && isKnown(one) && this.offered.has(`${imageId} ${one}`),
    );
    return isOffered ? "offered" : undefined;
  }
}

/** A share that gains projects offers nothing to them yet. */
function nowOf(resource: TerraformResource, attribute: string): Knowable<unknown> {
  return "before" in resource ? (resource as PlannedResource).before(attribute) : resource.value(attribute);
}

/** Whether a share of these projects is offered to a caller. A project known by name may be any of those that are asked for by id. */
export function offers(members: Knowable<readonly string[]>, caller: RequestCaller): "yes" | "no" | "unknown" {
  const { project, projectId } = caller;
  if (!isKnown(members)) return "unknown";
  const isNamed = isKnown(project) && members.includes(project);
  if (isNamed || (projectId !== undefined && members.includes(projectId))) return "yes";
  return projectId === undefined ? "unknown" : "no";
}
