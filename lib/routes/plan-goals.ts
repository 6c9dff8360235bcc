// From goals to hops: each goal's route is chosen alone, hops are named by operation and place, and what routes have in common at their
// start is done once. So adding or removing a goal changes no other hop's id or source.
import { identityText, type FactsAbout } from "../model";
import type { EvaluationResult } from "../rules";
import { compareText, digestOf } from "../values";
import { findOnwards, findRoute, type Blocked, type RouteResult, type Search } from "./find-route";
import type { DroppedWay, HopDetail } from "./route-plan";
import { startState, type RouteState } from "./route-state";
import { stepKey, stepText, type Step, type StepWords } from "./route-step";
import type { Goal, RouteImage, View } from "./route-world";

/** A goal, with the projects that what it makes is shared with. */
export interface Destination {
  /** Tells destinations apart in answers; it is no part of any id. */
  readonly key: string;
  readonly goal: Goal;
  readonly shareWith: readonly Goal[];
}

export interface PlannedHop {
  readonly id: string;
  /** The hop that makes what it works on; null: the image that all routes start from. */
  readonly source: string | null;
  readonly before: RouteState;
  readonly step: Step;
  readonly words: StepWords;
  readonly intermediate: boolean;
  /** Ways that were not gone, told at the last hop of each route. */
  readonly dropped: readonly DroppedWay[];
}

/** A goal that no route leads to. */
export interface Unreached {
  readonly key: string;
  readonly goal: Goal;
  readonly result: RouteResult & { readonly found: false };
}

export interface PlannedGoals {
  readonly hops: readonly PlannedHop[];
  /** Id of the hop that makes what a destination wishes, or accepts it for its project; none where it is the source itself. */
  readonly ends: ReadonlyMap<string, string>;
  readonly unreached: readonly Unreached[];
}

export interface GoalPlanning {
  /** What images on the way are named after, so that destinations of other names have them in common. */
  readonly name: string;
  readonly image: RouteImage;
  readonly view: View;
  readonly destinations: readonly Destination[];
  readonly search: Search;
  /** Routes of an earlier plan, as step keys from source to goal, by the id of their last hop: they are kept while they are legal. */
  readonly pinned?: ReadonlyMap<string, readonly string[]>;
}

export function planGoals(given: GoalPlanning): PlannedGoals {
  const planning = { ...given, search: { ...given.search, verdicts: new Map<string, EvaluationResult>() } };
  const merged = new Map<string, PlannedHop>();
  const ends = new Map<string, string>();
  const unreached: Unreached[] = [];
  const start = startState(planning.image, planning.view);
  const put = (key: string, route: Routed, goal: Goal): void => {
    const hops = hopsOf(route, goal, planning);
    const claimed = hops.find((hop) => isAnother(hop, merged.get(hop.id)));
    if (claimed !== undefined) {
      unreached.push({ key, goal, result: { found: false, lacks: null, blocked: [claimedText(claimed)] } });
      return;
    }
    for (const hop of hops) merge(merged, hop);
    const last = hops.at(-1);
    if (last !== undefined) ends.set(key, last.id);
  };
  for (const { key, goal, shareWith } of planning.destinations) {
    const own = routeTo(planning, goal);
    if (own.found) put(key, own, goal);
    else unreached.push({ key, goal, result: own });
    for (const member of shareWith) {
      const memberKey = `${key} for ${member.account}/${member.calledBy ?? member.project}`;
      // An unencrypted replica is shared itself; beside an encrypted one, the receivers get their own way.
      const canShare = own.found && goal.holding === "own" && goal.keyId === null;
      const route = canShare ? onwards(own, member, planning.search, start) : routeTo(planning, member);
      if (route.found) put(memberKey, route, member);
      else unreached.push({ key: memberKey, goal: member, result: route });
    }
  }
  const hops = [...merged.values()].sort((left, right) => compareText(left.id, right.id));
  return { hops: withoutAsked(hops, new Set(ends.values())), ends, unreached };
}

type Routed = RouteResult & { readonly found: true };

/** Whether two hops of one id would make different images: by name and place they are one replica, which has one key or none. */
function isAnother({ step }: PlannedHop, known: PlannedHop | undefined): boolean {
  return known !== undefined && step.role !== null && known.step.keyId !== step.keyId;
}

function claimedText({ id, step }: PlannedHop): Blocked {
  const wished = step.keyId === null ? "unencrypted" : `with the key ${step.keyId}`;
  const sentence = `${id} is wished ${wished} here, and otherwise by another destination: give one of them another name.`;
  return {
    step: stepKey(step),
    stepText: stepText(step),
    rule: "stack/one-construct-per-replica",
    text: sentence,
    sentence,
  };
}

/** A pinned route is kept while it is legal; else the cheapest is taken. */
function routeTo({ image, view, search, pinned }: GoalPlanning, goal: Goal): RouteResult {
  const keepTo = pinned?.get(identityText(goal));
  if (keepTo !== undefined) {
    const kept = findRoute(image, view, goal, { ...search, keepTo });
    if (kept.found) return kept;
  }
  return findRoute(image, view, goal, search);
}

