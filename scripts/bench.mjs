// `npm run bench`: how long synth, planning and the simulated apply take, side by side in one run, so that ratios mean something on any
// machine. Prints figures beside their targets and judges none: it fails only when a measurement cannot be made. Takes two to three minutes.

import { spawnSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { BuildError, ensureReady } from "./ready.mjs";

/** Each runs in processes of its own, which start this file again with `--measure`. */
const measurements = {
  fleet: () => import("./bench/fleet.mjs"),
  distributing: () => import("./bench/distributing.mjs"),
  planning: () => import("./bench/planning.mjs"),
  applying: () => import("./bench/applying.mjs"),
  importing: () => import("./bench/importing.mjs"),
  makespan: () => import("./bench/makespan.mjs"),
  terraforming: () => import("./bench/terraforming.mjs"),
};

const [flag, name, ...args] = process.argv.slice(2);
if (flag === "--measure") {
  const { measure } = await measurements[name]();
  process.stdout.write(JSON.stringify(await measure(...args)));
} else {
  try {
    ensureReady();
    report();
  } catch (error) {
    process.stderr.write(`${error instanceof BuildError ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

function report() {
  const { model } = cpus()[0] ?? { model: "unknown processor" };
  const memory = Math.round(totalmem() / 1024 ** 3);
  say(`${model}, ${cpus().length} cores, ${memory} GiB; Node ${process.version}, ${process.platform} ${process.arch}`);
  say("Medians. Every run is a process of its own, and those that are compared take turns.\n");
  synthRows();
  planningRow();
  distributingRows();
  applyingRow();
  importingRow();
  makespanRows();
  pluginRows();
}

function synthRows() {
  const written = [
    ["ours", "lanes"],
    ["by hand", "lanes"],
    ["flat", "lanes"],
    ["ours", "no lanes"],
    ["by hand", "no lanes"],
  ];
  const [ours, byHand, flat, bare, bareByHand] = inTurns(9, written, ([way, lanes]) => fleet(way, 1000, lanes));
  row("synth of 1,000 replicas over the same by hand", overBoth(ours, byHand), "at most 1.2× time, 1.2× memory");
  detail(`ours ${timeAndMemory(ours)}; by hand ${timeAndMemory(byHand)}; same copies emitted: ${same(ours, byHand)}`);
  row("synth of 1,000 replicas over flat resources", overBoth(ours, flat), "none");
  detail(`flat ${timeAndMemory(flat)}`);
  row("synth of 1,000 replicas without lanes, over by hand", overBoth(bare, bareByHand), "none");
  detail(`ours ${timeAndMemory(bare)}; by hand ${timeAndMemory(bareByHand)}; same copies: ${same(bare, bareByHand)}`);

  const [many, manyByHand] = inTurns(3, ["ours", "by hand"], (way) => fleet(way, 10_000, "lanes"));
  const [most, mostByHand] = inTurns(1, ["ours", "by hand"], (way) => fleet(way, 50_000, "lanes"));
  row("cost per replica, 10,000 over 1,000", growth(many, 10_000, ours, 1000), "at most 1.3×");
  row("cost per replica, 50,000 over 10,000 (one run)", growth(most, 50_000, many, 10_000), "none");
  detail(`10,000: ours ${timeAndMemory(many)}; by hand ${timeAndMemory(manyByHand)}; ${overBoth(many, manyByHand)}`);
  detail(`50,000: ours ${timeAndMemory(most)}; by hand ${timeAndMemory(mostByHand)}; ${overBoth(most, mostByHand)}`);
}

function planningRow() {
  const [planning] = inTurns(3, ["planning"], () => measured("planning", 10_000));
  row(`planning 10,000 wishes over ${planning.regions} regions`, timeAndMemory(planning), "under 2 s, under 512 MB");
}

function distributingRows() {
  const [planner] = inTurns(3, ["planner"], () => measured("distributing", "planner", 10_000));
  const { wishes, regions, hops } = planner;
  row(
    `planning ${wishes.toLocaleString("en")} wishes whose routes are found, over ${regions} regions`,
    timeAndMemory(planner),
    "under 2 s, under 512 MB",
  );
  detail(`${hops.toLocaleString("en")} hops`);
  const [many, few] = inTurns(3, [1000, 100], (count) => measured("distributing", "synth", count));
  row("cost per destination of a distribution, 1,000 over 100", growth(many, 1000, few, 100), "at most 1.3×");
  detail(`1,000: ${timeAndMemory(many)}; 100: ${timeAndMemory(few)}`);
}

function applyingRow() {
  const [applying] = inTurns(3, ["applying"], () => measured("applying", 10_000));
  row("simulated apply of 10,000 copies that queue", timeAndMemory(applying), "under 2 s");
  const rate = Math.round(applying.events / (applying.milliseconds / 1000));
  row("job events: submitted, started, ended", `${rate.toLocaleString("en")} a second`, "at least 20,000 a second");
}

function importingRow() {
  const [ours, cdktf] = inTurns(25, ["ours", "cdktf"], (what) => measured("importing", what));
  row("import over cdktf's own", `${Math.round(ours.milliseconds - cdktf.milliseconds)} ms more`, "at most 50 ms more");
  detail(`ours ${Math.round(ours.milliseconds)} ms; cdktf ${Math.round(cdktf.milliseconds)} ms`);
}

function makespanRows() {
  for (const [least, most, target] of [
    [50, 300, "at most 1.1×"],
    [2, 49, "none: no copy can be cut in pieces, which the bound ignores"],
  ]) {
    const { worst, median } = measured("makespan", least, most);
    const what = `makespan over lower bound, 1,000 random plans of ${least} to ${most} hops`;
    row(what, `median ${median.toFixed(3)}×, worst ${worst.toFixed(3)}×`, target);
  }
}

function pluginRows() {
  if (spawnSync("terraform", ["version"]).status !== 0) {
    say("Terraform is not on PATH: what the plugin costs it is not measured.");
    return;
  }
  const [start] = inTurns(9, ["start"], () => measured("terraforming", "start"));
  row("a plugin's start to its handshake", `${Math.round(start.milliseconds)} ms`, "none");
  const [plugin, builtIn] = inTurns(3, ["plugin", "terraform_data"], (what) => measured("terraforming", what, 1000));
  row("terraform apply of 1,000 copies over terraform_data", over(plugin.apply, builtIn.apply), "at most 2.2×");
  detail(
    "Terraform itself spends over 3× the processor time on the vendor's 66 attributes: see lib/provider/README.md.",
  );
  const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;
  detail(`apply: copies ${seconds(plugin.apply)}; terraform_data ${seconds(builtIn.apply)}`);
  detail(
    `plan: copies ${seconds(plugin.plan)}; terraform_data ${seconds(builtIn.plan)}; ${over(plugin.plan, builtIn.plan)}`,
  );
}

function fleet(way, count, lanes) {
  return measured("fleet", way, count, lanes);
}

function measured(what, ...settings) {
  const command = [fileURLToPath(import.meta.url), "--measure", what, ...settings.map(String)];
  const { status, stdout } = spawnSync(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) throw new Error(`the measurement "${what} ${settings.join(" ")}" failed`);
  return JSON.parse(stdout.toString());
}

/** Of each subject the median of so many runs, member by member. Subjects take turns, so that a busy moment strikes all. */
function inTurns(rounds, subjects, run) {
  const runs = subjects.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, subject] of subjects.entries()) runs[index].push(run(subject));
  }
  return runs.map((all) => {
    const entries = Object.keys(all[0]).map((member) => [member, medianOf(all.map((one) => one[member]))]);
    return Object.fromEntries(entries);
  });
}

function medianOf(values) {
  if (typeof values[0] !== "number") return values[0];
  return values.sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

function over(left, right) {
  return `${(left / right).toFixed(2)}×`;
}

function overBoth(left, right) {
  return `${over(left.milliseconds, right.milliseconds)} time, ${over(left.peakMb, right.peakMb)} memory`;
}

function growth(left, leftCount, right, rightCount) {
  return over(left.milliseconds / leftCount, right.milliseconds / rightCount);
}

function timeAndMemory({ milliseconds, peakMb }) {
  const time = milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
  return `${time}, ${Math.round(peakMb)} MB`;
}

function same(left, right) {
  return left.digest === right.digest ? "yes" : "no";
}

function row(what, figure, target) {
  say(`${what}\n    ${figure.padEnd(40)} target: ${target}`);
}

function detail(text) {
  say(`    ${text}`);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
