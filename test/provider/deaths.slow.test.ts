// A plugin that dies right before or after any of its commits, during any operation: the next apply adopts what exists, and ends as if the
// plugin had not died. Terraform has recorded nothing about unanswered calls.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../lib/cloud";
import { readInventory } from "../../lib/model";
import type { ValueObject } from "../../lib/provider/codec/value";
import { Store } from "../../lib/store";
import { Calls, type Told } from "./calls";

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: [{ id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 4 }],
  agencies: [{ name: "ims", regions: ["cn-east-3"] }],
};

interface Making {
  readonly type: string;
  readonly config: (made: readonly ValueObject[]) => ValueObject;
}

const COPY = "huaweicloud_images_image_copy";

/** A chain of two copies, and one of each other operation. */
const PROGRAM: readonly Making[] = [
  { type: "huaweicloud_kms_key", config: () => ({ key_alias: "gold", is_enabled: false }) },
  {
    type: "huaweicloud_cbr_vault",
    config: () => ({ name: "vault", type: "server", protection_type: "replication", size: 100 }),
  },
  {
    type: "huaweicloud_identity_agency",
    config: () => ({ name: "mine", delegated_service_name: "op_svc_ims", project_role: [] }),
  },
  { type: COPY, config: () => ({ name: "web", source_image_id: "base", min_ram: 1024 }) },
  {
    type: COPY,
    config: (made) => ({
      name: "web",
      source_image_id: made.at(-1)!.id!,
      target_region: "cn-east-3",
      agency_name: "ims",
      enterprise_project_id: "ep-1",
    }),
  },
];

class Death extends Error {}

const hasDied = (diagnostics: readonly Told[]): boolean => diagnostics.some(({ detail }) => detail.includes("died"));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "deaths-"))));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/**
 * Applies the missing resources, and adds them to `made`, until the plugin dies. Each process is a separate holder, and only the last one
 * lives.
 */
async function apply(store: Store, made: ValueObject[], process: string, refreshed = true): Promise<"done" | "died"> {
  const cloud = new Cloud(store);
  if (cloud.inventory().images.length === 0) cloud.load(readInventory(JSON.stringify(INVENTORY), "inventory"));
  const calls = Calls.over(cloud, { holder: { id: process, isAlive: (other) => other === process } });
  await calls.configure({ region: "cn-north-4" });
  if (refreshed) for (const [index, state] of made.entries()) await calls.read(PROGRAM[index]!.type, state);
  for (const { type, config } of PROGRAM.slice(made.length)) {
    const { state: planned, diagnostics: foreseen } = await calls.plan(type, config(made));
    if (hasDied(foreseen)) return "died";
    const { state, diagnostics } = await calls.apply(type, planned);
    if (hasDied(diagnostics)) return "died";
    expect(diagnostics).toEqual([]);
    made.push(state!);
  }
  return "done";
}

/** The region state without the values that depend only on the number of requests. */
function look(store: Store): unknown {
  const { meta: _time, journal: _lines, ...rest } = store.snapshot();
  return rest;
}

test.each(["before", "after"] as const)("a death %s each commit loses nothing", async (phase) => {
  const clean = Store.open(":memory:");
  await apply(clean, [], "clean");
  let count = 1;
  let latest = 0;
  for (let ended = false; !ended; count += 1) {
    const file = join(folder, `${phase}-${count}.db`);
    const made: ValueObject[] = [];
    // Commits that create the tables are tested with the store.
    let before = Infinity;
    const dying = Store.open(file, {
      onCommit: (now, at) => {
        if (before === Infinity && at === "after") latest = now;
        if (now === before + count && at === phase) throw new Death("died");
      },
    });
    before = latest;
    try {
      ended = (await apply(dying, made, "first")) === "done";
    } catch (error) {
      // During the load of the inventory: nothing is requested yet.
      if (!(error instanceof Death)) throw error;
    }
    const store = Store.open(file);
    await apply(store, made, "second");
    expect({ phase, count, ...(look(store) as object) }).toEqual({ phase, count, ...(look(clean) as object) });
    store.close();
    dying.close();
  }
  // Five resources, each at least requested and made.
  expect(count).toBeGreaterThan(12);
  clean.close();
});

test("an equal request is a new one after its id is shown, or while its process lives", async () => {
  const store = Store.open(":memory:");
  const cloud = new Cloud(store);
  cloud.load(readInventory(JSON.stringify(INVENTORY), "inventory"));
  const ask = { name: "web", source_image_id: "base" };
  const asOf = async (id: string, alive: readonly string[]): Promise<Calls> => {
    const calls = Calls.over(cloud, { holder: { id, isAlive: (other) => alive.includes(other) } });
    await calls.configure({ region: "cn-north-4" });
    return calls;
  };
  const make = async (calls: Calls): Promise<ValueObject> => {
    const { state } = await calls.plan(COPY, ask);
    return (await calls.apply(COPY, state)).state!;
  };
  const one = await asOf("one", ["one"]);
  // Concurrent requests, and requests in turn in one apply: each gets its own image.
  const [a, b] = await Promise.all([make(one), make(one)]);
  const c = await make(one);
  expect(new Set([a.id, b.id, c.id]).size).toBe(3);

  // The process is dead, and Terraform has recorded two of them.
  const two = await asOf("two", ["two"]);
  await two.read(COPY, a);
  await two.plan(COPY, ask, b);
  expect((await make(two)).id).toBe(c.id);
  const d = await make(two);
  expect([a.id, b.id, c.id]).not.toContain(d.id);

  // A replacement that is created before the old one is destroyed: the plan shows its id.
  const three = await asOf("three", ["three"]);
  await three.upgrade(COPY, 0, JSON.stringify(d));
  await three.upgrade(COPY, 0, JSON.stringify(c));
  expect(cloud.jobs()).toHaveLength(4);
  expect([a.id, b.id, c.id, d.id]).not.toContain((await make(three)).id);
  store.close();
});

test("Terraform adopts the replicas of an apply without Terraform and copies none again", async () => {
  const store = Store.open(":memory:");
  const cloud = new Cloud(store);
  cloud.load(readInventory(JSON.stringify(INVENTORY), "inventory"));
  const answer = cloud.submit({
    kind: "copyImage",
    caller: { account: "default", project: "cn-north-4", region: "cn-north-4" },
    sourceImageId: "base",
    name: "web",
    description: "",
    tags: {},
    keyId: null,
  });
  const calls = Calls.over(cloud);
  await calls.configure({ region: "cn-north-4" });
  const { state: planned } = await calls.plan(COPY, { name: "web", source_image_id: "base" });
  const { state } = await calls.apply(COPY, planned);
  expect(state!.id).toBe(answer.accepted ? answer.imageId : "refused");
  expect(cloud.jobs()).toHaveLength(1);
  // A second equal request is for a second replica.
  expect((await calls.apply(COPY, planned)).state!.id).not.toBe(state!.id);
  store.close();
});
