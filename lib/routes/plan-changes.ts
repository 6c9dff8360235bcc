// What differs between two route plans: which replicas come and go, which are copied again, and which only change in place.
import { canonicalJson, compareText, listsBy } from "../values";
import { retiredSourceFindings } from "./retired-sources";
import {
  isPending,
  type Hop,
  type HopFile,
  type HopMember,
  type PlanFinding,
  type RoutePlan,
  type SourceImageEntry,
} from "./route-plan";

/** A replica that is made anew, though it was there: its data is carried a second time. */
export interface Recopy {
  readonly hop: Hop;
  /** What changed, each as a clause: `key: none, then k-2`. */
  readonly because: readonly string[];
}

/** A replica that stays, with something changed that needs no copy. */
export interface HopUpdate {
  readonly hop: Pick<Hop, "id">;
  readonly changed: readonly string[];
}

export interface StackChanges {
  readonly stack: string;
  readonly before: RoutePlan | undefined;
  readonly after: RoutePlan | undefined;
  readonly added: readonly Hop[];
  readonly removed: readonly Pick<Hop, "id">[];
  readonly recopied: readonly Recopy[];
  readonly updated: readonly HopUpdate[];
  /** Rules that the change breaks, though the later plan alone breaks none. */
  readonly findings: readonly PlanFinding[];
}

/** Whether there is any work in it: a plan of the same digest with other prose or pace has none. */
export function isDifferent({ before, after, added, removed, recopied, updated }: StackChanges): boolean {
  if (before === undefined || after === undefined) return true;
  return added.length + removed.length + recopied.length + updated.length > 0 || before.target !== after.target;
}

/** Stack by stack, in the order of the later plans, those that are gone last. */
export function planChanges(before: readonly RoutePlan[], after: readonly RoutePlan[]): readonly StackChanges[] {
  const old = new Map(before.map((plan) => [plan.stack, plan]));
  const kept = new Set(after.map(({ stack }) => stack));
  const gone = before.filter(({ stack }) => !kept.has(stack));
  return [
    ...after.map((plan) => stackChanges(old.get(plan.stack), plan)),
    ...gone.map((plan) => stackChanges(plan, undefined)),
  ];
}

function stackChanges(before: RoutePlan | undefined, after: RoutePlan | undefined): StackChanges {
  const stack = (after ?? before)?.stack ?? "";
  const pairs = pairedHops(thereOf(before), thereOf(after));
  const oldSources = sourceIdsOf(before);
  const newSources = sourceIdsOf(after);
  const [oldRoot, newRoot] = [rootsIn(before), rootsIn(after)];
  const rooted = pairs.both.map(({ old, hop }) => ({ hop, oldRoot: oldRoot(old), root: newRoot(hop) }));
  const reasons = new Map<string, readonly string[]>();
  for (const { old, hop } of pairs.both) {
    const because = replacingChanges(
      { hop: old, sources: oldSources, root: oldRoot(old) },
      { hop, sources: newSources, root: newRoot(hop) },
    );
    if (because.length > 0) reasons.set(hop.id, because);
  }
  followSources(pairs, rooted, reasons);
  const recopied = pairs.both.flatMap(({ hop }) => {
    const because = reasons.get(hop.id);
    return because === undefined ? [] : [{ hop, because }];
  });
  const updated = pairs.both.flatMap(({ old, hop }) => {
    const changed = reasons.has(hop.id) ? [] : changesInPlace(old, hop);
    return changed.length === 0 ? [] : [{ hop, changed }];
  });
  const { added, removed } = pairs;
  const findings = retiredSourceFindings(after, added, recopied);
  return { stack, before, after, added, removed, recopied, updated, findings };
}

/** The hops whose replicas are there once the plan is applied: Terraform has no resource for what is retired. */
function thereOf(plan: RoutePlan | undefined): readonly Hop[] {
  return (plan?.hops ?? []).filter(({ intermediate }) => intermediate !== "retired");
}

