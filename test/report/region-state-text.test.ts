// Region states and images as people read them.
import { imageText, regionStateText, sharedImagesOf, sharedImagesText } from "../../lib/report";
import { displayWidth } from "../../lib/report/columns";
import { EMPTY_INVENTORY, readInventory } from "../../lib/model";
import { expectGolden } from "../goldens";

const inventory = readInventory(
  JSON.stringify({
    format: "image-replication/inventory",
    version: 1,
    recordedAt: "2026-11-20T08:00:00Z",
    origin: "console of the golden account",
    accounts: [{ id: "default", site: "china" }, { id: "partner" }],
    images: [
      {
        id: "51a7ed00-0001-4000-8000-000000000001",
        name: "web-golden",
        region: "cn-north-4",
        kind: "system-disk",
        sizeGib: 40,
        minDiskGib: 40,
        keyId: "51a7ed00-aaaa-4000-8000-00000000000a",
        description: "The base of all web servers",
        tags: { owner: "web", stage: "golden" },
        madeFrom: { means: "server", id: "srv-1" },
        createdAt: "2026-10-01T00:00:00Z",
      },
      {
        id: "51a7ed00-0002-4000-8000-000000000002",
        name: "web",
        region: "cn-east-3",
        kind: "system-disk",
        sizeGib: 40,
        madeFrom: { means: "image", id: "51a7ed00-0001-4000-8000-000000000001", region: "cn-north-4" },
      },
      {
        id: "db",
        name: "数据库黄金镜像-数据库黄金镜像",
        region: "cn-north-4",
        kind: "data-disk",
        sizeGib: 128.00390625,
        status: "saving",
      },
      {
        id: "whole",
        name: "a-name-as-long-as-the-service-takes-a-name-as-long-as-the-service-takes",
        region: "cn-north-4",
        kind: "full-ecs",
        sizeGib: 80,
        account: "partner",
        project: "cn-north-4_build",
        backup: { id: "backup-1", replicaOf: "backup-0", vaultId: "vault-1" },
      },
      {
        id: "public",
        name: "Ubuntu 24.04",
        region: "cn-north-4",
        kind: "system-disk",
        sizeGib: 2,
        visibility: "public",
        frozen: true,
      },
    ],
    keys: [
      { id: "51a7ed00-aaaa-4000-8000-00000000000a", alias: "golden", region: "cn-north-4", grantedTo: ["partner"] },
      { id: "k-2", region: "cn-east-3", state: "disabled", account: "partner" },
    ],
    vaults: [{ id: "vault-1", region: "cn-east-3", sizeGib: 500, usedGib: 80 }],
    agencies: [{ name: "ims_copy", regions: ["cn-east-3", "cn-south-1"], coversBackups: true }],
    quotas: [{ region: "cn-north-4", images: 50, used: 3 }],
    members: [
      {
        imageId: "51a7ed00-0002-4000-8000-000000000002",
        project: "partner-project",
        account: "partner",
        status: "pending",
      },
    ],
  }),
  "inventory.json",
);

const context = {
  now: 76_800,
  meter: { "obs-traffic": 40, "backup-space": 80 },
  jobs: [
    {
      id: "job-1",
      job: "imsCrossRegionCopyImageJob",
      region: "cn-north-4",
      status: "RUNNING",
      percent: 42,
      imageId: "51a7ed00-0002-4000-8000-000000000002",
    },
  ],
};

function expectFits(text: string): void {
  for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(80);
}

test("a region state is a table by region", () => {
  const text = regionStateText(inventory, context);
  expectGolden("region-state.txt", text);
  expectFits(text);
});

test("an empty region state is one line", () => {
  expect(regionStateText(EMPTY_INVENTORY)).toBe("0 images in 0 regions\n");
});

test("images beyond a bound are counted", () => {
  const text = regionStateText(inventory, { mostImages: 1 });
  expect(text).toContain("  … and 3 more\n");
});

test.each(inventory.images.map((image) => [image.id, image] as const))("the image %s is shown in full", (id, image) => {
  const text = imageText(image, inventory);
  expectGolden(`image-${id}.txt`, text);
  expectFits(text);
});

test("shared images are listed by receiver, with the status of each share", () => {
  const [web] = inventory.members;
  const members = [
    { ...web!, imageId: "db", account: "default", project: "cn-north-4_build", status: "accepted" as const },
    { ...web!, imageId: "whole", status: "rejected" as const },
    { ...web!, imageId: "gone" },
    web!,
  ];
  const text = sharedImagesText(sharedImagesOf({ ...inventory, members }));
  expectGolden("shared-images.txt", text);
  expectFits(text);
  expect(sharedImagesText(sharedImagesOf(EMPTY_INVENTORY))).toBe("No image is shared.\n");
});
