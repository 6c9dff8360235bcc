// Ids of simulated things: shaped like the service's own, and recognisable, so that none is taken for a real one.
import { createHash } from "node:crypto";

/** Every simulated id starts with these digits. */
export const SIMULATED_PREFIX = "51a7ed00";

/** A UUID-shaped id made from `parts`: the same parts give the same id. */
export function simulatedId(...parts: readonly (string | number)[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${SIMULATED_PREFIX}-${hex.slice(0, 4)}-4${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
}

/** A job id: 32 hex digits without dashes, as the service writes them. */
export function simulatedJobId(...parts: readonly (string | number)[]): string {
  return simulatedId(...parts).replaceAll("-", "");
}

export function isSimulatedId(id: string): boolean {
  return id.startsWith(SIMULATED_PREFIX);
}

/** Stands in a resource for the id of an image on the way that is retired: no image has it. Safe in any URL and key. */
export const RETIRED_ID = "retired--say-Intermediates.KEPT";
