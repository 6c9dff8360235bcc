// Corruptions of a JSON document, for tests that read thousands of corrupted ones.
import fc from "fast-check";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Spoiling {
  /** The part, counted through the whole document. */
  readonly part: number;
  readonly how: "drop" | "replace" | "rename" | "double" | "extend";
  readonly value: Json;
}

const value = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1.5, 1e308, "", "x", "cn-north-4", [], {}, "__proto__", "constructor"),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

const spoiling: fc.Arbitrary<Spoiling> = fc.record({
  part: fc.nat(),
  how: fc.constantFrom("drop", "replace", "rename", "double", "extend"),
  value,
});

/** The document with one to four changes of its values, or with parts of its text cut and pasted. */
export function spoilt(document: object): fc.Arbitrary<string> {
  const text = JSON.stringify(document, undefined, 1);
  const byValue = fc.array(spoiling, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = JSON.parse(text) as Json;
    for (const change of changes) spoil(copy, change);
    return JSON.stringify(copy, undefined, 1);
  });
  const byText = fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: 20 }), fc.string({ maxLength: 5 }))
    .map(([at, length, inserted]) => text.slice(0, at) + inserted + text.slice(at + length));
  return fc.oneof({ weight: 3, arbitrary: byValue }, { weight: 1, arbitrary: byText });
}

type Part = readonly [holder: Json[] | { [key: string]: Json }, key: string];

function partsOf(json: Json, parts: Part[] = []): readonly Part[] {
  if (json === null || typeof json !== "object") return parts;
  for (const [key, member] of Object.entries(json)) {
    parts.push([json, key]);
    partsOf(member, parts);
  }
  return parts;
}

function spoil(document: Json, { part, how, value: replacement }: Spoiling): void {
  const parts = partsOf(document);
  const chosen = parts[part % Math.max(1, parts.length)];
  if (chosen === undefined) return;
  const [holder, key] = chosen;
  if (Array.isArray(holder)) {
    const at = Number(key);
    if (how === "drop") holder.splice(at, 1);
    else if (how === "double") holder.push(holder[at]!);
    else holder[at] = replacement;
    return;
  }
  if (how === "rename") holder[`${key}s`] = holder[key]!;
  if (how === "extend") holder["more"] = replacement;
  else if (how === "drop" || how === "rename") Reflect.deleteProperty(holder, key);
  else holder[key] = replacement;
}
