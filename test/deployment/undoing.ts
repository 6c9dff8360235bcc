// The removal of everything that a plan has made, as Terraform destroys it: in reverse order, and transfers together with their objects.
import assert from "node:assert/strict";
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants, Cloud } from "../../lib/cloud";
import { Deployment, type HopStatus } from "../../lib/deployment";
import { makesImage, type Faults, type Inventory, type Operation } from "../../lib/model";
import { isPending, type RoutePlan, type Told } from "../../lib/routes";
import { Store, type Job } from "../../lib/store";
import { planned, routePlanOf, wishesFor } from "../routes/goals";
import { askedOf, COMBINATIONS } from "../routes/small-worlds";

export interface Undoing {
  readonly faults: Faults;
  /** The number of applies, with the same faults. */
  readonly retries: number;
  readonly retire: boolean;
}

/** Small worlds, except those without a reachable destination. */
const WORLDS = COMBINATIONS.filter(({ kind, seen }) => kind !== "iso" && seen !== "public");

/** The next small world after that number with a route. */
export function reachedWorld(number: number): { readonly plan: RoutePlan; readonly inventory: Inventory } {
  for (let index = number % WORLDS.length; ; index = (index + 1) % WORLDS.length) {
    const asked = askedOf(WORLDS[index]!);
    const goals = planned(asked);
    if (goals.unreached.length > 0) continue;
    return { plan: routePlanOf(asked, wishesFor(asked, goals)), inventory: asked.inventory };
  }
}

/** Applies, destroys, and compares the inventory with the one before; returns the outcome of each hop in the last apply. */
export async function expectNothingLeft(
  plan: RoutePlan,
  inventory: Inventory,
  { faults, retries, retire }: Undoing,
): Promise<readonly HopStatus[]> {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store, { faults });
    cloud.load(inventory);
    const before = cloud.inventory();
    let outcomes: readonly { readonly status: HopStatus }[] = [];
    for (let applies = 0; applies <= retries; applies += 1) {
      ({ outcomes } = await new Deployment(plan, cloud, { retire }).run());
    }
    undo(plan, new Cloud(store));
    assert.deepEqual(brokenInvariants(store, CATALOG), []);
    expectOnlyResidue(plan, before, cloud);
    return outcomes.map(({ status }) => status);
  } finally {
    store.close();
  }
}

function undo(plan: RoutePlan, cloud: Cloud): void {
  const answered = cloud.jobs().filter(({ parentId }) => parentId === null);
  for (const job of [...answered].reverse()) undoJob(job, cloud);
  const carried = plan.hops.filter(
    ({ operation, detail }) => operation === "transferObject" && detail?.keepsObjects !== true,
  );
  for (const { detail } of carried) {
    for (const place of [detail?.file, detail?.target]) {
      if (place === undefined) continue;
      const [bucket, pattern] = [said(place.bucket), said(place.key)];
      const key = new RegExp(`^${pattern.split("{imageId}").map(literal).join(".*")}$`, "u");
      for (const object of cloud.inventory().objects) {
        if (object.bucket === bucket && key.test(object.key)) cloud.removeObject(bucket, object.key);
      }
    }
  }
}

function undoJob(job: Job, cloud: Cloud): void {
  if (makesImage(job.operation)) {
    assert.equal(cloud.admin.deleteImage(job.imageId), undefined);
    return;
  }
  if (job.request === null || cloud.tryFindImage(job.imageId) === undefined) return;
  const operation = JSON.parse(job.request) as Operation;
  const members = cloud.membersOf(job.imageId);
  if (operation.kind === "shareImage" && members.length > 0) cloud.submit({ ...operation, kind: "unshareImage" });
  if (operation.kind === "acceptImage" && members.some(({ status }) => status === "accepted")) {
    const { caller, sourceImageId } = operation;
    cloud.submit({ kind: "rejectImage", caller, sourceImageId });
  }
  cloud.runUntilIdle();
}

/** All additional images are listed, place by place, and the vaults contain what was metered. */
function expectOnlyResidue(plan: RoutePlan, before: Inventory, cloud: Cloud): void {
  const listed = new Set((plan.residue ?? []).map(({ leaves, where }) => `${leaves} ${said(where)}`));
  const after = cloud.inventory();
  const isListedObject = ({ bucket, key }: Inventory["objects"][number]): boolean =>
    [...listed].some((text) => {
      const pattern = text.split("{imageId}").map(literal).join(".*");
      return new RegExp(`^${pattern}$`, "u").test(`object ${bucket}:${key}`);
    });
  const emptied = ({ vaults, objects, members }: Inventory): Pick<Inventory, "vaults" | "objects" | "members"> => ({
    members: members.map((member) =>
      listed.has(`rejection ${member.project}`) ? { ...member, status: "pending" as const } : member,
    ),
    vaults: vaults.map((vault) => (listed.has(`backup ${vault.id}`) ? { ...vault, usedGib: 0 } : vault)),
    objects: objects.filter((object) => !isListedObject(object)),
  });
  assert.deepEqual({ ...after, ...emptied(after) }, { ...before, ...emptied(before) });
  const usedGib = ({ vaults }: Inventory): number => vaults.reduce((sum, vault) => sum + vault.usedGib, 0);
  const meteredGib = cloud
    .meter()
    .filter(({ kind }) => kind === "backup-space")
    .reduce((sum, { gib }) => sum + gib, 0);
  assert.equal(usedGib(after) - usedGib(before), meteredGib);
}

const literal = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`);

function said(value: Told<string>): string {
  assert.ok(!isPending(value));
  return value;
}
