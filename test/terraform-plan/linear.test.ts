// Twice as many resources in a Terraform plan take twice the work, whatever their references: counted, not timed.
import { CATALOG } from "../../lib/catalog";
import { judgeTerraformPlan } from "../../lib/terraform-plan";
import { readInventory } from "../../lib/model";
import { BlockCounter, moreThanLinear } from "./executed-blocks";
import { terraformPlan, type PlannedCopy, type PlanParts } from "./terraform-plans";

const COPY = "huaweicloud_images_image_copy";
const SHARE = "huaweicloud_images_image_share";
const ACCEPTANCE = "huaweicloud_images_image_share_accepter";
const EXPORT = "huaweicloud_ims_image_export";
const REGISTRATION = "huaweicloud_ims_obs_system_image";

const OPEN = { source_image_id: "ims-open" };
const ACROSS = { target_region: "cn-east-3", agency_name: "ims_copy" };
const region = { constant_value: "cn-north-4" };
const PROVIDERS = {
  huaweicloud: { name: "huaweicloud", expressions: { region } },
  other: {
    name: "huaweicloud",
    expressions: { region, domain_name: { constant_value: "other" }, project_id: { constant_value: "p" } },
  },
};

const first = (at: number, more: object = {}): PlannedCopy => ({
  name: `a${String(at)}`,
  values: { name: `a${String(at)}`, ...OPEN },
  ...more,
});
const second = (at: number, references: readonly string[], more: object = {}): PlannedCopy => ({
  name: `b${String(at)}`,
  values: { name: `b${String(at)}`, ...ACROSS },
  references: { source_image_id: references },
  ...more,
});
const shared = (at: number): readonly PlannedCopy[] => [
  first(at),
  {
    type: SHARE,
    name: `s${String(at)}`,
    values: { target_project_ids: ["p"] },
    references: { source_image_id: [`${COPY}.a${String(at)}.id`, `${COPY}.a${String(at)}`] },
  },
  {
    type: ACCEPTANCE,
    name: `x${String(at)}`,
    provider: "other",
    values: {},
    dependsOn: [`${SHARE}.s${String(at)}`],
    references: { image_id: [`${COPY}.a${String(at)}.id`, `${COPY}.a${String(at)}`] },
  },
  second(at, [`${COPY}.a${String(at)}.id`], { provider: "other", dependsOn: [`${ACCEPTANCE}.x${String(at)}`] }),
];
const place = (at: number): string => `bucket:file-${String(at)}.zvhd2`;
const exported = (at: number, more: object = {}): PlannedCopy => ({
  type: EXPORT,
  name: `e${String(at)}`,
  values: { image_id: "ims-open", bucket_url: place(at), file_format: "zvhd2" },
  ...more,
});
const registered = (at: number, more: object = {}): PlannedCopy => ({
  type: REGISTRATION,
  name: `r${String(at)}`,
  values: { name: `r${String(at)}`, min_disk: 20, image_url: place(at) },
  ...more,
});
const carried = (at: number): readonly PlannedCopy[] => [
  exported(at),
  { type: "null_resource", name: `t${String(at)}`, values: {}, dependsOn: [`${EXPORT}.e${String(at)}`] },
  {
    ...registered(at),
    values: { name: `r${String(at)}`, min_disk: 20 },
    references: { image_url: [`null_resource.t${String(at)}.id`, `null_resource.t${String(at)}`] },
  },
];
const each = (at: number): object => ({ index: `k${String(at)}` });

