// From a hop to the request that carries it out, once its source is there.
import { defaultProject, type Caller, type CopyImage, type MemberPlace, type Operation } from "../model";
import { isPending, type Hop, type HopFile, type RoutePlan, type SourceImageEntry, type Told } from "../routes";
import { digestOf, invariant, UsageError } from "../values";

/** Settles what a plan tells. Throws a UsageError where it leaves open what only Terraform will know. */
type RequireKnown = <T>(value: Told<T>, what: string) => T;

function requireKnownIn(hop: Hop): RequireKnown {
  return (value, what) => {
    if (!isPending(value)) return value;
    throw new UsageError(
      `hop "${hop.id}" (${hop.construct}): ${what} is known only to Terraform (${value.pending}). Deploy this stack with Terraform, or state the value in the program.`,
    );
  };
}

/** The request of a hop. Throws a UsageError where the plan leaves open what only Terraform will know. */
export function operationOf(hop: Hop, sourceImageId: string): Operation {
  const requireKnown = requireKnownIn(hop);
  const source = { caller: callerOf(hop.caller, requireKnown), sourceImageId };
  switch (hop.operation) {
    case "copyImage":
      return {
        kind: "copyImage",
        ...source,
        ...making(hop, requireKnown),
        keyId: requireKnown(hop.replica.keyId, "its key"),
      };
    case "copyImageAcross":
      return {
        kind: "copyImageAcross",
        ...source,
        ...making(hop, requireKnown),
        targetRegion: requireKnown(hop.replica.region, "its target region"),
        agencyName: requireKnown(hop.agencyName, "its agency"),
        vaultId: requireKnown(hop.vaultId, "its vault"),
      };
    case "shareImage":
    case "unshareImage":
      return { kind: hop.operation, ...source, members: membersOf(hop, requireKnown) };
    case "acceptImage":
      return { kind: "acceptImage", ...source, vaultId: requireKnown(hop.vaultId, "its vault") };
    case "rejectImage":
      return { kind: "rejectImage", ...source };
    case "exportImage":
    case "transferObject":
    case "registerImage":
      return fileOperationOf(hop, source, requireKnown);
  }
}

type Sourced = Pick<CopyImage, "caller" | "sourceImageId">;

function fileOperationOf(hop: Hop, source: Sourced, requireKnown: RequireKnown): Operation {
  const { caller, sourceImageId } = source;
  const { file, exported, target, registered } = hop.detail ?? {};
  invariant(file !== undefined, `the hop ${hop.id} says which file`);
  const place = placeOf(file, sourceImageId, requireKnown);
  if (exported !== undefined) {
    return {
      kind: "exportImage",
      ...source,
      ...place,
      ...exported,
      format: requireKnown(exported.format, "its format"),
    };
  }
  if (target !== undefined) {
    const { bucket: targetBucket, key: targetKey } = placeOf(target, sourceImageId, requireKnown);
    const targetCaller = callerOf(target.caller, requireKnown);
    return { kind: "transferObject", caller, ...place, targetCaller, targetBucket, targetKey };
  }
  invariant(registered !== undefined, `the hop ${hop.id} says what is done with the file`);
  return {
    kind: "registerImage",
    caller,
    ...place,
    ...making(hop, requireKnown),
    imageKind: registered.kind,
    quick: registered.quick,
    minDiskGib: requireKnown(registered.minDiskGib, "its least disk"),
    os: requireKnown(registered.os, "its operating system"),
    osVersion: requireKnown(registered.osVersion, "its version"),
    keyId: requireKnown(hop.replica.keyId, "its key"),
  };
}

function membersOf({ detail }: Hop, requireKnown: RequireKnown): readonly MemberPlace[] {
  return (detail?.members ?? []).map(({ account, project }) => ({
    account: requireKnown(account, "the account of a member"),
    project: requireKnown(project, "the project of a member"),
  }));
}

function placeOf({ bucket, key }: HopFile, imageId: string, requireKnown: RequireKnown) {
  return {
    bucket: requireKnown(bucket, "its bucket"),
    key: requireKnown(key, "its key").replaceAll("{imageId}", () => imageId),
  };
}

function callerOf({ account, project, region }: Hop["caller"], requireKnown: RequireKnown): Caller {
  return {
    account: requireKnown(account, "its account"),
    project: requireKnown(project, "its project"),
    region: requireKnown(region, "its region"),
  };
}

function making({ replica }: Hop, requireKnown: RequireKnown) {
  return {
    name: requireKnown(replica.name, "its name"),
    description: requireKnown(replica.description, "its description"),
    tags: requireKnown(replica.tags, "its tags"),
  };
}

/**
 * What makes two asks the same: an equal ask is carried out once, however often a plan is applied. What is made of something on the way is
 * known by what that is made of in the end, `sourceAsk`: its id is another one each time that it comes back.
 */
export function idempotencyKeyOf(hop: Hop, operation: Operation, sourceAsk: string | null): string {
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
