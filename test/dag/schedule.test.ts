// List scheduling: properties of every schedule, and the quality of schedules.
import fc from "fast-check";
import { schedule, tails, type Placed, type Task } from "../../lib/dag";

const SLOTS = 5;
const POOL = "slots";

const task = (id: string, durationSeconds: number, ...after: string[]): Task => ({
  id,
  after,
  phases: [{ durationSeconds, pool: POOL }],
});
const free = (id: string, durationSeconds: number, ...after: string[]): Task => ({
  id,
  after,
  phases: [{ durationSeconds }],
});

function placed(tasks: readonly Task[], slots = SLOTS): ReadonlyMap<string, Placed> {
  return new Map(schedule(tasks, () => slots).map((place) => [place.id, place]));
}

function makespan(tasks: readonly Task[], slots = SLOTS): number {
  return Math.max(0, ...[...placed(tasks, slots).values()].map(({ endSeconds }) => endSeconds));
}

const work = ({ phases }: Task): number =>
  phases.reduce((sum, { durationSeconds, pool }) => sum + (pool === undefined ? 0 : durationSeconds), 0);

/** No schedule ends earlier than the longest chain, nor than all slots busy from the start. */
function lowerBound(tasks: readonly Task[], slots = SLOTS): number {
  const total = tasks.reduce((sum, one) => sum + work(one), 0);
  return Math.max(...tails(tasks).values(), total / slots);
}

type Shape = readonly {
  readonly before: readonly number[];
  readonly durations: readonly (readonly [number, boolean])[];
}[];

/** Tasks of one to three phases, some without a slot, that wait for earlier ones. */
const shapes: fc.Arbitrary<Shape> = fc.array(
  fc.record({
    before: fc.array(fc.nat(), { maxLength: 2 }),
    durations: fc.array(fc.tuple(fc.nat({ max: 20 }), fc.boolean()), { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 40 },
);

function tasksOf(shape: Shape): readonly Task[] {
  return shape.map(({ before, durations }, at) => ({
    id: `t${String(at)}`,
    after: at === 0 ? [] : before.map((id) => `t${String(id % at)}`),
    phases: durations.map(([durationSeconds, pooled]) =>
      pooled ? { durationSeconds, pool: POOL } : { durationSeconds },
    ),
  }));
}

test("a task starts after all its predecessors, and a sixth task waits for a slot", () => {
  const tasks = [...["a", "b", "c", "d", "e", "f"].map((id) => task(id, 10)), free("g", 3, "f"), free("h", 3)];
  const places = placed(tasks);
  expect(places.get("e")).toMatchObject({ readySeconds: 0, startSeconds: 10, endSeconds: 20 });
  // The longest tail goes first: g depends on f, so that e waits.
  expect(places.get("f")).toMatchObject({ startSeconds: 0, endSeconds: 10, tailSeconds: 13 });
  expect(makespan(tasks)).toBe(20);
  expect(places.get("g")).toMatchObject({ readySeconds: 10, startSeconds: 10, endSeconds: 13 });
  expect(places.get("h")).toMatchObject({ startSeconds: 0, endSeconds: 3 });
});

test("a slot is free when the phase that holds it ends, not when its task ends", () => {
  const long = (id: string): Task => ({
    id,
    after: [],
    phases: [{ durationSeconds: 10, pool: POOL }, { durationSeconds: 90 }],
  });
  expect(placed([long("a"), long("b")], 1).get("b")).toMatchObject({ startSeconds: 10, endSeconds: 110 });
});

test("pools do not share their slots", () => {
  const tasks = ["a", "b"].map((id) => ({ id, after: [], phases: [{ durationSeconds: 10, pool: id }] }));
  expect(Math.max(...schedule(tasks, () => 1).map(({ endSeconds }) => endSeconds))).toBe(10);
});

test("no more slots are in use than exist, and no task starts before its predecessors end", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 6 }), (shape, slots) => {
      // One phase each, so that start and end say when the slot is held.
      const tasks = tasksOf(shape.map((entry) => ({ ...entry, durations: entry.durations.slice(0, 1) })));
      const places = placed(tasks, slots);
      expect(places.size).toBe(tasks.length);
      const steps: (readonly [at: number, change: number])[] = [];
      for (const { id, after, phases } of tasks) {
        const { readySeconds, startSeconds, endSeconds } = places.get(id)!;
        expect(readySeconds).toBe(Math.max(0, ...after.map((before) => places.get(before)!.endSeconds)));
        expect(startSeconds).toBeGreaterThanOrEqual(readySeconds);
        expect(endSeconds - startSeconds).toBe(phases[0]!.durationSeconds);
        if (phases[0]!.pool === undefined) expect(startSeconds).toBe(readySeconds);
        else steps.push([startSeconds, 1], [endSeconds, -1]);
      }
      let used = 0;
      for (const [, change] of steps.sort((left, right) => left[0] - right[0] || left[1] - right[1])) {
        used += change;
        expect(used).toBeLessThanOrEqual(slots);
      }
    }),
  );
});

