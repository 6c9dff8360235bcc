// From a hop to the request that carries it out, once its source is there.
import { defaultProject, type Operation } from "../model";
import { isPending, type Hop, type RoutePlan, type SourceImageEntry, type Told } from "../routes";
import { digestOf, UsageError } from "../values";

/** The request of a hop. Throws a UsageError where the plan leaves open what only Terraform will know. */
export function operationOf(hop: Hop, sourceImageId: string): Operation {
  const settle = <T>(value: Told<T>, what: string): T => {
    if (!isPending(value)) return value;
    throw new UsageError(
      `hop "${hop.id}" (${hop.construct}): ${what} is known only to Terraform (${value.pending}). Deploy this stack with Terraform, or state the value in the program.`,
    );
  };
  const region = settle(hop.caller.region, "its region");
  const request = {
    caller: {
      account: settle(hop.caller.account, "its account"),
      project: settle(hop.caller.project, "its project"),
      region,
    },
    sourceImageId,
    name: settle(hop.replica.name, "its name"),
    description: settle(hop.replica.description, "its description"),
    tags: settle(hop.replica.tags, "its tags"),
  };
  if (hop.operation === "copyImage")
    return { kind: "copyImage", ...request, keyId: settle(hop.replica.keyId, "its key") };
  return {
    kind: "copyImageAcross",
    ...request,
    targetRegion: settle(hop.replica.region, "its target region"),
    agencyName: settle(hop.agencyName, "its agency"),
    vaultId: settle(hop.vaultId, "its vault"),
  };
}

/** What makes two asks the same: an equal ask is carried out once, however often a plan is applied. */
export function askOf(hop: Hop, operation: Operation): string {
  return digestOf({ hop: hop.id, operation });
}

/** Where a source that is known by name only is looked for. */
export interface SourceQuery {
  readonly account: string;
  readonly project: string;
  readonly region: string;
  readonly name: string;
}

const entries = new WeakMap<RoutePlan, ReadonlyMap<string, SourceImageEntry>>();

/** The sources of a plan by id, kept: a fleet asks for each of its thousands of sources. */
function entriesOf(plan: RoutePlan): ReadonlyMap<string, SourceImageEntry> {
  let known = entries.get(plan);
  if (known === undefined) entries.set(plan, (known = new Map(plan.sources.map((source) => [source.id, source]))));
  return known;
}

/** The id of a source image, or how to look for it: a replica that another stack makes is known by place and name. */
export function sourceOf(plan: RoutePlan, id: string): string | SourceQuery {
  const entry = entriesOf(plan).get(id);
  if (entry === undefined) throw new UsageError(`the route plan of "${plan.stack}" has no source "${id}"`);
  if (!isPending(entry.imageId)) return entry.imageId;
  const { account, region, name, project } = entry;
  if (isPending(account) || isPending(region) || isPending(name)) {
    throw new UsageError(
      `the source "${id}" of stack "${plan.stack}" is known only to Terraform. Deploy this stack with Terraform, or state the image's id.`,
    );
  }
  return { account, region, name, project: isPending(project) ? defaultProject(region) : project };
}
