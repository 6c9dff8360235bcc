// Documents that users write, and the errors on their faults.
import * as jsonc from "jsonc-parser";
import { faultAt, faultOf, parseJson, readDocument, type DocumentKind } from "../../lib/documents";

const KIND: DocumentKind = {
  format: "test/list",
  version: 2,
  schema: {
    type: "object",
    required: ["format", "version"],
    additionalProperties: false,
    properties: {
      format: { const: "test/list" },
      version: { const: 2 },
      items: {
        type: "array",
        items: {
          type: "object",
          required: ["id"],
          additionalProperties: false,
          properties: {
            id: { type: "string", minLength: 1 },
            size: { type: ["number", "null"], exclusiveMinimum: 0 },
            kind: { enum: ["a", "b"] },
            tags: { type: "object", additionalProperties: { type: "string" } },
          },
        },
      },
    },
  },
};

/** A document whose items start at line 4. */
const withItems = (...lines: readonly string[]): string =>
  ["{", '  "format": "test/list",', '  "version": 2,', ...lines, "}"].join("\n");

test("a valid document is read as its value", () => {
  expect(readDocument(withItems('"items": [{ "id": "one", "size": null }]'), KIND)).toEqual({
    value: { format: "test/list", version: 2, items: [{ id: "one", size: null }] },
  });
});

test.each<[string, string, object]>([
  ["an empty text", "", { message: "is not JSON: value expected", line: 1 }],
  ["an unclosed object", '{\n  "format": "test/list"\n', { message: "is not JSON: close brace expected", line: 3 }],
  ["a missing comma", '{\n  "a": 1\n  "b": 2\n}', { message: "is not JSON: comma expected", line: 3 }],
  ["a trailing comma", '{\n  "a": 1,\n}', { message: "is not JSON: property name expected", line: 3 }],
  ["a comment", '{\n  // why\n  "a": 1\n}', { message: "is not JSON: invalid comment token", line: 2 }],
  ["text after the end", "{}\n{}", { message: "is not JSON: end of file expected", line: 2 }],
  ["a bad escape", '{\n"a": "\\x"}', { message: "is not JSON: invalid escape character", line: 2 }],
])("%s is not JSON, and the error names the line", (_, text, fault) => {
  expect(parseJson(text)).toEqual({ fault });
  expect(readDocument(text, KIND)).toEqual({ fault });
});

test.each<[string, string, object]>([
  ["a number", "7", { line: 1 }],
  ["a list", "[]", { line: 1 }],
  ["null", "null", { line: 1 }],
])("%s is not a document of the library", (_, text, where) => {
  const message = 'is not a document of ours: it must be an object with "format": "test/list"';
  expect(readDocument(text, KIND)).toEqual({ fault: { message, ...where } });
});

test.each<[string, string, object]>([
  ["no format", "{}", { message: 'must be "test/list", and is none', path: "format", line: 1 }],
  [
    "another format",
    '{\n  "format": "other"\n}',
    { message: 'must be "test/list", and is "other"', path: "format", line: 2 },
  ],
  ["no version", '{\n  "format": "test/list"\n}', { message: "must be 2, and is missing", path: "version", line: 1 }],
  [
    "an older version",
    '{\n  "format": "test/list",\n  "version": 1\n}',
    { message: "must be 2, and is 1", path: "version", line: 3 },
  ],
  [
    "a newer version",
    '{\n  "format": "test/list",\n  "version": 3\n}',
    {
      message: "must be 2, and is 3; it was written by a newer release: upgrade cdktf-image-replication",
      path: "version",
      line: 3,
    },
  ],
  [
    "a version in quotes",
    '{\n  "format": "test/list",\n  "version": "2"\n}',
    { message: 'must be 2, and is "2"', path: "version", line: 3 },
  ],
])("%s is the first error", (_, text, fault) => {
  expect(readDocument(text, KIND)).toEqual({ fault });
});

test.each<[string, string, object]>([
  [
    "an unknown field",
    withItems('  , "item": 1'),
    { message: "is no field that is known here", path: "item", line: 4 },
  ],
  [
    "an unknown field deeper in the document",
    withItems('  , "items": [', '    { "id": "a" },', '    { "id": "b",', '      "colour": 1 }]'),
    { message: "is no field that is known here", path: "items[1].colour", line: 7 },
  ],
  [
    "a missing field",
    withItems('  , "items": [', "    {}]"),
    { message: 'lacks the field "id"', path: "items[0]", line: 5 },
  ],
  [
    "a wrong type",
    withItems('  , "items": [{', '    "id": 1 }]'),
    { message: "must be string", path: "items[0].id", line: 5 },
  ],
  [
    "a type outside two allowed ones",
    withItems('  , "items": [{ "id": "a",', '    "size": "1" }]'),
    { message: "must be number or null", path: "items[0].size", line: 5 },
  ],
  [
    "a word outside the allowed ones",
    withItems('  , "items": [{ "id": "a",', '    "kind": "c" }]'),
    { message: 'must be one of "a", "b"', path: "items[0].kind", line: 5 },
  ],
  [
    "a number out of bounds",
    withItems('  , "items": [{ "id": "a",', '    "size": 0 }]'),
    { message: "must be > 0", path: "items[0].size", line: 5 },
  ],
  [
    "a key that is not an identifier",
    withItems('  , "items": [{ "id": "a", "tags": {', '    "a key/~": 1 }}]'),
    { message: "must be string", path: 'items[0].tags["a key/~"]', line: 5 },
  ],
  [
    "a wrong value under a name of digits",
    '{\n "format": "test/list",\n "version": 2,\n "items": [\n  {"id": "a",\n   "tags": {\n    "2026": 1}}]}',
    { message: "must be string", path: 'items[0].tags["2026"]', line: 7 },
  ],
])("%s is an error with line and path", (_, text, fault) => {
  const { format, ...rest } = { format: text.replace("2,\n  ,", "2,\n  ") };
  expect(rest).toEqual({});
  expect(readDocument(format, KIND)).toEqual({ fault });
});

