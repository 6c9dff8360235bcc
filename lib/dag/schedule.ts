// List-scheduling: tasks in a graph, some of which need one of the few slots of a pool. Ready tasks queue first come, first served.
import { topologicalOrder, type Node } from "./graph";
import { Heap } from "./heap";

/** A task is a run of phases; each phase may need a slot of a pool for its whole length. */
export interface Task extends Node {
  readonly phases: readonly Phase[];
}

export interface Phase {
  readonly durationSeconds: number;
  /** The pool whose slot it holds, or undefined when it needs none. */
  readonly pool?: string;
}

export interface Placed {
  readonly id: string;
  /** When all that it comes after had ended and it could be submitted. */
  readonly readySeconds: number;
  /** When its first phase began: later than ready when it queued for a slot. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The longest run of phases from its start to the end of the graph: the priority it was submitted with. */
  readonly tailSeconds: number;
}

interface Event {
  readonly atSeconds: number;
  readonly sequence: number;
  readonly task: Running;
}

interface Running {
  readonly task: Task;
  phase: number;
  readySeconds: number;
  startSeconds: number;
}

/**
 * Places every task. At one instant all endings are handled before any new task is submitted; new tasks are submitted by longest
 * tail first, then by id. The same tasks and slots give the same schedule, whatever order they are given in.
 */
export function schedule(tasks: readonly Task[], slotsOf: (pool: string) => number): readonly Placed[] {
  return new Scheduler(tasks, slotsOf).run();
}

/** The longest run of phases from each task's start to the end of the graph, by id. */
export function tails(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const order = topologicalOrder(tasks);
  if ("cycle" in order) throw new Error(`tails of a cyclic graph: ${order.cycle.join(" -> ")}`);
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const behind = new Map<string, number>();
  const result = new Map<string, number>();
  for (const id of [...order.ids].reverse()) {
    const task = byId.get(id);
    if (task === undefined) continue;
    const tail = task.phases.reduce((sum, phase) => sum + phase.durationSeconds, 0) + (behind.get(id) ?? 0);
    result.set(id, tail);
    for (const before of task.after) behind.set(before, Math.max(behind.get(before) ?? 0, tail));
  }
  return result;
}

class Scheduler {
  private readonly tailOf: ReadonlyMap<string, number>;
  private readonly waitingFor = new Map<string, number>();
  private readonly followers = new Map<string, Task[]>();
  private readonly queues = new Map<string, { items: Running[]; head: number }>();
  private readonly used = new Map<string, number>();
  private readonly placed = new Map<string, Placed>();
  private readonly events = new Heap<Event>((l, r) => l.atSeconds - r.atSeconds || l.sequence - r.sequence);
  private sequence = 0;

  public constructor(
    private readonly tasks: readonly Task[],
    private readonly slotsOf: (pool: string) => number,
  ) {
    this.tailOf = tails(tasks);
    const ids = new Set(tasks.map((task) => task.id));
    for (const task of tasks) {
      const before = new Set(task.after.filter((id) => ids.has(id)));
      this.waitingFor.set(task.id, before.size);
      for (const id of before) {
        const list = this.followers.get(id);
        if (list === undefined) this.followers.set(id, [task]);
        else list.push(task);
      }
    }
  }

  /** Throws a RangeError for a duration that is no number: time would never come to its end. */
  public run(): readonly Placed[] {
    this.submit(
      this.tasks.filter((task) => this.waitingFor.get(task.id) === 0),
      0,
    );
    for (let next = this.events.peek(); next !== undefined; next = this.events.peek()) {
      const now = next.atSeconds;
      const ready: Task[] = [];
      while (this.events.peek()?.atSeconds === now) {
        const event = this.events.pop();
        if (event !== undefined) ready.push(...this.endPhase(event.task, now));
      }
      this.submit(ready, now);
    }
    return this.tasks.map((task) => this.placed.get(task.id)).filter((placed) => placed !== undefined);
  }

  private submit(ready: readonly Task[], now: number): void {
    const byTail = [...ready].sort(
      (l, r) => (this.tailOf.get(r.id) ?? 0) - (this.tailOf.get(l.id) ?? 0) || (l.id < r.id ? -1 : 1),
    );
    for (const task of byTail) this.enter({ task, phase: 0, readySeconds: now, startSeconds: -1 }, now);
  }

  /** Starts the phase, or queues it when its pool is full. */
  private enter(running: Running, now: number): void {
    const pool = running.task.phases[running.phase]?.pool;
    if (pool === undefined) {
      this.begin(running, now);
      return;
    }
    const used = this.used.get(pool) ?? 0;
    if (used < this.slotsOf(pool)) {
      this.used.set(pool, used + 1);
      this.begin(running, now);
      return;
    }
    const queue = this.queues.get(pool) ?? { items: [], head: 0 };
    this.queues.set(pool, queue);
    queue.items.push(running);
  }

  private begin(running: Running, now: number): void {
    if (running.startSeconds < 0) running.startSeconds = now;
    const length = running.task.phases[running.phase]?.durationSeconds ?? 0;
    if (Number.isNaN(length)) throw new RangeError(`a phase of the task "${running.task.id}" has no duration (NaN)`);
    this.events.push({ atSeconds: now + length, sequence: this.sequence++, task: running });
  }

  private endPhase(running: Running, now: number): readonly Task[] {
    const pool = running.task.phases[running.phase]?.pool;
    if (pool !== undefined) this.release(pool, now);
    running.phase += 1;
    if (running.phase < running.task.phases.length) {
      this.enter(running, now);
      return [];
    }
    return this.end(running, now);
  }

  private release(pool: string, now: number): void {
    const queue = this.queues.get(pool);
    const next = queue?.items[queue.head];
    if (queue === undefined || next === undefined) {
      this.used.set(pool, (this.used.get(pool) ?? 1) - 1);
      return;
    }
    queue.head += 1;
    this.begin(next, now);
  }

  private end({ task, readySeconds, startSeconds }: Running, now: number): readonly Task[] {
    const tailSeconds = this.tailOf.get(task.id) ?? 0;
    this.placed.set(task.id, { id: task.id, readySeconds, startSeconds, endSeconds: now, tailSeconds });
    const ready: Task[] = [];
    for (const follower of this.followers.get(task.id) ?? []) {
      const left = (this.waitingFor.get(follower.id) ?? 1) - 1;
      this.waitingFor.set(follower.id, left);
      if (left === 0) ready.push(follower);
    }
    return ready;
  }
}
