// Forecast = simulation: for random destinations in random worlds, with random prices and slots, the simulated cloud measures the planner's
// makespan, traffic and cost. The soak runs thousands more.
import fc from "fast-check";
import { expectGoalsAsForecast, expectNothingCheaper, randomGoals, smallWishes } from "./random-goals";

test("the simulated cloud measures the makespan, traffic and cost of random destinations as planned", async () => {
  let hops = 0;
  await fc.assert(
    fc.asyncProperty(randomGoals, async (asked) => {
      hops += await expectGoalsAsForecast(asked);
    }),
    { numRuns: 200, seed: 20260101 },
  );
  // Most destinations have no route: enough have to be left for a meaningful test.
  expect(hops).toBeGreaterThan(200);
});

test("in random worlds of up to six images, brute force finds no cheaper and no additional route", () => {
  fc.assert(fc.property(smallWishes, expectNothingCheaper), { numRuns: 10, seed: 20260102 });
});
