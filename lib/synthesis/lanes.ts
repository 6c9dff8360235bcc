// Lanes: edges between copies across regions, so that Terraform, whose parallelism is not ours, never starts more of them at a time
// than the account has slots. There are as many lanes as slots, and in each a copy comes after the one before it.
import type { Catalog } from "../catalog";
import { sourcesFirst } from "../routes";
import { isKnown } from "../values";
import { ownDependencies } from "./additions";
import { sourceReplicaOf, type Addresses } from "./app-facts";
import { isRetired, type DeclaredReplica, known, accountKeyOf } from "../declarations";

/** The copy that a copy comes after in its lane, by copy; the first ones of the lanes come after none and are left out. */
export type Lanes = ReadonlyMap<DeclaredReplica, DeclaredReplica>;

/**
 * The lane of a copy follows from its own name and region and from nothing else, so that no copy changes another's lane: adding one,
 * wherever, or taking one away changes its own edge and that of the one behind it, and appending one its own alone. Inside a lane
 * copies stand in the order of declaration, but behind their sources, so that no edge can close a circle. What a copy waits for by way of
 * other resources is declared before it, unless a Lazy refers to what comes later: that alone is not followed.
 */
export function lanesOf(
  replicas: readonly DeclaredReplica[],
  addresses: Addresses,
  slotsOf: (account: string) => number,
  { regions }: Catalog,
): Lanes {
  const lanes = new Map<DeclaredReplica, DeclaredReplica>();
  const last = new Map<string, DeclaredReplica>();
  for (const replica of inOrder(replicas, addresses)) {
    if (replica.ask.operation !== "copyImageAcross" || isRetired(replica)) continue;
    const account = accountKeyOf(replica);
    const lane = `${account} ${String(laneNumber(replica, regions) % slotsOf(account))}`;
    const before = last.get(lane);
    if (before !== undefined) lanes.set(replica, before);
    last.set(lane, replica);
  }
  return lanes;
}

/**
 * Numbers that lie apart where copies are alike: those of one image for regions that are often wanted together, and those for one region
 * with names that are counted up. A hash would put two of three copies in one lane half of the time.
 */
function laneNumber(replica: DeclaredReplica, regions: Catalog["regions"]): number {
  const name = known(replica.props.name, replica);
  const region = known(replica.ask.targetRegion, replica);
  if (!isKnown(region)) return codeSum(isKnown(name) ? name : replica.node.path);
  const image = isKnown(name) ? name : replica.node.path;
  return (regions.get(region)?.apart ?? codeSum(region)) + codeSum(image.replaceAll(region, ""));
}

function codeSum(text: string): number {
  let sum = 0;
  for (const letter of text) sum += letter.codePointAt(0) ?? 0;
  return sum;
}

function inOrder(replicas: readonly DeclaredReplica[], addresses: Addresses): readonly DeclaredReplica[] {
  const nodes = replicas.map((replica) => ({ id: replica.node.path, after: predecessorsOf(replica, addresses) }));
  if (areInOrder(nodes)) return replicas;
  const byPath = new Map(replicas.map((replica) => [replica.node.path, replica]));
  // A circle is a finding of its own; there is nothing to order then.
  return (sourcesFirst(nodes) ?? []).flatMap((path) => byPath.get(path) ?? []);
}

/** As programs are written: whatever is passed to a construct has been made before. */
function areInOrder(nodes: readonly { readonly id: string; readonly after: readonly string[] }[]): boolean {
  if (nodes.every(({ after }) => after.length === 0)) return true;
  const own = new Set(nodes.map(({ id }) => id));
  const seen = new Set<string>();
  return nodes.every(({ id, after }) => {
    seen.add(id);
    return after.every((before) => before !== id && (seen.has(before) || !own.has(before)));
  });
}

/** Paths of the replicas that a copy waits for already: its source, and what the program says it depends on. */
function predecessorsOf(replica: DeclaredReplica, addresses: Addresses): readonly string[] {
  const source = sourceReplicaOf(replica, addresses);
  const depended = ownDependencies(replica).map((address) => addresses.find(address));
  return [source, ...depended].flatMap((before) => (before === undefined ? [] : [before.node.path]));
}
