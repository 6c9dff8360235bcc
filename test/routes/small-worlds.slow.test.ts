// Exhaustive on small worlds: each destination has a legal route that the simulated cloud applies as forecast, or the plan names the
// blocking rules; and no chain of operations of the simulated cloud is cheaper.
import { CATALOG } from "../../lib/catalog";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { Store } from "../../lib/store";
import { cheapestByForce } from "./brute-force";
import { checkRoutePlan } from "./check-route-plan";
import { planned, routePlanOf, wishesFor } from "./goals";
import { askedOf, COMBINATIONS, forBms, title } from "./small-worlds";

/** Only every n-th, because all would take minutes. */
const every = <T>(list: readonly T[], step: number): readonly T[] => list.filter((_, index) => index % step === 0);

test("every combination has a legal route, or a rule on each of its routes", () => {
  let reached = 0;
  for (const one of COMBINATIONS) {
    const asked = askedOf(one);
    const goals = planned(asked);
    const [unreached] = goals.unreached;
    if (unreached !== undefined) {
      expect({ what: title(one), lacks: unreached.result.lacks }).toEqual({ what: title(one), lacks: null });
      expect({ what: title(one), blocked: unreached.result.blocked.length > 0 }).toEqual({
        what: title(one),
        blocked: true,
      });
      continue;
    }
    reached += 1;
    const plan = routePlanOf(asked, wishesFor(asked, goals));
    expect({ what: title(one), illegal: checkRoutePlan(plan, asked.inventory, CATALOG) }).toEqual({
      what: title(one),
      illegal: [],
    });
  }
  expect(reached).toBeGreaterThan(COMBINATIONS.length / 8);
  expect(reached).toBeLessThan(COMBINATIONS.length);
});

test("the simulated cloud applies routes as forecast", async () => {
  for (const one of every(COMBINATIONS, 7)) {
    const asked = askedOf(one);
    const goals = planned(asked);
    if (goals.unreached.length > 0) continue;
    const plan = routePlanOf(asked, wishesFor(asked, goals));
    const store = Store.open(":memory:");
    const cloud = new Cloud(store);
    cloud.load(asked.inventory);
    const { complete, elapsedSeconds, chargedGib } = await new Deployment(plan, cloud).run();
    const { durationSeconds, chargedGib: forecastGib } = plan.forecast;
    expect({ what: title(one), complete, elapsedSeconds, chargedGib }).toEqual({
      what: title(one),
      complete: true,
      elapsedSeconds: durationSeconds,
      chargedGib: forecastGib,
    });
    store.close();
  }
});

test("brute force over the simulated cloud finds no cheaper and no additional route", () => {
  for (const one of every(COMBINATIONS, 449)) {
    const asked = askedOf(one);
    const found = cheapestByForce(asked);
    expect({ what: title(one), ...found }).toEqual({ what: title(one), better: null });
  }
});

test("an image of bare-metal servers has legal routes, and brute force finds no cheaper one", () => {
  let reached = 0;
  for (const one of every(COMBINATIONS, 3)) {
    const asked = forBms(askedOf(one));
    const goals = planned(asked);
    if (goals.unreached.length > 0) continue;
    reached += 1;
    const plan = routePlanOf(asked, wishesFor(asked, goals));
    const illegal = checkRoutePlan(plan, asked.inventory, CATALOG);
    expect({ what: title(one), illegal }).toEqual({ what: title(one), illegal: [] });
  }
  expect(reached).toBeGreaterThan(200);
  const keyed = COMBINATIONS.filter(
    ({ kind, targetKey, licence }) => kind === "system-disk" && targetKey && licence === "free",
  );
  for (const one of every(keyed, 127)) {
    expect({ what: title(one), ...cheapestByForce(forBms(askedOf(one))) }).toEqual({ what: title(one), better: null });
  }
});
