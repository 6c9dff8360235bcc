// After any run, with or without faults, and after the removal of everything that it made, the inventory is as before, except for the
// residue that the plan lists.
import fc from "fast-check";
import { NO_FAULTS } from "../../lib/model";
import { isPending, residueOf } from "../../lib/routes";
import { routePlanOf } from "../routes/goals";
import { askedOf, COMBINATIONS } from "../routes/small-worlds";
import { expectNothingLeft, reachedWorld } from "./undoing";

/** An image that can be replicated only as a file. */
const LARGE = COMBINATIONS.find(
  ({ kind, sizeGib, relation, encrypted, seen }) =>
    kind === "data-disk" && sizeGib === 129 && relation === "other region" && !encrypted && seen === "private",
)!;

test("random destinations under random faults leave only the residue of their plans", async () => {
  const listed = new Set<string>();
  const statuses = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.noBias(fc.nat()),
      fc.nat(1000),
      fc.constantFrom(0, 0.2, 0.5),
      fc.nat(2),
      fc.boolean(),
      async (index, randomSeed, failureRate, retries, retire) => {
        const { plan, inventory } = reachedWorld(index);
        const faults = { ...NO_FAULTS, random: { randomSeed, failureRate } };
        const left = await expectNothingLeft(plan, inventory, { faults, retries, retire });
        for (const { leaves } of plan.residue ?? []) listed.add(leaves);
        for (const status of left) statuses.add(status);
      },
    ),
    { numRuns: 40, seed: 21 },
  );
  expect(listed).toEqual(new Set(["backup", "rejection"]));
  expect([...statuses]).toEqual(expect.arrayContaining(["made", "failed", "behind"]));
});

test.each([
  ["that is transferred and removed", {}, []],
  ["that is transferred and retained", { keepsObjects: true as const }, ["object b:k", "object away:k"]],
])("an object %s", (_, more, expected) => {
  const asked = askedOf(LARGE);
  const { hops } = routePlanOf(asked);
  const file = { bucket: "b", key: "k" };
  const changed = hops.map((hop) => {
    if (hop.operation === "exportImage") return { ...hop, detail: { ...hop.detail, file } };
    if (hop.operation !== "transferObject") return hop;
    return { ...hop, detail: { ...hop.detail, ...more, target: { ...hop.detail!.target!, bucket: "away", key: "k" } } };
  });
  const left = residueOf(changed).map(({ leaves, where }) => `${leaves} ${isPending(where) ? "?" : where}`);
  expect(left.sort()).toEqual([...expected].sort());
  const alone = changed.filter(({ operation }) => operation === "exportImage");
  expect(residueOf(alone)).toMatchObject([{ leaves: "object", where: "b:k" }]);
});
