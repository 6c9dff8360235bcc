// Order, levels and cycles of small graphs, and the heap.
import fc from "fast-check";
import { earliestOrder, Heap, levels, topologicalOrder, type Node } from "../../lib/dag";

const node = (id: string, ...after: string[]): Node => ({ id, after });

test.each<[string, readonly Node[], readonly string[]]>([
  ["no nodes", [], []],
  ["nodes without edges, in the order given", [node("b"), node("a")], ["b", "a"]],
  ["a chain given backwards", [node("c", "b"), node("b", "a"), node("a")], ["a", "b", "c"]],
  ["a diamond", [node("d", "b", "c"), node("b", "a"), node("c", "a"), node("a")], ["a", "b", "c", "d"]],
  ["edges to nowhere", [node("a", "gone"), node("b", "a")], ["a", "b"]],
  ["an edge given twice", [node("b", "a", "a"), node("a")], ["a", "b"]],
])("order of %s", (_, nodes, ids) => {
  expect(topologicalOrder(nodes)).toEqual({ ids });
});

test.each<[string, readonly Node[], readonly string[]]>([
  ["of one node", [node("a", "a")], ["a", "a"]],
  ["of two nodes", [node("a", "b"), node("b", "a")], ["a", "b", "a"]],
  ["behind a tail", [node("t", "a"), node("a", "b"), node("b", "c"), node("c", "a")], ["a", "b", "c", "a"]],
])("a cycle %s is named and closed", (_, nodes, cycle) => {
  expect(topologicalOrder(nodes)).toEqual({ cycle });
  expect(() => levels(nodes)).toThrow(cycle.join(" -> "));
});

test("levels are depths, each in the input order", () => {
  const nodes = [node("d", "b", "a"), node("b", "a"), node("a"), node("z"), node("c", "a")];
  expect(levels(nodes)).toEqual([["a", "z"], ["b", "c"], ["d"]]);
  expect(levels([])).toEqual([]);
});

/** Nodes whose edges go to earlier ones, shuffled. */
const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { maxLength: 30 })
  .map((edges) => edges.map((before, at) => node(String(at), ...(at === 0 ? [] : before.map((id) => String(id % at))))))
  .chain((nodes) => fc.shuffledSubarray(nodes, { minLength: nodes.length }));

test("each node comes after its dependencies, one level below the deepest of them", () => {
  fc.assert(
    fc.property(acyclic, (nodes) => {
      const order = topologicalOrder(nodes);
      if ("cycle" in order) throw new Error("no cycle was made");
      const at = new Map(order.ids.map((id, index) => [id, index]));
      const depth = new Map(levels(nodes).flatMap((ids, level) => ids.map((id) => [id, level] as const)));
      expect(at.size).toBe(nodes.length);
      for (const { id, after } of nodes) {
        for (const before of after) expect(at.get(before)!).toBeLessThan(at.get(id)!);
        expect(depth.get(id)).toBe(Math.max(-1, ...after.map((before) => depth.get(before)!)) + 1);
      }
    }),
  );
});

test("a planted cycle is found, and the result is a cycle", () => {
  fc.assert(
    fc.property(acyclic, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (nodes, picks) => {
      fc.pre(nodes.length > 0);
      const ring = [...new Set(picks.map((pick) => nodes[pick % nodes.length]!.id))];
      const planted = nodes.map(({ id, after }) => {
        const at = ring.indexOf(id);
        return at < 0 ? node(id, ...after) : node(id, ...after, ring[(at + 1) % ring.length]!);
      });
      const order = topologicalOrder(planted);
      if (!("cycle" in order)) throw new Error("the cycle was not found");
      const { cycle } = order;
      expect(cycle[0]).toBe(cycle.at(-1));
      expect(cycle.length).toBeGreaterThan(1);
      const afterOf = new Map(planted.map(({ id, after }) => [id, after]));
      for (const [index, id] of cycle.slice(0, -1).entries()) expect(afterOf.get(id)).toContain(cycle[index + 1]);
    }),
  );
});

test("a chain of a hundred thousand nodes does not overflow the stack", () => {
  const length = 100_000;
  const chain = Array.from({ length }, (_, at) => node(String(at), String(at + 1)));
  const order = topologicalOrder(chain);
  expect("ids" in order && order.ids[0]).toBe(String(length - 1));
  expect(levels(chain).length).toBe(length);
});

test("a heap returns its items, least first", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const heap = new Heap<number>((left, right) => left - right);
      for (const item of items) heap.push(item);
      expect(heap.size).toBe(items.length);
      const given = items.map(() => heap.pop());
      expect(given).toEqual([...items].sort((left, right) => left - right));
      expect([heap.size, heap.peek(), heap.pop()]).toEqual([0, undefined, undefined]);
    }),
  );
});

test("a heap agrees with a sorted list after any pushes and pops", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer())), (commands) => {
      const heap = new Heap<number>((left, right) => left - right);
      let list: number[] = [];
      for (const item of commands) {
        if (item === null) expect(heap.pop()).toBe(list.shift());
        else {
          heap.push(item);
          list = [...list, item].sort((left, right) => left - right);
        }
        expect(heap.peek()).toBe(list[0]);
      }
    }),
  );
});

test("the earliest order keeps the input order, and independent nodes do not change it", () => {
  const given = [node("d", "late"), node("a"), node("late"), node("b", "a", "a"), node("c", "gone")];
  expect(earliestOrder(given)).toEqual({ ids: ["a", "late", "d", "b", "c"] });
  expect(earliestOrder([node("a", "b"), node("b", "a")])).toEqual({ cycle: ["a", "b", "a"] });
  fc.assert(
    fc.property(acyclic, fc.nat(), (nodes, pick) => {
      const needed = new Set(nodes.flatMap(({ after }) => after));
      const free = nodes.filter(({ id }) => !needed.has(id));
      fc.pre(free.length > 0);
      const one = free[pick % free.length]!;
      const all = earliestOrder(nodes);
      const others = earliestOrder(nodes.filter((other) => other !== one));
      if ("cycle" in all || "cycle" in others) throw new Error("no cycle was made");
      expect(all.ids.filter((id) => id !== one.id)).toEqual(others.ids);
      const at = new Map(all.ids.map((id, index) => [id, index]));
      for (const { id, after } of nodes) for (const before of after) expect(at.get(before)!).toBeLessThan(at.get(id)!);
    }),
  );
});
