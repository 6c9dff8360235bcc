// The route plan as a document: how it is written, and how a written one is read back and trusted again.
import { topologicalOrder } from "../dag";
import { faultAt, readDocument, type DocumentKind, type Place } from "../documents";
import { stableJson, UsageError } from "../values";
import { digestOfHops } from "./plan-routes";
import schema from "./route-plan.schema.json";
import type { Hop, RoutePlan } from "./route-plan";

export const ROUTE_PLAN: DocumentKind = { schema, format: "image-replication/route-plan", version: 1 };

/** The same plan gives the same bytes. */
export function writeRoutePlan(plan: RoutePlan): string {
  return stableJson(plan);
}

/** Reads a route plan. Throws a UsageError with file, line and path of the field when it is not one, or was edited by hand. */
export function readRoutePlan(text: string, file: string): RoutePlan {
  const reading = readDocument<RoutePlan & { readonly $schema?: string }>(text, ROUTE_PLAN);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  const { $schema: _, ...plan } = reading.value;
  const fault = idFault(plan) ?? sourceFault(plan) ?? orderFault(plan) ?? mentionFault(plan) ?? digestFault(plan);
  if (fault !== undefined) {
    const { message, ...where } = faultAt(text, fault.message, fault.at);
    throw new UsageError(message, { file, ...where });
  }
  return plan;
}

interface PlanFault {
  readonly message: string;
  readonly at: Place;
}

/** Ids are unique. */
function idFault(plan: RoutePlan): PlanFault | undefined {
  for (const list of ["sources", "hops"] as const) {
    const seen = new Map<string, number>();
    for (const [index, { id }] of plan[list].entries()) {
      const first = seen.get(id);
      if (first !== undefined) {
        return { message: `is "${id}", which ${list}[${String(first)}] has already`, at: [list, index, "id"] };
      }
      seen.set(id, index);
    }
  }
  return undefined;
}

/** What a hop is made from is there. */
function sourceFault(plan: RoutePlan): PlanFault | undefined {
  const images = new Set(plan.sources.map(({ id }) => id));
  const hops = new Set(plan.hops.map(({ id }) => id));
  for (const [index, { source }] of plan.hops.entries()) {
    if ("image" in source && !images.has(source.image)) {
      return {
        message: `is "${source.image}", and no source has that id`,
        at: ["hops", index, "source", "image"],
      };
    }
    if ("hop" in source && !hops.has(source.hop)) {
      return { message: `is "${source.hop}", and no hop has that id`, at: ["hops", index, "source", "hop"] };
    }
  }
  return undefined;
}

/** Hops do not run in a cycle, and stand one wave behind their source. */
function orderFault(plan: RoutePlan): PlanFault | undefined {
  const order = topologicalOrder(plan.hops.map((hop) => ({ id: hop.id, after: sourceHop(hop) })));
  if ("cycle" in order) {
    const index = plan.hops.findIndex(({ id }) => id === order.cycle[0]);
    return { message: `closes a cycle: ${order.cycle.join(" from ")}`, at: ["hops", index, "source"] };
  }
  const waves = new Map(plan.hops.map(({ id, wave }) => [id, wave]));
  for (const [index, hop] of plan.hops.entries()) {
    const before = sourceHop(hop)[0];
    const expected = before === undefined ? 1 : (waves.get(before) ?? 0) + 1;
    if (hop.wave !== expected) {
      return {
        message: `must be ${String(expected)}, one behind its source, and is ${String(hop.wave)}`,
        at: ["hops", index, "wave"],
      };
    }
  }
  return undefined;
}

function sourceHop({ source }: Hop): readonly string[] {
  return "hop" in source ? [source.hop] : [];
}

/** What is said about hops is said about hops that are there. */
function mentionFault(plan: RoutePlan): PlanFault | undefined {
  const hops = new Set(plan.hops.map(({ id }) => id));
  const mentions: readonly { ids: readonly string[]; at: Place }[] = [
    { ids: plan.forecast.criticalPath, at: ["forecast", "criticalPath"] },
    ...plan.deferred.map((entry, index) => ({ ids: entry.hops, at: ["deferred", index, "hops"] })),
    { ids: (plan.residue ?? []).map(({ hop }) => hop), at: ["residue"] },
  ];
  for (const { ids, at } of mentions) {
    const index = ids.findIndex((id) => !hops.has(id));
    if (index >= 0) return { message: `is "${ids[index] ?? ""}", and no hop has that id`, at: [...at, index] };
  }
  return undefined;
}

function digestFault(plan: RoutePlan): PlanFault | undefined {
  if (digestOfHops(plan.hops, plan.sources) === plan.digest) return undefined;
  return {
    message: "does not match the hops: the file was edited by hand. Change the program and synthesize it again",
    at: ["digest"],
  };
}
