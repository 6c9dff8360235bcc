// States of older versions, invalid calls, and diagnostics as Terraform shows them.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Cloud } from "../../lib/cloud";
import { readInventory } from "../../lib/model";
import { search } from "../../lib/provider/data-sources/search";
import type { ResourceType } from "../../lib/provider/frame/resource-type";
import { settingsOf, type Session } from "../../lib/provider/frame/session";
import { handlersOf } from "../../lib/provider/frame/verbs";
import { pidNamespace, removeOrphans, SOCKET_PREFIX } from "../../lib/provider/process";
import { huaweicloud } from "../../lib/provider/providers/huaweicloud";
import { PROVIDER_CALLS } from "../../lib/provider/wire/messages";
import { Store } from "../../lib/store";
import { instantPacing } from "../../lib/time";
import { terraformTest } from "../terraform/terraform";
import { Attached, LIVING } from "./attached";
import { Calls } from "./calls";

const COPY = "huaweicloud_images_image_copy";

test("a state of the same version is read without some keys and with unknown keys", async () => {
  const calls = Calls.over(new Cloud(Store.open(":memory:")));
  const { state, diagnostics } = await calls.upgrade(
    COPY,
    0,
    '{"id":"i-1","name":"web","min_ram":1024,"unheard_of":[1]}',
  );
  expect(diagnostics).toEqual([]);
  expect(state).toMatchObject({ id: "i-1", name: "web", min_ram: 1024, tags: null, timeouts: null });
  expect(state).not.toHaveProperty("unheard_of");
});

/** A type whose second version has a number instead of a text, under another name. */
const GROWN: ResourceType = {
  schema: {
    type: "test_grown",
    version: 1,
    block: {
      attributes: { id: { type: "string", computed: true }, size_gib: { type: "number", required: true } },
    },
  },
  upgrades: { 0: ({ size, ...rest }) => ({ ...rest, size_gib: Number(size) }) },
  isCloudless: true,
  create: () => ({ id: "1" }),
  read: (state) => state,
  delete: () => undefined,
};

test("a state of an older version is upgraded, or an error says that it cannot be", async () => {
  const calls = Calls.of(GROWN);
  expect((await calls.upgrade("test_grown", 0, '{"id":"1","size":"40"}')).state).toEqual({ id: "1", size_gib: 40 });
  expect((await calls.upgrade("test_grown", 1, '{"id":"1","size_gib":40}')).state).toEqual({ id: "1", size_gib: 40 });
  const forgotten = Calls.of({ ...GROWN, schema: { ...GROWN.schema, version: 3 } });
  const { diagnostics } = await forgotten.upgrade("test_grown", 0, '{"id":"1","size":"40"}');
  expect(diagnostics[0]!.summary).toBe("a state of test_grown in version 1 cannot be read any more");
});

test("a tag with the value null is no tag and causes no crash", async () => {
  const calls = Calls.over(new Cloud(Store.open(":memory:")));
  const { diagnostics } = await calls.validate(COPY, { name: "web", source_image_id: "i-1", tags: { team: null } });
  expect(diagnostics).toEqual([]);
});

test("a value or id with NUL is refused with a sentence and matches no other image", async () => {
  const cloud = new Cloud(Store.open(":memory:"));
  const image = { id: "i-1", name: "web", region: "cn-north-4", kind: "system-disk", sizeGib: 40 };
  cloud.load(readInventory(JSON.stringify({ format: "image-replication/inventory", version: 1, images: [image] }), ""));
  const calls = Calls.over(cloud);
  const sentence = (subject: string) =>
    `${subject} holds the character NUL (\\u0000), at which stored text ends: remove it`;
  const validated = await calls.validate(COPY, { name: "web", source_image_id: "i-1\u0000b" });
  expect(validated.diagnostics).toMatchObject([{ severity: "ERROR", summary: sentence('"source_image_id"') }]);
  const upgraded = await calls.upgrade(COPY, 0, '{"id":"i-1\\u0000b"}');
  expect(upgraded.diagnostics).toMatchObject([{ severity: "ERROR", summary: sentence('"id"') }]);
  await calls.configure({ region: "cn-north-4" });
  expect((await calls.read(COPY, { id: "i-1" })).state).toMatchObject({ name: "web" });
  // Terraform's first call for an id in an import block.
  const imported = await calls.read(COPY, { id: "i-1\u0000b" });
  expect(imported.diagnostics).toMatchObject([{ severity: "ERROR", summary: sentence('"id"') }]);
});

