// What comes of a deployment: how each hop stands, and what the whole took.
import { CHARGE_KINDS, type ChargeKind } from "../catalog";
import type { Cloud } from "../cloud";
import type { Hop } from "../routes";

/**
 * `pending`: its source is not there yet · `waiting`: submitted, and queueing for a slot · `running` · `made` by this run · `kept`:
 * was there already · `retired`: it was on the way, an earlier run has removed it, and nothing needs it · `failed` as a job · `refused` by
 * the service · `behind` a hop that failed or was refused.
 */
export type HopStatus =
  "pending" | "waiting" | "running" | "made" | "kept" | "retired" | "failed" | "refused" | "behind";

/** Whether what follows it has what it needs of it. */
export function isWell(status: HopStatus): boolean {
  return status === "made" || status === "kept" || status === "retired";
}

export interface HopOutcome {
  readonly hop: Hop;
  readonly status: HopStatus;
  /** Id of the replica, once it was asked for. */
  readonly imageId: string | null;
  /** Virtual second at which its job ended; null while it has not, and where this run started none. */
  readonly endedSeconds: number | null;
  /** Whether this run has removed it, since it was only on the way and all that is made of it is there. */
  readonly removed: boolean;
  /** Why it is not there, or still there, with the mend; null while all is well. */
  readonly reason: string | null;
}

export interface DeploymentResult {
  readonly outcomes: readonly HopOutcome[];
  /** Whether every replica is there, and what was to be removed is gone. */
  readonly complete: boolean;
  /** Virtual seconds from the first submission to the last end. */
  readonly elapsedSeconds: number;
  /** What this run's copies moved and stored, in GiB. */
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
}

/** The time and the meter at one moment. */
export interface Reading {
  readonly atSeconds: number;
  readonly gib: Readonly<Record<ChargeKind, number>>;
}

export function readingOf(cloud: Cloud): Reading {
  const readings = cloud.meter();
  const total = (kind: ChargeKind): number =>
    readings.filter((reading) => reading.kind === kind).reduce((sum, reading) => sum + reading.gib, 0);
  const gib = Object.fromEntries(CHARGE_KINDS.map((kind) => [kind, total(kind)])) as Record<ChargeKind, number>;
  return { atSeconds: cloud.nowSeconds, gib };
}

/** What came of it between two readings. */
export function resultOf(outcomes: readonly HopOutcome[], before: Reading, after: Reading): DeploymentResult {
  const charged = CHARGE_KINDS.map((kind) => [kind, after.gib[kind] - before.gib[kind]] as const);
  return {
    outcomes,
    complete: outcomes.every(({ status, reason }) => isWell(status) && reason === null),
    elapsedSeconds: after.atSeconds - before.atSeconds,
    chargedGib: Object.fromEntries(charged.filter(([, gib]) => gib > 0)),
  };
}