interface Pair {
  readonly old: Hop;
  readonly hop: Hop;
}

interface PairedHops {
  readonly both: readonly Pair[];
  readonly added: readonly Hop[];
  readonly removed: readonly Hop[];
}

/**
 * Which hop of the one plan is which of the other. Terraform knows a replica by its construct; a construct that makes several is told
 * apart by their ids. A replica that moved to another construct is another resource, and is copied again.
 */
function pairedHops(before: readonly Hop[], after: readonly Hop[]): PairedHops {
  const both: Pair[] = [];
  const oldById = new Map(before.map((hop) => [hop.id, hop]));
  const left = new Set(before);
  const unpaired: Hop[] = [];
  for (const hop of after) {
    const old = oldById.get(hop.id);
    if (old === undefined) unpaired.push(hop);
    else {
      left.delete(old);
      both.push({ old, hop });
    }
  }
  const oldByConstruct = listsBy([...left], ({ construct }) => construct);
  const newByConstruct = listsBy(unpaired, ({ construct }) => construct);
  const added: Hop[] = [];
  for (const hop of unpaired) {
    const [old, ...more] = oldByConstruct.get(hop.construct) ?? [];
    const alone = more.length === 0 && newByConstruct.get(hop.construct)?.length === 1;
    if (old === undefined || !alone) added.push(hop);
    else {
      left.delete(old);
      both.push({ old, hop });
    }
  }
  both.sort((one, other) => compareText(one.hop.id, other.hop.id));
  return { both, added, removed: before.filter((hop) => left.has(hop)) };
}

/** What is made of something on the way outlives it, and is made again when what all starts from is another: the hop next to that. */
function rootsIn(plan: RoutePlan | undefined): (hop: Hop) => Hop {
  const hops = new Map((plan?.hops ?? []).map((hop) => [hop.id, hop]));
  return (hop) => (hop.intermediate === undefined ? rootOf(hop, hops) : hop);
}

function rootOf(hop: Hop, hops: ReadonlyMap<string, Hop>): Hop {
  let root = hop;
  for (let left = hops.size; left > 0 && "hop" in root.source; left -= 1) {
    const before = hops.get(root.source.hop);
    if (before?.intermediate === undefined) break;
    root = before;
  }
  return root;
}

interface Side {
  readonly hop: Hop;
  /** The hop whose source it is known by. */
  readonly root: Hop;
  readonly sources: ReadonlyMap<string, unknown>;
}

/** What the vendor's resource cannot change in place: Terraform destroys the replica and copies again. */
function replacingChanges(old: Side, now: Side): readonly string[] {
  const told = (name: string, of: (side: Side) => unknown): readonly string[] => changeText(name, of(old), of(now));
  return [
    ...told("construct", ({ hop }) => hop.construct),
    ...told("operation", ({ hop }) => hop.operation),
    ...told("source", sourceOf),
    ...told("account", ({ hop }) => hop.replica.account),
    ...told("project", ({ hop }) => hop.replica.project),
    ...told("region", ({ hop }) => hop.replica.region),
    ...told("region asked in", ({ hop }) => hop.caller.region),
    ...told("key", ({ hop }) => hop.replica.keyId),
    ...told("agency", ({ hop }) => hop.agencyName),
    ...told("vault", ({ hop }) => hop.vaultId),
    ...told("file", fileOf),
    ...told("target", ({ hop }) => placeText(hop.detail?.target)),
    ...told("writer", ({ hop }) => hop.detail?.target?.caller.account ?? null),
    ...told("format", ({ hop }) => hop.detail?.exported?.format ?? null),
    ...told("quick", ({ hop: { detail } }) => detail?.exported?.fast ?? detail?.registered?.quick ?? null),
    ...told("least disk", ({ hop }) => hop.detail?.registered?.minDiskGib ?? null),
    ...told("system", ({ hop }) => hop.detail?.registered?.os ?? null),
    ...told("version of the system", ({ hop }) => systemVersion(hop)),
  ];
}

