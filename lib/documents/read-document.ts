// Text that people wrote becomes a value that fits its schema, or a usage error that says where to look.
// It gives the place as plain data, which the caller turns into the error that it throws.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject } from "ajv/dist/2020";
import { textFault } from "../values";

/** What is wrong with a document: the line counts from 1, the path reads like `images[3].sizeGib`. */
export interface ValidationIssue {
  readonly message: string;
  readonly line?: number;
  readonly path?: string;
}

export type ParseResult<T> = { readonly value: T } | { readonly fault: ValidationIssue };

/** A document's schema, and the two members that say what it is and of which version. */
export interface DocumentKind {
  readonly schema: object;
  readonly format: string;
  readonly version: number;
}

/**
 * Reads JSON of one kind. Checked in this order: is it JSON (no duplicate keys, no comments, no trailing text), is it this kind
 * of document, is it this version, can its text be stored, does it fit the schema. The first fault is returned.
 */
export function readDocument<T>(text: string, kind: DocumentKind): ParseResult<T> {
  const parsed = parseJson(text);
  if ("fault" in parsed) return parsed;
  const fault = headFault(parsed.value, kind) ?? valueFault(parsed.value, kind.schema);
  if (fault === undefined) return { value: parsed.value as T };
  return { fault: faultAt(text, fault.message, fault.at) };
}

/** Where in a document: `["images", 3, "sizeGib"]`. */
export type Place = readonly (string | number)[];

/** A fault at a place of a document: for what a schema cannot say. The line is that of the innermost part that is there. */
export function faultAt(text: string, message: string, at: Place): ValidationIssue {
  return { message, ...(at.length === 0 ? {} : { path: renderPath(at) }), ...lineOf(text, at) };
}

/** What is wrong with a value that came without a text of its own, such as one from a context; undefined when it fits. */
export function faultOf(value: unknown, schema: object): ValidationIssue | undefined {
  const fault = valueFault(value, schema);
  return fault === undefined ? undefined : { message: fault.message, path: renderPath(fault.at) };
}

interface LocatedFault {
  readonly message: string;
  readonly at: Place;
}

// Both libraries are loaded on first use: a program that reads no document does not pay for them.
type JsonParser = typeof import("jsonc-parser");
let jsonParser: JsonParser | undefined;
function parser(): JsonParser {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy on purpose, see above
  jsonParser ??= require("jsonc-parser") as JsonParser;
  return jsonParser;
}

/** Deeper than any document of ours; without a bound, the parser's recursion would end in a stack overflow. */
const MOST_NESTED = 100;

/** A Terraform plan of 13,000 resources has 1.7 million. Without a bound, a value of two bytes takes up to a hundred in memory. */
const MOST_VALUES = 5_000_000;

/** Strict JSON with the line of the first mistake. */
export function parseJson(text: string): ParseResult<unknown> {
  const large = extentFault(text);
  if (large !== undefined) return { fault: large };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: syntaxFault(text) };
  }
  const twice = duplicateKey(text);
  return twice === undefined ? { value } : { fault: twice };
}

function extentFault(text: string): ValidationIssue | undefined {
  let depth = 0;
  let values = 1;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (quoted && character === "\\") at += 1;
    else if (quoted) continue;
    else if (character === ",") values += 1;
    else if (character === "[" || character === "{") {
      depth += 1;
      values += 1;
    } else if (character === "]" || character === "}") depth -= 1;
    if (depth > MOST_NESTED)
      return { message: `nests deeper than ${String(MOST_NESTED)} levels`, line: lineAt(text, at) };
    if (values > MOST_VALUES)
      return {
        message: `has more than ${String(MOST_VALUES)} values, the most that a document has`,
        line: lineAt(text, at),
      };
  }
  return undefined;
}

function syntaxFault(text: string): ValidationIssue {
  let fault: ValidationIssue | undefined;
  parser().visit(
    text,
    {
      onError: (error, offset) => {
        const words = parser()
          .printParseErrorCode(error)
          .replace(/([a-z])([A-Z])/gu, "$1 $2")
          .toLowerCase();
        fault ??= { message: `is not JSON: ${words}`, line: lineAt(text, offset) };
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return fault ?? { message: "is not JSON" };
}

/** JSON.parse keeps the last of two equal keys in silence, and so would lose what somebody wrote. */
function duplicateKey(text: string): ValidationIssue | undefined {
  const scopes: Set<string>[] = [];
  let fault: ValidationIssue | undefined;
  parser().visit(text, {
    onObjectBegin: () => void scopes.push(new Set()),
    onObjectEnd: () => void scopes.pop(),
    onObjectProperty: (key, offset, _length, _line, _column, path) => {
      const scope = scopes[scopes.length - 1];
      if (scope?.has(key) === true && fault === undefined) {
        fault = {
          message: `has the key ${JSON.stringify(key)} twice`,
          line: lineAt(text, offset),
          path: renderPath(path()),
        };
      }
      scope?.add(key);
    },
  });
  return fault;
}

function headFault(value: unknown, kind: DocumentKind): LocatedFault | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { message: `is not a document of ours: it must be an object with "format": "${kind.format}"`, at: [] };
  }
  const { format, version } = value as { format?: unknown; version?: unknown };
  if (format !== kind.format) {
    const found = format === undefined ? "none" : JSON.stringify(format);
    return { message: `must be "${kind.format}", and is ${found}`, at: ["format"] };
  }
  if (version !== kind.version) {
    const newer = typeof version === "number" && version > kind.version;
    const mend = newer ? "; it was written by a newer release: upgrade cdktf-image-replication" : "";
    return {
      message: `must be ${String(kind.version)}, and is ${version === undefined ? "missing" : JSON.stringify(version)}${mend}`,
      at: ["version"],
    };
  }
  return undefined;
}

function valueFault(value: unknown, schema: object): LocatedFault | undefined {
  return storageFault(value) ?? schemaFault(value, schema);
}

/** The first text or key, however deep, that `textFault` finds a fault with. Copies nothing: a document may be large. */
function storageFault(value: unknown): LocatedFault | undefined {
  if (typeof value === "string") return faultOfText(value);
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const fault = storageFault(value[index]);
      if (fault !== undefined) return { ...fault, at: [index, ...fault.at] };
    }
    return undefined;
  }
  for (const name in value) {
    const fault = faultOfText(name, "its name ") ?? storageFault((value as Readonly<Record<string, unknown>>)[name]);
    if (fault !== undefined) return { ...fault, at: [name, ...fault.at] };
  }
  return undefined;
}

