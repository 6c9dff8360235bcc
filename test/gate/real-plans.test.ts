// Plans that real Terraform made with the simulated provider: references, instances, modules, unknowns and replacements, as they come.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CATALOG } from "../../lib/catalog";
import { judgeTerraformPlan, readRecording, type JudgedTerraformPlan } from "../../lib/gate";
import { readInventory } from "../../lib/model";
import { Attached } from "../provider/attached";
import { Placed } from "../provider/placed";
import { terraformTest } from "../terraform/terraform";

const AT = { region: "cn-north-4", kind: "system-disk" };
const WORLD = {
  agencies: [
    { name: "ims_copy", regions: ["cn-east-3"] },
    { name: "ims_other", regions: ["cn-east-3"] },
  ],
  keys: [{ id: "k-1", region: "cn-north-4" }],
  images: [
    { id: "i-open", name: "open", ...AT, sizeGib: 12 },
    { id: "i-sealed", name: "sealed", ...AT, sizeGib: 20, keyId: "k-1" },
    { id: "i-large", name: "large", ...AT, sizeGib: 129 },
  ],
};
const recorded = readInventory(
  JSON.stringify({ format: "image-replication/inventory", version: 1, ...WORLD }),
  "inventory.json",
);

// As the vendor's provider plans: it checks nothing before the service is asked.
const HCL = `
variable "region" { default = "cn-north-4" }
provider "huaweicloud" {
  region   = var.region
  fidelity = "vendor"
}
data "huaweicloud_images_image" "open" { name = "open" }
resource "huaweicloud_kms_key" "new" { key_alias = "new" }
resource "huaweicloud_images_image_copy" "plain" {
  for_each        = { a = "i-open", b = "i-sealed" }
  name            = "plain-\${each.key}"
  source_image_id = each.value
}
resource "huaweicloud_images_image_copy" "far" {
  for_each        = toset(["a", "b"])
  name            = "far-\${each.key}"
  source_image_id = huaweicloud_images_image_copy.plain[each.key].id
  target_region   = "cn-east-3"
  agency_name     = "ims_copy"
  timeouts { create = "10h" }
}
resource "huaweicloud_images_image_copy" "looked_up" {
  name            = "looked-up"
  source_image_id = data.huaweicloud_images_image.open.id
  target_region   = "cn-east-3"
  agency_name     = "ims_copy"
  timeouts { create = "10h" }
}
resource "huaweicloud_images_image_copy" "keyed" {
  name            = "keyed"
  source_image_id = "i-open"
  kms_key_id      = huaweicloud_kms_key.new.id
}
resource "huaweicloud_images_image_copy" "keyed_far" {
  name            = "keyed-far"
  source_image_id = huaweicloud_images_image_copy.keyed.id
  target_region   = "cn-east-3"
  agency_name     = "ims_copy"
  timeouts { create = "10h" }
}
`;
const FAULTY = `
resource "huaweicloud_images_image_copy" "sealed_far" {
  name            = "sealed-far"
  source_image_id = "i-sealed"
  target_region   = "cn-east-3"
  agency_name     = "ims_copy"
}
resource "huaweicloud_images_image_copy" "large_far" {
  name            = " large"
  source_image_id = "i-large"
  target_region   = "cn-east-3"
  agency_name     = "ims_copy"
  kms_key_id      = "k-1"
}
`;

async function planOf(attached: Attached): Promise<string> {
  expect(await attached.run("plan", "-out=tfplan", "-no-color", "-input=false")).toMatchObject({ code: 0 });
  return (await attached.run("show", "-json", "tfplan")).output;
}

const judge = (text: string, inventory = true): JudgedTerraformPlan =>
  judgeTerraformPlan(text, "plan.json", { catalog: CATALOG, ...(inventory ? { inventory: recorded } : {}) });

const rules = ({ findings }: JudgedTerraformPlan): readonly string[] =>
  findings.findings.map(({ rule, construct }) => `${rule} ${construct.split(".").at(-1) ?? ""}`).sort();

async function attached(work: (attached: Attached) => Promise<void>, ...texts: readonly string[]): Promise<void> {
  const started = await Attached.start({ inventory: WORLD });
  try {
    started.write({});
    writeFileSync(join(started.folder, "copies.tf"), texts.join("\n"));
    await work(started);
  } finally {
    started.close();
  }
}

terraformTest("a plan in HCL: what refers to what, sizes, schedule and GiB", async () => {
  await attached(async (terraform) => {
    const judged = judge(await planOf(terraform));
    expect(judged.routePlan.target).toBe("simulated");
    expect(rules(judged)).toEqual(['copy/encryption-said plain["b"]']);
    expect(judged.routePlan.hops.map(({ id, source, sizeGib }) => [id, Object.values(source)[0], sizeGib])).toEqual([
      ["cn-east-3/far-a", "cn-north-4/plain-a", 12],
      ["cn-east-3/far-b", "cn-north-4/plain-b", 20],
      ["cn-east-3/keyed-far", "cn-north-4/keyed", 12],
      ["cn-east-3/looked-up", "i-open", 12],
      ["cn-north-4/keyed", "i-open", 12],
      ["cn-north-4/plain-a", "i-open", 12],
      ["cn-north-4/plain-b", "i-sealed", 20],
    ]);
    expect(judged.routePlan.forecast.chargedGib).toEqual({ "obs-traffic": 12 + 20 + 12 + 12 });
    // Whether a copy under a key that is not made yet is encrypted, nobody knows before it is.
    expect(judged.routePlan.deferred).toContainEqual(
      expect.objectContaining({ rule: "across/not-encrypted", hops: ["cn-east-3/keyed-far"] }),
    );
  }, HCL);
});

