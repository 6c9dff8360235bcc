// The forecast of a plan: list-scheduling of its hops on the slots that each account has for cross-region jobs.
import { chargesOf, jobSeconds, jobsOf, moneyOf, type Catalog, type ChargeKind, type Money } from "../catalog";
import { levels, schedule, tails, type Placed, type Task } from "../dag";
import type { FactSheet, ImageKind, OperationKind } from "../model";
import {
  counted,
  formatDuration,
  formatGib,
  goDurationSeconds,
  invariant,
  isKnown,
  knownOr,
  SECONDS_PER_HOUR,
  UNKNOWN,
} from "../values";
import type { HopForecast, HopJob, PlanForecast } from "./route-plan";
import { nodesOf, type Wish } from "./wish";

export interface Forecasts {
  readonly plan: PlanForecast;
  hop(id: string): HopForecast & { readonly wave: number };
}

interface Sized {
  readonly wish: Wish;
  readonly sizeGib: number;
  readonly jobs: readonly HopJob[];
  readonly chargedGib: HopForecast["chargedGib"];
}

/** @param slots cross-region slots that each account has for this plan */
export function forecast(
  wishes: readonly Wish[],
  catalog: Catalog,
  slots: number = catalog.limits.crossRegionSlots.value,
): Forecasts {
  const sized = new Map(wishes.map((wish) => [wish.id, sizeOf(wish, catalog)]));
  const tasks = nodesOf([...sized.values()].map(({ wish }) => wish)).map((node): Task => {
    const hop = sized.get(node.id);
    return { ...node, phases: hop === undefined ? [] : phasesOf(hop, catalog) };
  });
  const placed = new Map(schedule(tasks, () => slots).map((place) => [place.id, place]));
  const waves = new Map(levels(tasks).flatMap((ids, depth) => ids.map((id) => [id, depth + 1] as const)));
  const criticalPath = criticalPathOf(tasks, placed).filter((id) => sized.has(id));
  const critical = new Set(criticalPath);
  const durationSeconds = lastEnd([...placed.values()]);
  const terraformSeconds = secondsInLanes(wishes, tasks) ?? durationSeconds;
  return {
    plan: {
      durationSeconds,
      terraformSeconds,
      criticalPath,
      chargedGib: sumCharges([...sized.values()]),
      ...costOf([...sized.values()], catalog),
      ...localDiskOf([...sized.values()]),
      slots,
      assumptions: [
        ...assumptionsOf([...sized.values()], catalog),
        ...laneAssumption(durationSeconds, terraformSeconds),
      ],
    },
    hop: (id) => {
      const hop = sized.get(id);
      const place = placed.get(id);
      invariant(hop !== undefined && place !== undefined, `hop ${id} has a forecast`);
      return {
        startSeconds: place.startSeconds,
        endSeconds: place.endSeconds,
        queuedSeconds: place.startSeconds - place.readySeconds,
        jobs: hop.jobs,
        chargedGib: hop.chargedGib,
        ...localDiskOf([hop]),
        timeoutSeconds: createTimeoutSeconds(hop.jobs),
        critical: critical.has(id),
        sizeAssumed: !isKnown(hop.wish.sheet["image.sizeGib"]),
        wave: waves.get(id) ?? 1,
      };
    },
  };
}

function lastEnd(places: readonly Placed[]): number {
  return places.reduce((latest, { endSeconds }) => Math.max(latest, endSeconds), 0);
}

/** How long it takes where every copy waits for the one before it in its lane: the longest chain, since a slot is free then. Undefined without lanes. */
function secondsInLanes(wishes: readonly Wish[], tasks: readonly Task[]): number | undefined {
  if (wishes.every(({ lane }) => lane === undefined)) return undefined;
  const laneOf = new Map(wishes.map(({ id, lane }) => [id, lane]));
  const inLanes = tasks.map((task) => {
    const lane = laneOf.get(task.id);
    return lane === undefined ? task : { ...task, after: [...task.after, lane] };
  });
  return [...tails(inLanes).values()].reduce((longest, tail) => Math.max(longest, tail), 0);
}

