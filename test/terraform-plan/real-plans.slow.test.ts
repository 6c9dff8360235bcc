// Plans that real Terraform made with the simulated provider: references, instances, modules, unknown values and replacements.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CATALOG } from "../../lib/catalog";
import { judgeTerraformPlan, type JudgedTerraformPlan } from "../../lib/terraform-plan";
import { readRecording } from "../../lib/recordings";
import { readInventory } from "../../lib/model";
import { routePlansMarkdown, routePlanText, timelineSvg } from "../../lib/report";
import type { Hop } from "../../lib/routes";
import { Attached } from "../provider/attached";
import { TerraformFolder } from "../provider/terraform-folder";
import { terraformTest } from "../terraform/terraform";

const AT = { region: "cn-north-4", kind: "system-disk" };
const WORLD = {
  buckets: [
    { name: "images-home", account: "default", region: "cn-north-4" },
    { name: "images-cold", account: "default", region: "cn-north-4", storageClass: "cold" },
  ],
  projects: [
    { id: "cn-north-4_test", account: "default", region: "cn-north-4" },
    { id: "cn-north-4_build", account: "default", region: "cn-north-4" },
    { id: "partner_east", account: "partner", region: "cn-east-3" },
  ],
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

// The vendor's provider plans the same: it checks nothing before apply.
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

terraformTest("a plan in HCL has its references, sizes, schedule and GiB", async () => {
  await attached(async (terraform) => {
    const judged = judge(await planOf(terraform));
    expect(judged.routePlan.target).toBe("simulated");
    // A copy under a key that the plan makes is encrypted, before the key is there.
    expect(rules(judged)).toEqual(["across/not-encrypted keyed_far", 'copy/encryption-said plain["b"]']);
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
  }, HCL);
});

const PROVIDERS = `
provider "huaweicloud" {
  region   = "cn-north-4"
  fidelity = "vendor"
}
provider "huaweicloud" {
  alias    = "east"
  region   = "cn-east-3"
  fidelity = "vendor"
}
provider "huaweicloud" {
  alias        = "partner"
  region       = "cn-east-3"
  domain_id    = "partner"
  project_name = "partner_east"
  fidelity     = "vendor"
}
provider "huaweicloud" {
  alias        = "build"
  region       = "cn-north-4"
  project_name = "cn-north-4_build"
  fidelity     = "vendor"
}
`;

/**
 * Images that are copied, shared, accepted, copied again, exported and registered, with a known name and with one that is unknown until
 * apply.
 */
const HANDED_ON = `
resource "huaweicloud_images_image_copy" "far" {
  name            = "far"
  source_image_id = "i-open"
  target_region   = "cn-east-3"
  agency_name     = "ims_copy"
  timeouts { create = "10h" }
}
resource "huaweicloud_images_image_share" "far" {
  provider           = huaweicloud.east
  source_image_id    = huaweicloud_images_image_copy.far.id
  target_project_ids = ["partner_east"]
}
resource "huaweicloud_images_image_share_accepter" "far" {
  provider = huaweicloud.partner
  image_id = huaweicloud_images_image_share.far.source_image_id
}
resource "huaweicloud_images_image_copy" "taken" {
  provider        = huaweicloud.partner
  name            = "taken"
  source_image_id = huaweicloud_images_image_share_accepter.far.image_id
}
resource "huaweicloud_images_image_share" "within" {
  source_image_id    = "i-open"
  target_project_ids = ["cn-north-4_build"]
}
resource "huaweicloud_images_image_share_accepter" "within" {
  provider   = huaweicloud.build
  image_id   = "i-open"
  depends_on = [huaweicloud_images_image_share.within]
}
resource "huaweicloud_ims_image_export" "large" {
  image_id        = "i-large"
  bucket_url      = "images-home:large.zvhd2"
  is_quick_export = true
}
resource "huaweicloud_ims_obs_system_image" "large" {
  name            = "large-again"
  image_url       = huaweicloud_ims_image_export.large.bucket_url
  min_disk        = 200
  is_quick_import = true
  os_version      = "Ubuntu 22.04 server 64bit"
}
resource "huaweicloud_images_image_copy" "plain" {
  name            = "plain"
  source_image_id = "i-open"
}
resource "huaweicloud_ims_image_export" "plain" {
  image_id    = huaweicloud_images_image_copy.plain.id
  bucket_url  = "images-home:\${huaweicloud_images_image_copy.plain.id}.vhd"
  file_format = "vhd"
}
resource "huaweicloud_ims_obs_system_image" "plain" {
  name       = "plain-again"
  image_url  = "images-home:\${huaweicloud_images_image_copy.plain.id}.vhd"
  min_disk   = 40
  depends_on = [huaweicloud_ims_image_export.plain]
}
resource "terraform_data" "carried" {
  input            = "images-home:carried.qcow2"
  triggers_replace = [huaweicloud_ims_image_export.plain.id]
}
resource "huaweicloud_ims_quickimport_data_image" "carried" {
  name      = "carried"
  image_url = terraform_data.carried.output
  min_disk  = 40
  type      = "DataImage"
}
`;

/** What the service refuses of each. */
const REFUSED = `
resource "huaweicloud_images_image_share" "sealed" {
  source_image_id    = "i-sealed"
  target_project_ids = ["cn-north-4", "cn-south-1"]
}
resource "huaweicloud_images_image_share_accepter" "uninvited" {
  provider = huaweicloud.partner
  image_id = huaweicloud_images_image_copy.plain.id
}
resource "huaweicloud_images_image_copy" "wrong_id" {
  provider        = huaweicloud.build
  name            = "wrong-id"
  source_image_id = huaweicloud_images_image_share_accepter.within.id
}
resource "huaweicloud_images_image_copy" "not_accepted" {
  provider        = huaweicloud.partner
  name            = "not-accepted"
  source_image_id = huaweicloud_images_image_share.far.id
}
resource "huaweicloud_ims_image_export" "refused" {
  image_id    = "i-sealed"
  bucket_url  = "images-cold:sealed"
  file_format = "raw"
}
resource "huaweicloud_ims_image_export" "too_large" {
  image_id   = "i-large"
  bucket_url = "no-colon"
}
resource "huaweicloud_ims_obs_data_image" "refused" {
  provider  = huaweicloud.east
  name      = " leading"
  image_url = "images-home:none.iso"
  min_disk  = 4096
  cmk_id    = "k-1"
}
`;

terraformTest("shares, acceptances, exports and registrations in a chain are read", async () => {
  await attached(
    async (terraform) => {
      const judged = judge(await planOf(terraform));
      expect(rules(judged)).toEqual(["plan/not-judged carried"]);
      const line = ({ id, source, sizeGib, wave }: Hop): string =>
        `${String(wave)}: ${id} from ${String(Object.values(source)[0])}, ${JSON.stringify(sizeGib)} GiB`;
      expect(judged.routePlan.hops.map(line).sort()).toEqual([
        "1: cn-east-3/far from i-open, 12 GiB",
        "1: cn-north-4/large exported from i-large, 129 GiB",
        "1: cn-north-4/open shared from i-open, 12 GiB",
        "1: cn-north-4/plain from i-open, 12 GiB",
        "2: cn-east-3/far shared from cn-east-3/far, 12 GiB",
        "2: cn-north-4/large-again from cn-north-4/large exported, 129 GiB",
        "2: cn-north-4/open accepted by default/cn-north-4_build from cn-north-4/open shared, 12 GiB",
        "2: cn-north-4/plain exported from cn-north-4/plain, 12 GiB",
        "3: cn-east-3/far accepted by partner/partner_east from cn-east-3/far shared, 12 GiB",
        "3: cn-north-4/carried from cn-north-4/plain exported, 12 GiB",
        "3: cn-north-4/plain-again from cn-north-4/plain exported, 12 GiB",
        "4: partner@cn-east-3/partner_east/taken from cn-east-3/far accepted by partner/partner_east, 12 GiB",
      ]);
      expect(judged.routePlan.forecast.chargedGib).toEqual({ "obs-traffic": 12, "object-space": 141 });
      // Every format takes operations without a replica and shows none for them.
      const page = routePlansMarkdown([judged.routePlan], [judged.changes]);
      expect(page).toContain("**6 replicas by 12 hops**, at least **2 h 3 min**");
      expect(page).toContain("Added: 6 replicas by 12 hops");
      expect(page).toContain('["acceptance · partner"]');
      expect(page).not.toContain('[""]');
      expect(timelineSvg([judged.routePlan])).toContain("6 replicas by 12 hops");
      expect(routePlanText(judged.routePlan)).toContain("export in cn-north-4 of a file (not known yet)");
      expect(judged.routePlan.deferred.map(({ rule, hops }) => `${rule} ${hops.join(" ")}`)).toEqual([
        "bucket/exists cn-north-4/carried cn-north-4/plain exported cn-north-4/plain-again",
        "bucket/in-region cn-north-4/carried cn-north-4/plain exported cn-north-4/plain-again",
        "bucket/named cn-north-4/carried cn-north-4/plain exported cn-north-4/plain-again",
        "bucket/owned cn-north-4/carried cn-north-4/plain exported cn-north-4/plain-again",
        "bucket/standard-class cn-north-4/carried cn-north-4/plain exported cn-north-4/plain-again",
        "export/object-new cn-north-4/large exported cn-north-4/plain exported",
        "object/exists cn-north-4/carried",
        "object/named cn-north-4/carried cn-north-4/plain exported cn-north-4/plain-again",
        "quota/private-images cn-east-3/far cn-north-4/carried cn-north-4/large-again cn-north-4/plain cn-north-4/plain-again partner@cn-east-3/partner_east/taken",
        "register/format cn-north-4/carried",
        "register/min-disk-holds cn-north-4/carried",
      ]);
    },
    PROVIDERS,
    HANDED_ON,
  );
});

terraformTest("refusals of shares, acceptances, exports and registrations are found", async () => {
  await attached(
    async (terraform) => {
      expect(rules(judge(await planOf(terraform)))).toEqual([
        "accept/offered uninvited",
        "bucket/in-region refused",
        "bucket/standard-class refused",
        "export/format-known refused",
        "export/goes-plain refused",
        "export/size too_large",
        "key/same-region refused",
        "name/outer-space refused",
        "object/named too_large",
        "plan/not-judged carried",
        "register/min-disk refused",
        "share/member-in-region sealed",
        "share/not-encrypted sealed",
        "share/not-with-oneself sealed",
        "source/accepted not_accepted",
        "source/exists wrong_id",
        "source/in-region uninvited",
      ]);
    },
    PROVIDERS,
    HANDED_ON,
    REFUSED,
  );
});

terraformTest("without an inventory less is known, and facts of data sources count", async () => {
  await attached(async (terraform) => {
    const judged = judge(await planOf(terraform), false);
    expect(rules(judged)).toEqual(["across/not-encrypted keyed_far"]);
    const sizes = judged.routePlan.hops.map(({ id, sizeGib }) => [id, typeof sizeGib === "number" ? sizeGib : "?"]);
    expect(Object.fromEntries(sizes)).toMatchObject({ "cn-east-3/looked-up": 12, "cn-east-3/far-b": "?" });
  }, HCL);
});

terraformTest("the same rules as in a program find what the service would refuse", async () => {
  await attached(
    async (terraform) => {
      expect(rules(judge(await planOf(terraform)))).toEqual([
        "across/no-key large_far",
        "across/not-encrypted keyed_far",
        "across/not-encrypted sealed_far",
        'copy/encryption-said plain["b"]',
        "copy/size-within-limit large_far",
        "name/outer-space large_far",
        "timeouts/longer-than-forecast large_far",
        "timeouts/longer-than-forecast sealed_far",
      ]);
    },
    HCL,
    FAULTY,
  );
});

terraformTest("an applied plan is empty, another agency copies again, and the state becomes an inventory", async () => {
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
      const changed = `${withoutKeyed(HCL)}${SHARED}`
        .replaceAll('"ims_copy"', '"ims_other"')
        .replace('"cn-north-4_test"', '"cn-north-4_build"')
        .replace('"plain-', '" plain-');
      writeFileSync(join(terraform.folder, "copies.tf"), changed);
      const judged = judge(await planOf(terraform));
      // A change in place is checked by the rules on changes, and is no copy.
      expect(rules(judged)).toEqual(['name/outer-space plain["a"]', 'name/outer-space plain["b"]']);
      expect(judged.changes.updated).toEqual([
        { hop: { id: 'huaweicloud_images_image_copy.plain["a"]' }, changed: ["name: plain-a, then  plain-a"] },
        { hop: { id: 'huaweicloud_images_image_copy.plain["b"]' }, changed: ["name: plain-b, then  plain-b"] },
        {
          hop: { id: "cn-north-4/open shared" },
          changed: ["offered to cn-north-4_build", "no longer shared with cn-north-4_test"],
        },
      ]);
      expect(judged.changes.recopied.map(({ hop, because }) => [hop.construct, because])).toEqual(
        ['far["a"]', 'far["b"]', "looked_up"].map((name) => [`huaweicloud_images_image_copy.${name}`, ["agency_name"]]),
      );
      expect(judged.changes.removed).toEqual([{ id: "cn-north-4/keyed" }]);
      expect(judged.routePlan.forecast.chargedGib).toEqual({ "obs-traffic": 44 });
      // An existing image is a source with all facts in its state.
      expect(judged.routePlan.sources.map(({ sizeGib }) => sizeGib).sort()).toEqual([12, 12, 20]);
    },
    withoutKeyed(HCL),
    KEYED,
    SHARED,
  );
});

