// Recordings in other formats become inventories; facts that are unknown are left out, with a note.
import { readRecording } from "../../lib/recordings";
import { readInventory, writeInventory } from "../../lib/model";

const GIB = 1024 ** 3;

const entry = (more: object = {}): object => ({
  id: "i-1",
  name: "web",
  status: "active",
  visibility: "private",
  __imagetype: "private",
  virtual_env_type: "FusionCompute",
  __image_size: String(12 * GIB),
  min_disk: 40,
  __os_type: "Linux",
  owner: "0123456789abcdef",
  tags: ["tier.web", "data-class=personal", "bare"],
  ...more,
});

const listing = (...entries: readonly object[]): string => JSON.stringify({ images: entries });

test("a listing of the service becomes an inventory", () => {
  const text = listing(
    entry(),
    entry({
      id: "i-2",
      __system__cmkid: "k-1",
      __os_type: "Windows",
      __data_origin: "image,cn-east-3,i-0",
      __lazyloading: "True",
    }),
    entry({ id: "i-3", __whole_image: "true", __backup_id: "b-3" }),
    entry({ id: "i-4", virtual_env_type: "DataImage", __image_size: undefined }),
    entry({ id: "i-5", virtual_env_type: "IsoImage" }),
    entry({ id: "i-6", __imagetype: "gold", visibility: "public" }),
    entry({ id: "i-7", __imagetype: "shared", visibility: "shared", owner: "other-project" }),
    entry({ id: "i-8", virtual_env_type: "Ironic" }),
  );
  const { inventory, leftOut } = readRecording(text, "images.json", { region: "cn-north-4", account: "acct" });
  expect(leftOut).toEqual([]);
  expect(inventory.images).toMatchObject([
    {
      id: "i-1",
      account: "acct",
      project: "cn-north-4",
      region: "cn-north-4",
      kind: "system-disk",
      sizeGib: 12,
      keyId: null,
      tags: { tier: "web", "data-class": "personal", bare: "" },
    },
    { keyId: "k-1", os: "windows", fastCreate: true, madeFrom: { means: "image", id: "i-0", region: "cn-east-3" } },
    { kind: "full-ecs", backup: { id: "b-3" } },
    { kind: "data-disk", sizeGib: 40 },
    { kind: "iso" },
    { visibility: "public" },
    { visibility: "private", account: "owner-of-other-project", project: "other-project" },
    { server: "bms", kind: "system-disk" },
  ]);
  expect(inventory.members).toEqual([{ imageId: "i-7", account: "acct", project: "cn-north-4", status: "accepted" }]);
  // The result is a complete and valid inventory.
  expect(readInventory(JSON.stringify(writeInventory(inventory)), "again.json").images).toHaveLength(8);
});

test("a region without images has an empty listing", () => {
  expect(readRecording(listing(), "images.json", { region: "cn-north-4" }).inventory.images).toEqual([]);
});

test("unknown facts of a listing are left out with the reason", () => {
  const text = listing(entry({ status: "deleted" }), entry({ id: "i-2", __image_size: "0", min_disk: 0 }));
  const { inventory, leftOut } = readRecording(text, "images.json", { region: "cn-north-4" });
  expect(inventory.images).toEqual([]);
  expect(leftOut).toEqual(["i-1: its status is deleted", "i-2: neither its size nor its smallest disk is shown"]);
});

test.each([
  [
    "a listing without its region",
    listing(entry()),
    /^f\.json: lists the images of a region and does not say of which: add --region/u,
  ],
  ["an entry without an id", listing(entry({ id: 3 })), /^f\.json: images\[0\]: lacks the id/u],
  ["neither", JSON.stringify({ images: [{ id: "x" }] }), /^f\.json:1: format: must be "image-replication\/inventory"/u],
])("%s is refused", (name, text, message) => {
  const place = name.includes("region") ? {} : { region: "cn-north-4" };
  expect(() => readRecording(text, "f.json", place)).toThrow(message);
});

test("an inventory is unchanged", () => {
  const text = JSON.stringify({ format: "image-replication/inventory", version: 1, origin: "by hand" });
  expect(readRecording(text, "f.json")).toMatchObject({ inventory: { origin: "by hand" }, leftOut: [] });
});

describe("terraform show -json", () => {
  const copy = {
    id: "i-9",
    name: "web",
    region: "cn-north-4",
    target_region: "cn-east-3",
    status: "active",
    visibility: "private",
    image_size: String(20 * GIB),
    kms_key_id: "",
    virtual_env_type: "FusionCompute",
    __backup_id: "",
    __os_type: "Linux",
    tags: { tier: "web" },
  };
  const state = (...resources: readonly object[]): string =>
    JSON.stringify({
      format_version: "1.0",
      values: { root_module: { child_modules: [{ address: "module.a", resources }] } },
    });
  const resource = (values: object, address = "module.a.huaweicloud_images_image_copy.web"): object => ({
    address,
    mode: address.includes("data.") ? "data" : "managed",
    type: address.includes("data.") ? "huaweicloud_images_image" : "huaweicloud_images_image_copy",
    name: "web",
    provider_name: "registry.terraform.io/huaweicloud/huaweicloud",
    values,
  });

  test("copies in a state become images in their regions", () => {
    expect(readRecording(state(resource(copy)), "state.json")).toMatchObject({
      inventory: {
        images: [
          {
            id: "i-9",
            region: "cn-east-3",
            project: "cn-east-3",
            kind: "system-disk",
            sizeGib: 20,
            keyId: null,
            tags: { tier: "web" },
          },
        ],
      },
      leftOut: [],
    });
  });

  test("facts that a data source does not show stay unknown", () => {
    const data = {
      id: "i-1",
      name: "base",
      region: "cn-north-4",
      status: "active",
      size_bytes: GIB,
      image_type: "FusionCompute",
    };
    const { inventory, leftOut } = readRecording(
      state(resource(data, "module.a.data.huaweicloud_images_image.base")),
      "s.json",
    );
    expect(inventory.images).toEqual([]);
    expect(leftOut).toEqual(["module.a.data.huaweicloud_images_image.base: its kind is not shown"]);
  });
});
