// Differences between the plugin and the vendor's provider, in both settings: `fidelity = "vendor"` behaves like the latter. The names are
// those of the rows in lib/provider/README.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Cloud } from "../../lib/cloud";
import { readFaults, readInventory } from "../../lib/model";
import type { ValueObject } from "../../lib/provider/codec/value";
import { Store } from "../../lib/store";
import { scaledPacing, type Pacing } from "../../lib/time";
import { Calls, idsIn, type Called } from "./calls";

const COPY = "huaweicloud_images_image_copy";
const KEY = "huaweicloud_kms_key";
const BEIJING = "cn-north-4";
const SHANGHAI = "cn-east-3";

const INVENTORY = {
  format: "image-replication/inventory",
  version: 1,
  images: [
    { id: "base", name: "base", region: BEIJING, kind: "system-disk", sizeGib: 10 },
    { id: "whole", name: "whole", region: BEIJING, kind: "full-ecs", sizeGib: 10 },
  ],
  agencies: [{ name: "ims", regions: [BEIJING, SHANGHAI], coversBackups: true }],
  vaults: [{ id: "v-1", region: SHANGHAI, sizeGib: 100 }],
};

const FAILING = readFaults(
  JSON.stringify({
    format: "image-replication/faults",
    version: 1,
    faults: [{ job: { imageName: "unlucky" }, code: "IMG.0060", reason: "Flow control: there are too many tasks." }],
  }),
  "faults",
);

type Fidelity = "kind" | "vendor";

interface World {
  readonly cloud: Cloud;
  readonly calls: Calls;
}

const idOf = (state: ValueObject | null): string => state!.id as string;

let store: Store;
beforeEach(() => {
  store = Store.open(":memory:");
});
afterEach(() => {
  store.close();
});

async function worldOf(fidelity: Fidelity, settings: ValueObject = {}, pacing?: Pacing): Promise<World> {
  const cloud = new Cloud(store, { faults: FAILING });
  if (cloud.inventory().images.length === 0) cloud.load(readInventory(JSON.stringify(INVENTORY), "inventory"));
  // A process of an earlier test is dead for a later one.
  const holder = { id: String(processes++), isAlive: (other: string) => Number(other) === processes - 1 };
  const calls = Calls.over(cloud, { holder, ...(pacing === undefined ? {} : { pacing }) });
  await calls.configure({ region: BEIJING, fidelity, ...settings });
  return { cloud, calls };
}
let processes = 0;

async function made(calls: Calls, config: ValueObject, type = COPY): Promise<Called> {
  const { state } = await calls.plan(type, config);
  return calls.apply(type, state);
}

const across = { source_image_id: "base", target_region: SHANGHAI, agency_name: "ims" };
const hours = { timeouts: { create: "9h", delete: null } };

const DIFFERENCES: Readonly<Record<string, (fidelity: Fidelity) => Promise<void>>> = {
  async T1(fidelity) {
    // Ten GiB take longer than an hour across regions.
    const { calls } = await worldOf(fidelity);
    const { diagnostics, state } = await made(calls, { name: "web", ...across });
    expect(state).toBeNull();
    expect(diagnostics[0]!.detail).toMatch(
      fidelity === "kind" ? /1 h.*timeouts \{ create = "24h" \}/u : /timeout while waiting/u,
    );
  },
  async T2(fidelity) {
    const { calls, cloud } = await worldOf(fidelity);
    await made(calls, { name: "web", ...across });
    const again = await worldOf(fidelity);
    const { state } = await made(again.calls, { name: "web", ...across, ...hours });
    expect(cloud.jobs()).toHaveLength(fidelity === "kind" ? 1 : 2);
    expect(state).toMatchObject({ status: "active" });
  },
  async T3(fidelity) {
    const { calls, cloud } = await worldOf(fidelity);
    cloud.admin.putKey({
      id: "k-1",
      alias: "",
      account: "default",
      region: BEIJING,
      state: "enabled",
      grantedTo: [],
    });
    const config = { name: "web", ...across, ...hours, kms_key_id: "k-1" };
    const planned = await calls.plan(COPY, config);
    expect(idsIn(planned.diagnostics)).toEqual(fidelity === "kind" ? ["across/no-key"] : []);
    if (fidelity === "kind") return;
    const { state } = await calls.apply(COPY, planned.state);
    const { state: read } = await calls.read(COPY, state!);
    expect(read!.kms_key_id).toBe("");
    expect((await calls.plan(COPY, config, read)).replaces).toEqual(["kms_key_id"]);
  },
  async T4(fidelity) {
    const { calls } = await worldOf(fidelity);
    const config = { name: "web", ...across, ...hours, enterprise_project_id: "ep-1" };
    const { state } = await made(calls, config);
    const { state: read } = await calls.read(COPY, state!);
    expect(read!.enterprise_project_id).toBe(fidelity === "kind" ? "ep-1" : "0");
  },
  async T6(fidelity) {
    const { calls } = await worldOf(fidelity);
    const { diagnostics, state } = await made(calls, { name: "unlucky", source_image_id: "base" });
    expect(state).toBeNull();
    expect(diagnostics[0]!.detail).toMatch(
      fidelity === "kind" ? /too many tasks\..*\[IMG\.0060\]/u : /the image copy job execution failed/u,
    );
  },
  async findings(fidelity) {
    const { calls } = await worldOf(fidelity);
    const { diagnostics } = await calls.plan(COPY, { name: " web", source_image_id: "whole" });
    const ids = fidelity === "kind" ? ["name/outer-space", "copy/not-full-ecs"] : [];
    expect(idsIn(diagnostics)).toEqual(ids);
    // At apply the service refuses both, with its code.
    const { diagnostics: refused } = await made(calls, { name: " web", source_image_id: "base" });
    expect(idsIn(refused)).toEqual(["name/outer-space"]);
  },
  async interruption(fidelity) {
    const slow = await worldOf(fidelity, {}, scaledPacing(1));
    const { state } = await slow.calls.plan(COPY, { name: "web", source_image_id: "base" });
    const applying = slow.calls.apply(COPY, state);
    await slow.calls.call("StopProvider", {});
    const { diagnostics, state: left } = await applying;
    expect(left).toBeNull();
    expect(diagnostics[0]!.detail).toMatch(fidelity === "kind" ? /taken up, not made again/u : /context canceled/u);
    const again = await worldOf(fidelity);
    await made(again.calls, { name: "web", source_image_id: "base" });
    expect(again.cloud.jobs()).toHaveLength(fidelity === "kind" ? 1 : 2);
  },
};

