// Which processes count as alive: no zombies, and a process of another PID namespace as long as its heartbeat is fresh.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Cloud, HEARTBEAT_TIMEOUT_MS, type Holder } from "../../lib/cloud";
import { HEARTBEAT_MS, holderOf, removeOrphans, socketFolderPrefix, SOCKET_PREFIX } from "../../lib/provider/process";
import { Store } from "../../lib/store";
import { epochMilliseconds, sleep } from "../../lib/time";
import { isRunning } from "../../lib/values";

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** Starts a program and returns its first line. */
async function firstLine(command: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error(`${command} printed nothing`);
}

const hasZombies = process.platform === "linux";
const zombieTest = hasZombies ? test : test.skip;

/** The number of a dead process whose parent never waits for it. */
async function makeZombie(): Promise<number> {
  const pid = Number(await firstLine("/bin/sh", "-c", "sleep 0.5 & echo $!; exec sleep 60"));
  const isZombie = (): boolean => /\) Z /u.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  while (!isZombie()) await sleep(5);
  return pid;
}

const isThere = { isThere: () => true };

/** What two equal requests of two holders make, one after the other. */
function made(first: Holder, second: Holder, prepare: (cloud: Cloud) => void = () => undefined): readonly unknown[] {
  const store = Store.open(":memory:");
  const cloud = new Cloud(store);
  const make = (number: number): string => `made-${number}`;
  const ids = [cloud.claim({ name: "web" }, first, { ...isThere, make })];
  prepare(cloud);
  ids.push(cloud.claim({ name: "web" }, second, { ...isThere, make }));
  store.close();
  return ids;
}

zombieTest("a zombie counts as dead: its request is adopted, and nothing is made twice", async () => {
  const pid = await makeZombie();
  expect([isRunning(pid), isRunning(process.pid), isRunning(0), isRunning(NaN)]).toEqual([false, true, false, false]);
  const zombie = holderOf(pid);
  const own = holderOf(process.pid);
  expect(own.isAlive(zombie.id, 0)).toBe(false);
  expect(made(zombie, own)).toEqual(["made-0", "made-0"]);
  expect(own.isAlive(own.id, 0)).toBe(true);
  expect(made(own, own)).toEqual(["made-0", "made-1"]);
});

zombieTest("the socket folder of a zombie is removed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sockets-"));
  try {
    const own = `${socketFolderPrefix()}a`;
    const ofZombie = own.replace(`${SOCKET_PREFIX}${process.pid}`, `${SOCKET_PREFIX}${await makeZombie()}`);
    for (const name of [own, ofZombie]) mkdirSync(join(folder, name));
    removeOrphans(join(folder, own, "plugin.sock"));
    expect(readdirSync(folder)).toEqual([own]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a holder of 0.1.0, which records no host, is checked by its process number and start", () => {
  const own = holderOf(process.pid);
  const [pid, began] = own.id.split("@");
  expect(own.isAlive(`${pid}@${began}`, 0)).toBe(true);
  expect(own.isAlive(`${pid}@${Number(began) + 1}`, 0)).toBe(false);
  expect(own.isAlive(`${spawnSync("true").pid}@${began}`, 0)).toBe(false);
});

test("a holder elsewhere counts as alive until its heartbeat is 30 s old, whatever its number", () => {
  expect([HEARTBEAT_TIMEOUT_MS, HEARTBEAT_MS < HEARTBEAT_TIMEOUT_MS / 3]).toEqual([30_000, true]);
  const own = holderOf(process.pid);
  for (const elsewhere of ["another-boot@4026531836", "@1", "another-boot@"]) {
    const other = holderOf(process.pid, elsewhere);
    const now = epochMilliseconds();
    expect(own.isAlive(other.id, now)).toBe(true);
    expect(own.isAlive(other.id, now - 29_000)).toBe(true);
    expect(own.isAlive(other.id, now - 30_000)).toBe(false);
    expect(own.isAlive(other.id, 0)).toBe(false);
    const beating = (age: number) => (cloud: Cloud) => {
      cloud.recordHeartbeat(other, epochMilliseconds() - age);
    };
    expect(made(other, own, beating(0))).toEqual(["made-0", "made-1"]);
    expect(made(other, own, beating(31_000))).toEqual(["made-0", "made-0"]);
  }
});

test("heartbeats of stopped processes are removed", () => {
  const store = Store.open(":memory:");
  const cloud = new Cloud(store);
  const [one, two] = [1, 2].map((pid) => holderOf(pid, `place@${pid}`));
  cloud.recordActivity(500);
  cloud.recordHeartbeat(one!, 1000);
  cloud.recordHeartbeat(two!, 31_000);
  expect(store.activity.all()).toHaveLength(3);
  cloud.recordHeartbeat(two!, 31_001);
  expect(store.activity.all()).toEqual([
    { name: two!.id, epochMs: 31_001 },
    { name: "request", epochMs: 500 },
  ]);
  store.close();
});

const UNSHARE = ["--pid", "--fork", "--kill-child", "--mount-proc"];
const canUnshare = spawnSync("unshare", [...UNSHARE, "true"]).status === 0;
const unshareTest = canUnshare ? test : test.skip;

unshareTest("a process of another PID namespace is not looked up among the processes of this one", async () => {
  const module = join(__dirname, "../../lib/provider/process.ts");
  const code = `console.log(require(${JSON.stringify(module)}).holderOf(process.pid).id); process.stdin.resume();`;
  const id = await firstLine("unshare", ...UNSHARE, process.execPath, "--require", "tsx/cjs", "--eval", code);
  const own = holderOf(process.pid);
  const [pid] = id.split("@");
  // Number 1 there; here number 1 is a living process.
  expect(pid).toBe("1");
  const now = epochMilliseconds();
  expect([own.isAlive(id, now), own.isAlive(id, now - 30_000), own.isAlive(id, 0)]).toEqual([true, false, false]);
  // The reverse case.
  const there = holderOf(process.pid, id.split("@").slice(2).join("@"));
  expect([there.isAlive(own.id, now), there.isAlive(own.id, 0)]).toEqual([true, false]);
});
