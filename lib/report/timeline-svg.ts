// The forecast as a picture: hops as bars on the slots of each account, over the hours, coloured by the region of arrival. One SVG that
// needs nothing else: no script, no font, no network; it follows the reader's light or dark theme.
import type { RoutePlan } from "../routes";
import { formatDuration, formatGib } from "../values";
import { shortened, shortName } from "./columns";
import { htmlText } from "./markup";
import { carriedText, leastText, replicasText, totalsOf } from "./plan-totals";
import { tickText, timelineOf, type Bar, type Lane, type Timeline } from "./timeline";
import { andMore, relativeTime, toldText } from "./words";

export interface TimelineOptions {
  /** Whether the hops are listed below the picture; default true. */
  readonly index?: boolean;
}

const WIDTH = 1200;
const LEFT = 124;
const RIGHT = 20;
const PLOT = WIDTH - LEFT - RIGHT;
const SLOT_HEIGHT = 28;
const FREE_HEIGHT = 17;
const HEAD_HEIGHT = 18;
const CHARACTER = 6.3;
const BOLD_CHARACTER = 7;
/** A name cut shorter than this says nothing. */
const LEAST_NAME = 7;
const MOST_INDEXED = 600;
const INDEX_LINE = 17;

/** What is drawn so far, from the top down. */
class Page {
  public y = 0;
  public readonly parts: string[] = [];

  public text(x: number, text: string, style: string): void {
    this.parts.push(`<text x="${num(x)}" y="${num(this.y)}" class="${style}">${htmlText(text)}</text>`);
  }
}

/** All plans in one picture, one below the other. Ends with a line break. */
export function timelineSvg(plans: readonly RoutePlan[], { index = true }: TimelineOptions = {}): string {
  const page = new Page();
  for (const plan of plans) drawPlan(page, plan, index);
  const regions = new Set(plans.flatMap(({ hops }) => hops.map(({ replica }) => toldText(replica.region))));
  const height = Math.ceil(page.y + 16);
  const title = `Timeline of ${plans.map(({ stack }) => stack).join(", ")}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 ${String(WIDTH)} ${String(height)}" width="${String(WIDTH)}" height="${String(height)}" role="img">`,
    `<title>${htmlText(title)}</title>`,
    `<style>${timelineStyle(regions.size)}</style>`,
    `<rect width="${String(WIDTH)}" height="${String(height)}" class="paper"/>`,
    ...page.parts,
    "</svg>",
    "",
  ].join("\n");
}

function drawPlan(page: Page, plan: RoutePlan, index: boolean): void {
  const timeline = timelineOf(plan, PLOT);
  const totals = totalsOf(plan);
  page.y += 32;
  page.text(16, shortened(`Route plan of ${plan.stack}`, 120), "title");
  page.y += 20;
  const target = plan.target === "simulated" ? ". Simulated: nothing is created on Huawei Cloud" : "";
  if (plan.hops.length === 0) {
    page.text(16, `Nothing to replicate${target}.`, "quiet");
    return;
  }
  const what = `${replicasText(totals)}, at least ${leastText(totals)}; charged: ${carriedText(plan.hops)}`;
  page.text(16, `${what}${target}.`, "quiet");
  drawLegend(page, timeline);
  for (let panel = 0; panel < timeline.panels; panel += 1) drawPanel(page, timeline, panel);
  if (timeline.undrawn > 0) {
    page.y += 18;
    page.text(LEFT, `${andMore(timeline.undrawn)} that need no slot, at the same time`, "quiet");
  }
  if (index) drawIndex(page, timeline.bars);
}

function drawLegend(page: Page, { regions }: Timeline): void {
  page.y += 24;
  let x = 16;
  const entry = (label: string, swatch: string, tall = 12): void => {
    const width = 26 + label.length * CHARACTER + 14;
    if (x + width > WIDTH - RIGHT) {
      x = 16;
      page.y += 20;
    }
    page.parts.push(
      `<rect x="${num(x)}" y="${num(page.y - 4 - tall / 2)}" width="18" height="${String(tall)}" rx="1.5" class="${swatch}"/>`,
    );
    page.text(x + 24, label, "label");
    x += width;
  };
  for (const [index, region] of regions.entries()) entry(region, `c${String(index)}`);
  entry("critical path", "critical", 3.5);
}

