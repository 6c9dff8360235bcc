// Totals of route plans: how many replicas, how long, how much is carried, and what it costs where that is known.
import { CHARGE_KINDS, type ChargeKind } from "../catalog";
import { makesImage } from "../model";
import { costOf, sumOfCosts, type Cost, type Hop, type RoutePlan } from "../routes";
import { formatDuration } from "../values";
import { chargesText, groupedCount, moneyText } from "./words";

export interface PlanTotals {
  /** Hops that make an image. */
  readonly replicas: number;
  /** What makes no replica counts too: shares, acceptances, exports. */
  readonly hops: number;
  readonly waves: number;
  readonly durationSeconds: number;
  readonly chargedGib: Readonly<Partial<Record<ChargeKind, number>>>;
  /** Undefined while it is not priced. */
  readonly cost: Cost | undefined;
}

export function totalsOf({ hops, forecast }: RoutePlan): PlanTotals {
  return {
    replicas: replicasOf(hops),
    hops: hops.length,
    waves: hops.reduce((most, { wave }) => Math.max(most, wave), 0),
    durationSeconds: forecast.durationSeconds,
    chargedGib: forecast.chargedGib,
    cost: costOf(forecast),
  };
}

/** Of several plans together. Stacks wait for each other, or run side by side: the longest is the least that they take. */
export function totalsOfAll(plans: readonly RoutePlan[]): PlanTotals {
  const all = plans.map(totalsOf);
  return {
    replicas: all.reduce((sum, { replicas }) => sum + replicas, 0),
    hops: all.reduce((sum, { hops }) => sum + hops, 0),
    waves: all.reduce((most, { waves }) => Math.max(most, waves), 0),
    durationSeconds: all.reduce((longest, { durationSeconds }) => Math.max(longest, durationSeconds), 0),
    chargedGib: sumOfCharges(all.map(({ chargedGib }) => chargedGib)),
    cost: sumOfCosts(all.map(({ cost }) => cost)),
  };
}

function sumOfCharges(charges: readonly PlanTotals["chargedGib"][]): PlanTotals["chargedGib"] {
  const sum: Partial<Record<ChargeKind, number>> = {};
  for (const charged of charges) {
    for (const kind of CHARGE_KINDS) {
      const gib = charged[kind] ?? 0;
      if (gib > 0) sum[kind] = (sum[kind] ?? 0) + gib;
    }
  }
  return sum;
}

/** What hops carry again, which is charged again: `12 GiB of OBS traffic`; "nothing that is charged" for copies within regions. */
export function carriedText(hops: readonly Hop[]): string {
  const text = chargesText(sumOfCharges(hops.map(({ forecast }) => forecast.chargedGib)));
  return text === "" ? "nothing that is charged" : text;
}

/** `12.50 USD`, `3.00 CNY and 1.00 USD`; "nothing" where nothing is charged, "not priced" where a price is missing. */
export function costText(cost: Cost | undefined): string {
  if (cost === undefined) return "not priced";
  return Object.keys(cost).length === 0 ? "nothing" : moneyText({ amounts: cost, unpriced: [] });
}

/** `9 replicas`; where some hops make none, `4 replicas by 9 hops`. */
export function replicasText({ replicas, hops }: Pick<PlanTotals, "replicas" | "hops">): string {
  if (replicas === hops) return groupedCount(replicas, "replica");
  const by = groupedCount(hops, "hop");
  return replicas === 0 ? by : `${groupedCount(replicas, "replica")} by ${by}`;
}

/** The same of hops that change. */
export function hopsText(hops: readonly Pick<Hop, "operation">[]): string {
  return replicasText({ replicas: replicasOf(hops), hops: hops.length });
}

function replicasOf(hops: readonly Pick<Hop, "operation">[]): number {
  return hops.filter(({ operation }) => makesImage(operation)).length;
}

/** At least so long; nothing takes no time. */
export function leastText({ hops, durationSeconds }: PlanTotals): string {
  return hops === 0 ? "no time" : formatDuration(durationSeconds);
}
