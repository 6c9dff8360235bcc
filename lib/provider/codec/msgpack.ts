// Terraform's own form of values on the wire: MessagePack, with extension types for what is not known yet.
import { DecodeError, Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import { UNKNOWN, UsageError } from "../../values";
import { isMembered, itemType, membersOf, type TerraformType } from "./terraform-type";
import { Decimal, isObject, numberOf, storableText, type Value } from "./value";

const PLAIN_UNKNOWN = 0;
/** An unknown of which something is known, such as that it is not null: told by Terraform, and taken as an unknown like others. */
const REFINED_UNKNOWN = 12;

const extensions = new ExtensionCodec();
extensions.register({
  type: PLAIN_UNKNOWN,
  encode: (value) => (value === UNKNOWN ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensions.register({ type: REFINED_UNKNOWN, encode: () => null, decode: () => UNKNOWN });

const encoder = new Encoder({ extensionCodec: extensions, useBigInt64: true, sortKeys: true });
const decoder = new Decoder({ extensionCodec: extensions, useBigInt64: true });

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

export function encodeMsgpack(value: Value, type: TerraformType): Uint8Array {
  return encoder.encode(toPacked(value, type));
}

/**
 * Throws where the bytes are no value of the type, and a UsageError for a map with the key `__proto__`, which the package refuses, and for
 * text that cannot be stored.
 */
export function decodeMsgpack(bytes: Uint8Array, type: TerraformType): Value {
  return fromPacked(unpacked(bytes), type, []);
}

function unpacked(bytes: Uint8Array): unknown {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError) || !error.message.includes("__proto__")) throw error;
    throw new UsageError('a map has the key "__proto__", which the plugin cannot take. Give it another name.');
  }
}

function toPacked(value: Value, type: TerraformType): unknown {
  if (value === null || value === UNKNOWN) return value;
  if (type === "dynamic") {
    const guessed = typeOfValue(value);
    return [Buffer.from(JSON.stringify(guessed)), toPacked(value, guessed)];
  }
  if (typeof type === "string") return toPackedScalar(value);
  if (isMembered(type)) {
    const members = isObject(value) ? value : {};
    return Object.fromEntries(
      membersOf(type, members).map(([name, of]) => [name, toPacked(members[name] ?? null, of)]),
    );
  }
  const items = Array.isArray(value) ? (value as readonly Value[]) : [];
  return items.map((item, index) => toPacked(item, itemType(type, index)));
}

function toPackedScalar(value: Value): unknown {
  if (value instanceof Decimal) return value.text;
  if (typeof value === "bigint" && (value < INT64.least || value > INT64.most)) return String(value);
  return value;
}

/** The type that Terraform would give a value whose type nobody has said. */
function typeOfValue(value: Value): TerraformType {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) return ["tuple", (value as readonly Value[]).map(typeOfValue)];
  if (isObject(value)) {
    return ["object", Object.fromEntries(Object.entries(value).map(([name, member]) => [name, typeOfValue(member)]))];
  }
  return value === null || value === UNKNOWN ? "dynamic" : "number";
}

function fromPacked(packed: unknown, type: TerraformType, path: readonly string[]): Value {
  if (packed === null || packed === UNKNOWN) return packed as Value;
  if (type === "dynamic") return fromDynamic(packed, path);
  if (typeof type === "string") return fromPackedScalar(packed, type, path);
  if (isMembered(type)) {
    if (typeof packed !== "object" || Array.isArray(packed)) throw mismatch(path, "an object");
    const members = packed as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      membersOf(type, members).map(([name, of]) => {
        const at = [...path, name];
        return [storableText(name, at), fromPacked(members[name] ?? null, of, at)];
      }),
    );
  }
  if (!Array.isArray(packed)) throw mismatch(path, "a list");
  return packed.map((item, index) => fromPacked(item, itemType(type, index), [...path, String(index)]));
}

function fromPackedScalar(packed: unknown, type: "string" | "number" | "bool", path: readonly string[]): Value {
  if (type === "string" && typeof packed === "string") return storableText(packed, path);
  if (type === "bool" && typeof packed === "boolean") return packed;
  const numeric = typeof packed === "number" || typeof packed === "bigint" || typeof packed === "string";
  if (type === "number" && numeric) return numberOf(packed);
  throw mismatch(path, `a ${type}`);
}

function fromDynamic(packed: unknown, path: readonly string[]): Value {
  if (!Array.isArray(packed) || !(packed[0] instanceof Uint8Array)) throw mismatch(path, "a type and a value");
  return fromPacked(packed[1], JSON.parse(Buffer.from(packed[0]).toString("utf8")) as TerraformType, path);
}

function mismatch(path: readonly string[], wanted: string): Error {
  return new Error(`Terraform sent a value that is not ${wanted}, at "${path.join(".")}"`);
}
