// Unusable region states on the command line: each command refuses them with a fix, and leaves every byte unchanged. test/store tests the
// store itself.
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { unreachable } from "../../lib/store/file";
import { WatchedFolder } from "./watched-folder";

const STATE = ".image-replication/cloud.db";
const INVENTORY = JSON.stringify({
  format: "image-replication/inventory",
  version: 1,
  images: Array.from({ length: 40 }, (_, index) => ({
    id: `ims-${String(index)}`,
    name: `web-${String(index)}`,
    region: "cn-north-4",
    kind: "system-disk",
    sizeGib: 40,
  })),
});

let folder: WatchedFolder;
beforeEach(() => {
  folder = new WatchedFolder();
  folder.write("inventory.json", INVENTORY);
});
afterEach(() => {
  folder.remove();
});

function sound(): string {
  expect(folder.run(["state", "import", "inventory.json"])).toMatchObject({ code: 0 });
  return folder.file(STATE);
}

/** The header holds the schema version at byte 60. */
function newer(file: string): void {
  const database = readFileSync(file);
  database.writeUInt32BE(99, 60);
  writeFileSync(file, database);
}

interface BadState {
  readonly name: string;
  readonly make: () => unknown;
  readonly env?: NodeJS.ProcessEnv;
  readonly says: RegExp;
}

const states: readonly BadState[] = [
  {
    name: "of a newer schema",
    make: () => newer(sound()),
    says: /cannot hold the region state: it was written by a newer version .*schema 99.* Install that version, or name another file\./u,
  },
  {
    name: "cut in the middle",
    make: () => truncateSync(sound(), 20_000),
    says: /it is damaged or was cut short\. Restore it from a copy\. Move the file away/u,
  },
  {
    name: "cut inside its header",
    make: () => truncateSync(sound(), 60),
    says: /damaged or was cut short/u,
  },
  {
    name: "not a database",
    make: () => folder.write(STATE, "hello\n".repeat(1000)),
    says: /it is something else, not a region state\. Name another file\./u,
  },
  {
    name: "a symbolic link",
    make: () => {
      folder.write("other.db", readFileSync(sound()));
      rmSync(folder.file(STATE));
      symlinkSync(folder.file("other.db"), folder.file(STATE));
    },
    says: /it is a symbolic link\. Name the file itself, or remove the link\./u,
  },
  {
    name: "a folder",
    make: () => mkdirSync(folder.file(STATE), { recursive: true }),
    says: /it is not a plain file\. Name another file\./u,
  },
  {
    name: "below a file",
    make: () => folder.write(".image-replication", "a file"),
    says: /the region state cannot be kept here: a part of its path is a file, .*\. Name another file\./u,
  },
];

const COMMANDS: readonly (readonly string[])[] = [
  ["state", "import", "inventory.json"],
  ["state", "list"],
  ["state", "export", "-o", "out.json"],
  ["state", "reset", "--yes"],
];

describe.each(states)("a region state that is $name", ({ make, says }) => {
  test("is refused by every command with a fix, and keeps every byte", () => {
    make();
    const before = folder.contents();
    for (const command of COMMANDS) {
      const { code, out, err } = folder.run(command);
      // A command that only reads reports an unreachable region state as missing.
      if (!/there is no region state yet/u.test(err)) expect(err).toMatch(says);
      expect(err).not.toMatch(/\n\s+at /u);
      expect([code, out]).toEqual([64, ""]);
      expect(folder.contents()).toEqual(before);
    }
  });
});

test.each([
  ["EACCES", /you have no right to read and write there\. Name another file\.$/u],
  ["EROFS", /the disk is read-only\. Name another file\.$/u],
  ["SQLITE_CANTOPEN", /you have no right/u],
])("the system error %s becomes a sentence", (code, says) => {
  expect(unreachable("cloud.db", Object.assign(new Error("failed"), { code }))?.message).toMatch(says);
});

// The superuser can write everywhere.
const unlessSuperuser = process.getuid?.() === 0 ? test.skip : test;

unlessSuperuser("a folder that is not writable is an error, and nothing is written", () => {
  mkdirSync(folder.file(".image-replication"), { mode: 0o500 });
  const before = folder.contents();
  const { code, err } = folder.run(["state", "import", "inventory.json"]);
  chmodSync(folder.file(".image-replication"), 0o700);
  expect([code, folder.contents()]).toEqual([64, before]);
  expect(err).toMatch(/the region state cannot be kept here/u);
});
