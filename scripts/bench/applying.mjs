// A simulated apply in this process, over a region state in a file: copies across regions, all but five of which queue for a slot.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fromDist, peakMb } from "./dist.mjs";

/** @returns milliseconds to carry out a plan of so many copies, peak memory, and how many events the journal then has */
export async function measure(count) {
  const { Cloud } = fromDist("cloud", "index.js");
  const { Deployment } = fromDist("deployment", "index.js");
  const { readInventory } = fromDist("model", "index.js");
  const { Store } = fromDist("store", "index.js");
  const folder = mkdtempSync(join(tmpdir(), "bench-apply-"));
  const store = Store.open(join(folder, "cloud.db"));
  try {
    const cloud = new Cloud(store);
    cloud.load(readInventory(JSON.stringify(inventoryOf(Number(count))), "inventory.json"));
    const plan = planOf(Number(count));
    const began = performance.now();
    const { complete } = await new Deployment(plan, cloud).run();
    const milliseconds = performance.now() - began;
    if (!complete) throw new Error("the simulated apply left replicas out");
    return { milliseconds, peakMb: peakMb(), events: cloud.journalLength };
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

const sizeGib = (index) => 1 + (index % 40);

function inventoryOf(count) {
  const at = { region: "cn-north-4", kind: "system-disk" };
  return {
    format: "image-replication/inventory",
    version: 1,
    images: Array.from({ length: count }, (_, index) => ({
      id: `ims-${index}`,
      name: `golden-${index}`,
      sizeGib: sizeGib(index),
      ...at,
    })),
    agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
    quotas: [{ region: "cn-east-3", images: count }],
  };
}

function planOf(count) {
  const { CATALOG } = fromDist("catalog", "index.js");
  const { judgeWishes, planRoutes } = fromDist("routes", "index.js");
  const { HARMLESS } = fromDist("rules", "index.js");
  const wishes = Array.from({ length: count }, (_, index) => {
    const name = `web-${index}`;
    const sheet = { ...HARMLESS.copyImageAcross, "replica.name": name, "image.sizeGib": sizeGib(index) };
    const entry = { id: `ims-${index}`, imageId: `ims-${index}`, name: `golden-${index}`, account: "default" };
    const at = { project: "cn-north-4", region: "cn-north-4", kind: "system-disk", sizeGib: sizeGib(index) };
    const source = { image: { ...entry, ...at, encrypted: false, keyId: null } };
    const subject = { image: `Image "golden-${index}"`, replica: `Replica "${name}"` };
    return { id: `cn-east-3/${name}`, construct: name, operation: "copyImageAcross", sheet, subject, source };
  });
  const planning = { stack: "bench", target: "simulated", wishes, catalog: CATALOG };
  return planRoutes(planning, judgeWishes(planning));
}
