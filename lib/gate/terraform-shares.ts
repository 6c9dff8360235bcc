// Sharing in a Terraform plan: what shares and acceptances that are there already mean, and whom a share offers its image to.
import { isKnown, type Knowable } from "../values";
import type { PlannedResource, TerraformDocument, TerraformResource } from "./terraform-json";
import { attributeOf, tryFindRequestType } from "./terraform-request-types";
import { callerOf, isSameCaller, projectsOf, type RequestCaller } from "./terraform-requests";

interface Standing {
  readonly operation: "shareImage" | "acceptImage";
  readonly caller: RequestCaller;
  readonly members: Knowable<readonly string[]>;
}

/** Shares and acceptances that the plan leaves as they are, by the id of their image. */
export class StandingShares {
  private readonly byImage = new Map<string, Standing[]>();

  public constructor({ planned, prior, configuration }: TerraformDocument) {
    const changed = new Set(planned.map(({ address }) => address));
    const kept = planned.filter(({ actions }) => !actions.includes("create") && !actions.includes("delete"));
    for (const resource of [...prior.filter(({ address }) => !changed.has(address)), ...kept]) {
      const type = tryFindRequestType(resource.type);
      if (type?.operation !== "shareImage" && type?.operation !== "acceptImage") continue;
      const id = resource.value(attributeOf(type, "image.exists") ?? "");
      if (typeof id !== "string") continue;
      const members = projectsOf(nowOf(resource, attributeOf(type, "member.asked") ?? ""));
      const standing = { operation: type.operation, caller: callerOf(resource, configuration), members };
      this.byImage.set(id, [...(this.byImage.get(id) ?? []), standing]);
    }
  }

  /** How a caller stands to an image by what is there; undefined where nothing says it. */
  public of(imageId: string | undefined, caller: RequestCaller): "accepted" | "offered" | undefined {
    const all = this.byImage.get(imageId ?? "") ?? [];
    if (all.some((one) => one.operation === "acceptImage" && isSameCaller(one.caller, caller))) return "accepted";
    const isOffered = all.some((one) => one.operation === "shareImage" && offers(one.members, caller) === "yes");
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
