// The forecast of a route plan laid out in time: which hop runs on which of an account's slots, and how the hours are folded into panels.
import { CATALOG } from "../catalog";
import { isPending, type Hop, type RoutePlan } from "../routes";
import { compareText, SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../values";
import { toldText } from "./words";

export interface Bar {
  readonly hop: Hop;
  /** Counted from 1, in the order of start: how the index names it. */
  readonly number: number;
  readonly region: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** One row of the picture: a slot of an account, or copies that need none. */
export interface Lane {
  /** `slot 2`; empty for a row that is none. */
  readonly label: string;
  /** What it is one of: the slots of an account, or the rows without a slot. Lanes of a group stand together. */
  readonly group: string;
  readonly slot: boolean;
  readonly bars: readonly Bar[];
}

export interface Timeline {
  readonly bars: readonly Bar[];
  readonly lanes: readonly Lane[];
  /** Copies that need no slot and found no row, since too many run at once. */
  readonly undrawn: number;
  readonly durationSeconds: number;
  /** Hours are folded: each panel shows so many seconds, all of them the whole. */
  readonly panelSeconds: number;
  readonly panels: number;
  readonly tickSeconds: number;
  /** Regions of arrival in the order of their ids. */
  readonly regions: readonly string[];
}

/** Rows for copies that need no slot. */
const MOST_FREE_LANES = 5;
const MOST_PANELS = 24;
/** How wide most bars should at least be. */
const WANTED_BAR_PX = 24;

export function timelineOf(plan: RoutePlan, plotPx: number): Timeline {
  const ordered = [...plan.hops].sort(
    (left, right) => left.forecast.startSeconds - right.forecast.startSeconds || compareText(left.id, right.id),
  );
  const bars = ordered.map((hop, index) => ({
    hop,
    number: index + 1,
    region: toldText(hop.replica.region),
    startSeconds: hop.forecast.startSeconds,
    endSeconds: hop.forecast.endSeconds,
  }));
  const slotted = bars.filter(({ hop }) => slotSeconds(hop) > 0);
  // Not all of them may find a row: those that decide the hours do.
  const critical = ({ hop }: Bar): number => (hop.forecast.critical ? 0 : 1);
  const free = bars
    .filter(({ hop }) => slotSeconds(hop) === 0)
    .sort((left, right) => left.startSeconds - right.startSeconds || critical(left) - critical(right));
  const freeLanes = packed(free, ({ endSeconds }) => endSeconds, MOST_FREE_LANES);
  const lanes = [...slotLanes(slotted, plan.forecast.slots), ...freeLaneRows(freeLanes.lanes)];
  const durationSeconds = Math.max(plan.forecast.durationSeconds, SECONDS_PER_MINUTE);
  const sample = slotted.length > 0 ? slotted : free;
  return {
    bars,
    lanes,
    undrawn: freeLanes.left,
    durationSeconds,
    ...folding(durationSeconds, sample, plotPx),
    regions: [...new Set(bars.map(({ region }) => region))].sort(compareText),
  };
}

/** How long a hop holds a slot: until the last of its jobs that crosses regions ends. */
function slotSeconds({ forecast: { jobs } }: Hop): number {
  let held = 0;
  let passed = 0;
  for (const { job, durationSeconds } of jobs) {
    passed += durationSeconds;
    if (CATALOG.pace[job].crossesRegions) held = passed;
  }
  return held;
}

function slotLanes(bars: readonly Bar[], slots: number): readonly Lane[] {
  const accounts = [...new Set(bars.map(accountOf))].sort(compareText);
  return accounts.flatMap((account) => {
    const own = bars.filter((bar) => accountOf(bar) === account);
    const { lanes } = packed(own, ({ hop, startSeconds }) => startSeconds + slotSeconds(hop), Infinity);
    const group =
      accounts.length === 1
        ? "cross-region slots"
        : `slots of ${account === "" ? "an account not known yet" : account}`;
    return Array.from({ length: Math.max(slots, lanes.length) }, (_, index) => ({
      label: `slot ${String(index + 1)}`,
      group,
      slot: true,
      bars: lanes[index] ?? [],
    }));
  });
}

const accountOf = ({ hop }: Bar): string => (isPending(hop.caller.account) ? "" : hop.caller.account);

function freeLaneRows(lanes: readonly (readonly Bar[])[]): readonly Lane[] {
  return lanes.map((bars) => ({ label: "", group: "without a slot", slot: false, bars }));
}

/** Bars on the first row that is free when they start. */
function packed(
  bars: readonly Bar[],
  freeAgainAt: (bar: Bar) => number,
  most: number,
): { readonly lanes: readonly (readonly Bar[])[]; readonly left: number } {
  const lanes: Bar[][] = [];
  const busyUntil: number[] = [];
  let left = 0;
  for (const bar of bars) {
    const found = busyUntil.findIndex((seconds) => seconds <= bar.startSeconds);
    const lane = found >= 0 ? found : lanes.length;
    if (lane >= most) {
      left += 1;
      continue;
    }
    (lanes[lane] ??= []).push(bar);
    busyUntil[lane] = freeAgainAt(bar);
  }
  return { lanes, left };
}

const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 5760, 10_080];

/** Panels enough that most bars are wide enough to point at, in whole ticks. */
function folding(
  durationSeconds: number,
  bars: readonly Bar[],
  plotPx: number,
): Pick<Timeline, "panels" | "panelSeconds" | "tickSeconds"> {
  const lengths = bars.map((bar) => bar.endSeconds - bar.startSeconds).sort((left, right) => left - right);
  const usual = Math.max(1, lengths[Math.floor(lengths.length * 0.12)] ?? durationSeconds);
  const wantedPx = (durationSeconds / usual) * WANTED_BAR_PX;
  const roughly = Math.min(MOST_PANELS, Math.max(1, Math.ceil(wantedPx / plotPx)));
  const perTick = durationSeconds / roughly / 10 / SECONDS_PER_MINUTE;
  const tickMinutes = TICKS.find((minutes) => minutes >= perTick) ?? Math.ceil(perTick / 1440) * 1440;
  const tickSeconds = tickMinutes * SECONDS_PER_MINUTE;
  const panelSeconds = Math.ceil(durationSeconds / roughly / tickSeconds) * tickSeconds;
  return { tickSeconds, panelSeconds, panels: Math.ceil(durationSeconds / panelSeconds) };
}

/** `0`, `12 h`, `1 h 30`: how an axis writes a time. */
export function tickText(seconds: number): string {
  const hours = Math.floor(seconds / SECONDS_PER_HOUR);
  const minutes = Math.round((seconds % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
  if (seconds === 0) return "0";
  if (minutes === 0) return `${String(hours)} h`;
  return hours === 0 ? `${String(minutes)} min` : `${String(hours)} h ${String(minutes).padStart(2, "0")}`;
}
