// Keys, vaults, agencies and buckets that the same Terraform plan makes: rules on them are decided before they are there.
import { deferred, judge, rules, within, type PlannedCopy } from "./terraform-plans";

const of = (type: string, name: string, values: object, more: object = {}): PlannedCopy => ({
  ...{ name, type: `huaweicloud_${type}`, values: { ...values } },
  ...more,
});
const judged = (...copies: readonly PlannedCopy[]) => judge({ copies, providers: PROVIDERS });
const provider = (more: object = {}) => ({
  name: "huaweicloud",
  expressions: { region: { constant_value: "cn-north-4" }, ...more },
});
const PROVIDERS = {
  huaweicloud: provider(),
  "huaweicloud.east": provider({ region: { constant_value: "cn-east-3" } }),
  "huaweicloud.partner": provider({ domain_name: { constant_value: "partner" } }),
};
/** Rules about a subject that are broken, and with a question mark those that are not decided. */
const about = (subject: string, ...copies: readonly PlannedCopy[]): readonly string[] => {
  const plan = judged(...copies);
  const all = [...deferred(plan).map((rule) => `${rule}?`), ...rules(plan).map((line) => line.split(" ")[0] ?? "")];
  return [...new Set(all)].filter((rule) => rule.startsWith(subject)).sort();
};

describe("a key", () => {
  const KEY = "huaweicloud_kms_key.new";
  const key = (values: object = {}, more: object = {}) => of("kms_key", "new", { key_alias: "new", ...values }, more);
  const under = (references = [`${KEY}.id`, KEY]): PlannedCopy => ({
    ...within("web"),
    references: { kms_key_id: references },
  });

  test("is known in its state, its region and its account", () => {
    expect(about("key/", key(), under())).toEqual([]);
    expect(about("key/", key({ is_enabled: false }), under())).toEqual(["key/enabled"]);
    expect(about("key/", key({}, { provider: "huaweicloud.east" }), under())).toEqual(["key/same-region"]);
    expect(about("key/", key({}, { provider: "huaweicloud.partner" }), under())).toEqual(["key/usable?"]);
  });

  test("that is kept, or that one argument of several may name, says no more than before", () => {
    expect(about("key/exists", key({}, { actions: ["no-op"] }), under())).toEqual(["key/exists?"]);
    expect(about("key/exists", key(), under([`${KEY}.id`, KEY, "local.other"]))).toEqual(["key/exists?"]);
  });

  test("encrypts what is made under it", () => {
    const far: PlannedCopy = {
      name: "far",
      values: { name: "far", target_region: "cn-east-3", agency_name: "ims_copy" },
      references: { source_image_id: ["huaweicloud_images_image_copy.web.id", "huaweicloud_images_image_copy.web"] },
    };
    expect(about("across/not-encrypted", key(), under(), far)).toEqual(["across/not-encrypted"]);
    const again = { ...far, values: { name: "again" } };
    expect(about("source-key/", key(), under(), again)).toEqual([]);
  });
});

test("a vault is known by what it holds and its size", () => {
  const vault = (values: object, more: object = {}) =>
    of("cbr_vault", "new", { name: "new", type: "server", protection_type: "replication", size: 200, ...values }, more);
  const source = { address: "data.huaweicloud_images_image.whole", values: { id: "ims-whole", is_whole_image: true } };
  const copy: PlannedCopy = {
    ...within("web", { source_image_id: "ims-whole", target_region: "cn-east-3", agency_name: "ims_copy" }),
    references: { vault_id: ["huaweicloud_cbr_vault.new.id", "huaweicloud_cbr_vault.new"] },
  };
  const vaultRules = (made: PlannedCopy) => {
    const plan = judge({ copies: [made, copy], providers: PROVIDERS, prior: [source] });
    return [...deferred(plan).map((rule) => `${rule}?`), ...rules(plan)].filter((rule) =>
      rule.startsWith("vault/exists"),
    );
  };
  expect(vaultRules(vault({}, { provider: "huaweicloud.east" }))).toEqual([]);
  expect(vaultRules(vault({}, { actions: ["no-op"] }))).toEqual(["vault/exists?"]);
});

describe("an agency", () => {
  const agency = (values: object = {}, more: object = {}) =>
    of("identity_agency", "new", { name: "new_copy", ...values }, more);
  const across = (more: object = {}): PlannedCopy => ({
    ...within("web", { target_region: "cn-east-3", agency_name: "new_copy" }),
    ...more,
  });
  const after = { dependsOn: ["huaweicloud_identity_agency.new"] };
  const grants = (project: string) => ({ project_role: [{ project, roles: ["IMS Administrator"] }] });

  test("that is made before is known, with the regions that it is granted in", () => {
    expect(about("agency/", agency(grants("cn-east-3")), across(after))).toEqual([]);
    expect(about("agency/", agency(grants("cn-south-1")), across(after))).toEqual(["agency/granted"]);
    expect(about("agency/", agency(), across(after))).toEqual(["agency/granted?"]);
  });

  test("that nothing puts before is not known to be there, nor known not to be", () => {
    expect(about("agency/exists", agency(grants("cn-east-3")), across())).toEqual(["agency/exists?"]);
    expect(about("agency/exists", across())).toEqual(["agency/exists"]);
  });
});

test("a bucket is known by its name, with its region and class", () => {
  const bucket = (values: object = {}, more: object = {}) =>
    of("obs_bucket", "new", { bucket: "new-images", ...values }, more);
  const exported = (more: object = { dependsOn: ["huaweicloud_obs_bucket.new"] }) =>
    of(
      "ims_image_export",
      "e",
      { image_id: "ims-open", bucket_url: "new-images:web.qcow2", file_format: "qcow2" },
      more,
    );
  expect(about("bucket/", bucket(), exported())).toEqual([]);
  expect(about("export/object-new", bucket(), exported())).toEqual([]);
  expect(about("bucket/", bucket({ storage_class: "COLD" }), exported())).toEqual(["bucket/standard-class"]);
  expect(about("bucket/", bucket({}, { provider: "huaweicloud.east" }), exported())).toEqual(["bucket/in-region"]);
  expect(about("bucket/", bucket({}, { provider: "huaweicloud.partner" }), exported())).toEqual(["bucket/owned"]);
  expect(about("bucket/exists", bucket(), exported({}))).toEqual(["bucket/exists?"]);
  expect(about("bucket/exists", exported({}))).toEqual(["bucket/exists"]);
});
