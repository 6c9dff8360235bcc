// Values of JSON whose shape nobody promises.

export type Values = Readonly<Record<string, unknown>>;

/** Keys of instances are left out: `module.a["x"]` is the module `a`. */
export function withoutKeys(address: string): string {
  return address.replaceAll(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/gu, "");
}

export function objectOf(value: unknown): Values | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}