function onwards(own: Routed, member: Goal, search: Search, start: RouteState): RouteResult {
  const last = own.legs.at(-1)?.step.next ?? start;
  const route = findOnwards(last, member, search);
  return route.found ? { ...route, legs: [...own.legs, ...route.legs] } : route;
}

/** The names and ids of a route's hops. */
function hopsOf(
  { legs, blocked }: Routed,
  goal: Goal,
  { image: root, name: nameOfAll, search }: GoalPlanning,
): readonly PlannedHop[] {
  const longest = search.catalog.limits.nameLength.value;
  const lastMaker = legs.map(({ step }) => step.role !== null).lastIndexOf(true);
  let imageText = identityText(root);
  let source: string | null = null;
  return legs.map(({ before, step }, index): PlannedHop => {
    const name = index === lastMaker ? goal.name : nameOnTheWay(nameOfAll, step, longest);
    const isLast = index === legs.length - 1;
    if (step.role !== null) imageText = identityText({ ...step.next.image, name });
    const id = step.role === null ? `${imageText} ${changeKey(step)}` : imageText;
    const words = index === lastMaker ? { ...goal, name } : { name, description: "", tags: {} };
    const hop: PlannedHop = {
      id,
      source,
      before,
      step,
      words: { name: words.name, description: words.description, tags: words.tags },
      intermediate: index < lastMaker,
      dropped: isLast
        ? blocked.map(({ step: key, stepText: words, rule, text }) => ({ step: key, stepText: words, rule, text }))
        : [],
    };
    source = id;
    return hop;
  });
}

/** `web.plain`. One that would be too long is cut, and told apart by a hash. */
function nameOnTheWay(name: string, { role }: Step, longest: number): string {
  const suffix = `.${role ?? ""}`;
  const characters = [...name];
  if (characters.length + suffix.length <= longest) return name + suffix;
  const mark = `~${digestOf(name).slice(0, 8)}${suffix}`;
  return characters.slice(0, longest - mark.length).join("") + mark;
}

/** The part of a hop's id that says what is done with an image that stays what it is: a key, kept in route plans and region states. */
function changeKey({ operation, caller, targetRegion, detail }: Step): string {
  const { account, project } = caller;
  switch (operation) {
    case "shareImage":
      return "shared";
    case "acceptImage":
      return `accepted by ${account}/${project}`;
    case "exportImage":
      return "exported";
    case "transferObject":
      return `carried to ${detail?.target?.caller.account === account ? "" : `${toldAccount(detail)}@`}${targetRegion}`;
    case "copyImage":
    case "copyImageAcross":
    case "registerImage":
    case "unshareImage":
    case "rejectImage":
      return operation;
  }
}

function toldAccount(detail: HopDetail | undefined): string {
  const account = detail?.target?.caller.account;
  return typeof account === "string" ? account : "";
}

function merge(hops: Map<string, PlannedHop>, hop: PlannedHop): void {
  const known = hops.get(hop.id);
  if (known === undefined) {
    hops.set(hop.id, hop);
    return;
  }
  const dropped = [
    ...known.dropped,
    ...hop.dropped.filter((one) => !known.dropped.some((two) => two.step === one.step && two.rule === one.rule)),
  ];
  const intermediate = known.intermediate && hop.intermediate;
  hops.set(hop.id, { ...withMembers(known, hop), dropped, intermediate });
}

/** One sharing of an image in its region has all its members. */
function withMembers(known: PlannedHop, hop: PlannedHop): PlannedHop {
  if (known.step.operation !== "shareImage") return known;
  const members = [...(known.step.detail?.members ?? []), ...(hop.step.detail?.members ?? [])];
  const byText = new Map(members.map((member) => [`${member.account ?? ""}/${member.project}`, member]));
  const sorted = [...byText].sort(([left], [right]) => compareText(left, right)).map(([, member]) => member);
  const facts: Partial<FactsAbout<"member">> = {
    "member.asked": union(known, hop, "member.asked"),
    "member.offSite": union(known, hop, "member.offSite"),
    "member.added": sorted.length,
  };
  const step: Step = { ...known.step, facts: { ...known.step.facts, ...facts }, detail: { members: sorted } };
  return { ...known, step };
}

function union(left: PlannedHop, right: PlannedHop, key: "member.asked" | "member.offSite"): readonly string[] {
  const lists = [left, right].flatMap(({ step }) => (step.facts[key] ?? []) as readonly string[]);
  return [...new Set(lists)].sort(compareText);
}

/** What some destination asked for is not on the way, though another passes by it; nor is an image that has to stay shared. */
function withoutAsked(hops: readonly PlannedHop[], asked: ReadonlySet<string>): readonly PlannedHop[] {
  const byId = new Map(hops.map((hop) => [hop.id, hop]));
  const held = new Set<string>();
  for (const hop of hops) {
    let at = hop.intermediate && !asked.has(hop.id) ? undefined : hop;
    for (; at !== undefined && !held.has(at.id); at = at.source === null ? undefined : byId.get(at.source)) {
      held.add(at.id);
      // An image lives without the one that it was made of; a sharing ends with its image.
      if (at.step.role !== null) break;
    }
  }
  return hops.map((hop) => (hop.intermediate && held.has(hop.id) ? { ...hop, intermediate: false } : hop));
}
