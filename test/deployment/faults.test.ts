// Faults under a route plan: reachable hops are made, failures are reported with code and reason, and the next apply makes only the missing
// hops.
import fc from "fast-check";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants } from "../../lib/cloud";
import { NO_FAULTS, type Faults } from "../../lib/model";
import { jobsThatFail } from "../cloud/world";
import { routePlans } from "./random-plans";
import { CHAIN, rehearse, statuses } from "./rehearsal";

const byChance = (randomSeed: number, failureRate: number): Faults => ({
  ...NO_FAULTS,
  random: { randomSeed, failureRate },
});

const BEHIND = 'Its source "cn-north-4/plain" is not there.';

test.each<[string, Faults, Readonly<Record<string, string>>]>([
  [
    "a failed copy across regions",
    jobsThatFail({ job: { targetRegion: "cn-east-3" }, code: "IMG.0018", reason: "No such luck." }),
    { "cn-east-3/web": "failed: No such luck. [IMG.0018]" },
  ],
  [
    "a failed copy with dependents",
    jobsThatFail({ job: { operation: "copyImage" } }),
    {
      "cn-north-4/plain": "failed: planted [IMG.9999]",
      "cn-east-3/web": `behind: ${BEHIND}`,
      "cn-south-1/web": `behind: ${BEHIND}`,
    },
  ],
  [
    "a failed image of a replicated backup",
    jobsThatFail({ job: { imageName: "whole" }, part: 2 }),
    { "cn-south-1/whole": "failed: planted [IMG.9999]" },
  ],
  [
    "a refusing region",
    {
      ...NO_FAULTS,
      regions: [{ region: "cn-south-1", code: "IMG.0061", reason: "It is dark", fromSeconds: 0, untilSeconds: null }],
    },
    Object.fromEntries(
      ["cn-south-1/web", "cn-south-1/whole"].map((id) => [
        id,
        "refused: Region cn-south-1 refuses requests: It is dark. Ask again when it takes requests. [IMG.0061]",
      ]),
    ),
  ],
])("%s is reported, the rest is made, and the next apply makes the missing hops", async (_, faults, missing) => {
  await rehearse(CHAIN, async ({ apply, cloud, store }) => {
    const first = await apply({ faults });
    const told = first.outcomes.filter(({ reason }) => reason !== null);
    expect(Object.fromEntries(told.map(({ hop, status, reason }) => [hop.id, `${status}: ${reason ?? ""}`]))).toEqual(
      missing,
    );
    const jobs = cloud.jobs().length;
    const second = await apply();
    expect(statuses(second)).toEqual(
      Object.fromEntries(CHAIN.hops.map(({ id }) => [id, id in missing ? "made" : "kept"])),
    );
    const parts = (id: string): number => (id.endsWith("whole") ? 3 : 1);
    expect(cloud.jobs().length - jobs).toBe(Object.keys(missing).reduce((sum, id) => sum + parts(id), 0));
    expect(brokenInvariants(store, CATALOG)).toEqual([]);
  });
});

test("a random seed repeats a run byte for byte, and each further apply requests only failed hops", async () => {
  const journals: (readonly string[])[] = [];
  for (const randomSeed of [7, 7, 8]) {
    await rehearse(CHAIN, async ({ apply, cloud }) => {
      for (
        let result = await apply({ faults: byChance(randomSeed, 0.6) }), applies = 1;
        !result.complete;
        applies += 1
      ) {
        expect(applies).toBeLessThan(50);
        const before = statuses(result);
        result = await apply({ faults: byChance(randomSeed, 0.6) });
        const there = Object.entries(before).filter(([, status]) => status === "made" || status === "kept");
        expect(statuses(result)).toMatchObject(Object.fromEntries(there.map(([id]) => [id, "kept"])));
      }
      expect(cloud.jobs().some(({ status }) => status === "FAIL")).toBe(true);
      journals.push(cloud.journal());
    });
  }
  expect(journals[1]).toEqual(journals[0]);
  expect(journals[2]).not.toEqual(journals[0]);
});

test("random plans under random faults end with one replica per hop after any number of applies", async () => {
  await fc.assert(
    fc.asyncProperty(
      routePlans(15),
      fc.nat(1000),
      fc.double({ min: 0, max: 0.7, noNaN: true }),
      async (plan, seed, rate) => {
        await rehearse(plan, async ({ apply, cloud, store }) => {
          await apply({ faults: byChance(seed, rate) });
          await apply({ faults: byChance(seed, rate) });
          expect(await apply()).toMatchObject({ complete: true });
          const made = cloud
            .inventory()
            .images.filter((image) => image.madeFrom.means === "image" && image.status === "active");
          expect(made.map(({ region, name }) => `${region}/${name}`).sort()).toEqual(
            plan.hops.map(({ id }) => id).sort(),
          );
          expect(brokenInvariants(store, CATALOG)).toEqual([]);
        });
      },
    ),
    { numRuns: 40, seed: 11 },
  );
});