function drawPanel(page: Page, timeline: Timeline, panel: number): void {
  const from = panel * timeline.panelSeconds;
  const until = from + timeline.panelSeconds;
  const xOf = (seconds: number): number => LEFT + ((seconds - from) / timeline.panelSeconds) * PLOT;
  const lanes = timeline.lanes.filter(
    ({ slot, bars }) => slot || bars.some((bar) => bar.endSeconds > from && bar.startSeconds < until),
  );
  page.y += 34;
  const top = page.y;
  const height = lanes.reduce((sum, lane, index) => sum + spaceAbove(lanes, index) + laneHeight(lane), 0);
  for (let at = from; at <= until; at += timeline.tickSeconds) {
    const x = num(xOf(at));
    page.parts.push(`<line x1="${x}" y1="${num(top)}" x2="${x}" y2="${num(top + height)}" class="grid"/>`);
    page.parts.push(`<text x="${x}" y="${num(top - 6)}" class="tick">${tickText(at)}</text>`);
  }
  for (const [index, lane] of lanes.entries()) {
    page.y += spaceAbove(lanes, index);
    if (isHeaded(lanes, index)) drawGroupHead(page, lane);
    drawLane(page, lane, isFirst(lanes, index));
    for (const bar of lane.bars) {
      if (bar.endSeconds > from && bar.startSeconds < until) drawBar(page, bar, lane, timeline, { from, until, xOf });
    }
    page.y += laneHeight(lane);
  }
}

function isFirst(lanes: readonly Lane[], index: number): boolean {
  return lanes[index]?.group !== lanes[index - 1]?.group;
}

/** Whose slots they are is said where there are those of several accounts. */
function isHeaded(lanes: readonly Lane[], index: number): boolean {
  const groups = new Set(lanes.filter(({ slot }) => slot).map(({ group }) => group));
  return groups.size > 1 && lanes[index]?.slot === true && isFirst(lanes, index);
}

function spaceAbove(lanes: readonly Lane[], index: number): number {
  const gap = index > 0 && isFirst(lanes, index) ? 8 : 0;
  return gap + (isHeaded(lanes, index) ? HEAD_HEIGHT : 0);
}

function drawGroupHead(page: Page, { group }: Lane): void {
  page.parts.push(
    `<text x="${String(LEFT)}" y="${num(page.y - 5)}" class="label strong">${htmlText(shortened(group, 120))}</text>`,
  );
}

function drawLane(page: Page, lane: Lane, first: boolean): void {
  const height = laneHeight(lane);
  page.parts.push(
    `<rect x="${String(LEFT)}" y="${num(page.y + 1)}" width="${String(PLOT)}" height="${String(height - 2)}" class="lane"/>`,
  );
  const label = lane.slot ? lane.label : first ? lane.group : "";
  if (label === "") return;
  const y = num(page.y + height / 2 + 4);
  page.parts.push(`<text x="${String(LEFT - 10)}" y="${y}" class="lane-label">${htmlText(label)}</text>`);
}

interface Window {
  readonly from: number;
  readonly until: number;
  readonly xOf: (seconds: number) => number;
}

function drawBar(page: Page, bar: Bar, lane: Lane, { regions }: Timeline, { from, until, xOf }: Window): void {
  const x = xOf(Math.max(from, bar.startSeconds));
  const width = Math.max(2, xOf(Math.min(until, bar.endSeconds)) - x - 1);
  const height = laneHeight(lane) - 9;
  const y = page.y + 2;
  const label = barLabel(bar, lane.slot ? width - 6 : 0);
  const rect = (top: number, tall: number, style: string): string =>
    `<rect x="${num(x)}" y="${num(top)}" width="${num(width)}" height="${num(tall)}" rx="1.5" class="${style}"/>`;
  page.parts.push(
    `<g><title>${htmlText(barTitle(bar))}</title>`,
    rect(y, height, `c${String(regions.indexOf(bar.region))}`),
    ...(bar.hop.forecast.critical ? [rect(y + height + 1, 3.5, "critical")] : []),
    ...(label === ""
      ? []
      : [`<text x="${num(x + 4)}" y="${num(y + height / 2 + 4)}" class="in-bar">${htmlText(label)}</text>`]),
    "</g>",
  );
}

/** As much of it as fits: number and id, number and name, number and a part of the name, the number, nothing. */
function barLabel({ number, hop }: Bar, px: number): string {
  const name = hop.id.slice(hop.id.lastIndexOf("/") + 1);
  const room = Math.floor(px / BOLD_CHARACTER) - String(number).length - 2;
  const part = room < LEAST_NAME ? [] : [`${String(number)}  ${shortened(name, room)}`];
  const wanted = [`${String(number)}  ${hop.id}`, `${String(number)}  ${name}`, ...part, String(number)];
  return wanted.find((text) => text.length * BOLD_CHARACTER <= px) ?? "";
}

