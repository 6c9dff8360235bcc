// From a hop to the request that carries it out, once its source is there.
import { defaultProject, type Caller, type CopyImage, type MemberPlace, type Operation } from "../model";
import { isPending, type Hop, type HopFile, type RoutePlan, type SourceImageEntry, type Told } from "../routes";
import { digestOf, invariant, UsageError } from "../values";

/** Settles what a plan tells. Throws a UsageError where it leaves open what only Terraform will know. */
type Settle = <T>(value: Told<T>, what: string) => T;

function settling(hop: Hop): Settle {
  return (value, what) => {
    if (!isPending(value)) return value;
    throw new UsageError(
      `hop "${hop.id}" (${hop.construct}): ${what} is known only to Terraform (${value.pending}). Deploy this stack with Terraform, or state the value in the program.`,
    );
  };
}

/** The request of a hop. Throws a UsageError where the plan leaves open what only Terraform will know. */
export function operationOf(hop: Hop, sourceImageId: string): Operation {
  const settle = settling(hop);
  const source = { caller: callerOf(hop.caller, settle), sourceImageId };
  switch (hop.operation) {
    case "copyImage":
      return { kind: "copyImage", ...source, ...making(hop, settle), keyId: settle(hop.replica.keyId, "its key") };
    case "copyImageAcross":
      return {
        kind: "copyImageAcross",
        ...source,
        ...making(hop, settle),
        targetRegion: settle(hop.replica.region, "its target region"),
        agencyName: settle(hop.agencyName, "its agency"),
        vaultId: settle(hop.vaultId, "its vault"),
      };
    case "shareImage":
    case "unshareImage":
      return { kind: hop.operation, ...source, members: membersOf(hop, settle) };
    case "acceptImage":
      return { kind: "acceptImage", ...source, vaultId: settle(hop.vaultId, "its vault") };
    case "rejectImage":
      return { kind: "rejectImage", ...source };
    case "exportImage":
    case "transferObject":
    case "registerImage":
      return fileOperationOf(hop, source, settle);
  }
}

type Sourced = Pick<CopyImage, "caller" | "sourceImageId">;

function fileOperationOf(hop: Hop, source: Sourced, settle: Settle): Operation {
  const { caller, sourceImageId } = source;
  const { file, exported, target, registered } = hop.detail ?? {};
  invariant(file !== undefined, `the hop ${hop.id} says which file`);
  const place = placeOf(file, sourceImageId, settle);
  if (exported !== undefined) {
    return { kind: "exportImage", ...source, ...place, ...exported, format: settle(exported.format, "its format") };
  }
  if (target !== undefined) {
    const { bucket: targetBucket, key: targetKey } = placeOf(target, sourceImageId, settle);
    const targetCaller = callerOf(target.caller, settle);
    return { kind: "transferObject", caller, ...place, targetCaller, targetBucket, targetKey };
  }
  invariant(registered !== undefined, `the hop ${hop.id} says what is done with the file`);
  return {
    kind: "registerImage",
    caller,
    ...place,
    ...making(hop, settle),
    imageKind: registered.kind,
    quick: registered.quick,
    minDiskGib: settle(registered.minDiskGib, "its least disk"),
    os: settle(registered.os, "its operating system"),
    osVersion: settle(registered.osVersion, "its version"),
    keyId: settle(hop.replica.keyId, "its key"),
  };
}

function membersOf({ detail }: Hop, settle: Settle): readonly MemberPlace[] {
  return (detail?.members ?? []).map(({ account, project }) => ({
    account: settle(account, "the account of a member"),
    project: settle(project, "the project of a member"),
  }));
}

function placeOf({ bucket, key }: HopFile, imageId: string, settle: Settle) {
  return { bucket: settle(bucket, "its bucket"), key: settle(key, "its key").replaceAll("{imageId}", () => imageId) };
}

function callerOf({ account, project, region }: Hop["caller"], settle: Settle): Caller {
  return {
    account: settle(account, "its account"),
    project: settle(project, "its project"),
    region: settle(region, "its region"),
  };
}

function making({ replica }: Hop, settle: Settle) {
  return {
    name: settle(replica.name, "its name"),
    description: settle(replica.description, "its description"),
    tags: settle(replica.tags, "its tags"),
  };
}

/**
 * What makes two asks the same: an equal ask is carried out once, however often a plan is applied. What is made of something on the way is
 * known by what that is made of in the end, `sourceAsk`: its id is another one each time that it comes back.
 */
export function askOf(hop: Hop, operation: Operation, sourceAsk: string | null): string {
  if (sourceAsk === null) return digestOf({ hop: hop.id, operation });
  return digestOf({ hop: hop.id, operation: operationOf(hop, ""), of: sourceAsk });
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
