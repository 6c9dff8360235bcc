// Digests of values: the same value gives the same bytes on every machine, so that artifacts diff and asks compare.
import { createHash } from "node:crypto";

/** JSON with sorted keys and no spaces; `undefined` members are left out. Throws on anything JSON cannot hold. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** Indented JSON with sorted keys and a final newline: for artifacts that people read in a diff. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), undefined, 2)}\n`;
}

/** SHA-256 of the canonical JSON, in hex. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

// Plain loops and the built-in order of text, which is the one by code unit: a fleet's route plan has a million members.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === "symbol" || typeof value === "function" || typeof value === "bigint") {
    throw new TypeError(`a ${typeof value} cannot be part of a digest`);
  }
  // JSON would write null, which is another value.
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`${String(value)} cannot be part of a digest`);
  }
  if (value === null || typeof value !== "object") return value;
  // As JSON does it: a value that says how it is written, or that it must not be, is asked first.
  if (writesItself(value)) return sorted(value.toJSON());
  const members = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    if (key === "__proto__") defineOwn(result, key, sorted(member));
    else result[key] = sorted(member);
  }
  return result;
}

/** What is assigned to `__proto__` would become the prototype, and be lost. */
function defineOwn(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function writesItself(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