test("folders of dead plugins of this user are removed, and none where listing fails", () => {
  const folder = mkdtempSync(join(tmpdir(), "sockets-"));
  try {
    const [living, dead] = [process.pid, spawnSync("true").pid];
    const here = pidNamespace();
    const names = [
      `${SOCKET_PREFIX}${living}-${here}-a`,
      `${SOCKET_PREFIX}${living}-${here}-b`,
      `${SOCKET_PREFIX}${dead}-${here}-c`,
      `${SOCKET_PREFIX}${dead}-1-d`,
      "others",
    ];
    for (const name of names) mkdirSync(join(folder, name));
    removeOrphans(join(folder, names[0]!, "plugin.sock"));
    expect(readdirSync(folder).sort()).toEqual([names[0], names[1], names[3], "others"].sort());
    removeOrphans(join(folder, "nowhere", "at all", "plugin.sock"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ["to one's own folder", "own"],
  ["to itself", "LINK"],
  ["to nothing", "nothing"],
])("a link %s in the temporary folder stops no plugin and is not followed", (_, target) => {
  const folder = mkdtempSync(join(tmpdir(), "sockets-"));
  try {
    const link = `${SOCKET_PREFIX}${spawnSync("true").pid}-${pidNamespace()}-x`;
    mkdirSync(join(folder, "own", "kept"), { recursive: true });
    symlinkSync(join(folder, target.replace("LINK", link)), join(folder, link));
    removeOrphans(join(folder, `${SOCKET_PREFIX}${process.pid}-${pidNamespace()}-a`, "plugin.sock"));
    expect(readdirSync(folder).sort()).toEqual([link, "own"]);
    expect(readdirSync(join(folder, "own"))).toEqual(["kept"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a data source finds images by a tag, or by its value with any characters", () => {
  const cloud = new Cloud(Store.open(":memory:"));
  const tags = { formula: "a=b", plain: "a" };
  const image = { id: "i-1", name: "web", region: "cn-north-4", kind: "system-disk", sizeGib: 4, tags };
  const document = { format: "image-replication/inventory", version: 1, images: [image] };
  cloud.load(readInventory(JSON.stringify(document), "inventory"));
  const session = { cloud, settings: settingsOf({ region: "cn-north-4" }) } as Session;
  const isFound = (tag: string): boolean => search({ tag }, session).length > 0;
  expect(["formula", "formula=a=b", "plain=a"].map(isFound)).toEqual([true, true, true]);
  expect(["formula=a", "plain=b", "toString", "none"].map(isFound)).toEqual([false, false, false, false]);
});

test("no call ends with a gRPC error, whatever its content", async () => {
  const provider = huaweicloud({
    openCloud: () => new Cloud(Store.open(":memory:")),
    pacing: instantPacing(),
    holder: LIVING,
    hasCredentials: false,
  });
  const bytes = fc.uint8Array({ maxLength: 40, size: "max" });
  const dynamic = fc.record({ msgpack: bytes, json: bytes });
  const request = fc.record({
    type_name: fc.constantFrom(COPY, "huaweicloud_kms_key", "huaweicloud_images_image", "nothing"),
    id: fc.string(),
    version: fc.nat(3),
    raw_state: fc.record({ json: bytes }),
    config: dynamic,
    prior_state: dynamic,
    planned_state: dynamic,
    proposed_new_state: dynamic,
    current_state: dynamic,
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...PROVIDER_CALLS), request, async (call, given) => {
      const handlers = handlersOf(provider);
      await handlers.ConfigureProvider({ config: { msgpack: new Uint8Array([0xc0]) } });
      await expect(handlers[call](given)).resolves.toEqual(expect.any(Object));
    }),
    { numRuns: 300 },
  );
});

describe("rules at every stage, as Terraform shows them", () => {
  let attached: Attached;
  beforeEach(async () => {
    attached = await Attached.start({
      inventory: {
        images: [
          { id: "whole", name: "whole", region: "cn-north-4", kind: "full-ecs", sizeGib: 10 },
          { id: "base", name: "base", region: "cn-north-4", kind: "system-disk", sizeGib: 10 },
        ],
        quotas: [{ region: "cn-north-4", images: 3 }],
      },
    });
  });
  afterEach(() => attached.close());

  const write = (copies: object): void =>
    attached.write({ provider: { huaweicloud: { region: "cn-north-4" } }, resource: { [COPY]: copies } });

  terraformTest("validate checks the configuration and names the attribute", async () => {
    write({ it: { name: "web ", source_image_id: "base", timeouts: { create: "soon" } } });
    const { code, output } = await attached.run("validate", "-no-color");
    expect(code).toBe(1);
    const told = output.replaceAll(/\s+/gu, " ");
    // Terraform shows the line of the attribute.
    expect(told).toMatch(/"soon" is no duration .* \d+: "timeouts": \{/u);
    expect(told).toMatch(/ \d+: "name": "web ",.*\[name\/outer-space/u);
  });

  terraformTest("plan checks the region state", async () => {
    write({ it: { name: "web", source_image_id: "whole" } });
    expect((await attached.run("validate")).code).toBe(0);
    const { code, output } = await attached.run("plan", "-no-color");
    expect(code).toBe(1);
    expect(output.replaceAll(/\s+/gu, " ")).toMatch(/Image "whole" .*\[copy\/not-full-ecs/u);
  });

  terraformTest("apply shows a refusal of the service: the second of two copies exceeds the quota", async () => {
    const copy = (name: string): object => ({ name, source_image_id: "base" });
    write({ one: copy("one"), two: { ...copy("two"), depends_on: [`${COPY}.one`] } });
    expect((await attached.run("plan", "-no-color")).code).toBe(0);
    const { code, output } = await attached.run("apply", "-auto-approve", "-no-color");
    expect(code).toBe(1);
    expect(output.replaceAll(/\s+/gu, " ")).toMatch(/\[quota\/private-images/u);
    expect(attached.cloud.jobs()).toHaveLength(1);
  });

  terraformTest("plan and apply say that nothing is created on Huawei Cloud", async () => {
    write({ it: { name: "web", source_image_id: "base" } });
    for (const args of [["plan"], ["apply", "-auto-approve"]]) {
      expect((await attached.run(...args, "-no-color")).output).toContain(
        "Warning: simulated: nothing is created on Huawei Cloud",
      );
    }
  });
});