/** The copy of a copy under a new key is refused once the key exists. */
const KEYED = `
resource "huaweicloud_images_image_copy" "keyed" {
  name            = "keyed"
  source_image_id = "i-open"
  kms_key_id      = huaweicloud_kms_key.new.id
}
`;

const SHARED = `
resource "huaweicloud_images_image_share" "open" {
  source_image_id    = "i-open"
  target_project_ids = ["cn-north-4_test"]
}
`;

function withoutKeyed(text: string): string {
  return text.slice(0, text.indexOf('resource "huaweicloud_images_image_copy" "keyed"'));
}

const REQUIRED = `terraform {
         required_providers {
           huaweicloud = { source = "image-replication.localhost/simulated/huaweicloud" }
         }
       }`;

terraformTest(
  "modules pass images in and out",
  async () => {
    const folder = new TerraformFolder(WORLD);
    try {
      folder.reset();
      mkdirSync(join(folder.path, "across"));
      writeFileSync(
        join(folder.path, "across", "main.tf"),
        `${REQUIRED}
       variable "image_id" {}
       variable "name" {}
       resource "huaweicloud_images_image_copy" "this" {
         name            = var.name
         source_image_id = var.image_id
         target_region   = "cn-east-3"
         agency_name     = "ims_copy"
         timeouts { create = "10h" }
       }
       output "image_id" { value = huaweicloud_images_image_copy.this.id }`,
      );
      mkdirSync(join(folder.path, "many"));
      writeFileSync(
        join(folder.path, "many", "main.tf"),
        `${REQUIRED}
       variable "image_id" {}
       variable "name" {}
       resource "huaweicloud_images_image_copy" "plain" {
         name            = var.name
         source_image_id = var.image_id
       }
       resource "huaweicloud_images_image_share" "plain" {
         source_image_id    = huaweicloud_images_image_copy.plain.id
         target_project_ids = ["cn-east-3_build"]
       }
       output "image_id" { value = huaweicloud_images_image_share.plain.source_image_id }
       output "other" { value = var.name }`,
      );
      await folder.init({
        provider: { huaweicloud: [{ region: "cn-north-4" }, { alias: "east", region: "cn-east-3" }] },
        module: {
          one: { source: "./across", name: "one", image_id: "${huaweicloud_images_image_copy.plain.id}" },
          many: {
            source: "./many",
            for_each: "${{ a = huaweicloud_images_image_copy.plain.id, b = module.one.image_id }}",
            name: "many-${each.key}",
            image_id: "${module.one.image_id}",
            providers: { huaweicloud: "huaweicloud.east" },
          },
        },
        resource: {
          huaweicloud_images_image_copy: {
            plain: { name: "plain", source_image_id: "i-open" },
            again: { name: "again", source_image_id: "${module.one.image_id}", provider: "huaweicloud.east" },
            key: { name: "key", source_image_id: '${module.many["b"].image_id}', provider: "huaweicloud.east" },
            each: {
              for_each: '${toset(["a", "b"])}',
              name: "each-${each.key}",
              source_image_id: "${module.many[each.key].image_id}",
              provider: "huaweicloud.east",
            },
            counted: { count: 2, name: "counted-${count.index}", source_image_id: "i-open" },
            second: {
              count: 2,
              name: "second-${count.index}",
              source_image_id: "${huaweicloud_images_image_copy.counted[count.index].id}",
              kms_key_id: "k-1",
            },
            either: {
              name: "either",
              source_image_id:
                '${timestamp() == "" ? huaweicloud_images_image_copy.plain.id : huaweicloud_images_image_copy.large.id}',
            },
            large: { name: "large", source_image_id: "i-large" },
          },
        },
      });
      await folder.ok("plan", "-out=tfplan", "-no-color");
      const judged = judge(await folder.ok("show", "-json", "tfplan"));
      const line = ({ id, construct, source, wave, sizeGib }: Hop): string =>
        `${String(wave)}: ${id} (${construct.replaceAll("huaweicloud_images_image_", "")}) from ${String(Object.values(source)[0])}, ${typeof sizeGib === "number" ? String(sizeGib) : "?"}`;
      expect(judged.routePlan.hops.map(line).sort()).toEqual([
        "1: cn-north-4/counted-0 (copy.counted[0]) from i-open, 12",
        "1: cn-north-4/counted-1 (copy.counted[1]) from i-open, 12",
        "1: cn-north-4/large (copy.large) from i-large, 129",
        "1: cn-north-4/plain (copy.plain) from i-open, 12",
        "2: cn-east-3/one (module.one.copy.this) from cn-north-4/plain, 12",
        "2: cn-north-4/either (copy.either) from huaweicloud_images_image_copy.plain or huaweicloud_images_image_copy.large, ?",
        "2: cn-north-4/second-0 (copy.second[0]) from cn-north-4/counted-0, 12",
        "2: cn-north-4/second-1 (copy.second[1]) from cn-north-4/counted-1, 12",
        "3: cn-east-3/again (copy.again) from cn-east-3/one, 12",
        '3: cn-east-3/many-a (module.many["a"].copy.plain) from cn-east-3/one, 12',
        '3: cn-east-3/many-b (module.many["b"].copy.plain) from cn-east-3/one, 12',
        '4: cn-east-3/many-a shared (module.many["a"].share.plain) from cn-east-3/many-a, 12',
        '4: cn-east-3/many-b shared (module.many["b"].share.plain) from cn-east-3/many-b, 12',
        '5: cn-east-3/each-a (copy.each["a"]) from cn-east-3/many-a shared, 12',
        '5: cn-east-3/each-b (copy.each["b"]) from cn-east-3/many-b shared, 12',
        "5: cn-east-3/key (copy.key) from cn-east-3/many-b shared, 12",
      ]);
      expect(rules(judged)).toEqual(["copy/size-in-region large"]);
    } finally {
      folder.close();
    }
  },
  60_000,
);
