// Inventories are loaded into the region state and exported again.
import { readInventory, writeInventory } from "../../lib/model";
import { UsageError } from "../../lib/values";
import { accepted, across, BEIJING, cloudOf, copy, image, outcome, SHANGHAI, world } from "./world";

const FULL = world(
  [
    image("a", { tags: { team: "x", stage: "gold" }, keyId: "k", description: "d", frozen: true, sizeGib: 1.25 }),
    image("whole", { kind: "full-ecs", backup: { id: "b", replicaOf: "b0", vaultId: "v" } }),
    image("iso", { kind: "iso", status: "killed", os: "other", server: "bms", visibility: "public" }),
    image("made", { madeFrom: { means: "image", id: "a", region: SHANGHAI }, createdAt: "2026-01-01T00:00:00Z" }),
  ],
  {
    complete: true,
    recordedAt: "2026-11-20T08:00:00Z",
    origin: "by hand",
    accounts: [
      { id: "acme", site: "china" },
      { id: "partner", site: null },
    ],
    members: [{ imageId: "a", account: "partner", project: BEIJING, status: "pending" }],
    backupDestinations: { [BEIJING]: [SHANGHAI], [SHANGHAI]: [] },
  },
);

test("an export contains every field of the loaded inventory", () => {
  const { cloud } = cloudOf(FULL);
  expect(writeInventory(cloud.inventory())).toEqual(writeInventory(FULL));
});

test("an export is a document that loads to the same region state", () => {
  const { cloud, store } = cloudOf(FULL);
  const text = JSON.stringify(writeInventory(cloud.inventory()));
  const { store: second } = cloudOf(readInventory(text, "inventory.json"));
  expect(second.snapshot()).toEqual(store.snapshot());
});

test("a second load of the same inventory changes nothing", () => {
  const { cloud, store } = cloudOf(FULL);
  const before = store.snapshot();
  cloud.load(FULL);
  expect(store.snapshot()).toEqual(before);
});

test("several inventories add up, and are complete only when each is", () => {
  const { cloud } = cloudOf(FULL);
  cloud.load({ ...world([image("later")]), complete: false });
  expect(cloud.inventory().images.map(({ id }) => id)).toEqual(["a", "iso", "later", "made", "whole"]);
  expect(cloud.inventory()).toMatchObject({ complete: false, origin: "by hand" });
  cloud.load(FULL);
  expect(cloud.inventory().complete).toBe(false);
});

test("a load replaces an image without running jobs, and the quota keeps its count", () => {
  const quotas = [{ account: "acme", region: BEIJING, images: 2, used: 0 }];
  const { cloud } = cloudOf(world([image("a"), image("b")], { quotas }));
  expect(outcome(cloud.submit(copy("a")))).toBe("quota/private-images");
  cloud.load(world([image("b", { region: SHANGHAI, name: "moved" })], { quotas }));
  expect(cloud.tryFindImage("b")?.name).toBe("moved");
  expect(outcome(cloud.submit(copy("a")))).toBe("accepted");
});

test("a load with an image that a job uses changes nothing", () => {
  const { cloud, store } = cloudOf(world([image("a")]));
  accepted(cloud.submit(across("a")));
  const before = store.snapshot();
  cloud.load(world([image("a")]));
  expect(() => cloud.load(world([image("b"), image("a", { name: "other" })]))).toThrow(UsageError);
  expect(store.snapshot()).toEqual(before);
});

test("a simulation continues from an export of an earlier one and repeats no id", () => {
  const { cloud } = cloudOf(world([image("a")]));
  const first = accepted(cloud.submit(copy("a")));
  cloud.runUntilIdle();
  const { cloud: second } = cloudOf(cloud.inventory());
  const again = accepted(second.submit(copy("a")));
  expect(again.imageId).not.toBe(first.imageId);
  expect(second.inventory().images).toHaveLength(3);
});
