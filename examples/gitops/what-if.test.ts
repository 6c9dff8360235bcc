// Checks a pull request offline, against the state of production after yesterday's apply.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { setupJest, simulate, synthesize } from "cdktf-image-replication/testing";
import { Images } from "./images";

setupJest();

const TODAY = ["cn-east-3", "cn-south-1"];
const YESTERDAY = join(__dirname, "inventory.json");
const stackOf = (regions: readonly string[], inventory = YESTERDAY): Images =>
  new Images(new App(), "gitops", { inventory, regions });

test("the main branch has no finding and finishes within six hours", async () => {
  expect(synthesize(stackOf(TODAY)).findings).toEqual([]);
  expect(await simulate(stackOf(TODAY))).toFinishWithin({ hours: 6 });
});

test("a pull request shows what production would refuse", () => {
  expect(stackOf([...TODAY, "cn-southwest-2"])).toBreakRule("agency/granted");
});

test("an export of another environment works as the inventory", async () => {
  const { regionState } = await simulate(stackOf(TODAY));
  const folder = mkdtempSync(join(tmpdir(), "what-if-"));
  try {
    // The output of `image-replication state export`, with all its fields.
    const inventory = join(folder, "production.json");
    const quotas = regionState.quotas.map((quota) => (quota.region === "cn-south-1" ? { ...quota, images: 4 } : quota));
    const document = { format: "image-replication/inventory", version: 1, ...regionState, quotas };
    const images = document.images.map(({ backup, ...image }) => (backup === null ? image : { ...image, backup }));
    writeFileSync(inventory, JSON.stringify({ ...document, images }));
    expect(stackOf(["cn-east-3"], inventory)).not.toBreakRule("quota/private-images");
    expect(stackOf(["cn-south-1"], inventory)).toBreakRule("quota/private-images");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
