// The route plan as a map in Mermaid: few hops image by image, many of them region by region. No styles: they follow the reader's theme.
import { makesImage } from "../model";
import { isPending, sourceIdOf, type Hop, type RoutePlan } from "../routes";
import { compareText, formatDuration, formatGib } from "../values";
import { shortened } from "./columns";
import { mermaidText } from "./markup";
import { groupedCount, OPERATION_WORDS, toldText } from "./words";

/** More than so many are no map any more: then regions are drawn, and what goes between them is counted. */
const MOST_HOPS_DRAWN = 24;
/** Longer labels make a map that nobody can read, and Mermaid draws none of more than 50,000 characters. */
const LABEL_CHARACTERS = 60;
/** Mermaid refuses more than 500 edges. */
const MOST_EDGES = 300;

/** What of a route plan is drawn. */
type Mapped = Pick<RoutePlan, "hops" | "sources">;

/** One map of all plans. Ends with a line break. Two plans that differ in nothing drawn give the same bytes. */
export function routePlanMermaid(plans: readonly Mapped[]): string {
  const whole = { hops: plans.flatMap(({ hops }) => hops), sources: plans.flatMap(({ sources }) => sources) };
  const lines = whole.hops.length <= MOST_HOPS_DRAWN ? imageLines(whole) : regionLines(whole);
  return `${["flowchart LR", ...(lines.length === 0 ? ['  none["nothing to replicate"]'] : lines)].join("\n")}\n`;
}

interface Drawn {
  readonly node: string;
  readonly region: string;
  readonly label: string;
}

function imageLines({ hops, sources }: Mapped): readonly string[] {
  const nodes = new Map<string, Drawn>();
  const draw = (key: string, region: string, label: string): void => {
    if (!nodes.has(key)) nodes.set(key, { node: `n${String(nodes.size + 1)}`, region, label });
  };
  // The source of one stack may be the replica of another.
  const made = new Set(hops.map(({ id }) => id));
  const wanted = new Set(hops.flatMap(({ source }) => ("image" in source ? [source.image] : [])));
  for (const image of sources.filter(({ id }) => wanted.has(id) && !made.has(id))) {
    draw(
      `image ${image.id}`,
      toldText(image.region),
      toldText(image.name, (name) => (name === "" ? image.id : name)),
    );
  }
  for (const hop of hops) draw(`hop ${hop.id}`, toldText(hop.replica.region), nodeLabel(hop));
  return [...regionSubgraphs([...nodes.values()]), ...hops.flatMap((hop) => hopEdge(hop, nodes))];
}

/** A replica by its name; what makes none by what it does. */
function nodeLabel({ operation, replica, detail, caller }: Hop): string {
  if (makesImage(operation)) return `${toldText(replica.name)}${keyLabel(replica.keyId)}`;
  const to = detail?.target ?? detail?.file;
  if (to !== undefined) return `${OPERATION_WORDS[operation]} · ${toldText(to.bucket)}`;
  const members = detail?.members?.length ?? 0;
  if (operation === "acceptImage") return `${OPERATION_WORDS[operation]} · ${toldText(caller.account)}`;
  return `${OPERATION_WORDS[operation]}${members === 0 ? "" : ` · ${groupedCount(members, "project")}`}`;
}

function keyLabel(keyId: Hop["replica"]["keyId"]): string {
  if (isPending(keyId)) return " · key not known yet";
  return keyId === null ? "" : " · encrypted";
}

function regionSubgraphs(nodes: readonly Drawn[]): readonly string[] {
  const regions = [...new Set(nodes.map(({ region }) => region))].sort(compareText);
  return regions.flatMap((region, index) => [
    `  subgraph r${String(index + 1)}["${labelText(region)}"]`,
    ...nodes.filter((node) => node.region === region).map(({ node, label }) => `    ${node}["${labelText(label)}"]`),
    "  end",
  ]);
}

function labelText(label: string): string {
  return mermaidText(shortened(label, LABEL_CHARACTERS));
}

function hopEdge(hop: Hop, nodes: ReadonlyMap<string, Drawn>): readonly string[] {
  const { source, forecast } = hop;
  const sourceId = sourceIdOf({ source });
  const from = (nodes.get(`hop ${sourceId}`) ?? nodes.get(`image ${sourceId}`))?.node;
  const to = nodes.get(`hop ${hop.id}`)?.node;
  if (from === undefined || to === undefined) return [];
  const size = isPending(hop.sizeGib) ? "size ?" : formatGib(hop.sizeGib);
  const label = mermaidText(`${size}, ${formatDuration(forecast.endSeconds - forecast.startSeconds)}`);
  return [`  ${from} ${forecast.critical ? "==>" : "-->"}|"${label}"| ${to}`];
}

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly hops: Hop[];
}

function regionLines({ hops }: Mapped): readonly string[] {
  const flows = new Map<string, Flow>();
  for (const hop of hops) {
    const [from, to] = [toldText(hop.caller.region), toldText(hop.replica.region)];
    const flow = flows.get(`${from} ${to}`);
    if (flow === undefined) flows.set(`${from} ${to}`, { from, to, hops: [hop] });
    else flow.hops.push(hop);
  }
  const ordered = [...flows.values()].sort(
    (left, right) => right.hops.length - left.hops.length || compareText(left.from + left.to, right.from + right.to),
  );
  const between = ordered.filter(({ from, to }) => from !== to);
  const regions = [...new Set(ordered.flatMap(({ from, to }) => [from, to]))].sort(compareText);
  const nodeOf = (region: string): string => `r${String(regions.indexOf(region) + 1)}`;
  const within = new Map(ordered.filter(({ from, to }) => from === to).map((flow) => [flow.from, flow.hops.length]));
  const rest = between.slice(MOST_EDGES);
  return [
    ...regions.map((region) => {
      const inside = within.get(region);
      const label = inside === undefined ? region : `${region} · ${groupedCount(inside, "copy", "copies")} within`;
      return `  ${nodeOf(region)}["${labelText(label)}"]`;
    }),
    ...between.slice(0, MOST_EDGES).map((flow) => `  ${nodeOf(flow.from)} ${arrow(flow)} ${nodeOf(flow.to)}`),
    ...(rest.length === 0 ? [] : [`  more["and ${groupedCount(rest.length, "pair")} of regions more"]`]),
  ];
}

function arrow({ hops }: Flow): string {
  const gib = hops.reduce((sum, { sizeGib }) => sum + (isPending(sizeGib) ? 0 : sizeGib), 0);
  const untold = hops.some(({ sizeGib }) => isPending(sizeGib)) ? " at least" : "";
  const label = mermaidText(`${groupedCount(hops.length, "hop")},${untold} ${formatGib(gib)}`);
  return `${hops.some(({ forecast }) => forecast.critical) ? "==>" : "-->"}|"${label}"|`;
}
