// Applies of route plans: the forecast is met, a second apply changes nothing, and an unfinished apply is resumed.
import fc from "fast-check";
import { Deployment } from "../../lib/deployment";
import type { Pacing } from "../../lib/time";
import { EnvironmentError, UNKNOWN } from "../../lib/values";
import { plan, wish } from "../routes/plans";
import { ANY_SLOTS, expectAsForecast, routePlans } from "./random-plans";
import { CHAIN, rehearse, statuses, worldOf } from "./rehearsal";

test("a plan takes the forecast time and traffic", async () => {
  await rehearse(CHAIN, async ({ apply, cloud }) => {
    const result = await apply();
    expect(statuses(result)).toEqual(Object.fromEntries(CHAIN.hops.map(({ id }) => [id, "made"])));
    expect(result.complete).toBe(true);
    expect(result.elapsedSeconds).toBe(CHAIN.forecast.durationSeconds);
    expect(result.chargedGib).toEqual(CHAIN.forecast.chargedGib);
    const made = cloud.inventory().images.filter(({ madeFrom }) => madeFrom.means === "image");
    expect(made.map(({ region, name, status }) => `${region}/${name} ${status}`).sort()).toEqual(
      CHAIN.hops.map(({ id }) => `${id} active`).sort(),
    );
  });
});

test("applying twice equals applying once", async () => {
  await rehearse(CHAIN, async ({ apply, store }) => {
    await apply();
    const once = store.snapshot();
    const again = await apply();
    expect(store.snapshot()).toEqual(once);
    expect(new Set(Object.values(statuses(again)))).toEqual(new Set(["kept"]));
    expect(again).toMatchObject({ complete: true, elapsedSeconds: 0, chargedGib: {} });
  });
});

test("an apply that stops at any instant is resumed and ends like one clean run", async () => {
  let clean: unknown;
  await rehearse(CHAIN, async ({ apply, store }) => {
    await apply();
    clean = store.snapshot();
  });
  // The plan has four instants: the end of the first copy, of the two across regions, of the backup, and of the image created from it.
  for (const stopAfter of [0, 1, 2, 3]) {
    await rehearse(CHAIN, async ({ apply, store }) => {
      await expect(apply({ pacing: stopping(stopAfter) })).rejects.toThrow("stopped");
      const result = await apply();
      expect(result.complete).toBe(true);
      expect(store.snapshot()).toEqual(clean);
    });
  }
});

/** A clock that fails after this many advances. */
function stopping(after: number): Pacing {
  let moved = 0;
  return {
    towards: (_now, seconds) => {
      moved += 1;
      return moved > after ? Promise.reject(new Error("stopped")) : Promise.resolve(seconds);
    },
  };
}

test("a refusal names its rule, its dependents are skipped, and the rest is made", async () => {
  const world = worldOf(CHAIN);
  const images = world.images.map((image) => (image.name === "base" ? { ...image, status: "saving" as const } : image));
  await rehearse(
    CHAIN,
    async ({ apply, cloud }) => {
      const result = await apply();
      expect(statuses(result)).toEqual({
        "cn-north-4/plain": "refused",
        "cn-east-3/web": "behind",
        "cn-south-1/web": "behind",
        "cn-south-1/whole": "made",
      });
      expect(result.complete).toBe(false);
      expect(result.outcomes.find(({ status }) => status === "refused")?.reason).toMatch(
        /^Image "base" is saving, .* \[source\/active, IMG\.0046\]$/u,
      );
      cloud.load({ ...world, images: world.images.filter(({ name }) => name === "base") });
      expect(statuses(await apply())).toEqual({
        "cn-north-4/plain": "made",
        "cn-east-3/web": "made",
        "cn-south-1/web": "made",
        "cn-south-1/whole": "kept",
      });
    },
    { ...world, images },
  );
});

test("a missing source is an error, and nothing is submitted for it", async () => {
  await rehearse(
    CHAIN,
    async ({ apply, cloud }) => {
      const result = await apply();
      expect(result.outcomes.find(({ hop }) => hop.id === "cn-north-4/plain")).toMatchObject({
        status: "refused",
        reason: expect.stringMatching(/does not exist .*\[source\/exists, IMG\.0027\]$/u) as string,
      });
      expect(cloud.jobs().filter(({ imageName }) => imageName === "plain")).toEqual([]);
    },
    worldOf(CHAIN, { images: [] }),
  );
});

test("a value that is unknown until apply stops the apply before anything is submitted", async () => {
  const pending = plan([
    wish("cn-north-4/a", "copyImage", { image: "base" }),
    { ...wish("cn-north-4/b", "copyImage", { image: "base" }), sheet: unknownKey() },
  ]);
  await rehearse(pending, async ({ apply, store }) => {
    const before = store.snapshot();
    await expect(apply()).rejects.toThrow(/hop "cn-north-4\/b" .*: its key is known only to Terraform/u);
    expect(store.snapshot()).toEqual(before);
  });
});

function unknownKey(): ReturnType<typeof wish>["sheet"] {
  return wish("cn-north-4/b", "copyImage", { image: "base" }, { "key.id": UNKNOWN, "replica.encryption": "kms" }).sheet;
}

test("two deployments of one plan at once request each replica once", async () => {
  await rehearse(CHAIN, async ({ cloud }) => {
    const both = await Promise.all([new Deployment(CHAIN, cloud).run(), new Deployment(CHAIN, cloud).run()]);
    expect(both.map(({ complete }) => complete)).toEqual([true, true]);
    expect(cloud.inventory().images.filter(({ madeFrom }) => madeFrom.means === "image")).toHaveLength(
      CHAIN.hops.length,
    );
  });
});

test("forecast equals simulation on random plans and slots, for every hop and in total", async () => {
  await fc.assert(fc.asyncProperty(routePlans(25, ANY_SLOTS), expectAsForecast), { numRuns: 60, seed: 7 });
});

test("an apply ends with a sentence when the region state is reset meanwhile", async () => {
  await rehearse(CHAIN, async ({ apply, store }) => {
    const pacing: Pacing = {
      towards: (_now, seconds) => {
        store.reset();
        return Promise.resolve(seconds);
      },
    };
    const ended = apply({ pacing });
    await expect(ended).rejects.toThrow(EnvironmentError);
    await expect(ended).rejects.toThrow(
      /^the region state was emptied while it was applied to: the job of ".*" is gone/u,
    );
  });
});
