// The next apply resumes one that dies after any of its commits, with the same ids, order and journal.
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import type { RoutePlan } from "../../lib/routes";
import { Store, type Snapshot } from "../../lib/store";
import { plan, wish } from "../routes/plans";
import { worldOf } from "./rehearsal";

const inRegion = (id: string, source: { image: string } | { hop: string }, gib: number): ReturnType<typeof wish> =>
  wish(`cn-north-4/${id}`, "copyImage", source, { "image.sizeGib": gib });

const PLANS: readonly (readonly [string, RoutePlan])[] = [
  [
    // Both copies of 10 GiB take as long as the one of 60 GiB; the second of them is on the longer path.
    "hops of different depths that end at one instant",
    plan([
      inRegion("a", { image: "large" }, 60),
      inRegion("a-on", { hop: "cn-north-4/a" }, 60),
      inRegion("b1", { image: "small" }, 10),
      inRegion("b2", { hop: "cn-north-4/b1" }, 10),
      wish("cn-east-3/b-on", "copyImageAcross", { hop: "cn-north-4/b2" }, { "image.sizeGib": 10 }),
    ]),
  ],
  [
    "more hops that end at one instant than the clock handles in one transaction",
    plan([
      ...Array.from({ length: 130 }, (_, index) =>
        inRegion(`copy-${String(index).padStart(3, "0")}`, { image: "small" }, 10),
      ),
      inRegion("first-on", { hop: "cn-north-4/copy-000" }, 10),
      wish("cn-east-3/last-on", "copyImageAcross", { hop: "cn-north-4/copy-129" }, { "image.sizeGib": 10 }),
      inRegion("some-on", { hop: "cn-north-4/copy-064" }, 10),
    ]),
  ],
];

/** The final region state, when the process dies after this commit of the apply and another one continues; and the number of commits. */
async function applied(routePlan: RoutePlan, diesAfter: number): Promise<{ stored: Snapshot; commits: number }> {
  let commits = -1;
  const store = Store.open(":memory:", {
    onCommit: (_, phase) => {
      if (commits < 0 || phase === "before") return;
      commits += 1;
      if (commits === diesAfter) throw new Error("died");
    },
  });
  try {
    const cloud = new Cloud(store);
    cloud.load(worldOf(routePlan));
    commits = 0;
    const run = new Deployment(routePlan, cloud).run();
    if (diesAfter > 0) {
      await expect(run).rejects.toThrow("died");
      await new Deployment(routePlan, cloud).run();
    } else await run;
    return { commits, stored: store.snapshot() };
  } finally {
    store.close();
  }
}

test.each(PLANS)("a resumed apply ends like a clean run: %s", async (_, routePlan) => {
  const clean = await applied(routePlan, 0);
  expect(clean.commits).toBeGreaterThan(5);
  for (let diesAfter = 1; diesAfter <= clean.commits; diesAfter += 1) {
    const { stored } = await applied(routePlan, diesAfter);
    expect({ diesAfter, ...stored }).toEqual({ diesAfter, ...clean.stored });
  }
});

test("jobs that another process ends are handled before more time passes", async () => {
  /** Between the reads of journal and clock in this process, another one ends the next job, and requests nothing. */
  class Crowded extends Cloud {
    public override nextEventSeconds(): number | undefined {
      const due = super.nextEventSeconds();
      if (due !== undefined) new Cloud(store).advanceTo(due);
      return super.nextEventSeconds();
    }
  }
  const [, routePlan] = PLANS[0]!;
  const store = Store.open(":memory:");
  try {
    const cloud = new Crowded(store);
    cloud.load(worldOf(routePlan));
    expect((await new Deployment(routePlan, cloud).run()).complete).toBe(true);
    expect(store.snapshot()).toEqual((await applied(routePlan, -1)).stored);
  } finally {
    store.close();
  }
});