describe.each(Object.entries(DIFFERENCES))("%s", (_name, check) => {
  test.each(["kind", "vendor"] as const)("with the fidelity %s", (fidelity) => check(fidelity));
});

/** Rows where both behave the same, or where only Terraform's newer type system allows a difference. */
const LIKE_OR_FORCED: Readonly<Record<string, () => Promise<void>>> = {
  async T5() {
    const { calls, cloud } = await worldOf("kind");
    const { state } = await made(calls, { name: "web", ...across, ...hours });
    expect(cloud.tryFindImage(idOf(state))).toMatchObject({ region: SHANGHAI, project: SHANGHAI });
  },
  async T7() {
    const { calls } = await worldOf("kind");
    const { diagnostics } = await calls.call("ImportResourceState", { type_name: COPY, id: "base" });
    expect(diagnostics[0]!.summary).toMatch(/cannot be imported/u);
  },
  async T8() {
    const { calls, cloud } = await worldOf("kind");
    const { state } = await made(calls, {
      name: "whole-there",
      ...across,
      ...hours,
      source_image_id: "whole",
      vault_id: "v-1",
    });
    await calls.apply(COPY, null, state);
    expect(cloud.tryFindImage(idOf(state))).toBeUndefined();
    expect(cloud.inventory().vaults[0]!.usedGib).toBe(10);
  },
  async "default tags"() {
    const { calls, cloud } = await worldOf("kind", { default_tags: { team: "images", stage: "any" } });
    const both = await made(calls, { name: "both", source_image_id: "base", tags: { stage: "gold" } });
    expect(cloud.tryFindImage(idOf(both.state))!.tags).toEqual({ team: "images", stage: "gold" });
    const { state: read } = await calls.read(COPY, both.state!);
    expect(read!.tags).toEqual({ stage: "gold" });
    const alone = await made(calls, { name: "alone", source_image_id: "base" });
    expect(alone.state!.tags).toEqual({ team: "images", stage: "any" });
    const none = await worldOf("kind");
    expect((await made(none.calls, { name: "none", source_image_id: "base" })).state!.tags).toEqual({});
  },
  async "defaults of arguments"() {
    const { calls } = await worldOf("kind");
    const { state } = await made(calls, { key_alias: "gold" }, KEY);
    expect(state).toMatchObject({ is_enabled: null, key_state: "2", key_algorithm: "AES_256" });
    expect((await calls.read(KEY, state!)).state).toMatchObject({ is_enabled: null });
  },
  async "arguments that cannot change"() {
    const { calls } = await worldOf("kind");
    const agency = "huaweicloud_identity_agency";
    const config = { name: "a", delegated_service_name: "op_svc_ims", project_role: [] };
    const { state } = await made(calls, config, agency);
    const refused = await calls.plan(agency, { ...config, name: "b" }, state);
    expect(refused.diagnostics[0]!.summary).toMatch(/^name can't be updated, a -> b/u);
    expect(refused.replaces).toEqual([]);
    const forced = await calls.plan(agency, { ...config, name: "b", enable_force_new: "true" }, state);
    expect(forced).toMatchObject({ diagnostics: [], replaces: ["name"] });
  },
  async "a target region that is the source's"() {
    const { calls, cloud } = await worldOf("kind");
    const { state } = await made(calls, { name: "web", source_image_id: "base", target_region: BEIJING });
    expect(cloud.tryFindImage(idOf(state))!.region).toBe(BEIJING);
    expect(cloud.jobs()[0]!.operation).toBe("copyImage");
  },
  async "ids of the real cloud"() {
    const { calls } = await worldOf("kind");
    const { state } = await made(calls, { name: "web", source_image_id: "base" });
    const { diagnostics, state: kept } = await calls.read(COPY, { ...state!, id: "e0a5b1c6-real" });
    expect(diagnostics[0]!.detail).toMatch(/Keep the states of the two apart/u);
    expect(kept).toBeNull();
    const gone = await calls.read(COPY, { ...state!, id: "51a7ed00-0000-4000-8000-000000000000" });
    expect(gone).toMatchObject({ diagnostics: [], state: null });
  },
};

test.each(Object.entries(LIKE_OR_FORCED))("%s", (_name, check) => check());

test("the list has a row for each", () => {
  const page = readFileSync(join(__dirname, "..", "..", "lib", "provider", "README.md"), "utf8");
  const rows = [...page.matchAll(/^\| ([^|]+?) +\| /gmu)].map(([, name]) => name);
  expect(rows).toEqual(expect.arrayContaining([...Object.keys(DIFFERENCES), ...Object.keys(LIKE_OR_FORCED)]));
});
