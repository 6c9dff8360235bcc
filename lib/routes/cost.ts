// Money of a forecast, where a price book was at hand when it was planned: amounts by currency, never added across currencies.

/** Amounts by currency code: `{ "USD": 12.5 }`. */
export type Cost = Readonly<Record<string, number>>;

/** What a forecast costs; undefined while nobody has given prices. */
export function costOf(forecast: object): Cost | undefined {
  const { cost } = forecast as { readonly cost?: unknown };
  if (typeof cost !== "object" || cost === null) return undefined;
  const amounts = Object.entries(cost).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return amounts.length === 0 ? undefined : Object.fromEntries(amounts);
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
