// Lanes: edges between copies across regions, so that Terraform, whose parallelism is not ours, never starts more of them at a time
// than the account has slots. Each copy comes after the one that is as many places before it as there are slots.
import { sourcesFirst } from "../routes";
import { sourceReplicaOf, type Addresses } from "./app-facts";
import type { DeclaredReplica } from "./declared-replica";
import { accountOf } from "./slot-budget";

/** The copy that a copy comes after in its lane, by copy; the first ones of the lanes come after none and are left out. */
export type Lanes = ReadonlyMap<DeclaredReplica, DeclaredReplica>;

/**
 * Lanes follow the order of declaration, except where a copy is declared before its own source: following an order in which sources
 * come first, no edge can close a circle. Appending a copy adds its own edge and changes no other.
 */
export function lanesOf(
  replicas: readonly DeclaredReplica[],
  addresses: Addresses,
  slotsOf: (account: string) => number,
): Lanes {
  const lanes = new Map<DeclaredReplica, DeclaredReplica>();
  const queues = new Map<string, DeclaredReplica[]>();
  for (const replica of inOrder(replicas, addresses)) {
    if (replica.ask.operation !== "copyImageAcross") continue;
    const account = accountOf(replica);
    const queue = queues.get(account) ?? [];
    queues.set(account, queue);
    const before = queue[queue.length - slotsOf(account)];
    if (before !== undefined) lanes.set(replica, before);
    queue.push(replica);
  }
  return lanes;
}

function inOrder(replicas: readonly DeclaredReplica[], addresses: Addresses): readonly DeclaredReplica[] {
  const byPath = new Map(replicas.map((replica) => [replica.node.path, replica]));
  const nodes = replicas.map((replica) => ({ id: replica.node.path, after: predecessorsOf(replica, addresses) }));
  // A circle is a finding of its own; there is nothing to order then.
  return (sourcesFirst(nodes) ?? []).flatMap((path) => byPath.get(path) ?? []);
}

/** Paths of the replicas that a copy waits for already: its source, and what the program says it depends on. */
function predecessorsOf(replica: DeclaredReplica, addresses: Addresses): readonly string[] {
  const source = sourceReplicaOf(replica, addresses);
  const depended = replica.dependencies.map((address) => addresses.find(address));
  return [source, ...depended].flatMap((before) => (before === undefined ? [] : [before.node.path]));
}
