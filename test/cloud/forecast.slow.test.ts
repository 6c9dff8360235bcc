// Forecast = simulation: list scheduling and the cloud start and end the jobs of random plans at the same seconds.
import fc from "fast-check";
import { CATALOG, jobSeconds, jobsOf } from "../../lib/catalog";
import { schedule, tails, type Task } from "../../lib/dag";
import type { Image, Operation } from "../../lib/model";
import { accepted, across, BEIJING, caller, cloudOf, copy, GUANGZHOU, image, SHANGHAI, world } from "./world";

const REGIONS = [BEIJING, SHANGHAI, GUANGZHOU] as const;
const ACCOUNTS = ["acme", "partner"] as const;

/** The parts of a random hop: the earlier hop that it copies (or a base image), its destination, and what else it waits for. */
interface Draft {
  readonly base: number;
  readonly onto: number | null;
  readonly target: number | null;
  readonly waitsFor: readonly number[];
}

interface Hop {
  readonly id: string;
  readonly source: string | Image;
  readonly image: Pick<Image, "account" | "region" | "kind" | "sizeGib">;
  readonly from: string;
  readonly task: Task;
}

// `size`: without it, fast-check keeps lists so short that hardly any job waits.
const drafts: fc.Arbitrary<readonly Draft[]> = fc.array(
  fc.record({
    base: fc.nat(1000),
    onto: fc.option(fc.nat(1000), { freq: 2 }),
    target: fc.option(fc.constantFrom(0, 1, 2), { freq: 4 }),
    waitsFor: fc.array(fc.nat(1000), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 60, size: "max" },
);

const sizes: fc.Arbitrary<readonly number[]> = fc.array(fc.constantFrom(0.5, 1, 1, 2, 2.25, 7), {
  minLength: 4,
  maxLength: 8,
});

function basesOf(gib: readonly number[]): readonly Image[] {
  const disks = gib.map((sizeGib, n) => image(`base-${n}`, { sizeGib, account: ACCOUNTS[n % 2]!, name: `base-${n}` }));
  const wholes = gib.map((sizeGib, n) => image(`whole-${n}`, { sizeGib, kind: "full-ecs" }));
  return [...disks, ...wholes];
}

/** Hops that the service accepts: full-ECS images go across regions, and once to each region. */
function hopsOf(list: readonly Draft[], bases: readonly Image[]): readonly Hop[] {
  const hops: Hop[] = [];
  const backups = new Set<string>();
  for (const [index, draft] of list.entries()) {
    const earlier = hops.filter((hop) => hop.image.kind !== "full-ecs");
    const onto = draft.onto === null || earlier.length === 0 ? undefined : earlier[draft.onto % earlier.length];
    const base = bases[draft.base % bases.length]!;
    const source = onto?.image ?? base;
    const target = draft.target === null ? source.region : REGIONS[draft.target]!;
    const whole = source.kind === "full-ecs";
    if (whole && (target === source.region || backups.has(`${base.id} ${target}`))) continue;
    if (whole) backups.add(`${base.id} ${target}`);
    const kind = target === source.region ? "copyImage" : "copyImageAcross";
    const id = `hop-${String(index).padStart(2, "0")}`;
    const after = [onto?.id, ...draft.waitsFor.map((n) => hops[n % Math.max(1, hops.length)]?.id)];
    const phases = jobsOf(kind, source.kind).map((job) => ({
      durationSeconds: jobSeconds(CATALOG.pace[job], source.sizeGib),
      ...(CATALOG.pace[job].crossesRegions ? { pool: source.account } : {}),
    }));
    hops.push({
      id,
      source: onto?.id ?? base,
      image: { account: source.account, region: target, kind: source.kind, sizeGib: source.sizeGib },
      from: source.region,
      task: { id, after: after.filter((other) => other !== undefined), phases },
    });
  }
  return hops;
}

function operationOf(hop: Hop, imageIds: ReadonlyMap<string, string>): Operation {
  const sourceImageId = typeof hop.source === "string" ? imageIds.get(hop.source)! : hop.source.id;
  const common = { caller: caller(hop.image.account, hop.from), name: hop.id };
  if (hop.image.region === hop.from) return copy(sourceImageId, common);
  const vaultId = hop.image.kind === "full-ecs" ? `vault-${hop.image.region}` : null;
  return across(sourceImageId, { ...common, targetRegion: hop.image.region, vaultId });
}

/** Submits every hop at the instant at which all its dependencies have ended: longest tail first, then by id. */
function simulate(hops: readonly Hop[], bases: readonly Image[]) {
  const { cloud } = cloudOf(world(bases));
  const tailOf = tails(hops.map((hop) => hop.task));
  const byTail = [...hops].sort((l, r) => tailOf.get(r.id)! - tailOf.get(l.id)! || (l.id < r.id ? -1 : 1));
  const jobIds = new Map<string, string>();
  const imageIds = new Map<string, string>();
  const jobOf = (id: string) => cloud.tryFindJob(jobIds.get(id) ?? "");
  for (;;) {
    const ended = new Set(hops.map(({ id }) => id).filter((id) => jobOf(id)?.status === "SUCCESS"));
    for (const hop of byTail) {
      if (jobIds.has(hop.id) || !hop.task.after.every((id) => ended.has(id))) continue;
      const { jobId, imageId } = accepted(cloud.submit(operationOf(hop, imageIds)));
      jobIds.set(hop.id, jobId);
      imageIds.set(hop.id, imageId);
    }
    const next = cloud.nextEventSeconds();
    if (next === undefined) break;
    cloud.advanceTo(next);
  }
  return hops.map(({ id }) => {
    const { submittedSeconds, beginSeconds, endSeconds } = jobOf(id)!;
    return { id, readySeconds: submittedSeconds, startSeconds: beginSeconds, endSeconds };
  });
}

test("the cloud runs the jobs of a plan at the seconds of list scheduling", () => {
  fc.assert(
    fc.property(drafts, sizes, (list, gib) => {
      const bases = basesOf(gib);
      const hops = hopsOf(list, bases);
      const slots = CATALOG.limits.crossRegionSlots.value;
      const placed = schedule(
        hops.map(({ task }) => task),
        () => slots,
      );
      const forecast = placed.map(({ id, readySeconds, startSeconds, endSeconds }) => ({
        id,
        readySeconds,
        startSeconds,
        endSeconds,
      }));
      expect(simulate(hops, bases)).toEqual(forecast);
    }),
    { seed: 20260101, numRuns: 300 },
  );
});
