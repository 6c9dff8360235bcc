// A directed graph over string ids: order, levels and cycles, each deterministic in the order the nodes were given.

import { Heap } from "./heap";

/** A node and the ids it comes after. Ids that are no node of the graph are ignored. */
export interface Node {
  readonly id: string;
  readonly after: readonly string[];
  /** Whether it only stands for all that it comes after, so that many can come after those: it takes no level. */
  readonly isJoint?: true;
}

/** The ids in an order where each comes after all it waits for, or the first cycle found. */
export type Order = { readonly ids: readonly string[] } | { readonly cycle: readonly string[] };

const enum Mark {
  open = 1,
  done = 2,
}

/** Depth-first order, iterative, so that a chain of a hundred thousand nodes does not overflow the stack. */
export function topologicalOrder(nodes: readonly Node[]): Order {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const marks = new Map<string, Mark>();
  const ids: string[] = [];
  for (const root of nodes) {
    if (marks.has(root.id)) continue;
    const cycle = visit(root, byId, marks, ids);
    if (cycle !== undefined) return { cycle };
  }
  return { ids };
}

function visit(
  root: Node,
  byId: ReadonlyMap<string, Node>,
  marks: Map<string, Mark>,
  ids: string[],
): readonly string[] | undefined {
  const trail: { node: Node; next: number }[] = [{ node: root, next: 0 }];
  marks.set(root.id, Mark.open);
  for (let top = trail[0]; top !== undefined; top = trail[trail.length - 1]) {
    const id = top.node.after[top.next];
    top.next += 1;
    if (id === undefined) {
      marks.set(top.node.id, Mark.done);
      ids.push(top.node.id);
      trail.pop();
      continue;
    }
    const before = byId.get(id);
    if (before === undefined || marks.get(id) === Mark.done) continue;
    if (marks.get(id) === Mark.open) {
      const open = trail.map((step) => step.node.id);
      return [...open.slice(open.indexOf(id)), id];
    }
    marks.set(id, Mark.open);
    trail.push({ node: before, next: 0 });
  }
  return undefined;
}

/**
 * The ids in an order where each comes as early as it was given, yet after all it waits for; or a cycle. A node that nothing waits for
 * can be added or taken away without changing the order of the others.
 */
export function earliestOrder(nodes: readonly Node[]): Order {
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const waitingFor = nodes.map(({ after }) => new Set(after.filter((id) => indexOf.has(id))).size);
  const followers = new Map<string, number[]>();
  for (const [index, { after }] of nodes.entries()) {
    for (const id of new Set(after)) push(followers, id, index);
  }
  const ready = new Heap<number>((left, right) => left - right);
  for (const [index, count] of waitingFor.entries()) if (count === 0) ready.push(index);
  const ids: string[] = [];
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    const id = nodes[index]?.id ?? "";
    ids.push(id);
    for (const follower of followers.get(id) ?? []) {
      const left = (waitingFor[follower] ?? 1) - 1;
      waitingFor[follower] = left;
      if (left === 0) ready.push(follower);
    }
  }
  return ids.length === nodes.length ? { ids } : topologicalOrder(nodes);
}

/** Ids grouped by depth: level 0 waits for nothing. The nodes must be free of cycles; throws otherwise. */
export function levels(nodes: readonly Node[]): readonly (readonly string[])[] {
  const order = topologicalOrder(nodes);
  if ("cycle" in order) throw new Error(`levels of a cyclic graph: ${order.cycle.join(" -> ")}`);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const depths = new Map<string, number>();
  for (const id of order.ids) {
    const before = (byId.get(id)?.after ?? []).flatMap((other) => byId.get(other) ?? []);
    const below = before.map((other) => (depths.get(other.id) ?? 0) + (other.isJoint === true ? 0 : 1));
    depths.set(
      id,
      below.reduce((depth, one) => Math.max(depth, one), 0),
    );
  }
  const result: string[][] = [];
  for (const { id } of nodes) (result[depths.get(id) ?? 0] ??= []).push(id);
  return result;
}

function push(lists: Map<string, number[]>, id: string, index: number): void {
  const list = lists.get(id);
  if (list === undefined) lists.set(id, [index]);
  else list.push(index);
}
