// The store: which files it refuses and does not change, who can read its files, and that a transaction is all or nothing.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Libsql from "libsql";
import { Store, type MeterReading } from "../../lib/store";
import { UsageError } from "../../lib/values";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const fileIn = (...parts: string[]): string => join(folder, ...parts);

const READING: MeterReading = {
  kind: "obs-traffic",
  account: "acme",
  fromRegion: "cn-north-4",
  toRegion: "cn-east-3",
  gib: 1,
};

/** A region state with enough in it to fill several pages, closed. */
function filledState(): string {
  const file = fileIn("state", "cloud.db");
  const store = Store.open(file);
  store.transaction(() => {
    for (let line = 0; line < 2000; line += 1) store.journal.append({ atSeconds: line, line: `line ${String(line)}` });
  });
  store.close();
  return file;
}

/** Every file of the folder with its content, except the index of the log, which every reader of a database changes. */
function contents(of = folder): Record<string, string> {
  const entries = readdirSync(of, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith("-shm"));
  const digest = (file: string): string => createHash("sha256").update(readFileSync(file)).digest("hex");
  return Object.fromEntries(entries.sort().map((file) => [file, digest(file)]));
}

function changeHeader(file: string, change: string): void {
  const database = new Libsql(file);
  database.exec(change);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

const sqlite = (file: string): void => changeHeader(file, "CREATE TABLE other (x); INSERT INTO other VALUES (1)");

interface BadFile {
  readonly name: string;
  readonly make: () => string;
  readonly says: RegExp;
}

const badFiles: readonly BadFile[] = [
  {
    name: "a text file",
    make: () => (writeFileSync(fileIn("notes.txt"), "not a database\n".repeat(50)), fileIn("notes.txt")),
    says: /is something else, not a region state\. Name another file\./,
  },
  {
    name: "a few bytes",
    make: () => (writeFileSync(fileIn("short"), "SQL"), fileIn("short")),
    says: /is something else/,
  },
  {
    name: "a database of another program",
    make: () => (sqlite(fileIn("other.db")), fileIn("other.db")),
    says: /is something else/,
  },
  {
    name: "a region state cut after its header",
    make: () => {
      const file = filledState();
      truncateSync(file, 60);
      return file;
    },
    says: /damaged or was cut short/,
  },
  {
    name: "a region state cut in the middle",
    make: () => {
      const file = filledState();
      truncateSync(file, Math.floor(statSync(file).size / 2));
      return file;
    },
    says: /damaged or was cut short\. Restore it from a copy\./,
  },
  {
    name: "a region state cut to nothing, with its log still there",
    make: () => (
      writeFileSync(fileIn("cloud.db"), ""),
      writeFileSync(fileIn("cloud.db-wal"), "frames"),
      fileIn("cloud.db")
    ),
    says: /damaged or was cut short/,
  },
  {
    name: "a region state of a newer schema",
    make: () => {
      const file = filledState();
      changeHeader(file, "PRAGMA user_version = 3");
      return file;
    },
    says: /newer version of cdktf-image-replication \(schema 3, and this one knows up to 2\)\. Install that version/,
  },
  {
    name: "a folder",
    make: () => (mkdirSync(fileIn("cloud.db")), fileIn("cloud.db")),
    says: /not a plain file/,
  },
  {
    name: "a symbolic link to a region state",
    make: () => (symlinkSync(filledState(), fileIn("link.db")), fileIn("link.db")),
    says: /symbolic link/,
  },
  {
    name: "a symbolic link to a missing file",
    make: () => (symlinkSync(fileIn("nowhere"), fileIn("link.db")), fileIn("link.db")),
    says: /symbolic link/,
  },
];

test.each(badFiles)("$name is refused and unchanged", ({ make, says }) => {
  const file = make();
  const before = contents();
  expect(() => Store.open(file)).toThrow(UsageError);
  expect(() => Store.open(file)).toThrow(says);
  expect(contents()).toEqual(before);
  expect(lstatSync(file, { throwIfNoEntry: false })).toBeDefined();
});

test("a region state of the first schema, in which projects have no names, is read and kept", () => {
  const file = fileIn("cloud.db");
  Store.open(file).close();
  const older = new Libsql(file);
  older.exec('ALTER TABLE "projects" DROP COLUMN "name"');
  older.exec("INSERT INTO projects (id, account, region) VALUES ('p-1', 'acme', 'cn-north-4')");
  older.exec("PRAGMA user_version = 1");
  older.close();
  for (let times = 0; times < 2; times += 1) {
    const store = Store.open(file);
    expect(store.projects.all()).toEqual([{ id: "p-1", account: "acme", region: "cn-north-4" }]);
    store.projects.put({ id: "p-2", account: "acme", region: "cn-north-4", name: "cn-north-4_web" });
    expect(store.projects.tryFind("p-2", "acme")?.name).toBe("cn-north-4_web");
    store.transaction(() => store.reset());
    store.projects.put({ id: "p-1", account: "acme", region: "cn-north-4" });
    store.close();
  }
});

test("a newer schema that is still in the log is refused", () => {
  const file = filledState();
  const newer = new Libsql(file);
  newer.exec("PRAGMA user_version = 3");
  expect(() => Store.open(file)).toThrow(/newer version/);
  newer.close();
});

test("a file of another user is refused and unchanged", () => {
  const file = filledState();
  const before = contents();
  expect(() => Store.open(file, { userId: statSync(file).uid + 1 })).toThrow(/belongs to another user/);
  // Only the superuser can change the owner of a file.
  if (process.getuid?.() === 0) {
    chownSync(file, 12345, 12345);
    expect(() => Store.open(file)).toThrow(/belongs to another user/);
  }
  expect(contents()).toEqual(before);
});

test("only the owner can read a new file and its folder, and version control ignores them", () => {
  const file = fileIn("app", ".image-replication", "cloud.db");
  const store = Store.open(file);
  store.meter.add(READING);
  const mode = (path: string): number => statSync(path).mode & 0o777;
  expect(mode(dirname(file))).toBe(0o700);
  for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(mode(name)).toBe(0o600);
  expect(readFileSync(join(dirname(file), ".gitignore"), "utf8")).toBe("*\n");
  store.close();
});

test("a folder with other files is unchanged", () => {
  writeFileSync(fileIn("main.ts"), "");
  Store.open(fileIn("cloud.db")).close();
  expect(existsSync(fileIn(".gitignore"))).toBe(false);
});

test("an empty file counts as a new region state", () => {
  writeFileSync(fileIn("cloud.db"), "");
  const store = Store.open(fileIn("cloud.db"));
  expect(store.jobs.all()).toEqual([]);
  store.close();
});

test("stored data is there when the file is opened again", () => {
  const file = filledState();
  const first = Store.open(file);
  const before = first.snapshot();
  first.close();
  first.close();
  const second = Store.open(file);
  expect(second.snapshot()).toEqual(before);
  expect(second.journal.lines(1998)).toEqual(["line 1998", "line 1999"]);
  second.close();
});

test("a closed file is complete, so that it can be copied alone", () => {
  const file = filledState();
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
});

test("two handles on one file see each other's transactions and share their numbering", () => {
  const file = fileIn("cloud.db");
  const [left, right] = [Store.open(file), Store.open(file)];
  for (let round = 0; round < 50; round += 1) {
    for (const store of [left, right]) {
      store.transaction(() => {
        store.meter.add(READING);
        store.journal.append({ atSeconds: 0, line: String(store.journal.count()) });
      });
    }
  }
  expect(left.meter.all()).toEqual([{ ...READING, gib: 100 }]);
  expect(left.journal.lines()).toEqual(Array.from({ length: 100 }, (_, line) => String(line)));
  expect(left.digest()).toBe(right.digest());
  left.close();
  right.close();
});

/** A process that adds 200 lines to the journal, each in a transaction that reads before it writes. */
const WRITER = `
  const { Store } = require(${JSON.stringify(join(__dirname, "..", "..", "lib", "store"))});
  const store = Store.open(process.argv[1]);
  const addLine = () => store.journal.append({ atSeconds: 0, line: String(store.journal.count()) });
  for (let time = 0; time < 200; time += 1) store.transaction(addLine);
  store.close();
`;

test("processes that create one file at the same time all finish and lose nothing", async () => {
  const file = fileIn("state", "cloud.db");
  const writer = (): Promise<number | null> =>
    new Promise((resolve) => {
      spawn(process.execPath, ["--require", "tsx/cjs", "--eval", WRITER, file], { stdio: "inherit" }).on(
        "exit",
        resolve,
      );
    });
  expect(await Promise.all([writer(), writer(), writer(), writer()])).toEqual([0, 0, 0, 0]);
  const store = Store.open(file);
  expect(store.journal.lines()).toEqual(Array.from({ length: 800 }, (_, line) => String(line)));
  store.close();
});

test("a transaction that throws changes nothing", () => {
  const store = Store.open(":memory:");
  const before = store.snapshot();
  const half = (): void =>
    store.transaction(() => {
      store.meter.add(READING);
      store.meta.setNumber("nowSeconds", 7);
      throw new Error("interrupted");
    });
  expect(half).toThrow("interrupted");
  expect(store.snapshot()).toEqual(before);
});

test("a nested transaction is kept or rolled back with the outer one", () => {
  const store = Store.open(":memory:");
  store.transaction(() => {
    store.transaction(() => store.meter.add(READING));
    store.meter.add(READING);
  });
  expect(store.meter.all()).toEqual([{ ...READING, gib: 2 }]);

  const swallowing = (): void =>
    store.transaction(() => {
      store.meter.add(READING);
      try {
        store.transaction(() => {
          throw new Error("inner");
        });
      } catch {
        // The outer transaction continues.
      }
    });
  expect(swallowing).toThrow("inner");
  expect(store.meter.all()).toEqual([{ ...READING, gib: 2 }]);
});

test("a reset region state is like a new one", () => {
  const store = Store.open(":memory:");
  const fresh = store.digest();
  store.meter.add(READING);
  store.meta.setNumber("nowSeconds", 7);
  store.accounts.put({ id: "acme", site: "china" });
  expect(store.digest()).not.toBe(fresh);
  store.reset();
  expect(store.digest()).toBe(fresh);
});

test.each([
  ["NUL", ["bucket\u0000a", "bucket\u0000b"]],
  ["half of a surrogate pair", ["bucket\ud83da", "bucket\ude00a"]],
])("text with %s is neither stored nor looked up, because it would equal other text", (what, names) => {
  const store = Store.open(":memory:");
  const bucket = { region: "cn-north-4", account: "acme", storageClass: "standard" } as const;
  store.buckets.put({ ...bucket, name: "bucket" });
  for (const name of names) {
    const sentence = `the text ${JSON.stringify(name)} holds `;
    expect(() => store.buckets.put({ ...bucket, name })).toThrow(sentence);
    expect(() => store.buckets.tryFind(name)).toThrow(what);
    expect(() => store.buckets.tryFind(name)).toThrow(UsageError);
  }
  expect(store.buckets.all().map(({ name }) => name)).toEqual(["bucket"]);
  store.close();
});
