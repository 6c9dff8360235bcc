// The table of props as types: read once for each interface, when it is first used.
import table from "./props.json";
import { isOldWord } from "./renamed";

export type PropType =
  | { readonly kind: "scalar"; readonly name: "string" | "number" | "boolean" | "object" }
  | { readonly kind: "enum" | "class"; readonly name: string }
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "object"; readonly name: string; readonly of: PropInterface }
  | { readonly kind: "list" | "map"; readonly of: PropType }
  | { readonly kind: "union"; readonly of: readonly PropType[] }
  | { readonly kind: "any" };

export interface Prop {
  readonly type: PropType;
  readonly required: boolean;
}

export interface PropInterface {
  readonly props: ReadonlyMap<string, Prop>;
  readonly required: readonly string[];
}

type Written = string | readonly [string, ...Written[]];
type WrittenProps = Readonly<Record<string, Written>>;

const INTERFACES: Readonly<Record<string, WrittenProps>> = table.interfaces as never;
const WRITTEN_CLASSES: Readonly<Record<string, WrittenProps>> = table.classes;
export const ENUMS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(table.enums).map(([name, words]) => [name, words.filter((word) => !isOldWord(name, word))]),
);
export const META_ARGUMENTS: readonly string[] = table.metaArguments;

const read = new Map<string, PropInterface>();

export function interfaceOf(name: string): PropInterface {
  let found = read.get(name);
  if (found === undefined) {
    const written = INTERFACES[name];
    if (written === undefined) throw new Error(`no interface of props is called ${name}`);
    read.set(name, (found = interfaceFrom(written)));
  }
  return found;
}

/** The props of our constructs and of Destination and Member, by the name that a program calls. */
export function constructProps(): ReadonlyMap<string, PropInterface> {
  return (byCaller ??= new Map(
    Object.keys(INTERFACES).flatMap((name) => {
      if (!name.endsWith("Props") || SHARED_PROPS.includes(name)) return [];
      const caller = name.replace(/Props$/u, "").replace(/^(Region|Member)Destination$/u, "Destination.$1");
      return [[caller.replace(/\.\w/u, (start) => start.toLowerCase()), interfaceOf(name)] as const];
    }),
  ));
}
let byCaller: ReadonlyMap<string, PropInterface> | undefined;
const SHARED_PROPS = ["AccountProps", "DeedProps", "DestinationProps", "ReplicaProps"];

function interfaceFrom(written: WrittenProps): PropInterface {
  const props = Object.entries(written).map(([text, type]) => {
    const required = !text.endsWith("?");
    return [required ? text : text.slice(0, -1), { type: typeFrom(type), required }] as const;
  });
  return { props: new Map(props), required: props.flatMap(([name, { required }]) => (required ? [name] : [])) };
}

function typeFrom(written: Written): PropType {
  if (typeof written !== "string") {
    const [how, ...types] = written;
    if (how === "=") return { kind: "literal", text: String(types[0]) };
    if (how === "|") return { kind: "union", of: types.map(typeFrom) };
    return { kind: how === "[]" ? "list" : "map", of: typeFrom(types[0] ?? "any") };
  }
  switch (written) {
    case "string":
    case "number":
    case "boolean":
    case "object":
      return { kind: "scalar", name: written };
  }
  if (written in ENUMS) return { kind: "enum", name: written };
  if (written in WRITTEN_CLASSES) return { kind: "class", name: written };
  if (!(written in INTERFACES)) return { kind: "any" };
  return {
    kind: "object",
    name: written,
    get of() {
      return interfaceOf(written);
    },
  };
}

/** A class as the members that tell its objects from others. */
export interface PropClass {
  readonly of: PropInterface;
  /** Of this package, so that something can stand in for it. */
  readonly isOurs: boolean;
  /** A value that a program gets from a static method, such as a Vault; other objects are told by what they offer. */
  readonly isValue: boolean;
}

const VALUES = new Set(Object.keys(INTERFACES).flatMap((name) => (name.includes(".") ? [name.split(".")[0]] : [])));

export const CLASSES: Readonly<Record<string, PropClass>> = Object.fromEntries(
  Object.entries(WRITTEN_CLASSES).map(([name, members]) => [
    name,
    {
      of: interfaceFrom(members),
      isOurs: Object.values(members).every((type) => type !== "any"),
      isValue: VALUES.has(name),
    },
  ]),
);
