// Messages to bytes and back, by the fields that messages.ts lists: a walk over them, which leaves every byte to the package. Compiling
// its own descriptions of messages would take the package longer than all else of a start.
import { Reader, Writer } from "protobufjs/minimal";
import { ENUMERATIONS, MESSAGES, type Message } from "./messages";

/** Requests and answers: field names as in the protocol, bytes as buffers, enumerations by name. */
export type WireMessage = Readonly<Record<string, unknown>>;

/** A field that was never sent has this value, but for messages, which are undefined then. */
interface Kind {
  readonly empty: unknown;
  readonly wireType: 0 | 2;
  write(writer: Writer, value: never): void;
  read(reader: Reader): unknown;
}

const SCALARS: Readonly<Record<string, Kind>> = {
  string: { empty: "", wireType: 2, write: (to, value) => to.string(value), read: readText },
  bytes: { empty: Buffer.alloc(0), wireType: 2, write: (to, value) => to.bytes(value), read: (from) => from.bytes() },
  bool: { empty: false, wireType: 0, write: (to, value) => to.bool(value), read: (from) => from.bool() },
  int32: { empty: 0, wireType: 0, write: (to, value) => to.int32(value), read: (from) => from.int32() },
  // Versions and counts: small ones.
  int64: { empty: 0, wireType: 0, write: (to, value) => to.int64(value), read: (from) => Number(from.int64()) },
};

/** The package's own takes a text that is cut off for a shorter one. */
function readText(reader: Reader): string {
  const { buffer, byteOffset, length } = reader.bytes();
  return Buffer.from(buffer, byteOffset, length).toString("utf8");
}

interface KnownField {
  readonly name: string;
  readonly holds: "one" | "list" | "map";
  readonly kind: Kind;
  readonly tag: number;
}

interface Known {
  readonly fields: readonly KnownField[];
  readonly byNumber: ReadonlyMap<number, KnownField>;
}

export function encodeMessage(message: Message, value: WireMessage): Uint8Array {
  return written(Writer.create(), knownOf(message), value).finish();
}

/** Throws a RangeError where the bytes end too early. Fields that the message does not list are left out. */
export function decodeMessage(message: Message, bytes: Uint8Array): WireMessage {
  return read(Reader.create(bytes), bytes.length, knownOf(message));
}

const known = new WeakMap<Message, Known>();

/** Found out at the first use: most messages are never needed in a run. */
function knownOf(message: Message): Known {
  let found = known.get(message);
  if (found === undefined) {
    const fields = Object.entries(message).map(([name, [type, id]]) => fieldOf(name, type, id));
    known.set(message, (found = { fields, byNumber: new Map(fields.map((field) => [field.tag >>> 3, field])) }));
  }
  return found;
}

function fieldOf(name: string, type: string, id: number): KnownField {
  const holds = type.startsWith("[") ? "list" : type.startsWith("{") ? "map" : "one";
  const kind = kindOf(holds === "one" ? type : type.slice(1, -1));
  return { name, holds, kind, tag: (id << 3) | (holds === "map" ? 2 : kind.wireType) };
}

function kindOf(type: string): Kind {
  const scalar = SCALARS[type];
  if (scalar !== undefined) return scalar;
  const message = MESSAGES[type];
  return message === undefined ? enumerationOf(ENUMERATIONS[type] ?? []) : nestedIn(message);
}

const enumerationOf = (names: readonly string[]): Kind => ({
  empty: names[0],
  wireType: 0,
  write: (to, value: string) => to.int32(names.indexOf(value)),
  read: (from) => names[from.int32()] ?? names[0],
});

const nestedIn = (message: Message): Kind => ({
  empty: undefined,
  wireType: 2,
  write: (to, value: WireMessage) => written(to.fork(), knownOf(message), value).ldelim(),
  read: (from) => read(from, from.uint32() + from.pos, knownOf(message)),
});

function written(writer: Writer, { fields }: Known, value: WireMessage): Writer {
  for (const { name, holds, kind, tag } of fields) {
    const held = value[name];
    if (held === undefined || held === null) continue;
    if (holds === "list") for (const item of held as readonly never[]) kind.write(writer.uint32(tag), item);
    else if (holds === "map") writeMap(writer, tag, kind, held);
    else if (!isEmpty(held, kind)) kind.write(writer.uint32(tag), held as never);
  }
  return writer;
}

/** What is as if it had not been sent is not sent. */
function isEmpty(value: unknown, { empty }: Kind): boolean {
  return value === empty || (value instanceof Uint8Array && value.length === 0);
}

const MAP_KEY = (1 << 3) | 2;
const MAP_VALUE = 2 << 3;

/** An entry of a map is a message of two fields. */
function writeMap(writer: Writer, tag: number, kind: Kind, entries: object): void {
  for (const [key, value] of Object.entries(entries)) {
    writer.uint32(tag).fork().uint32(MAP_KEY).string(key);
    kind.write(writer.uint32(MAP_VALUE | kind.wireType), value as never);
    writer.ldelim();
  }
}

function read(reader: Reader, end: number, { fields, byNumber }: Known): WireMessage {
  const message: Record<string, unknown> = {};
  for (const { name, holds, kind } of fields) {
    message[name] = holds === "list" ? [] : holds === "map" ? Object.create(null) : kind.empty;
  }
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = byNumber.get(tag >>> 3);
    if (field === undefined || field.tag !== tag) reader.skipType(tag & 7);
    else if (field.holds === "list") (message[field.name] as unknown[]).push(field.kind.read(reader));
    else if (field.holds === "map") readEntry(reader, message[field.name] as Record<string, unknown>, field.kind);
    else message[field.name] = field.kind.read(reader);
  }
  return message;
}

function readEntry(reader: Reader, entries: Record<string, unknown>, kind: Kind): void {
  const end = reader.uint32() + reader.pos;
  let [key, value]: [string, unknown] = ["", kind.empty];
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === MAP_KEY) key = readText(reader);
    else if (tag === (MAP_VALUE | kind.wireType)) value = kind.read(reader);
    else reader.skipType(tag & 7);
  }
  entries[key] = value;
}