terraformTest("without an inventory, less is known, and what data sources show counts", async () => {
  await attached(async (terraform) => {
    const judged = judge(await planOf(terraform), false);
    expect(rules(judged)).toEqual([]);
    const sizes = judged.routePlan.hops.map(({ id, sizeGib }) => [id, typeof sizeGib === "number" ? sizeGib : "?"]);
    expect(Object.fromEntries(sizes)).toMatchObject({ "cn-east-3/looked-up": 12, "cn-east-3/far-b": "?" });
  }, HCL);
});

terraformTest("what the service would refuse is found by the same rules as in a program", async () => {
  await attached(
    async (terraform) => {
      expect(rules(judge(await planOf(terraform)))).toEqual([
        "across/no-key large_far",
        "across/not-encrypted sealed_far",
        'copy/encryption-said plain["b"]',
        "copy/size-within-limit large_far",
        "name/outer-space large_far",
      ]);
    },
    HCL,
    FAULTY,
  );
});

terraformTest(
  "after an apply nothing is planned; another agency copies again, and is told so; state becomes an inventory",
  async () => {
    await attached(
      async (terraform) => {
        const applied = await terraform.run("apply", "-auto-approve", "-no-color", "-input=false");
        expect([applied.code, applied.code === 0 ? "" : applied.output]).toEqual([0, ""]);
        expect(judge(await planOf(terraform)).routePlan.hops).toEqual([]);
        const { inventory, leftOut } = readRecording((await terraform.run("show", "-json")).output, "state.json");
        expect(
          inventory.images.map(({ name, region, sizeGib, keyId }) => [name, region, sizeGib, keyId !== null]).sort(),
        ).toEqual([
          ["far-a", "cn-east-3", 12, false],
          ["far-b", "cn-east-3", 20, false],
          ["keyed", "cn-north-4", 12, true],
          ["looked-up", "cn-east-3", 12, false],
          ["plain-a", "cn-north-4", 12, false],
          ["plain-b", "cn-north-4", 20, false],
        ]);
        expect(leftOut).toEqual([expect.stringContaining("data.huaweicloud_images_image.open")]);
        writeFileSync(join(terraform.folder, "copies.tf"), withoutKeyed(HCL).replaceAll('"ims_copy"', '"ims_other"'));
        const judged = judge(await planOf(terraform));
        expect(judged.changes.recopied.map(({ hop, because }) => [hop.construct, because])).toEqual(
          ['far["a"]', 'far["b"]', "looked_up"].map((name) => [
            `huaweicloud_images_image_copy.${name}`,
            ["agency_name"],
          ]),
        );
        expect(judged.changes.removed).toEqual([{ id: "cn-north-4/keyed" }]);
        expect(judged.routePlan.forecast.chargedGib).toEqual({ "obs-traffic": 44 });
        // What is there is a source with all that its state shows.
        expect(judged.routePlan.sources.map(({ sizeGib }) => sizeGib).sort()).toEqual([12, 12, 20]);
      },
      withoutKeyed(HCL),
      KEYED,
    );
  },
);

/** The copy of a copy under a new key is refused once the key is there. */
const KEYED = `
resource "huaweicloud_images_image_copy" "keyed" {
  name            = "keyed"
  source_image_id = "i-open"
  kms_key_id      = huaweicloud_kms_key.new.id
}
`;

function withoutKeyed(text: string): string {
  return text.slice(0, text.indexOf('resource "huaweicloud_images_image_copy" "keyed"'));
}

terraformTest(
  "modules, with images handed in and out",
  async () => {
    const placed = new Placed(WORLD);
    try {
      placed.reset();
      mkdirSync(join(placed.folder, "across"));
      writeFileSync(
        join(placed.folder, "across", "main.tf"),
        `terraform {
         required_providers {
           huaweicloud = { source = "image-replication.localhost/simulated/huaweicloud" }
         }
       }
       variable "image_id" {}
       variable "name" {}
       resource "huaweicloud_images_image_copy" "this" {
         name            = var.name
         source_image_id = var.image_id
         target_region   = "cn-east-3"
         agency_name     = "ims_copy"
       }
       output "image_id" { value = huaweicloud_images_image_copy.this.id }`,
      );
      await placed.init({
        provider: { huaweicloud: [{ region: "cn-north-4" }, { alias: "east", region: "cn-east-3" }] },
        module: { one: { source: "./across", name: "one", image_id: "${huaweicloud_images_image_copy.plain.id}" } },
        resource: {
          huaweicloud_images_image_copy: {
            plain: { name: "plain", source_image_id: "i-open" },
            again: { name: "again", source_image_id: "${module.one.image_id}", provider: "huaweicloud.east" },
          },
        },
      });
      await placed.ok("plan", "-out=tfplan", "-no-color");
      const judged = judge(await placed.ok("show", "-json", "tfplan"));
      expect(
        judged.routePlan.hops.map(({ id, construct, source, wave, sizeGib }) => [
          id,
          construct,
          Object.values(source)[0],
          wave,
          sizeGib,
        ]),
      ).toEqual([
        ["cn-east-3/again", "huaweicloud_images_image_copy.again", "cn-east-3/one", 3, 12],
        ["cn-east-3/one", "module.one.huaweicloud_images_image_copy.this", "cn-north-4/plain", 2, 12],
        ["cn-north-4/plain", "huaweicloud_images_image_copy.plain", "i-open", 1, 12],
      ]);
      expect(rules(judged)).toEqual([]);
    } finally {
      placed.close();
    }
  },
  60_000,
);
