// `image-replication apply` killed at random instants, interrupted, and run twice at once.
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants } from "../../lib/cloud";
import { CHAIN } from "../deployment/rehearsal";
import { killCase, pairCase, runCases } from "./cases";
import { cleanRun, PlanFolder } from "./plan-folder";

const KILLS = 50;

test("an apply that is killed at random instants ends like one clean run, byte for byte", async () => {
  let kills = 0;
  // Some come too late, more of them on a faster machine: cases continue until enough kills have worked.
  await runCases("kills", 1, 20 * KILLS, async (randomSeed) => {
    if (kills >= KILLS) return;
    // Cases run at the same time: read the counter only after the wait.
    const struck = await killCase(randomSeed);
    kills += struck;
  });
  expect(kills).toBeGreaterThanOrEqual(KILLS);
}, 240_000);

test("two applies at once both succeed and make each replica once", async () => {
  await runCases("pairs", 1, 8, pairCase);
}, 120_000);

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends an apply with a sentence, and the next one continues",
  async (signal) => {
    const folder = new PlanFolder(CHAIN);
    try {
      const { child, ended } = folder.apply("--within", "10");
      // The end of the first hop is reported after about half a second: then others are running.
      await new Promise((resolve) =>
        child.stderr?.on("data", (chunk: string) => /made/u.test(chunk) && resolve(undefined)),
      );
      child.kill(signal);
      const { code, err } = await ended;
      expect(code).toBe({ SIGINT: 130, SIGTERM: 143 }[signal]);
      expect(err.trim().split("\n").at(-1)).toBe(
        "Interrupted. What was asked for is kept, and the next apply goes on from here.",
      );
      folder.look((store) => {
        expect(brokenInvariants(store, CATALOG)).toEqual([]);
        expect(store.jobs.underWay().length).toBeGreaterThan(0);
      });
      expect(await folder.apply().ended).toMatchObject({ code: 0 });
      expect(folder.look((store) => store.snapshot())).toEqual(await cleanRun(CHAIN));
    } finally {
      folder.remove();
    }
  },
);
