// The snapshot serializer: route plans and simulations as timetables, which read well in a diff and are the same on every machine.
import { routePlanText } from "../report";
import type { RoutePlan } from "../routes";
import { compareText, counted, formatDuration } from "../values";
import { isSimulation, type Simulation } from "./simulate";
import { findingsTextOf, isSynthesized, type SynthesizedStack } from "./synthesized";

/** Snapshot serializer for `expect.addSnapshotSerializer`. */
export const timetable = {
  /** Whether it is a synthesized stack, a simulation or a route plan. */
  test(value: unknown): boolean {
    return isSynthesized(value) || isSimulation(value) || isRoutePlan(value);
  },
  /** The timetable. */
  serialize(value: unknown): string {
    if (isSynthesized(value)) return synthesizedText(value);
    return (isSimulation(value) ? simulationText(value) : planText(value as RoutePlan)).trimEnd();
  },
};

function isRoutePlan(value: unknown): value is RoutePlan {
  return (
    typeof value === "object" && value !== null && "format" in value && value.format === "image-replication/route-plan"
  );
}

function planText(plan: RoutePlan): string {
  return routePlanText(plan, { mostHops: Infinity });
}

function synthesizedText(synthesized: SynthesizedStack): string {
  const { routePlan } = synthesized;
  if (routePlan !== undefined) return planText(routePlan).trimEnd();
  return `No route plan: the stack has errors\n${findingsTextOf(synthesized)}`.trimEnd();
}

/** What became of every hop, in the order of their ids. Ends with a line break. */
export function simulationText({ stack, hops, complete, elapsedSeconds }: Simulation): string {
  const there = hops.filter(({ status }) => status === "made" || status === "kept").length;
  const head = `Simulation of stack "${stack}": ${String(there)} of ${counted(hops.length, "replica")} there after ${formatDuration(elapsedSeconds)}`;
  const lines = [...hops]
    .sort((left, right) => compareText(left.id, right.id))
    .map(({ id, status, reason }) => `  ${status.padEnd(8)} ${id}${reason === null ? "" : `: ${reason}`}`);
  return `${[`${head}${complete ? "" : ", not complete"}`, ...lines].join("\n")}\n`;
}
