// Carrying out route plans: what is forecast happens, applying twice is applying once, and what was left unfinished goes on.
import fc from "fast-check";
import { Cloud } from "../../lib/cloud";
import { Deployment, type DeploymentOptions, type DeploymentResult } from "../../lib/deployment";
import { EMPTY_INVENTORY, type Facts, type Image, type Inventory } from "../../lib/model";
import { isPending, type RoutePlan, type SourceImageEntry } from "../../lib/routes";
import { Store } from "../../lib/store";
import type { Pacing } from "../../lib/time";
import { UNKNOWN } from "../../lib/values";
import { plan, wish, type SomeFacts } from "../routes/plans";

/** The images that a plan starts from, as they would be recorded. */
function worldOf({ sources }: RoutePlan, more: Partial<Inventory> = {}): Inventory {
  const agency = { name: "ims_copy", account: "default", regions: ["cn-east-3", "cn-south-1"], coversBackups: true };
  const vault = {
    id: "v-1",
    name: "",
    account: "default",
    region: "cn-south-1",
    resource: "server",
    protection: "replication",
  } as const;
  const quotas = ["cn-north-4", "cn-east-3", "cn-south-1"].map((region) => ({
    account: "default",
    region,
    images: 100_000,
    used: 0,
  }));
  return {
    ...EMPTY_INVENTORY,
    images: sources.map(imageOf),
    agencies: [agency],
    vaults: [{ ...vault, status: "available", sizeGib: 100_000, usedGib: 0 }],
    keys: [{ id: "k-1", alias: "", account: "default", region: "cn-north-4", state: "enabled", grantedTo: [] }],
    quotas,
    ...more,
  };
}

function imageOf(source: SourceImageEntry): Image {
  const said = <T>(value: T): Exclude<T, { pending: unknown }> => {
    if (isPending(value)) throw new Error("a source of these tests is known");
    return value as Exclude<T, { pending: unknown }>;
  };
  const kind = said(source.kind);
  return {
    id: said(source.imageId),
    name: said(source.name),
    account: "default",
    project: "cn-north-4",
    region: "cn-north-4",
    kind,
    status: "active",
    visibility: "private",
    sizeGib: said(source.sizeGib),
    minDiskGib: 0,
    keyId: null,
    os: "linux",
    server: "ecs",
    fastCreate: false,
    frozen: false,
    description: "",
    tags: {},
    madeFrom: { means: "untold", id: "", region: null },
    backup: kind === "full-ecs" ? { id: `backup-${source.id}`, replicaOf: null, vaultId: null } : null,
    createdAt: "",
  };
}

interface Rehearsal {
  readonly store: Store;
  readonly cloud: Cloud;
  readonly apply: (options?: DeploymentOptions) => Promise<DeploymentResult>;
}

async function rehearse(
  routePlan: RoutePlan,
  work: (rehearsal: Rehearsal) => Promise<void>,
  world = worldOf(routePlan),
): Promise<void> {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(world);
    await work({ store, cloud, apply: (options) => new Deployment(routePlan, cloud, options).run() });
  } finally {
    store.close();
  }
}

const statuses = ({ outcomes }: DeploymentResult): Readonly<Record<string, string>> =>
  Object.fromEntries(outcomes.map(({ hop, status }) => [hop.id, status]));

/** Decrypt, carry across, and a full-ECS image beside them. */
const CHAIN = plan([
  wish("cn-north-4/plain", "copyImage", { image: "base" }, { "image.sizeGib": 12 }),
  wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }, { "image.sizeGib": 12 }),
  wish(
    "cn-south-1/web",
    "copyImageAcross",
    { hop: "cn-north-4/plain" },
    { "image.sizeGib": 12, "replica.region": "cn-south-1" },
  ),
  wish(
    "cn-south-1/whole",
    "copyImageAcross",
    { image: "whole" },
    {
      "image.kind": "full-ecs",
      "image.sizeGib": 20,
      "image.backupIsReplica": false,
      "image.backupRegions": [],
      "replica.region": "cn-south-1",
      "vault.id": "v-1",
    },
  ),
]);

