// Values of JSON whose shape nobody promises.
import { UNKNOWN, type Knowable } from "../values";

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

export function textOf(value: unknown): Knowable<string> {
  return isText(value) && value !== "" ? value : UNKNOWN;
}

/** The module around a module. */
export function outerOf(module: string): string {
  return module.split(".").slice(0, -2).join(".");
}

/** Steps of a reference or an address, with their keys: dots inside of keys separate nothing. */
export function stepsOf(reference: string): readonly string[] {
  return reference.match(/(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]|[^.[])+/gu) ?? [];
}