test("the input order of tasks does not matter", () => {
  const shuffled = shapes.chain((shape) => {
    const tasks = tasksOf(shape);
    return fc.tuple(fc.constant(tasks), fc.shuffledSubarray([...tasks], { minLength: tasks.length }));
  });
  fc.assert(
    fc.property(shuffled, ([tasks, others]) => {
      const places = placed(tasks);
      for (const [id, place] of placed(others)) expect(place).toEqual(places.get(id));
    }),
  );
});

test("a schedule ends within the bound of list scheduling", () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 6 }), (shape, slots) => {
      const tasks = tasksOf(shape);
      const pooled = tasks.every(({ phases }) => phases.every(({ pool }) => pool !== undefined));
      // Graham's bound; phases without a slot can fill a chain while slots are idle, which costs up to one more slot.
      const factor = pooled ? 2 - 1 / slots : 2;
      const bound = lowerBound(tasks, slots);
      expect(makespan(tasks, slots)).toBeGreaterThanOrEqual(bound - 1e-9);
      expect(makespan(tasks, slots)).toBeLessThanOrEqual(factor * bound + 1e-9);
    }),
    { numRuns: 300 },
  );
});

/** The earliest end of independent tasks, by a search of all assignments to slots. */
function optimum(durations: readonly number[], slots: number): number {
  const loads = Array.from({ length: slots }, () => 0);
  let best = Infinity;
  const place = (at: number): void => {
    const duration = durations[at];
    if (duration === undefined) {
      best = Math.min(best, Math.max(...loads));
      return;
    }
    for (const [slot, load] of loads.entries()) {
      loads[slot] = load + duration;
      if (load + duration < best) place(at + 1);
      loads[slot] = load;
      if (load === 0) return;
    }
  };
  place(0);
  return best;
}

test("up to six independent tasks on five slots end as early as possible", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 6 }), (durations) => {
      const tasks = durations.map((duration, at) => task(`t${String(at)}`, duration));
      expect(makespan(tasks)).toBe(optimum(durations, SLOTS));
    }),
    { numRuns: 500 },
  );
});

test("a chain of a hundred thousand tasks does not overflow the stack", () => {
  const length = 100_000;
  const chain = Array.from({ length }, (_, at) => task(String(at), 1, String(at - 1)));
  expect(schedule(chain, () => SLOTS).at(-1)?.endSeconds).toBe(length);
});

test("ten thousand tasks keep five slots busy", () => {
  const tasks = Array.from({ length: 10_000 }, (_, at) => task(`t${String(at)}`, 600 * (1 + (at % 128))));
  const places = schedule(tasks, () => SLOTS);
  const end = places.reduce((latest, { endSeconds }) => Math.max(latest, endSeconds), 0);
  expect(end).toBeLessThanOrEqual(1.001 * lowerBound(tasks));
});

test("a cycle of tasks is a bug of the caller, and the error names it", () => {
  expect(() => schedule([task("a", 1, "b"), task("b", 1, "a")], () => 1)).toThrow("a -> b -> a");
});
