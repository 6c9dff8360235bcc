// How long plans last, over what no plan can beat: the longest chain, or the work of an account shared by its slots.

import { fromDist } from "./dist.mjs";

const PLANS = 1000;
const SLOTS = 5;

/** @returns worst and median of makespan over lower bound, of random plans of so many hops */
export function measure(leastHops, mostHops) {
  const { randomSource } = fromDist("time", "index.js");
  const { schedule, tails } = fromDist("dag", "index.js");
  const random = randomSource(1);
  const ratios = Array.from({ length: PLANS }, () => {
    const tasks = tasksOf(random, Number(leastHops) + random.below(Number(mostHops) - Number(leastHops) + 1));
    const ends = schedule(tasks, () => SLOTS).map(({ endSeconds }) => endSeconds);
    return Math.max(...ends) / boundOf(tasks, Math.max(...tails(tasks).values()));
  }).sort((left, right) => left - right);
  return { worst: ratios.at(-1), median: ratios[PLANS / 2] };
}

/** Chains of up to three copies of one image: decrypt in the region, carry across, encrypt there; 1 to 128 GiB. */
function tasksOf(random, count) {
  const { CATALOG, jobSeconds } = fromDist("catalog", "index.js");
  const seconds = (job, sizeGib) => jobSeconds(CATALOG.pace[job], sizeGib);
  const tasks = [];
  while (tasks.length < count) {
    const sizeGib = 1 + random.below(128);
    const length = Math.min(1 + random.below(3), count - tasks.length);
    for (let link = 0; link < length; link += 1) {
      const across = length === 1 || link === 1;
      const phase = across
        ? { durationSeconds: seconds("imsCrossRegionCopyImageJob", sizeGib), pool: "slots" }
        : { durationSeconds: seconds("imsCopyImageInRegionJob", sizeGib) };
      const after = link === 0 ? [] : [`t${tasks.length - 1}`];
      tasks.push({ id: `t${tasks.length}`, after, phases: [phase] });
    }
  }
  return tasks;
}

function boundOf(tasks, longestChain) {
  const work = tasks.flatMap(({ phases }) => phases).reduce((sum, phase) => sum + inSlots(phase), 0);
  return Math.max(longestChain, work / SLOTS);
}

function inSlots({ pool, durationSeconds }) {
  return pool === undefined ? 0 : durationSeconds;
}
