// Properties of the cloud after any list of commands: it agrees with a naive model, keeps its invariants, and is deterministic.
import fc from "fast-check";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants, type Cloud } from "../../lib/cloud";
import { NO_FAULTS, type CopyImage, type CopyImageAcross } from "../../lib/model";
import type { MeterReading, Store } from "../../lib/store";
import { NaiveCloud } from "./naive-cloud";
import { across, BEIJING, caller, cloudOf, copy, GUANGZHOU, image, SHANGHAI, world } from "./world";

const IMAGES = [
  image("small", { sizeGib: 1 }),
  image("odd", { sizeGib: 2.25, kind: "data-disk" }),
  image("large", { sizeGib: 129 }),
  image("sealed", { keyId: `key-acme-${BEIJING}`, sizeGib: 1 }),
  image("whole", { kind: "full-ecs", sizeGib: 2 }),
  image("far", { region: SHANGHAI, sizeGib: 1 }),
  image("theirs", { account: "partner", sizeGib: 1 }),
];

/** A request. Most of them are acceptable because of `asOwner`: the owner of the source requests it in the region of the source. */
interface Request {
  readonly source: string | number;
  readonly account: string;
  readonly region: string;
  readonly asOwner: boolean;
}

type Command =
  | ({ readonly do: "copy" } & Request)
  | ({ readonly do: "across"; readonly target: string; readonly times: number } & Request)
  | { readonly do: "advance"; readonly seconds: number }
  | { readonly do: "next" }
  | { readonly do: "idle" };

const region = fc.constantFrom(BEIJING, SHANGHAI, GUANGZHOU);
const request = {
  source: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("small", "odd") },
    { weight: 2, arbitrary: fc.constantFrom("nothing", ...IMAGES.map(({ id }) => id)) },
    { weight: 2, arbitrary: fc.nat(30) },
  ),
  account: fc.constantFrom("acme", "partner"),
  region,
  asOwner: fc.integer({ min: 0, max: 9 }).map((chance) => chance < 8),
};
const acrossRequest = { ...request, target: region, times: fc.integer({ min: 1, max: 4 }) };
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant("copy" as const), ...request }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("across" as const), ...acrossRequest }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("advance" as const), seconds: fc.constantFrom(1, 123, 600, 1350) }),
  },
  { weight: 2, arbitrary: fc.constant({ do: "next" } as const) },
  { weight: 1, arbitrary: fc.constant({ do: "idle" } as const) },
);
// `size`: without it, fast-check keeps lists so short that hardly any job waits.
const commands = fc.array(command, { minLength: 1, maxLength: 40, size: "max" });

/** The operations that a command submits; a number as source means the replica of that job. */
function operationsOf(given: Command, cloud: Cloud): readonly (CopyImage | CopyImageAcross)[] {
  if (given.do !== "copy" && given.do !== "across") return [];
  const asked = cloud.jobs().filter((job) => job.part === 0);
  const id = typeof given.source === "string" ? given.source : (asked[given.source]?.imageId ?? "nothing");
  const owner = given.asOwner ? cloud.tryFindImage(id) : undefined;
  const common = { caller: caller(owner?.account ?? given.account, owner?.region ?? given.region) };
  if (given.do === "copy") return [copy(id, common)];
  const vaultId = `vault-${given.target}`;
  return Array.from({ length: given.times }, () => across(id, { ...common, targetRegion: given.target, vaultId }));
}

function letTimePass(
  given: Command,
  cloud: Pick<Cloud, "advanceTo" | "runUntilIdle">,
  now: number,
  next?: number,
): void {
  if (given.do === "advance") cloud.advanceTo(now + given.seconds);
  if (given.do === "next" && next !== undefined) cloud.advanceTo(next);
  if (given.do === "idle") cloud.runUntilIdle();
}

function runAll(list: readonly Command[], afterEach: (cloud: Cloud, store: Store) => void = () => undefined) {
  const { cloud, store } = cloudOf(world(IMAGES));
  for (const given of list) {
    for (const operation of operationsOf(given, cloud)) cloud.submit(operation);
    letTimePass(given, cloud, cloud.nowSeconds, cloud.nextEventSeconds());
    afterEach(cloud, store);
  }
  return { cloud, store };
}

