// The timeline as a page: the picture with a table of all hops below it. One file that needs nothing else, and may do nothing else.
import { isPending, sourceIdOf, type Hop, type RoutePlan } from "../routes";
import { formatDuration, formatGib } from "../values";
import { shortName } from "./columns";
import { htmlText } from "./markup";
import { timelineOf } from "./timeline";
import { timelineSvg } from "./timeline-svg";
import { relativeTime, toldText } from "./words";

const STYLE = [
  ":root{color-scheme:light dark}body{margin:0 auto;max-width:1240px;padding:0 20px 40px;background:#fff;color:#1f2328;font:14px/1.5 system-ui,sans-serif}",
  "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:4px 10px;text-align:left;border-bottom:1px solid #d1d9e0}td.id{overflow-wrap:anywhere;min-width:11ch}td.id:nth-child(2){min-width:24ch}td:last-child{width:36%}",
  "td.n,th.n{text-align:right;white-space:nowrap}tr.critical td:first-child{box-shadow:inset 3px 0 #cf222e}h2{font-size:17px;margin:24px 0 8px}",
  "th{position:sticky;top:0;background:#fff}.scroll{overflow-x:auto}",
  "@media (prefers-color-scheme:dark){body,th{background:#0d1117;color:#e6edf3}th,td{border-color:#3d444d}tr.critical td:first-child{box-shadow:inset 3px 0 #ff7b72}}",
].join("");

/** Ends with a line break. */
export function timelinePage(plans: readonly RoutePlan[]): string {
  const title = `Route plan of ${plans.map(({ stack }) => stack).join(", ")}`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${htmlText(title)}</title><style>${STYLE}</style></head>`,
    "<body>",
    ...plans.flatMap(planSection),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function planSection(plan: RoutePlan): readonly string[] {
  const picture = `<div class="scroll">${timelineSvg([plan], { index: false }).trimEnd()}</div>`;
  if (plan.hops.length === 0) return [picture];
  const { bars } = timelineOf(plan, 1);
  return [
    picture,
    `<h2>Hops of ${htmlText(plan.stack)}</h2>`,
    '<table><thead><tr><th class="n">no.</th><th>replica</th><th>from</th><th class="n">starts</th><th class="n">ends</th><th class="n">queued</th><th class="n">size</th><th>key</th><th>why</th></tr></thead>',
    "<tbody>",
    ...bars.map(({ hop, number }) => hopRow(hop, number)),
    "</tbody></table>",
  ];
}

function hopRow({ id, source, sizeGib, replica, why, forecast }: Hop, number: number): string {
  const { startSeconds, endSeconds, queuedSeconds, critical } = forecast;
  const key = isPending(replica.keyId) ? "not known yet" : (replica.keyId ?? "none");
  const cell = (text: string, style = ""): string => `<td${style}>${htmlText(text)}</td>`;
  const figure = (text: string): string => cell(text, ' class="n"');
  const identity = (text: string): string => cell(shortName(text), ' class="id"');
  return [
    critical ? '<tr class="critical">' : "<tr>",
    figure(String(number)),
    identity(id),
    identity(sourceIdOf({ source })),
    figure(relativeTime(startSeconds)),
    figure(relativeTime(endSeconds)),
    figure(queuedSeconds === 0 ? "" : formatDuration(queuedSeconds)),
    figure(toldText(sizeGib, formatGib)),
    identity(key),
    cell(why),
    "</tr>",
  ].join("");
}