/** The resources of the plan for each number. */
const SHAPES: Readonly<Record<string, (at: number) => readonly PlannedCopy[]>> = {
  "copies of one image": (at) => [first(at)],
  "copies of one name": (at) => [{ name: `a${String(at)}`, values: { name: "same", ...OPEN } }],
  "copies of copies": (at) => [first(at), second(at, [`${COPY}.a${String(at)}.id`])],
  "a chain of copies": (at) => [
    at === 0 ? first(at) : second(at, [`${COPY}.${at === 1 ? "a0" : `b${String(at - 1)}`}.id`], { values: {} }),
  ],
  "instances that refer to the one with the same key": (at) => [
    first(at, { ...each(at), name: "a" }),
    second(at, [`${COPY}.a`, "each.key"], { ...each(at), name: "b" }),
  ],
  "instances that refer to any": (at) => [
    first(at, { ...each(at), name: "a" }),
    second(at, [`${COPY}.a`, "each.value.base", "each.value"], { ...each(at), name: "b" }),
  ],
  "resources that refer to an instance": (at) => [
    first(at, { ...each(at), name: "a" }),
    second(at, [`${COPY}.a["k${String(at)}"].id`, `${COPY}.a["k${String(at)}"]`, `${COPY}.a`]),
  ],
  modules: (at) => [
    first(at, { module: `m${String(at)}` }),
    second(at, [`${COPY}.a${String(at)}.id`], { module: `m${String(at)}` }),
  ],
  "images that are shared, accepted and copied": shared,
  updates: (at) => [first(at, { actions: ["update"], before: { name: "before", ...OPEN } })],
  replacements: (at) => [first(at, { actions: ["delete", "create"], replacePaths: [["name"]] })],
  removals: (at) => [first(at, { actions: ["delete"] })],
  "files that are exported and registered": (at) => [
    exported(at),
    registered(at, { dependsOn: [`${EXPORT}.e${String(at)}`] }),
  ],
  "files that exist": (at) => [exported(at, { actions: ["no-op"] }), registered(at)],
  "files that another resource transfers": carried,
  "recorded files": (at) => [registered(at)],
  "recorded images with members": (at) => [first(at, { values: { name: "a", source_image_id: `i${String(at)}` } })],
  "recorded shares": (at) => [{ type: ACCEPTANCE, name: `x${String(at)}`, values: { image_id: `i${String(at)}` } }],
  "shares and acceptances of one image": (at) => [
    {
      type: SHARE,
      name: `s${String(at)}`,
      actions: ["no-op"],
      values: { source_image_id: "ims-open", target_project_ids: [`p${String(at)}`] },
    },
    { type: ACCEPTANCE, name: `x${String(at)}`, values: { image_id: "ims-open" } },
  ],
  "shares with recorded projects": (at) => [
    {
      type: SHARE,
      name: `s${String(at)}`,
      values: { source_image_id: "ims-open", target_project_ids: [`p${String(at)}`] },
    },
  ],
  "resources of other services": (at) => [{ type: "huaweicloud_vpc", name: `v${String(at)}`, values: {} }],
  "resources that are not judged": (at) => [
    { type: "huaweicloud_ims_obs_iso_image", name: `v${String(at)}`, values: {} },
  ],
};

const numbers = (count: number): readonly number[] => [...Array(count).keys()];

function judging(shape: (at: number) => readonly PlannedCopy[], count: number): () => unknown {
  const parts: PlanParts = { copies: numbers(count).flatMap(shape), providers: PROVIDERS };
  const text = terraformPlan(parts);
  const at = { region: "cn-north-4", kind: "system-disk", sizeGib: 12 };
  const ids = numbers(count).map((number) => `i${String(number)}`);
  const inventory = readInventory(
    JSON.stringify({
      format: "image-replication/inventory",
      version: 1,
      complete: true,
      agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
      images: [{ id: "ims-open", name: "open", ...at }, ...ids.map((id) => ({ id, name: id, ...at }))],
      members: ids.map((imageId) => ({ imageId, account: "other", project: "p", status: "pending" })),
      accounts: numbers(count).map((number) => ({ id: `account-${String(number)}`, site: "china" })),
      projects: numbers(count).map((number) => ({
        id: `p${String(number)}`,
        account: `account-${String(number)}`,
        region: "cn-north-4",
      })),
      buckets: [{ name: "bucket", region: "cn-north-4" }],
      objects: numbers(count).map((number) => ({
        bucket: "bucket",
        key: `file-${String(number)}.zvhd2`,
        sizeGib: 1,
        format: "zvhd2",
        contents: { kind: "system-disk" },
      })),
    }),
    "inventory.json",
  );
  return () => judgeTerraformPlan(text, "plan.json", { catalog: CATALOG, inventory });
}

const COUNT = 60;
let counter: BlockCounter;
beforeAll(async () => {
  counter = await BlockCounter.start();
});
afterAll(() => {
  counter.stop();
});

/** Blocks that one measurement finds to grow faster than the plan. */
async function fasterThan(shape: (at: number) => readonly PlannedCopy[]): Promise<readonly string[]> {
  const once = await counter.count(judging(shape, COUNT));
  const twice = await counter.count(judging(shape, 2 * COUNT));
  expect([...twice.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1000);
  return moreThanLinear(once, twice, 20 * COUNT);
}

const blockOf = (line: string): string => line.slice(0, line.lastIndexOf(":"));

test.each(Object.entries(SHAPES))("the work grows linearly with %s", async (_, shape) => {
  judging(shape, 3)();
  const found = await fasterThan(shape);
  // V8 sometimes loses the count of a block ("0, then 3360"); a block that really grows faster does so in each measurement.
  const again = found.length === 0 ? [] : (await fasterThan(shape)).map(blockOf);
  expect(found.filter((line) => again.includes(blockOf(line)))).toEqual([]);
});

test("the measure finds work that is repeated for each part", async () => {
  const removals = SHAPES.removals ?? ((): readonly PlannedCopy[] => []);
  const repeated = (count: number) => (): void => {
    for (const _ of numbers(count)) judging(removals, count)();
  };
  const once = await counter.count(repeated(6));
  expect(moreThanLinear(once, await counter.count(repeated(12)), 20)).not.toEqual([]);
});
