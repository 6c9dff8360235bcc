// Digests, ids, the unknown and the two errors.
import fc from "fast-check";
import {
  canonicalJson,
  compareText,
  digestOf,
  invariant,
  isKnown,
  isSimulatedId,
  knownOr,
  SIMULATED_PREFIX,
  simulatedId,
  simulatedJobId,
  stableJson,
  UNKNOWN,
  UsageError,
} from "../../lib/values";

test("keys are sorted, and undefined members are left out", () => {
  expect(canonicalJson({ b: 1, a: { d: [2, 1], c: undefined } })).toBe('{"a":{"d":[2,1]},"b":1}');
  expect(stableJson({ b: 1, a: [] })).toBe('{\n  "a": [],\n  "b": 1\n}\n');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("%p has no digest, because JSON writes it as null", (value) => {
  expect(() => canonicalJson({ value })).toThrow(TypeError);
});

test("the order of members does not change the digest", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(digestOf(reversed)).toBe(digestOf(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each([
  ["a symbol", Symbol("x")],
  ["a function", () => 1],
  ["a bigint", 1n],
])("%s has no digest", (_, value) => {
  expect(() => digestOf({ value })).toThrow(TypeError);
});

test("an unknown value is never written", () => {
  expect(() => JSON.stringify({ value: UNKNOWN })).toThrow(TypeError);
  expect(() => canonicalJson([UNKNOWN])).toThrow(TypeError);
  expect(() => stableJson({ value: { deep: UNKNOWN } })).toThrow(TypeError);
  expect(() => digestOf(UNKNOWN)).toThrow(TypeError);
});

test("the unknown equals no known value", () => {
  for (const value of [undefined, null, "", 0, false, {}, NaN]) expect(isKnown(value)).toBe(true);
  expect(isKnown(UNKNOWN)).toBe(false);
  expect(knownOr<unknown, number>(UNKNOWN, 7)).toBe(7);
  expect(knownOr(null, 7)).toBeNull();
});

test("text is ordered by code unit in every locale", () => {
  expect(["b", "a", "B", "ä", "a"].sort(compareText)).toEqual(["B", "a", "a", "b", "ä"]);
});

test("a simulated id looks like a UUID, repeats, and is recognized", () => {
  const id = simulatedId("image", 1);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u);
  expect(simulatedId("image", 1)).toBe(id);
  expect(simulatedId("image", 2)).not.toBe(id);
  expect(simulatedId("a", "b")).not.toBe(simulatedId("ab"));
  expect(simulatedJobId("image", 1)).toMatch(/^[0-9a-f]{32}$/u);
  expect(id.startsWith(SIMULATED_PREFIX)).toBe(true);
  expect(isSimulatedId(id) && isSimulatedId(simulatedJobId(1))).toBe(true);
  expect(isSimulatedId("6f2cbf9a-2b2f-4a5c-9a4b-0c2f1b7f0d11")).toBe(false);
});

test.each([
  [{}, "is wrong"],
  [{ file: "a.json" }, "a.json: is wrong"],
  [{ file: "a.json", line: 3 }, "a.json:3: is wrong"],
  [{ file: "a.json", line: 3, path: "images[0].id" }, "a.json:3: images[0].id: is wrong"],
  [{ path: "images[0].id" }, "images[0].id: is wrong"],
])("a usage error gives the place: %j", (where, message) => {
  expect(new UsageError("is wrong", where).message).toBe(message);
});

test("a failed assertion calls itself a bug", () => {
  expect(() => invariant(false, "a hop has a forecast")).toThrow(/has a bug.*a hop has a forecast/u);
  expect(() => invariant(true, "")).not.toThrow();
});