function laneAssumption(durationSeconds: number, terraformSeconds: number): readonly string[] {
  if (terraformSeconds === durationSeconds) return [];
  const [inLanes, freely] = [formatDuration(terraformSeconds), formatDuration(durationSeconds)];
  return [
    `Terraform keeps to the lanes and takes at least ${inLanes}; ${freely} is with every slot taken as it comes free.`,
  ];
}

/** The vendor's own default, which covers about 6 GiB across regions. */
const LEAST_TIMEOUT_SECONDS = SECONDS_PER_HOUR;
const TIMEOUT_FACTOR = 2;

/**
 * `timeouts.create` of a hop: twice its own forecast, at least an hour, rounded up to hours. Never from the queue, so that adding a
 * replica does not change the timeouts of others.
 */
export function createTimeoutSeconds(jobs: readonly HopJob[]): number {
  const own = jobs.reduce((sum, job) => sum + job.durationSeconds, 0);
  return Math.ceil(Math.max(LEAST_TIMEOUT_SECONDS, TIMEOUT_FACTOR * own) / SECONDS_PER_HOUR) * SECONDS_PER_HOUR;
}

/** What the length of a wish's jobs hangs on. */
export interface Sizing {
  readonly operation: OperationKind;
  readonly sheet: Pick<FactSheet, "image.sizeGib" | "image.kind" | "vault.id">;
}

/** The jobs of a wish with their durations. An unknown size counts as the largest that can travel. */
export function jobsOfWish(wish: Sizing, catalog: Catalog): readonly HopJob[] {
  const sizeGib = assumedSizeGib(wish, catalog);
  return jobsOf(wish.operation, assumedKind(wish)).map((job) => ({
    job,
    durationSeconds: jobSeconds(catalog.pace[job], sizeGib),
  }));
}

/**
 * Facts with how long it takes to make, without the time that it waits for a slot, where a timeout bounds it. Of a size that is not known,
 * that is known where the timeout is long enough for the largest.
 */
export function withMakingSeconds(operation: OperationKind, sheet: FactSheet, catalog: Catalog): FactSheet {
  const timeout = sheet["route.createTimeout"];
  if (timeout === null) return sheet;
  const seconds = jobsOfWish({ operation, sheet }, catalog).reduce((sum, job) => sum + job.durationSeconds, 0);
  const waits = isKnown(timeout) ? goDurationSeconds(timeout) : undefined;
  const isDecided = isKnown(sheet["image.sizeGib"]) || (waits !== undefined && waits >= seconds);
  return { ...sheet, "route.makingSeconds": isDecided ? seconds : UNKNOWN };
}

function assumedSizeGib(wish: Sizing, catalog: Catalog): number {
  const sizeGib = wish.sheet["image.sizeGib"];
  // What is no size is a finding, `prop/positive`; time and money are not computed of it.
  return isKnown(sizeGib) && sizeGib > 0 && Number.isFinite(sizeGib)
    ? sizeGib
    : catalog.limits.crossRegionSizeGib.value;
}

/** A vault is named for full-ECS images alone, so that it tells the kind where nothing else does. */
function assumedKind({ sheet }: Sizing): ImageKind {
  return knownOr(sheet["image.kind"], sheet["vault.id"] === null ? "system-disk" : "full-ecs");
}

function sizeOf(wish: Wish, catalog: Catalog): Sized {
  const kind = assumedKind(wish);
  const sizeGib = assumedSizeGib(wish, catalog);
  const chargedGib: Partial<Record<ChargeKind, number>> = {};
  for (const charge of chargesOf(wish.operation, kind)) chargedGib[charge] = sizeGib;
  return { wish, sizeGib, jobs: jobsOfWish(wish, catalog), chargedGib };
}

function phasesOf({ wish, jobs }: Sized, catalog: Catalog): Task["phases"] {
  const pool = `cross-region slots of ${knownOr(wish.sheet["caller.account"], "")}`;
  return jobs.map(({ job, durationSeconds }) =>
    catalog.pace[job].crossesRegions ? { durationSeconds, pool } : { durationSeconds },
  );
}

