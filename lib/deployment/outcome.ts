// What comes of a deployment: how each hop stands, and what the whole took.
import { CHARGE_KINDS, moneyOf, type ChargeKind, type Charged, type Money, type PriceBook } from "../catalog";
import type { Cloud } from "../cloud";
import type { Hop } from "../routes";

/**
 * `pending`: its source is not there yet · `running`: submitted, if only to queue for a slot · `made` by this run · `kept`:
 * was there already · `retired`: it was on the way, an earlier run has removed it, and nothing needs it · `failed` as a job · `refused` by
 * the service · `behind` a hop that failed or was refused.
 */
export type HopStatus = "pending" | "running" | "made" | "kept" | "retired" | "failed" | "refused" | "behind";

/** Whether what follows it has what it needs of it. */
export function isSuccess(status: HopStatus): boolean {
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
  /** The same in money, by the prices of the plan; absent where it has none. */
  readonly spent?: Money;
}

/** The time and the meter at one moment. */
export interface MeterSnapshot {
  readonly atSeconds: number;
  /** What was charged so far, by kind, account and regions. */
  readonly charged: ReadonlyMap<string, Charged>;
}

export function readingOf(cloud: Cloud): MeterSnapshot {
  const charged = cloud.meter().flatMap(({ kind, account, fromRegion, toRegion, gib }) => {
    const charge = CHARGE_KINDS.find((known) => known === kind);
    if (charge === undefined) return [];
    const key = [kind, account, fromRegion, toRegion].join(" ");
    return [[key, { charge, from: fromRegion, to: toRegion, gib }] as const];
  });
  return { atSeconds: cloud.nowSeconds, charged: new Map(charged) };
}

/** What came of it between two readings; in money where there are prices. */
export function resultOf(
  outcomes: readonly HopOutcome[],
  before: MeterSnapshot,
  after: MeterSnapshot,
  prices: PriceBook | undefined,
): DeploymentResult {
  const charged = chargedBetween(before, after);
  const chargedGib: Partial<Record<ChargeKind, number>> = {};
  for (const { charge, gib } of charged) chargedGib[charge] = (chargedGib[charge] ?? 0) + gib;
  return {
    outcomes,
    complete: outcomes.every(({ status, reason }) => isSuccess(status) && reason === null),
    elapsedSeconds: after.atSeconds - before.atSeconds,
    chargedGib,
    ...(prices !== undefined && { spent: moneyOf(prices, charged) }),
  };
}

/** The meter only grows: what it shows more of is what was charged meanwhile. */
function chargedBetween(before: MeterSnapshot, after: MeterSnapshot): readonly Charged[] {
  return [...after.charged].flatMap(([key, one]) => {
    const gib = one.gib - (before.charged.get(key)?.gib ?? 0);
    return gib > 0 ? [{ ...one, gib }] : [];
  });
}
