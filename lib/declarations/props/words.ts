// How values and types of props read in messages.
import { resembling } from "../../values";
import { ENUMS, type PropType } from "./types";

/** A value as people know it: `the text "12"`, `the number NaN`, `a Promise`. Text is cut: it may be long, and is no place for secrets. */
export function described(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value)}`;
  if (typeof value === "number" || typeof value === "bigint") return `the number ${String(value)}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  return Array.isArray(value) ? "a list" : objectText(value);
}

function objectText(value: object): string {
  const { constructor } = value as { readonly constructor?: unknown };
  const name = typeof constructor === "function" ? constructor.name.replace(/^_/u, "") : "";
  return name === "" || name === "Object" ? "an object" : `an object of ${name}`;
}

/** What is wanted in place of an object of a class that a program cannot write itself. */
const MADE_BY: Readonly<Record<string, string>> = {
  Agency: "an Agency, made by Agency.fromAgencyName or fromAttributes",
  Destination: "a Destination, made by Destination.region, member or account",
  Encryption: "an Encryption: Encryption.none() or Encryption.kms(key)",
  IImage: "an image: a SourceImage, made by fromInventory, fromAttributes or fromLookup, or another replica",
  IImageFile: "an image file, such as an ExportedImage",
  ITerraformDependable: "a Terraform resource; of a construct of this package, its `resource`",
  Key: "a Key, made by Key.fromKeyId or fromAttributes",
  Member: "a Member, made by Member.project",
  TerraformProvider: "a provider, such as a HuaweicloudProvider",
  Vault: "a Vault, made by Vault.fromVaultId or fromAttributes",
};

/** A type as people know it: `a string`, `a list of strings`, `one of "ecs" and "bms"`. */
export function wanted(type: PropType): string {
  switch (type.kind) {
    case "scalar":
      if (type.name === "boolean") return "true or false";
      return type.name === "number" ? "a finite number" : type.name === "object" ? "an object" : "a string";
    case "enum":
      return `one of ${(ENUMS[type.name] ?? []).map((word) => `"${word}"`).join(", ")} (${type.name})`;
    case "class":
      return MADE_BY[type.name] ?? `a ${type.name}`;
    case "literal":
      return `"${type.text}"`;
    case "object":
      return "an object";
    case "list":
      return `a list, each element of which is ${wanted(type.of)}`;
    case "map":
      return `an object, each value of which is ${wanted(type.of)}`;
    case "union":
      return type.of.map(wanted).join(" or ");
    case "any":
      return "any value";
  }
}

/** The word of an enum that is meant, for another spelling of it. */
export function meantWord(type: PropType, value: unknown): string {
  const like =
    type.kind === "enum" && typeof value === "string" ? resembling(value, ENUMS[type.name] ?? []) : undefined;
  return like === undefined ? "" : ` (did you mean "${like}"?)`;
}
