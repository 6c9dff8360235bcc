// Values of computed attributes of which the simulated cloud knows nothing: as the vendor's provider writes what an answer lacks.
import type { Value, ValueObject } from "../codec/value";
import type { Schema } from "./schema";

const EMPTY: Readonly<Record<string, Value>> = { string: "", number: 0, bool: false };

/** Every computed attribute of a type: as known, else "", 0 or false, and for lists and maps an empty one. */
export function filled({ block }: Schema, known: ValueObject): ValueObject {
  const computed = Object.entries(block.attributes ?? {}).filter(([, attribute]) => attribute.computed === true);
  return Object.fromEntries(computed.map(([name, { type }]) => [name, typed(known[name] ?? emptyOf(type), type)]));
}

/** Some of the vendor's types write as text what others write as a number. */
function typed(value: Value, type: unknown): Value {
  return type === "string" && typeof value === "number" ? String(value) : value;
}

function emptyOf(type: unknown): Value {
  if (typeof type === "string") return EMPTY[type] ?? null;
  return Array.isArray(type) && type[0] === "map" ? {} : [];
}