test("a repeated key is an error, because one of its values would be lost", () => {
  const text = withItems('  "items": [{ "id": "a", "tags": {', '    "x": "1",', '    "x": "2" }}]');
  expect(readDocument(text, KIND)).toEqual({
    fault: { message: 'has the key "x" twice', line: 6, path: "items[0].tags" },
  });
});

test("the same key in two objects is valid", () => {
  expect("value" in readDocument(withItems('"items": [{ "id": "a" }, { "id": "b" }]'), KIND)).toBe(true);
});

test.each([
  ["open", "[".repeat(100_000), 1],
  ["closed", "[".repeat(100_000) + "]".repeat(100_000), 1],
  ["of objects", `\n${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`, 2],
])("endless nesting, %s, is an error and no stack overflow", (_, text, line) => {
  expect(readDocument(text, KIND)).toEqual({ fault: { message: "nests deeper than 100 levels", line } });
});

test("brackets inside strings do not nest", () => {
  const text = JSON.stringify({ format: "test/list", version: 2, items: [{ id: `"\\${"[{".repeat(500)}` }] });
  expect("value" in readDocument(text, KIND)).toBe(true);
});

test("a later fault has the line of the innermost existing part", () => {
  const text = withItems('  "items": [', '    { "id": "a" }]');
  expect(faultAt(text, "is wrong", ["items", 0, "id"])).toEqual({ message: "is wrong", path: "items[0].id", line: 5 });
  expect(faultAt(text, "is wrong", ["items", 0, "size"])).toEqual({
    message: "is wrong",
    path: "items[0].size",
    line: 5,
  });
  expect(faultAt(text, "is wrong", [])).toEqual({ message: "is wrong", line: 1 });
});

test.each([
  ["numbers", "1"],
  ["objects", "{}"],
])("more %s than a document can have are refused before they are read", (_, value) => {
  const list = (count: number): string => `[\n${`${value},`.repeat(count - 1)}${value}]`;
  const fault = { message: "has more than 5000000 values, the most that a document has", line: 2 };
  expect(parseJson(list(5_000_000))).toEqual({ fault });
  expect(parseJson(list(100))).toHaveProperty("value");
  expect(parseJson(JSON.stringify(",".repeat(6_000_000)))).toHaveProperty("value");
});

test("a fault in a large document has its line without a syntax tree", () => {
  const tree = jest.spyOn(jsonc, "parseTree");
  const items = Array.from({ length: 1000 }, (__, at) => ({ id: at }));
  const text = JSON.stringify({ format: "test/list", version: 2, items }, undefined, 1);
  expect(faultAt(text, "is wrong", ["items", 999, "id"])).toEqual({
    message: "is wrong",
    path: "items[999].id",
    line: text.split("\n").length - 3,
  });
  expect(parseJson(`${text}]`)).toHaveProperty("fault");
  expect(tree).not.toHaveBeenCalled();
});

test.each<[string, string, object]>([
  [
    "NUL in an id",
    '{ "id": "a\\u0000b" }',
    {
      message: "holds the character NUL (\\u0000), at which stored text ends: remove it",
      path: "items[1].id",
      line: 5,
    },
  ],
  [
    "a low surrogate alone",
    '{ "id": "a\\ude00" }',
    {
      message: "holds half of a surrogate pair (\\ude00), which is no character: remove it, or write both halves",
      path: "items[1].id",
      line: 5,
    },
  ],
  [
    "NUL in a key",
    '{ "id": "a", "tags": { "a\\u0000b": "" } }',
    {
      message: "its name holds the character NUL (\\u0000), at which stored text ends: remove it",
      path: 'items[1].tags["a\\u0000b"]',
      line: 5,
    },
  ],
  [
    "half of a pair in a value of a map",
    '{ "id": "a", "tags": { "a": "\\ud83d" } }',
    {
      message: "holds half of a surrogate pair (\\ud83d), which is no character: remove it, or write both halves",
      path: "items[1].tags.a",
      line: 5,
    },
  ],
])("%s is refused, because it cannot be stored unchanged", (_, item, fault) => {
  const text = withItems('"items": [{ "id": "a" },', item, "]");
  expect(readDocument(text, KIND)).toEqual({ fault });
  const { line: _line, ...unlocated } = fault as { line: number };
  expect(faultOf(JSON.parse(text), KIND.schema)).toEqual(unlocated);
});

test("a whole surrogate pair is a character, also when it is escaped", () => {
  const text = withItems('"items": [{ "id": "\\ud83d\\ude00" }, { "id": "😀" }]');
  expect(readDocument(text, KIND)).toMatchObject({ value: { items: [{ id: "😀" }, { id: "😀" }] } });
});
