// Thousands of corrupted documents, used further than their readers: in a program and a region state, and in a page and an apply. Each is
// either a usage error or works. test/model/inventory and test/routes/read-route-plan fuzz the readers alone.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing, TerraformStack } from "cdktf";
import fc from "fast-check";
import { CrossRegionImage, Encryption, HuaweicloudProvider, Key, ReplicatedImage, SourceImage } from "../../lib";
import { Cloud } from "../../lib/cloud";
import { Deployment } from "../../lib/deployment";
import { readInventory } from "../../lib/model";
import { routePlanText } from "../../lib/report";
import { digestOfHops, readRoutePlan, writeRoutePlan, type RoutePlan } from "../../lib/routes";
import { Store } from "../../lib/store";
import { UsageError } from "../../lib/values";
import { spoilt } from "../documents/mutations";
import { plan, wish } from "../routes/plans";

const RUNS = 2000;

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  complete: true,
  accounts: [{ id: "default", site: "china" }],
  images: [
    { id: "ims-1", name: "web", region: "cn-north-4", kind: "system-disk", sizeGib: 40, keyId: "k", tags: { a: "b" } },
    { id: "ims-2", name: "whole", region: "cn-north-4", kind: "full-ecs", sizeGib: 9, backup: { id: "b" } },
  ],
  keys: [{ id: "k", region: "cn-north-4", grantedTo: ["partner"] }],
  vaults: [{ id: "v", region: "cn-east-3", sizeGib: 500 }],
  agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
  quotas: [{ region: "cn-north-4", images: 50 }],
  members: [{ imageId: "ims-1", project: "p", status: "pending" }],
  backupDestinations: { "cn-north-4": ["cn-east-3"] },
};

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "fuzz-"))));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The texts of the findings of a program that uses the recording. */
function findingsOver(inventory: string): readonly string[] {
  const stack = new TerraformStack(Testing.app(), "stack");
  new HuaweicloudProvider(stack, "huaweicloud", { region: "cn-north-4" });
  const web = SourceImage.fromInventory(stack, "web", { inventory, name: "web" });
  const whole = SourceImage.fromInventory(stack, "whole", { inventory, imageId: "ims-2" });
  const encryption = Encryption.kms(Key.fromKeyId("k"));
  const shared = { targetRegion: "cn-east-3", agencyName: "ims_copy" };
  const replicas = [
    new ReplicatedImage(stack, "encrypted", { source: web, name: "encrypted", encryption }),
    new CrossRegionImage(stack, "across", { ...shared, source: web, name: "web" }),
    new CrossRegionImage(stack, "backup", { ...shared, source: whole, name: "whole", vaultId: "v" }),
  ];
  return replicas.flatMap((replica) => replica.node.validate());
}

test("a corrupted inventory is a usage error, or a program and a region state accept it", () => {
  let number = 0;
  let refused = 0;
  fc.assert(
    fc.property(spoilt(INVENTORY), (text) => {
      // A new file each time, because documents are cached by name, time and size.
      const file = join(folder, `${String((number += 1))}.json`);
      writeFileSync(file, text);
      try {
        for (const finding of findingsOver(file)) expect(finding).toMatch(/ \[[a-z-]+\/[a-z-]+(?:, IMG\.\d{4})?\]$/u);
        const store = Store.open(":memory:");
        new Cloud(store).load(readInventory(readFileSync(file, "utf8"), file));
        store.close();
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(UsageError);
        expect((error as UsageError).message).toMatch(/^[^\n]+\.json(:\d+)?: /u);
      } finally {
        rmSync(file);
      }
    }),
    { numRuns: RUNS },
  );
  expect([refused > RUNS / 4, refused < RUNS]).toEqual([true, true]);
});

test.each(["__proto__", "constructor"])("a region called %s is unknown and causes no crash", (region) => {
  const [web, whole] = INVENTORY.images;
  const file = join(folder, `${region}.json`);
  writeFileSync(file, JSON.stringify({ ...INVENTORY, images: [web, { ...whole, region }] }));
  expect(findingsOver(file).join("\n")).toContain("[source/region-known]");
});

const PLAN = plan([
  wish("cn-north-4/plain", "copyImage", { image: "golden" }, { "replica.tags": { owner: "web" } }),
  wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }),
  wish("cn-east-3/other", "copyImageAcross", { image: "other" }),
]);

/** With the matching digest, so that the check goes past the digest. */
function sealed(text: string): string {
  try {
    const spoiltPlan = JSON.parse(text) as RoutePlan;
    return writeRoutePlan({ ...spoiltPlan, digest: digestOfHops(spoiltPlan.hops, spoiltPlan.sources) });
  } catch {
    return text;
  }
}

test("a corrupted route plan is a usage error, or it is printed and applied", async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(spoilt(PLAN), async (text) => {
      const store = Store.open(":memory:");
      try {
        const read = readRoutePlan(sealed(text), "route-plan.json");
        expect(routePlanText(read)).toMatch(/\n$/u);
        const { outcomes } = await new Deployment(read, new Cloud(store)).run();
        expect(outcomes).toHaveLength(read.hops.length);
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(UsageError);
        expect((error as UsageError).message).toMatch(
          /^(?:route-plan\.json(?::\d+)?: |hop "|the source "|the route plan )/u,
        );
      } finally {
        store.close();
      }
    }),
    { numRuns: RUNS },
  );
  expect([refused > RUNS / 4, refused < RUNS]).toEqual([true, true]);
});
