// Many processes create one region state at the same instant, in every way: none reports a damaged file.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspectRegionState, Store } from "../../lib/store";
import { runIn } from "./command";
import { crowd } from "./crowd";

const DIST = join(__dirname, "..", "..", "dist");

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "crowds-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Opens a region state as the plugin and the commands do, writes to it, and closes it; or inspects it as "doctor" does. */
const OPENER = `
  const { inspectRegionState, Store } = require(${JSON.stringify(join(DIST, "store"))});
  const { openCloud } = require(${JSON.stringify(join(DIST, "cloud"))});
  const roads = {
    store(file) {
      const store = Store.open(file);
      store.transaction(() => store.journal.append({ atSeconds: 0, line: "here" }));
      store.close();
    },
    plugin(file) {
      const opened = openCloud(file);
      opened.cloud.inventory();
      opened.close();
    },
    doctor: (file) => inspectRegionState(file),
  };
  process.on("message", ({ file, road }) => {
    try {
      roads[road](file);
      process.send("sound");
    } catch (error) {
      process.send(String(error));
    }
  });
  process.send("ready");
`;

test.each([[12, 30]])(
  "%d processes that open a new region state at once never find it damaged or busy, in %d runs",
  async (size, rounds) => {
    const openers = await crowd(size, OPENER);
    const lookers = await crowd(2, OPENER);
    const answers: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const file = join(folder, String(round), ".image-replication", "cloud.db");
      mkdirSync(join(folder, String(round)));
      const [opened, looked] = await Promise.all([
        openers.askAll({ file, road: round % 2 === 0 ? "store" : "plugin" }),
        lookers.askAll({ file, road: "doctor" }),
      ]);
      answers.push(...opened, ...looked);
      expect(inspectRegionState(file)).toBe(true);
    }
    openers.end();
    lookers.end();
    expect(answers).toEqual(Array.from({ length: rounds * (size + 2) }, () => "sound"));
    const first = Store.open(join(folder, "0", ".image-replication", "cloud.db"));
    expect(first.journal.lines()).toEqual(Array.from({ length: size }, () => "here"));
    first.close();
  },
  120_000,
);

/** Loads what a command needs, and waits until all processes are ready. */
const HELD = `
  require(${JSON.stringify(join(DIST, "store"))});
  require(${JSON.stringify(join(DIST, "cloud"))});
  const fs = require("node:fs");
  fs.writeFileSync(process.env.CROWD_READY + process.pid, "");
  while (!fs.existsSync(process.env.CROWD_GO)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
`;

interface Ended {
  readonly code: number | null;
  readonly err: string;
}

/** Runs commands that all begin when the last of them is loaded. */
async function atOnce(commands: readonly (readonly string[])[]): Promise<readonly Ended[]> {
  const barrier = mkdtempSync(join(folder, "barrier-"));
  writeFileSync(join(barrier, "held.cjs"), HELD);
  mkdirSync(join(barrier, "ready"));
  const env = { ...process.env, CROWD_READY: join(barrier, "ready", "of-"), CROWD_GO: join(barrier, "go") };
  const ended = commands.map((command) => {
    const args = ["--require", join(barrier, "held.cjs"), join(DIST, "cli", "main.js"), ...command];
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    return [
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (child.exitCode !== null || existsSync(join(barrier, "ready", `of-${String(child.pid)}`))) resolve();
          else setTimeout(look, 5);
        };
        look();
      }),
      new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, err }))),
    ] as const;
  });
  await Promise.all(ended.map(([ready]) => ready));
  writeFileSync(join(barrier, "go"), "");
  return Promise.all(ended.map(([, end]) => end));
}

test("commands that create one region state at once all succeed or report that none exists yet", async () => {
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ language: "typescript", app: "true", output: "out" }));
  const place = { region: "cn-north-4", sizeGib: 1 };
  const inventory = {
    format: "image-replication/inventory",
    version: 1,
    images: [{ id: "ims-1", name: "web", kind: "system-disk", ...place }],
    buckets: [
      { name: "home", region: "cn-north-4" },
      { name: "away", region: "cn-east-3" },
    ],
    objects: [{ bucket: "home", key: "web", sizeGib: 1, checksum: "1".repeat(64) }],
  };
  writeFileSync(join(folder, "inventory.json"), JSON.stringify(inventory));
  const importing = ["state", "import", "inventory.json"];
  const transfer = ["object", "transfer", "--from-bucket", "home", "--from-key", "web", "--to-bucket", "away"];
  const listing = ["state", "list"];
  const ends = await atOnce([importing, importing, importing, importing, transfer, transfer, listing, listing]);
  const err = "Imported 1 image from inventory.json into .image-replication/cloud.db.\n";
  expect(ends.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ code: 0, err })));
  for (const { code, err: said } of ends.slice(4)) {
    if (code !== 0) expect(said).toMatch(/there is no (?:region state yet|object "?home)/u);
  }
  // Now that it exists, transfers to one target at once.
  const transfers = await atOnce(Array.from({ length: 8 }, () => transfer));
  expect(transfers).toEqual(Array.from({ length: 8 }, () => ({ code: 0, err: "" })));
  expect(runIn(folder, "state", "list")).toMatchObject({ code: 0, err: "" });
}, 60_000);
