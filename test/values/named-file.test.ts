// Files that users name: an endless file, or one larger than a document, is refused with the bound; and nothing else in lib reads text.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MOST_DOCUMENT_MIB, readNamedFile, UsageError } from "../../lib/values";

const folder = mkdtempSync(join(tmpdir(), "named-file-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const made = (name: string, bytes: number): string => {
  const file = join(folder, name);
  writeFileSync(file, "");
  truncateSync(file, bytes);
  return file;
};

const refusal = (file: string): string => {
  try {
    return `read ${String(readNamedFile(file, "FILE").length)} characters`;
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as UsageError).message;
  }
};

const DEVICE = "FILE: it is a device. Name a plain file of at most 128 MiB.";
const BYTES_PER_MIB = 1024 ** 2;

test.each([
  ["an endless device", () => "/dev/zero", DEVICE],
  ["an empty device", () => "/dev/null", DEVICE],
  [
    "a named pipe without a writer",
    () => {
      execFileSync("mkfifo", [join(folder, "pipe")]);
      return join(folder, "pipe");
    },
    "FILE: it is a named pipe. Name a plain file of at most 128 MiB.",
  ],
  ["a folder", () => folder, "FILE: it is a folder"],
  ["a missing file", () => join(folder, "none"), "FILE: there is no such file"],
  [
    "a file one byte larger than a document",
    () => made("large", MOST_DOCUMENT_MIB * BYTES_PER_MIB + 1),
    "FILE: it is larger than 128 MiB, the most that a document has. Name a smaller file.",
  ],
  [
    "a file as large as a document",
    () => made("full", MOST_DOCUMENT_MIB * BYTES_PER_MIB),
    `read ${String(MOST_DOCUMENT_MIB * BYTES_PER_MIB)} characters`,
  ],
  ["an empty file", () => made("empty", 0), "read 0 characters"],
] as readonly [string, () => string, string][])("%s", (_, file, expected) => {
  expect(refusal(file())).toBe(expected);
});

test("characters of several bytes are read whole, wherever a block ends", () => {
  const text = `a${"é€😀".repeat(300_000)}`;
  writeFileSync(join(folder, "text"), text);
  expect(readNamedFile(join(folder, "text")) === text).toBe(true);
});

const FFFD = [0xef, 0xbf, 0xbd];

test.each([
  ["a byte of Latin-1", [0x61, 0xe9, 0x62], 1],
  ["a character that the end cuts off", [0x61, 0x62, 0xe2, 0x82], 2],
  ["a byte that continues no character", [0x80], 0],
  ["a slash in two bytes", [0x61, 0xc0, 0xaf], 1],
  ["half of a surrogate pair", [0x61, 0xed, 0xa0, 0x80], 1],
  ["the byte order mark of UTF-16", [0xff, 0xfe, 0x7b, 0x00], 0],
  ["a byte after replacement characters of the file", [...FFFD, 0xc3, 0xa9, ...FFFD, 0xff, ...FFFD], 8],
  ["a byte in a later block", [...Buffer.from("é".repeat(700_000)), 0xff], 1_400_000],
])("text that is not UTF-8 is refused with its offset: %s", (_, bytes, offset) => {
  writeFileSync(join(folder, "bytes"), Buffer.from(bytes));
  expect(refusal(join(folder, "bytes"))).toBe(
    `FILE: it is no text in UTF-8: the byte at offset ${String(offset)} begins no character. Save it as UTF-8.`,
  );
});

test("a replacement character in a file is kept", () => {
  writeFileSync(join(folder, "replacement"), Buffer.from(FFFD));
  expect(readNamedFile(join(folder, "replacement"))).toBe("\ufffd");
});

const onLinux = process.platform === "linux" ? test : test.skip;

onLinux("a file that reports no size is read to its end", () => {
  expect(readNamedFile("/proc/version")).toBe(readFileSync("/proc/version", "utf8"));
});

test.each([
  ["of a shell", `node --import tsx -e "$CODE" <(printf hello)`, "hello"],
  ["that is standard input", `printf hello | node --import tsx -e "$CODE" /dev/stdin`, "hello"],
  ["without an end", `yes | node --import tsx -e "$CODE" /dev/stdin`, "it is larger than 128 MiB"],
])("a pipe %s", (_, command, expected) => {
  const code = `try { console.log(require("./lib/values").readNamedFile(process.argv[1])) } catch (error) { console.log(error.message) }`;
  const root = join(__dirname, "..", "..");
  const env = { ...process.env, CODE: code };
  expect(execFileSync("bash", ["-c", command], { cwd: root, env, encoding: "utf8" })).toContain(expected);
});

/** Files that are not documents: bytes of objects and bundles, files of the system, and files of the package. */
const OTHER_READERS = [
  "cli/diagnose-project.ts",
  "cli/object-files.ts",
  "placement/inspect.ts",
  "placement/launcher.ts",
  "placement/place-plugins.ts",
  "synthesis/plugin-placement.ts",
  "values/processes.ts",
];

test("every reader of a document uses the bound", () => {
  const lib = join(__dirname, "..", "..", "lib");
  const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const reading = files.filter((file) => /\breadFile(?:Sync)?\(/u.test(readFileSync(join(lib, file), "utf8")));
  expect(files.length).toBeGreaterThan(100);
  expect(reading.filter((file) => !OTHER_READERS.includes(file))).toEqual([]);
});