test("the cloud agrees with a naive model after any list of commands", () => {
  fc.assert(
    fc.property(commands, (list) => {
      const { cloud } = cloudOf(world(IMAGES));
      const naive = new NaiveCloud(IMAGES);
      for (const given of list) {
        for (const operation of operationsOf(given, cloud)) {
          const said = cloud.submit(operation).accepted;
          expect(said).toBe(naive.submit(operation, (given as { source: string | number }).source));
        }
        const [now, next] = [cloud.nowSeconds, cloud.nextEventSeconds()];
        letTimePass(given, cloud, now, next);
        letTimePass(given, naive, now, next);
        const seen = cloud.jobs().filter(({ part }) => part === 0);
        expect(cloud.nowSeconds).toBe(naive.now);
        expect(seen.map((job) => [cloud.tryFindImage(job.imageId)?.status, job.beginSeconds, job.endSeconds])).toEqual(
          naive.jobs.map((job) => [naive.statusOf(job), job.begin, job.end]),
        );
      }
    }),
    { seed: 20260102, numRuns: 200 },
  );
});

test("the invariants hold after every command and every event, with and without faults", () => {
  fc.assert(
    fc.property(commands, fc.nat(4), (list, fault) => {
      const random = { randomSeed: fault, failureRate: fault / 8 };
      const { cloud, store } = cloudOf(world(IMAGES), { faults: { ...NO_FAULTS, random } });
      let meter: readonly MeterReading[] = [];
      const check = (): void => {
        expect(brokenInvariants(store, CATALOG, meter)).toEqual([]);
        meter = cloud.meter();
      };
      for (const given of list) {
        for (const operation of operationsOf(given, cloud)) cloud.submit(operation);
        check();
      }
      for (let next = cloud.nextEventSeconds(); next !== undefined; next = cloud.nextEventSeconds()) {
        cloud.advanceTo(next);
        check();
      }
      expect(cloud.jobs().every(({ endSeconds }) => endSeconds !== null)).toBe(true);
    }),
    { seed: 20260103, numRuns: 100 },
  );
});

test("a refused operation changes nothing", () => {
  let refused = 0;
  fc.assert(
    fc.property(commands, (list) => {
      const { cloud, store } = cloudOf(world(IMAGES));
      for (const given of list) {
        for (const operation of operationsOf(given, cloud)) {
          const before = store.digest();
          if (cloud.submit(operation).accepted) continue;
          refused += 1;
          expect(store.digest()).toBe(before);
        }
        letTimePass(given, cloud, cloud.nowSeconds, cloud.nextEventSeconds());
      }
    }),
    { seed: 20260104, numRuns: 40 },
  );
  expect(refused).toBeGreaterThan(100);
});

test("the same commands give the same journal and the same region state, byte for byte", () => {
  fc.assert(
    fc.property(commands, (list) => {
      const [first, second] = [runAll(list), runAll(list)];
      expect(second.cloud.journal()).toEqual(first.cloud.journal());
      expect(second.store.digest()).toBe(first.store.digest());
    }),
    { seed: 20260105, numRuns: 60 },
  );
});

test("the meter only grows", () => {
  fc.assert(
    fc.property(commands, (list) => {
      let total = 0;
      runAll(list, (cloud) => {
        const sum = cloud.meter().reduce((gib, reading) => gib + reading.gib, 0);
        expect(sum).toBeGreaterThanOrEqual(total);
        total = sum;
      });
    }),
    { seed: 20260106, numRuns: 60 },
  );
});

test("many operations at once give the same result as one by one", () => {
  fc.assert(
    fc.property(commands, (list) => {
      const { cloud: one, store: left } = cloudOf(world(IMAGES));
      const { cloud: many, store: right } = cloudOf(world(IMAGES));
      for (const given of list) {
        const operations = operationsOf(given, one);
        expect(many.submitAll(operations)).toEqual(operations.map((operation) => one.submit(operation)));
        letTimePass(given, one, one.nowSeconds, one.nextEventSeconds());
        letTimePass(given, many, many.nowSeconds, many.nextEventSeconds());
      }
      expect(left.digest()).toBe(right.digest());
    }),
    { seed: 20260107, numRuns: 40 },
  );
});