function faultOfText(text: string, subject = ""): LocatedFault | undefined {
  const fault = textFault(text);
  return fault === undefined ? undefined : { message: `${subject}${fault}`, at: [] };
}

/** The name of the file that the build writes. */
export const COMPILED = "compiled-schemas.cjs";

/** What Ajv is told, here and by the build. That our schemas are schemas is a test's business: to ask costs as much as to compile. */
export const SCHEMA_OPTIONS = {
  allErrors: false,
  strict: true,
  validateFormats: false,
  validateSchema: false,
} as const;

type Validator = ((value: unknown) => boolean) & { errors?: ErrorObject[] | null };
const validators = new WeakMap<object, Validator>();

function validatorOf(schema: object): Validator {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = compiledAhead(schema) ?? compile(schema);
  validators.set(schema, made);
  return made;
}

/** The build compiles the schemas of this package into a file beside this one, for that takes longer than most commands' work. */
function compiledAhead(schema: object): Validator | undefined {
  const { $id } = schema as { $id?: string };
  const file = join(__dirname, COMPILED);
  if ($id === undefined || !existsSync(file)) return undefined;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy on purpose, see above
  return (require(file) as Readonly<Record<string, Validator>>)[$id];
}

function compile(schema: object): Validator {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- lazy on purpose, see above
  const { Ajv2020 } = require("ajv/dist/2020") as typeof import("ajv/dist/2020");
  return new Ajv2020(SCHEMA_OPTIONS).compile(schema) as Validator;
}

function schemaFault(value: unknown, schema: object): LocatedFault | undefined {
  const validate = validatorOf(schema);
  if (validate(value)) return undefined;
  const error = validate.errors?.[0];
  if (error === undefined) return { message: "does not fit its schema", at: [] };
  const at = placeIn(value, error.instancePath);
  const { additionalProperty } = error.params as { additionalProperty?: string };
  const place = additionalProperty === undefined ? at : [...at, additionalProperty];
  return { message: sentenceOf(error), at: place };
}

/** The place that a JSON pointer names: digits are an index in a list, and a name in an object. */
function placeIn(value: unknown, pointer: string): Place {
  let part = value;
  return pointer
    .split("/")
    .slice(1)
    .map((escaped) => {
      const name = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
      const step = Array.isArray(part) ? Number(name) : name;
      part = (part as Readonly<Record<string | number, unknown>>)[step];
      return step;
    });
}

function sentenceOf(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case "additionalProperties":
      return "is no field that is known here";
    case "required":
      return `lacks the field "${String(params.missingProperty)}"`;
    case "false schema":
      return "means nothing beside the other fields";
    case "enum":
      return `must be one of ${(params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(", ")}`;
    case "type":
      return `must be ${String(params.type).replaceAll(",", " or ")}`;
    default:
      return error.message ?? "does not fit its schema";
  }
}

function renderPath(path: Place): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${String(part)}]`;
    else if (/^[A-Za-z_$][\w$-]*$/u.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

/** The line of the innermost part that is there. Other parts are passed over: a tree of a large document takes many times its size. */
function lineOf(text: string, at: Place): { line?: number } {
  let found: { readonly depth: number; readonly offset: number } | undefined;
  const look = (path: Place, offset: number): boolean => {
    const isOnTheWay = path.length <= at.length && path.every((step, index) => step === at[index]);
    if (isOnTheWay && (found === undefined || path.length > found.depth)) found = { depth: path.length, offset };
    return isOnTheWay;
  };
  const begin = (offset: number, _length: number, _line: number, _column: number, path: () => Place): boolean =>
    look(path(), offset);
  // The parser counts the ends of what is passed over only for somebody who asks for them.
  const end = (): void => undefined;
  parser().visit(text, {
    onObjectBegin: begin,
    onObjectEnd: end,
    onArrayBegin: begin,
    onArrayEnd: end,
    // The line of a member's key is the one to open, and comes before that of its value.
    onObjectProperty: (key, offset, _length, _line, _column, path) => void look([...path(), key], offset),
    onLiteralValue: (_value, offset, _length, _line, _column, path) => void look(path(), offset),
  });
  return found === undefined ? {} : { line: lineAt(text, found.offset) };
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = 0; at < offset && at < text.length; at += 1) if (text[at] === "\n") line += 1;
  return line;
}