function sumCharges(hops: readonly Sized[]): Partial<Record<ChargeKind, number>> {
  const sum: Partial<Record<ChargeKind, number>> = {};
  for (const { chargedGib } of hops) {
    for (const [kind, gib] of Object.entries(chargedGib) as [ChargeKind, number][]) sum[kind] = (sum[kind] ?? 0) + gib;
  }
  return sum;
}

/** What the charges cost: only where somebody gives prices. */
function costOf(hops: readonly Sized[], { prices }: Catalog): { readonly cost?: Money } {
  if (prices === null) return {};
  const charges = hops.flatMap(({ wish, chargedGib }) => {
    const [from, to] = [knownOr(wish.sheet["caller.region"], ""), knownOr(wish.sheet["replica.region"], "")];
    return Object.entries(chargedGib).map(([charge, gib]) => ({ charge: charge as ChargeKind, from, to, gib }));
  });
  return { cost: moneyOf(prices, charges) };
}

/** A file that is carried lies whole on the disk of the machine that carries it, between its way down and its way up. */
function localDiskOf(hops: readonly Sized[]): { readonly localDiskGib?: number } {
  const carried = hops.filter(({ wish }) => wish.operation === "transferObject");
  return carried.length === 0 ? {} : { localDiskGib: carried.reduce((sum, { sizeGib }) => sum + sizeGib, 0) };
}

/** From the hop that ends last back to a start: at each hop, to its source, or to the hop that freed the slot it waited for. */
function criticalPathOf(tasks: readonly Task[], placed: ReadonlyMap<string, Placed>): readonly string[] {
  const taskById = new Map(tasks.map((task) => [task.id, task]));
  const places = [...placed.values()];
  const freedBy = new Map<string, Placed>();
  for (const place of places) {
    const freed = slotFreed(taskById.get(place.id)?.phases ?? [], place.endSeconds);
    if (freed !== undefined && !freedBy.has(freed)) freedBy.set(freed, place);
  }
  const path: string[] = [];
  for (let at = latestOf(places); at !== undefined && path.length <= places.length;) {
    path.unshift(at.id);
    const task = taskById.get(at.id);
    const source = latestOf((task?.after ?? []).flatMap((id) => placed.get(id) ?? []));
    const pool = at.startSeconds > at.readySeconds ? task?.phases[0]?.pool : undefined;
    at = pool === undefined ? source : freedBy.get(slotKey(pool, at.startSeconds));
  }
  return path;
}

function latestOf(places: readonly Placed[]): Placed | undefined {
  return places.reduce<Placed | undefined>(
    (latest, place) => (latest === undefined || place.endSeconds > latest.endSeconds ? place : latest),
    undefined,
  );
}

const slotKey = (pool: string, atSeconds: number): string => `${pool} at ${String(atSeconds)}`;

/** When a task gave its slot back: before its end, when phases without a slot follow. Those never wait. */
function slotFreed(phases: Task["phases"], endSeconds: number): string | undefined {
  let at = endSeconds;
  for (const { pool, durationSeconds } of [...phases].reverse()) {
    if (pool !== undefined) return slotKey(pool, at);
    at -= durationSeconds;
  }
  return undefined;
}

function assumptionsOf(hops: readonly Sized[], catalog: Catalog): readonly string[] {
  const jobs = new Set(hops.flatMap((hop) => hop.jobs.map(({ job }) => job)));
  const paces = [...jobs].sort().map((job) => {
    const { baseSeconds, secondsPerGib, source } = catalog.pace[job];
    return `${job}: ${String(baseSeconds)} s + ${String(secondsPerGib)} s a GiB. ${source}.`.replace("..", ".");
  });
  const unknown = hops.filter((hop) => !isKnown(hop.wish.sheet["image.sizeGib"])).length;
  if (unknown === 0) return paces;
  const limit = catalog.limits.crossRegionSizeGib.value;
  return [...paces, `${counted(unknown, "hop")} of unknown size: taken for ${formatGib(limit)}.`];
}
