// Values as Terraform's state files have them: JSON, with members that this version of a schema does not know, or lacks.
import { isMembered, itemType, membersOf, type TerraformType } from "./terraform-type";
import { numberOf, storableText, type Value } from "./value";

/** Numbers too large or too fine for JavaScript are read as text first: a parser of JSON would round them. */
const LONG_NUMBER = /("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]{14,})/gu;
const MARK = "\u0000number:";

/** The value of a type in JSON. What the type does not have is dropped; what is missing is null. Throws where it does not fit, or cannot be stored. */
export function decodeJson(bytes: Uint8Array, type: TerraformType): Value {
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(LONG_NUMBER, (all, quoted: string | undefined, number: string | undefined) =>
      quoted === undefined && number !== undefined ? JSON.stringify(`${MARK}${number}`) : all,
    );
  return fit(JSON.parse(text), type, []);
}

function fit(json: unknown, type: TerraformType, path: readonly string[]): Value {
  if (json === null || json === undefined) return null;
  if (type === "dynamic") return fitDynamic(json, path);
  if (typeof type === "string") return fitScalar(json, type, path);
  if (isMembered(type)) {
    if (typeof json !== "object" || Array.isArray(json)) throw misfit(path, "an object");
    const members = json as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      membersOf(type, members).map(([name, of]) => [name, fit(members[name], of, [...path, name])]),
    );
  }
  if (!Array.isArray(json)) throw misfit(path, "a list");
  return json.map((item: unknown, index) => fit(item, itemType(type, index), [...path, String(index)]));
}

function fitScalar(json: unknown, type: "string" | "number" | "bool", path: readonly string[]): Value {
  const told = typeof json === "string" && json.startsWith(MARK) ? numberOf(json.slice(MARK.length)) : json;
  if (type === "number" && (typeof told === "number" || typeof told === "object" || typeof told === "bigint")) {
    return told as Value;
  }
  // States of older providers may hold text where a number or a truth value is now, and the other way round.
  if (type === "number" && typeof told === "string" && told.trim() !== "" && Number.isFinite(Number(told))) {
    return numberOf(told);
  }
  if (type === "string" && (typeof told === "string" || typeof told === "number" || typeof told === "boolean")) {
    return storableText(String(told), path);
  }
  if (type === "bool" && (told === true || told === "true")) return true;
  if (type === "bool" && (told === false || told === "false")) return false;
  throw misfit(path, `a ${type}`);
}

/** A value whose type only its writer knew: Terraform writes both. */
function fitDynamic(json: unknown, path: readonly string[]): Value {
  const { type, value } = json as { type?: TerraformType; value?: unknown };
  if (type === undefined) throw misfit(path, "a type and a value");
  return fit(value, type, path);
}

function misfit(path: readonly string[], wanted: string): Error {
  return new Error(`the state holds a value that is not ${wanted}, at "${path.join(".")}"`);
}
