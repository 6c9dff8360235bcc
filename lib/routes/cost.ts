// Money of a forecast, where a price book was at hand when it was planned: amounts by currency, never added across currencies.

import type { PlanForecast } from "./route-plan";

/** Amounts by currency code: `{ "USD": 12.5 }`. */
export type Cost = Readonly<Record<string, number>>;

/** What a forecast costs; undefined while nobody has given prices. */
export function costOf({ cost }: Pick<PlanForecast, "cost">): Cost | undefined {
  // What has no price is no part of the amounts: then the sum is not known.
  return cost === undefined || cost.unpriced.length > 0 ? undefined : cost.amounts;
}

/** The amounts of all, currency by currency; undefined when one of them has none, since then the sum is not known. */
export function sumOfCosts(costs: readonly (Cost | undefined)[]): Cost | undefined {
  const sum: Record<string, number> = {};
  for (const cost of costs) {
    if (cost === undefined) return undefined;
    for (const [currency, amount] of Object.entries(cost)) sum[currency] = (sum[currency] ?? 0) + amount;
  }
  return costs.length === 0 ? undefined : sum;
}
