// One hop of a route plan as an entry of the timetable.
import type { Hop, HopFile, RoutePlan, SourceImageEntry } from "../routes";
import { isPending } from "../routes";
import { formatDuration, formatGib } from "../values";
import { displayWidth, shortName, unbroken, wrapped } from "./columns";
import { INTERMEDIATE_WORDS, JOB_WORDS, localDiskText, OPERATION_WORDS, relativeTime, toldText } from "./words";

/** What entries of one plan have in common. */
export interface Timetable {
  readonly width: number;
  /** Columns of a time. */
  readonly timeWidth: number;
  readonly sources: ReadonlyMap<string, SourceImageEntry>;
}

export function timetableOf(plan: RoutePlan, width: number): Timetable {
  const timeWidth = Math.max(6, relativeTime(plan.forecast.durationSeconds).length);
  return { width, timeWidth, sources: new Map(plan.sources.map((source) => [source.id, source])) };
}

/** Heads of the columns that `hopLines` fills. */
export function timetableHead({ width, timeWidth }: Timetable): string {
  const head = `  ${"starts".padStart(timeWidth)}  ${"ends".padStart(timeWidth)}  replica`;
  return `${head}${"size".padStart(width - head.length)}`;
}

/** A line with times, id and size, and lines below it that say what, how and why. */
export function hopLines(hop: Hop, timetable: Timetable): readonly string[] {
  const { width, timeWidth } = timetable;
  const { startSeconds, endSeconds, critical } = hop.forecast;
  const times = [startSeconds, endSeconds].map((seconds) => relativeTime(seconds).padStart(timeWidth)).join("  ");
  const left = `${critical ? "*" : " "} ${times}  `;
  const size = isPending(hop.sizeGib) ? "size ?" : formatGib(hop.sizeGib);
  const [id = "", ...moreId] = wrapped(shortName(hop.id), width - left.length - size.length - 2);
  const gap = " ".repeat(width - left.length - displayWidth(id) - size.length);
  const indent = " ".repeat(left.length);
  const below = details(hop, timetable).flatMap((text) => wrapped(text, width - left.length));
  return [`${left}${id}${gap}${size}`, ...[...moreId, ...below].map((line) => indent + line)];
}

function details(hop: Hop, timetable: Timetable): readonly string[] {
  const { startSeconds, endSeconds, queuedSeconds, sizeAssumed, jobs, localDiskGib } = hop.forecast;
  const takes = unbroken(`takes ${formatDuration(endSeconds - startSeconds)}`);
  const waits = queuedSeconds === 0 ? [] : [unbroken(`waits ${formatDuration(queuedSeconds)} for a slot`)];
  const parts = jobs.map(
    ({ job, durationSeconds }) => `${JOB_WORDS[job]}, ${unbroken(formatDuration(durationSeconds))}`,
  );
  return [
    [routeText(hop), takes, ...waits].join(", "),
    ...(jobs.length > 1 ? [`${String(jobs.length)} jobs: ${parts.join("; ")}`] : []),
    [keyText(hop), `from ${sourceText(hop, timetable)}`, ...vaultText(hop)].join(", "),
    ...(localDiskGib === undefined ? [] : [`lies on local disk on its way: ${localDiskText(localDiskGib, 1)}`]),
    ...(hop.intermediate === undefined ? [] : [INTERMEDIATE_WORDS[hop.intermediate]]),
    ...(sizeAssumed ? ["size not known yet: the largest that can travel is taken"] : []),
    `why: ${hop.why}`,
    ...droppedTexts(hop),
  ];
}

/** One for each step that is ruled out, with its rules; a step of two manners is one, where the same rules stand in both. */
function droppedTexts({ dropped = [] }: Hop): readonly string[] {
  const steps = new Map<string, { words: string; rules: string[] }>();
  for (const { step, stepText = step, rule } of dropped) {
    const why = rule ?? "no provider for its account";
    const known = steps.get(step);
    if (known === undefined) steps.set(step, { words: stepText, rules: [why] });
    else if (!known.rules.includes(why)) known.rules.push(why);
  }
  const textOf = new Map([...steps].map(([step, { rules }]) => [step, rules.join(", ")]));
  return [...steps].flatMap(([step, { words, rules }]) => {
    const text = rules.join(", ");
    const isSame = (other: string): boolean => textOf.get(other) === text;
    if (MANNERS.some((manner) => step.endsWith(` ${manner}`) && isSame(step.slice(0, -manner.length - 1)))) return [];
    const manner = MANNERS.find((one) => isSame(`${step} ${one}`));
    return [`ruled out: ${words}${manner === undefined ? "" : `, ${manner} or not`} [${text}]`];
  });
}

/** What ends the keys of two steps that lead to the same. */
const MANNERS = ["fast", "quickly"];

function routeText({ operation, caller, replica, detail }: Hop): string {
  const region = toldText(caller.region);
  if (operation === "copyImage") return `within ${region}`;
  if (operation === "copyImageAcross") return `across ${region} → ${toldText(replica.region)}`;
  return [`${OPERATION_WORDS[operation]} in ${region}`, ...detailText(detail)].join(" ");
}

function detailText({ members = [], file, target }: NonNullable<Hop["detail"]> = {}): readonly string[] {
  const projects = members.map(({ account, project }) =>
    shortName(account === null ? toldText(project) : `${toldText(account)}/${toldText(project)}`),
  );
  return [
    ...(projects.length === 0 ? [] : [`with ${projects.join(", ")}`]),
    ...(file === undefined ? [] : [`of ${fileText(file)}`]),
    ...(target === undefined ? [] : [`→ ${fileText(target)}`]),
  ];
}

/** `bucket:key`; of which nothing is known, a file. */
function fileText({ bucket, key }: HopFile): string {
  return isPending(bucket) && isPending(key)
    ? "a file (not known yet)"
    : shortName(`${toldText(bucket)}:${toldText(key)}`);
}

function sourceText({ source }: Hop, { sources }: Timetable): string {
  if ("hop" in source) return shortName(source.hop);
  if ("object" in source) return `object ${shortName(source.object)}`;
  const image = sources.get(source.image);
  if (image !== undefined && !isPending(image.name)) return `image "${shortName(image.name)}"`;
  return `image ${shortName(source.image)}`;
}

function keyText({ replica }: Hop): string {
  if (isPending(replica.keyId)) return "key not known yet";
  return replica.keyId === null ? "unencrypted" : `encrypted with key ${shortName(replica.keyId)}`;
}

function vaultText({ vaultId }: Hop): readonly string[] {
  return vaultId === null ? [] : [`backup kept in vault ${shortName(toldText(vaultId))}`];
}