test("a plan is carried out in the time and with the traffic that it forecasts", async () => {
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

test("an apply that stops at any instant is resumed, and ends as one clean run does", async () => {
  let clean: unknown;
  await rehearse(CHAIN, async ({ apply, store }) => {
    await apply();
    clean = store.snapshot();
  });
  // The plan has four instants: the end of the first copy, of the two across, of the backup, and of the image made from it.
  for (const stopAfter of [0, 1, 2, 3]) {
    await rehearse(CHAIN, async ({ apply, store }) => {
      await expect(apply({ pacing: stopping(stopAfter) })).rejects.toThrow("stopped");
      const result = await apply();
      expect(result.complete).toBe(true);
      expect(store.snapshot()).toEqual(clean);
    });
  }
});

/** A clock that dies after so many movements. */
function stopping(after: number): Pacing {
  let moved = 0;
  return {
    towards: (_now, seconds) => {
      moved += 1;
      return moved > after ? Promise.reject(new Error("stopped")) : Promise.resolve(seconds);
    },
  };
}

test("what the service refuses is told with its rule, what is behind it is left, and the rest is made", async () => {
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

test("a source that is not there is told, and nothing is submitted for it", async () => {
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

test("a value that only Terraform knows stops the apply before anything is submitted", async () => {
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

test("two deployments of one plan at once ask for each replica once", async () => {
  await rehearse(CHAIN, async ({ cloud }) => {
    const both = await Promise.all([new Deployment(CHAIN, cloud).run(), new Deployment(CHAIN, cloud).run()]);
    expect(both.map(({ complete }) => complete)).toEqual([true, true]);
    expect(cloud.inventory().images.filter(({ madeFrom }) => madeFrom.means === "image")).toHaveLength(
      CHAIN.hops.length,
    );
  });
});

test("forecast equals simulation on random plans: every hop, the whole, and the traffic", async () => {
  const hop = fc.record({
    gib: fc.constantFrom(0.5, 1, 2, 3, 7, 10, 20, 40, 64, 128),
    shape: fc.constantFrom("in-region", "across", "full-ecs"),
    source: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(hop, { minLength: 1, maxLength: 25, size: "max" }), async (hops) => {
      const routePlan = plan(hops.map(({ gib, shape, source }, index) => randomWish(hops, index, gib, shape, source)));
      await rehearse(routePlan, async ({ apply, cloud }) => {
        const result = await apply();
        expect(result.complete).toBe(true);
        expect(result.elapsedSeconds).toBe(routePlan.forecast.durationSeconds);
        expect(result.chargedGib).toEqual(routePlan.forecast.chargedGib);
        const answered = cloud.jobs().filter(({ parentId }) => parentId === null);
        const jobs = new Map(answered.map((job) => [job.imageId, job]));
        for (const { hop: made, imageId } of result.outcomes) {
          const job = jobs.get(imageId ?? "");
          const parts = job === undefined ? [] : [job, ...cloud.partsOf(job)];
          expect(Math.max(...parts.map(({ endSeconds }) => endSeconds ?? NaN))).toBe(made.forecast.endSeconds);
          const begins = parts.map(({ beginSeconds }) => beginSeconds ?? NaN);
          expect(Math.min(...begins)).toBe(made.forecast.startSeconds);
        }
      });
    }),
    { numRuns: 60, seed: 7 },
  );
});

/** In-region hops can be sources of others; the rest starts from an image of its own. */
function randomWish(
  hops: readonly { readonly shape: string; readonly gib: number }[],
  index: number,
  gib: number,
  shape: string,
  source: number,
): ReturnType<typeof wish> {
  const makers = hops.slice(0, index).flatMap((other, at) => (other.shape === "in-region" ? [at] : []));
  const maker = shape === "full-ecs" ? undefined : makers[source % (makers.length + 1)];
  const facts: SomeFacts = { "image.sizeGib": sizeOf(hops, maker, gib) };
  const from = maker === undefined ? { image: `base-${String(index)}` } : { hop: `cn-north-4/hop-${String(maker)}` };
  if (shape === "in-region") return wish(`cn-north-4/hop-${String(index)}`, "copyImage", from, facts);
  if (shape === "across") return wish(`cn-east-3/hop-${String(index)}`, "copyImageAcross", from, facts);
  const whole: Partial<Facts> = {
    "image.kind": "full-ecs",
    "image.backupIsReplica": false,
    "image.backupRegions": [],
    "replica.region": "cn-south-1",
    "vault.id": "v-1",
  };
  return wish(`cn-south-1/hop-${String(index)}`, "copyImageAcross", from, { ...facts, ...whole });
}

/** A replica is as large as its source, however far back that is; sizes are settled in the order of the hops. */
const settled = new WeakMap<object, Map<number, number>>();
function sizeOf(hops: readonly { readonly gib: number }[], maker: number | undefined, own: number): number {
  const sizes = settled.get(hops) ?? new Map<number, number>();
  settled.set(hops, sizes);
  const size = maker === undefined ? own : (sizes.get(maker) ?? own);
  sizes.set(sizes.size, size);
  return size;
}