/** All of a hop in a line: what a pointer on the bar shows. */
function barTitle({ number, hop, startSeconds, endSeconds }: Bar): string {
  const { queuedSeconds, critical } = hop.forecast;
  const parts = [
    `${String(number)}  ${shortName(hop.id)}`,
    `${relativeTime(startSeconds)} to ${relativeTime(endSeconds)}`,
    toldText(hop.sizeGib, formatGib),
    ...(queuedSeconds === 0 ? [] : [`waits ${formatDuration(queuedSeconds)} for a slot`]),
    ...(critical ? ["critical path"] : []),
  ];
  return parts.join(" · ");
}

const laneHeight = ({ slot }: Lane): number => (slot ? SLOT_HEIGHT : FREE_HEIGHT);

/** The hops by number, in columns: what is too narrow for its name is found here. */
function drawIndex(page: Page, bars: readonly Bar[]): void {
  const columns = bars.length > 8 ? 2 : 1;
  const shown = bars.slice(0, MOST_INDEXED);
  const rows = Math.ceil(shown.length / columns);
  const columnPx = (WIDTH - 16 - RIGHT) / columns;
  page.y += 34;
  page.text(16, "Hops in the order in which they start (* critical path)", "label strong");
  const top = page.y;
  for (const [index, bar] of shown.entries()) {
    page.y = top + 8 + INDEX_LINE * ((index % rows) + 1);
    drawEntry(page, bar, 16 + Math.floor(index / rows) * columnPx, columnPx);
  }
  page.y = top + 8 + INDEX_LINE * rows;
  if (bars.length > shown.length) {
    page.y += INDEX_LINE;
    page.text(16, andMore(bars.length - shown.length), "quiet");
  }
}

function drawEntry(page: Page, bar: Bar, x: number, columnPx: number): void {
  const { number, hop, startSeconds, endSeconds } = bar;
  const times = `${relativeTime(startSeconds)} to ${relativeTime(endSeconds)}`;
  const size = toldText(hop.sizeGib, formatGib);
  const room = Math.floor((columnPx - 250) / CHARACTER);
  const y = num(page.y);
  page.parts.push(
    `<text x="${num(x + 30)}" y="${y}" class="label end">${String(number)}${hop.forecast.critical ? "*" : ""}</text>`,
    `<text x="${num(x + 38)}" y="${y}" class="label">${htmlText(shortened(hop.id, room))}</text>`,
    `<text x="${num(x + columnPx - 90)}" y="${y}" class="quiet end">${htmlText(times)}</text>`,
    `<text x="${num(x + columnPx - 16)}" y="${y}" class="quiet end">${htmlText(size)}</text>`,
  );
}

/** Hues far from each other, however many regions there are: each is a golden angle further. */
function hueOf(index: number): number {
  return Math.round((212 + index * 137.508) % 360);
}

/** The style of the picture, for both themes. */
function timelineStyle(regions: number): string {
  const colours = (bar: (hue: number) => string): string =>
    Array.from({ length: regions }, (_, index) => `.timeline .c${String(index)}{fill:${bar(hueOf(index))}}`).join("");
  return [
    ".timeline{--paper:#fff;--ink:#1f2328;--quiet:#59636e;--grid:#d1d9e0;--lane:#f6f8fa;--mark:#cf222e;--on-bar:#fff;font:11px system-ui,sans-serif;max-width:100%;height:auto}",
    ".timeline .paper{fill:var(--paper)}.timeline text{fill:var(--ink)}.timeline .title{font-size:17px;font-weight:600}",
    ".timeline .quiet{fill:var(--quiet)}.timeline .strong{font-weight:600}.timeline .end{text-anchor:end}",
    ".timeline .tick{fill:var(--quiet);text-anchor:middle}.timeline .lane-label{fill:var(--quiet);text-anchor:end}",
    ".timeline .grid{stroke:var(--grid);stroke-width:1}.timeline .lane{fill:var(--lane);fill-opacity:.7}",
    ".timeline .in-bar{fill:var(--on-bar);font-weight:600;pointer-events:none}",
    ".timeline .critical{fill:var(--mark)}",
    colours((hue) => `hsl(${String(hue)} 50% 31%)`),
    "@media (prefers-color-scheme:dark){",
    ".timeline{--paper:#0d1117;--ink:#e6edf3;--quiet:#9198a1;--grid:#3d444d;--lane:#151b23;--mark:#ff7b72;--on-bar:#0d1117}",
    colours((hue) => `hsl(${String(hue)} 52% 68%)`),
    "}",
  ].join("");
}

/** At most two decimals: enough for a pixel. */
function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}
