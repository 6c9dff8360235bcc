// When virtual time advances while many requests wait: every request in progress is admitted first, so that jobs begin and end as if all
// requests had arrived at once.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../lib/cloud";
import { readInventory, type Operation } from "../../lib/model";
import { Waiting } from "../../lib/provider/frame/waiting";
import { Store } from "../../lib/store";
import { instantPacing, randomSource, sleep, type RandomSource } from "../../lib/time";

const SIZES_GIB = [1, 1, 2, 5];

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: SIZES_GIB.map((sizeGib, index) => ({
    id: `base-${index}`,
    name: `base-${index}`,
    region: "cn-north-4",
    kind: "system-disk",
    sizeGib,
  })),
  agencies: [{ name: "ims", regions: ["cn-east-3"] }],
  quotas: ["cn-north-4", "cn-east-3"].map((region) => ({ region, images: 1000 })),
};

/** A request, and the number of earlier ones in the list that have to end first, as in a plan of Terraform. */
interface Task {
  readonly operation: Operation;
  readonly after: number;
}

function taskOf(name: string, image: number, isAcross: boolean, after: number): Task {
  const caller = { account: "default", project: "cn-north-4", region: "cn-north-4" };
  const request = { caller, sourceImageId: `base-${image}`, name, description: "", tags: {} };
  const operation: Operation = isAcross
    ? { kind: "copyImageAcross", ...request, targetRegion: "cn-east-3", agencyName: "ims", vaultId: null }
    : { kind: "copyImage", ...request, keyId: null };
  return { operation, after };
}

/** Levels, each of which waits for all earlier ones; narrow ones, then wide ones. */
function plan(chance: RandomSource): readonly Task[] {
  const across = chance.pick([0, 0.5, 1]);
  let after = 0;
  return [14, 2, 13, 9].flatMap((width, level) => {
    const tasks = Array.from({ length: width }, (_, index) =>
      taskOf(`${level}-${index}`, chance.below(SIZES_GIB.length), chance.next() < across, after),
    );
    after += width;
    return tasks;
  });
}

function cloudIn(file: string): Cloud {
  const cloud = new Cloud(Store.open(file));
  if (cloud.inventory().images.length === 0) cloud.load(readInventory(JSON.stringify(INVENTORY), "inventory"));
  return cloud;
}

const submitted = (cloud: Cloud, { operation }: Task): string => {
  const answer = cloud.submit(operation);
  if (!answer.accepted) throw new Error(`${operation.kind} is refused`);
  return answer.jobId;
};

/** A moment in which others run, and requests that have arrived are read. */
const aMoment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Asker {
  readonly waiting: Waiting;
  readonly cloud: Cloud;
  readonly tasks: readonly Task[];
  readonly parallelism: number;
  /** The time between two requests. */
  readonly gap: () => Promise<void>;
}

/** Sends requests as Terraform does: a fixed number at a time, the next one as soon as an answer arrives, each a moment later. */
async function ask({ waiting, cloud, tasks, parallelism, gap }: Asker): Promise<void> {
  const left = [...tasks];
  const flying = new Set<Promise<void>>();
  let done = 0;
  while (left.length > 0 || flying.size > 0) {
    while (flying.size < parallelism && left[0] !== undefined && left[0].after <= done) {
      await gap();
      waiting.beat();
      const jobId = submitted(cloud, left.shift()!);
      const flight: Promise<void> = waiting.for(jobId, Number.MAX_SAFE_INTEGER).then((outcome) => {
        expect(outcome).toBe("ended");
        flying.delete(flight);
        done += 1;
      });
      flying.add(flight);
    }
    await Promise.race(flying);
  }
}

/** The same with all requests sent before time advances, by construction. */
function inOneBreath(cloud: Cloud, tasks: readonly Task[], parallelism: number): void {
  const left = [...tasks];
  let flying: string[] = [];
  let done = 0;
  while (left.length > 0 || flying.length > 0) {
    while (flying.length < parallelism && left[0] !== undefined && left[0].after <= done) {
      flying.push(submitted(cloud, left.shift()!));
    }
    cloud.advanceTo(cloud.nextEventSeconds()!);
    const running = flying.filter((id) => cloud.tryFindJob(id)!.endSeconds === null);
    done += flying.length - running.length;
    flying = running;
  }
}

const course = (cloud: Cloud): unknown =>
  cloud.jobs().map(({ imageName, beginSeconds, endSeconds }) => ({ imageName, beginSeconds, endSeconds }));

test.each([2, 3, 4])("random plan %i: jobs begin and end as if all requests arrived at once", async (seed) => {
  const chance = randomSource(seed);
  const tasks = plan(chance);
  const parallelism = chance.pick([4, 10, 50]);
  const wanted = cloudIn(":memory:");
  inOneBreath(wanted, tasks, parallelism);
  const cloud = cloudIn(":memory:");
  await ask({ waiting: new Waiting(cloud, instantPacing()), cloud, tasks, parallelism, gap: aMoment });
  expect(course(cloud)).toEqual(course(wanted));
});

describe("two processes on one region state", () => {
  const folder = mkdtempSync(join(tmpdir(), "waiting-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("the fast one waits for the requests of the slow one", async () => {
    const askers = [aMoment, () => sleep(7)].map((gap, process) => {
      const cloud = cloudIn(join(folder, "cloud.db"));
      const tasks = Array.from({ length: 40 }, (_, index) => taskOf(`${process}-${index}`, 0, false, 0));
      return { waiting: new Waiting(cloud, instantPacing()), cloud, tasks, parallelism: 10, gap };
    });
    await Promise.all(askers.map(ask));
    // Four times twenty, each twenty at one instant.
    const begins = askers[0]!.cloud.jobs().map(({ beginSeconds }) => beginSeconds);
    expect(new Set(begins).size).toBe(4);
  });
});