/** Which file it writes or reads. An image that is made of something on the way outlives the file, too. */
function fileOf({ hop, root }: Side): unknown {
  return hop.operation === "registerImage" && root !== hop ? null : placeText(hop.detail?.file);
}

function placeText(file: HopFile | undefined): unknown {
  if (file === undefined) return null;
  const { bucket, key } = file;
  if (isPending(bucket)) return bucket;
  return isPending(key) ? key : `${bucket}:${key}`;
}

/** Data disk images have none. */
function systemVersion({ detail }: Hop): unknown {
  return detail?.registered?.kind === "system-disk" ? detail.registered.osVersion : null;
}

/** An image is known by its id, whatever a plan calls it; a replica of the plan by its hop. */
function sourceOf({ root, sources }: Side): unknown {
  const { source } = root;
  if ("image" in source) return sources.get(source.image) ?? source.image;
  return "hop" in source ? `replica ${source.hop}` : `object ${source.object}`;
}

function sourceIdsOf(plan: RoutePlan | undefined): ReadonlyMap<string, unknown> {
  return new Map((plan?.sources ?? []).map((source: SourceImageEntry) => [source.id, source.imageId]));
}

/** A pair by what it is known to be made of. */
interface Rooted {
  readonly hop: Hop;
  readonly oldRoot: Hop;
  readonly root: Hop;
}

/** A replica is made again too when its source is: the id of what is made again is another one. */
function followSources(
  { both, added }: PairedHops,
  rooted: readonly Rooted[],
  reasons: Map<string, readonly string[]>,
): void {
  const renamed = new Map(both.map(({ old, hop }) => [hop.id, old.id]));
  const isNew = new Set(added.map(({ id }) => id));
  // A source that was only renamed keeps its id: that is no other source.
  for (const { hop, oldRoot, root } of rooted) {
    if (!("hop" in root.source) || !("hop" in oldRoot.source)) continue;
    if (renamed.get(root.source.hop) !== oldRoot.source.hop) continue;
    const because = (reasons.get(hop.id) ?? []).filter((reason) => !reason.startsWith("source: "));
    if (because.length > 0) reasons.set(hop.id, because);
    else reasons.delete(hop.id);
  }
  for (let grown = true; grown;) {
    grown = false;
    for (const { hop, root } of rooted) {
      if (!("hop" in root.source) || reasons.has(hop.id)) continue;
      const source = root.source.hop;
      if (!reasons.has(source) && !isNew.has(source)) continue;
      reasons.set(hop.id, [`its source ${source} is copied again`]);
      grown = true;
    }
  }
}

function changesInPlace(old: Hop, hop: Hop): readonly string[] {
  const told = (name: string, of: (hop: Hop) => unknown): readonly string[] => changeText(name, of(old), of(hop));
  return [
    ...told("name", ({ replica }) => replica.name),
    ...told("description", ({ replica }) => replica.description),
    ...told("tags", ({ replica }) => replica.tags),
    ...told("members", ({ detail }) => detail?.members?.map(memberText).join(", ") ?? null),
    ...told("objects", ({ detail }) => (detail?.keepsObjects === true ? "kept" : "removed")),
  ];
}

/** What is otherwise than before, as a clause. */
function changeText(name: string, was: unknown, is: unknown): readonly string[] {
  return canonicalJson(was) === canonicalJson(is) ? [] : [`${name}: ${valueText(was)}, then ${valueText(is)}`];
}

function memberText({ account, project }: HopMember): string {
  return account === null ? valueText(project) : `${valueText(account)}/${valueText(project)}`;
}

function valueText(value: unknown): string {
  if (value === null) return "none";
  if (isPending(value)) return "not known yet";
  return typeof value === "string" ? (value === "" ? "none" : value) : JSON.stringify(value);
}
