// Round trips of values: MessagePack as Terraform writes it, JSON as in its state files, for every served schema.
import { encode, ExtData } from "@msgpack/msgpack";
import fc from "fast-check";
import { decodeJson } from "../../lib/provider/codec/json";
import { decodeMsgpack, encodeMsgpack } from "../../lib/provider/codec/msgpack";
import type { TerraformType } from "../../lib/provider/codec/terraform-type";
import { Decimal, numberOf, type Value } from "../../lib/provider/codec/value";
import { DATA_SOURCES } from "../../lib/provider/data-sources";
import { typeOf } from "../../lib/provider/frame/schema";
import { RESOURCES } from "../../lib/provider/resources";
import { UNKNOWN } from "../../lib/values";

const numbers = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(numberOf),
  fc.bigInt(-(2n ** 200n), 2n ** 200n).map(numberOf),
  fc.constantFrom(
    0,
    2 ** 53,
    numberOf(2n ** 53n + 1n),
    numberOf(-(2n ** 63n)),
    numberOf("0.1000000000000000055511151231257827"),
  ),
);

const keys = fc.string().filter((key) => key !== "__proto__");

/** Any value of a type. */
function valueOf(type: TerraformType, unknowns: boolean): fc.Arbitrary<Value> {
  const known = knownOf(type, unknowns);
  return fc.oneof(
    { weight: 6, arbitrary: known },
    { weight: 1, arbitrary: fc.constant(null as Value) },
    ...(unknowns ? [{ weight: 1, arbitrary: fc.constant(UNKNOWN as Value) }] : []),
  );
}

function knownOf(type: TerraformType, unknowns: boolean): fc.Arbitrary<Value> {
  if (type === "string") return fc.string({ unit: "grapheme" });
  if (type === "bool") return fc.boolean();
  if (type === "number") return numbers;
  if (type === "dynamic") return fc.string();
  if (type[0] === "map") return fc.dictionary(keys, valueOf(type[1], unknowns), { maxKeys: 4 });
  if (type[0] === "list" || type[0] === "set") return fc.array(valueOf(type[1], unknowns), { maxLength: 4 });
  if (type[0] === "tuple") return fc.tuple(...type[1].map((one) => valueOf(one, unknowns)));
  const members = Object.entries(type[1]).map(([name, one]) => [name, valueOf(one, unknowns)] as const);
  return fc.record(Object.fromEntries(members));
}

const TYPES = [...RESOURCES, ...DATA_SOURCES].map(({ schema }) => [schema.type, typeOf(schema)] as const);

test.each(TYPES)("any value of %s reads back from MessagePack unchanged", (_name, type) => {
  fc.assert(
    fc.property(valueOf(type, true), (value) => {
      expect(normal(decodeMsgpack(encodeMsgpack(value, type), type))).toEqual(normal(value));
    }),
    { numRuns: 100 },
  );
});

/** Values that are the same for Terraform: a zero and a negative zero, and a large integer in any representation. */
function normal(value: Value): Value {
  if (value === 0) return 0;
  if (isLarge(value)) return BigInt(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(normal);
  if (value === null || typeof value !== "object" || value === UNKNOWN || value instanceof Decimal) return value;
  return Object.fromEntries(Object.entries(value as object).map(([name, member]) => [name, normal(member as Value)]));
}

function isLarge(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** JSON with every digit, as Terraform writes it. */
const text = (value: Value): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "bigint" || isLarge(member)
      ? `@${BigInt(member)}@`
      : member instanceof Decimal
        ? `@${member.text}@`
        : member,
  ).replaceAll(/"@([^"]*)@"/gu, "$1");

test.each(TYPES)("any value of %s reads back from a state unchanged", (_name, type) => {
  fc.assert(
    fc.property(valueOf(type, false), (value) => {
      fc.pre(!JSON.stringify(value, (_n, m: unknown) => (typeof m === "bigint" ? 0 : m)).includes("@"));
      expect(normal(decodeJson(Buffer.from(text(value)), type))).toEqual(normal(value));
    }),
    { numRuns: 100 },
  );
});

test("an unknown value with refinements is unknown", () => {
  const refined = encode({ a: new ExtData(12, encode({ 1: false })), b: new ExtData(0, new Uint8Array([0])) });
  const type: TerraformType = ["object", { a: "string", b: "number" }];
  expect(decodeMsgpack(refined, type)).toEqual({ a: UNKNOWN, b: UNKNOWN });
});

test("a key that cannot be a member of an object is refused with a sentence", () => {
  const value = Object.fromEntries([["__proto__", "v"]]);
  expect(() => decodeMsgpack(encodeMsgpack(value, ["map", "string"]), ["map", "string"])).toThrow(
    "Give it another name.",
  );
});

test.each<[string, TerraformType, Value, string]>([
  ["an attribute", ["object", { name: "string" }], { name: "a\u0000b" }, '"name" holds the character NUL'],
  ["an item", ["object", { ids: ["set", "string"] }], { ids: ["a", "b\u0000"] }, '"ids.1" holds the character NUL'],
  ["a value of a map", ["object", { tags: ["map", "string"] }], { tags: { a: "\u0000" } }, '"tags.a" holds the'],
  ["a key", ["object", { tags: ["map", "string"] }], { tags: { "a\u0000b": "" } }, '"tags.a\\u0000b" holds the'],
  ["a dynamic value", ["object", { input: "dynamic" }], { input: "a\u0000" }, '"input" holds the character NUL'],
])("NUL in %s is refused with a sentence", (_, type, value, sentence) => {
  expect(() => decodeMsgpack(encodeMsgpack(value, type), type)).toThrow(sentence);
});

test("null, an empty map and an empty list are three different values", () => {
  const type: TerraformType = ["object", { map: ["map", "string"], set: ["set", "string"], none: ["map", "string"] }];
  const value = { map: {}, set: [], none: null };
  expect(decodeMsgpack(encodeMsgpack(value, type), type)).toEqual(value);
});

test("integers beyond those of JavaScript keep every digit", () => {
  for (const digits of ["9007199254740993", "-9223372036854775808", "18446744073709551616"]) {
    const value = decodeJson(Buffer.from(`{"n":${digits}}`), ["object", { n: "number" }]);
    expect(text(decodeMsgpack(encodeMsgpack(value, ["object", { n: "number" }]), ["object", { n: "number" }]))).toBe(
      `{"n":${digits}}`,
    );
  }
});

test("a dynamic value is read with the type that it states", () => {
  for (const value of ["text", 5, true, ["a", 1], { a: null }] as readonly Value[]) {
    expect(decodeMsgpack(encodeMsgpack(value, "dynamic"), "dynamic")).toEqual(value);
  }
});

test("bytes that are not a value of the type are refused with the place", () => {
  const type: TerraformType = ["object", { tags: ["map", "number"] }];
  expect(() => decodeMsgpack(encode({ tags: { a: true } }), type)).toThrow('not a number, at "tags.a"');
  expect(() => decodeJson(Buffer.from('{"tags":[1]}'), type)).toThrow('not an object, at "tags"');
});
