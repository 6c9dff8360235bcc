// Forecast = simulation: of random wishes in random worlds, with random prices and slots, the planner's makespan, traffic and cost are what
// the simulated cloud measures. Thousands more run in the soak.
import fc from "fast-check";
import { expectGoalsAsForecast, expectNothingCheaper, randomGoals, smallWishes } from "./random-goals";

test("makespan, traffic and cost of random wishes are what the simulated cloud measures", async () => {
  let hops = 0;
  await fc.assert(
    fc.asyncProperty(randomGoals, async (asked) => {
      hops += await expectGoalsAsForecast(asked);
    }),
    { numRuns: 200, seed: 20260101 },
  );
  // Most wishes are for images that something bars: what is left has to be enough to mean something.
  expect(hops).toBeGreaterThan(200);
});

test("on random worlds of up to six images brute force finds nothing cheaper, and no way where the planner finds none", () => {
  fc.assert(fc.property(smallWishes, expectNothingCheaper), { numRuns: 10, seed: 20260102 });
});
