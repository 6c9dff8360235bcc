// Inventories: defaults, faults, and that the written document reads back.
import fc from "fast-check";
import {
  EMPTY_INVENTORY,
  IMAGE_KINDS,
  IMAGE_STATUSES,
  INVENTORY,
  LICENCES,
  OBJECT_FORMATS,
  readInventory,
  SITES,
  STORAGE_CLASSES,
  writeInventory,
  type Image,
  type Inventory,
} from "../../lib/model";
import { compareText, stableJson, UsageError } from "../../lib/values";
import { spoilt } from "../documents/mutations";

const head = { format: "image-replication/inventory", version: 1 };
const image = { id: "ims-1", name: "web", region: "cn-north-4", kind: "system-disk", sizeGib: 40 };

function read(document: object): Inventory {
  return readInventory(JSON.stringify(document, undefined, 2), "inventory.json");
}

function faultOf(document: object): string {
  try {
    read(document);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "none";
}

test("a key without an id is refused and does not count as no key", () => {
  expect(read({ ...head, images: [{ ...image, keyId: null }] }).images[0]?.keyId).toBeNull();
  expect(faultOf({ ...head, images: [{ ...image, keyId: "" }] })).toMatch(
    /^inventory\.json:\d+: images\[0\]\.keyId: must NOT have fewer than 1 characters$/u,
  );
});

test("the schema requires the format and version that are written", () => {
  const { format, version } = INVENTORY;
  expect(writeInventory(EMPTY_INVENTORY)).toMatchObject({ format, version });
  expect(INVENTORY.schema).toMatchObject({ properties: { format: { const: format }, version: { const: version } } });
});

test("a document without content is an empty inventory", () => {
  expect(read(head)).toEqual(EMPTY_INVENTORY);
});

test("omitted fields have their defaults", () => {
  expect(read({ ...head, images: [image] }).images[0]).toEqual({
    ...image,
    account: "default",
    project: "cn-north-4",
    status: "active",
    visibility: "private",
    minDiskGib: 0,
    keyId: null,
    os: "linux",
    server: "ecs",
    licence: "free",
    fastCreate: true,
    frozen: false,
    description: "",
    tags: {},
    madeFrom: { means: "untold", id: "", region: null },
    backup: null,
    createdAt: "",
    minRamMib: 0,
    maxRamMib: 0,
    enterpriseProjectId: "0",
    updatedAt: "",
  });
});

test("by default only a system disk creates fast, and only a full-ECS image has a backup", () => {
  const [data, whole] = read({
    ...head,
    images: [
      { ...image, id: "a", kind: "data-disk" },
      { ...image, id: "b", kind: "full-ecs" },
    ],
  }).images;
  expect([data?.fastCreate, data?.backup]).toEqual([false, null]);
  expect([whole?.fastCreate, whole?.backup]).toEqual([false, { id: "backup-of-b", replicaOf: null, vaultId: null }]);
});

test("keys, vaults, agencies, quotas, members and accounts have their defaults", () => {
  const inventory = read({
    ...head,
    accounts: [{ id: "default" }],
    images: [image],
    keys: [{ id: "k", region: "cn-north-4" }],
    vaults: [{ id: "v", region: "cn-north-4" }],
    agencies: [{ name: "ims_copy" }],
    quotas: [{ region: "cn-north-4", images: 50 }],
    members: [{ imageId: "ims-1", project: "p", status: "pending" }],
  });
  expect(inventory.accounts).toEqual([{ id: "default", site: null }]);
  expect(inventory.keys).toEqual([
    { id: "k", region: "cn-north-4", account: "default", alias: "", state: "enabled", grantedTo: [] },
  ]);
  expect(inventory.vaults).toEqual([
    {
      id: "v",
      region: "cn-north-4",
      account: "default",
      name: "",
      resource: "server",
      protection: "replication",
      status: "available",
      sizeGib: 0,
      usedGib: 0,
    },
  ]);
  expect(inventory.agencies).toEqual([{ name: "ims_copy", account: "default", regions: [], coversBackups: false }]);
  expect(inventory.quotas).toEqual([{ region: "cn-north-4", account: "default", images: 50, used: 0 }]);
  expect(inventory.members).toEqual([{ imageId: "ims-1", project: "p", account: "default", status: "pending" }]);
});

test.each<[string, object, string]>([
  [
    "another document",
    { format: "image-replication/route-plan", version: 1 },
    'inventory.json:2: format: must be "image-replication/inventory", and is "image-replication/route-plan"',
  ],
  [
    "a newer version",
    { ...head, version: 2 },
    "inventory.json:3: version: must be 1, and is 2; it was written by a newer release: upgrade cdktf-image-replication",
  ],
  [
    "a field that is not known",
    { ...head, images: [{ ...image, sizeGB: 40 }] },
    "inventory.json:11: images[0].sizeGB: is no field that is known here",
  ],
  [
    "a size in words",
    { ...head, images: [{ ...image, sizeGib: "40" }] },
    "inventory.json:10: images[0].sizeGib: must be number",
  ],
  [
    "a size of zero",
    { ...head, images: [{ ...image, sizeGib: 0 }] },
    "inventory.json:10: images[0].sizeGib: must be > 0",
  ],
  [
    "an unknown kind",
    { ...head, images: [{ ...image, kind: "disk" }] },
    'inventory.json:9: images[0].kind: must be one of "system-disk", "data-disk", "full-ecs", "iso"',
  ],
  [
    "a missing region",
    { ...head, images: [{ ...image, region: undefined }] },
    'inventory.json:5: images[0]: lacks the field "region"',
  ],
  [
    "two images with one id",
    { ...head, images: [image, image] },
    'inventory.json:13: images[1].id: is "ims-1", which images[0].id has already',
  ],
  [
    "two keys with one id in one region",
    { ...head, keys: [1, 2].map(() => ({ id: "k", region: "r" })) },
    'inventory.json:10: keys[1].id: is "k", which keys[0].id has already',
  ],
  [
    "two accounts with one id",
    { ...head, accounts: [{ id: "a" }, { id: "a", site: "europe" }] },
    'inventory.json:9: accounts[1].id: is "a", which accounts[0].id has already',
  ],
  [
    "two agencies with one name in one account, which one omits",
    { ...head, agencies: [{ name: "ims_copy", account: "default" }, { name: "ims_copy" }] },
    'inventory.json:10: agencies[1].name: is "ims_copy", which agencies[0].name has already',
  ],
  [
    "two quotas of one region",
    { ...head, quotas: [50, 60].map((count) => ({ images: count, region: "r" })) },
    'inventory.json:11: quotas[1].region: is "r", which quotas[0].region has already',
  ],
  [
    "a member twice",
    {
      ...head,
      images: [image],
      members: ["pending", "accepted"].map((status) => ({ imageId: "ims-1", status, project: "p" })),
    },
    'inventory.json:22: members[1].project: is "p", which members[0].project has already',
  ],
  [
    "two projects with one id in one account",
    { ...head, projects: ["r", "s"].map((region) => ({ id: "p", region })) },
    'inventory.json:10: projects[1].id: is "p", which projects[0].id has already',
  ],
  [
    "a backup of a disk image",
    { ...head, images: [{ ...image, backup: { id: "b" } }] },
    'inventory.json:11: images[0].backup: is for full-ECS images, and this one is of kind "system-disk"',
  ],
  [
    "a member of a missing image",
    { ...head, members: [{ imageId: "gone", project: "p", status: "pending" }] },
    'inventory.json:6: members[0].imageId: is "gone", and no image has that id',
  ],
  [
    "two buckets with one name",
    { ...head, buckets: [1, 2].map(() => ({ name: "b", region: "r" })) },
    'inventory.json:10: buckets[1].name: is "b", which buckets[0].name has already',
  ],
  [
    "an object in a missing bucket",
    { ...head, objects: [{ bucket: "b", key: "k", sizeGib: 1 }] },
    'inventory.json:6: objects[0].bucket: is "b", and no bucket has that name',
  ],
  [
    "two objects with one key",
    {
      ...head,
      buckets: [{ name: "b", region: "r" }],
      objects: [1, 2].map(() => ({ bucket: "b", key: "k", sizeGib: 1 })),
    },
    'inventory.json:18: objects[1].key: is "k", which objects[0].key has already',
  ],
  [
    "a member of a key",
    { ...head, keys: [{ id: "k", region: "r" }], members: [{ imageId: "keys/r/k", project: "p", status: "pending" }] },
    'inventory.json:12: members[0].imageId: is "keys/r/k", and no image has that id',
  ],
])("%s is a usage error with file, line and path", (_, document, message) => {
  expect(faultOf(document)).toBe(message);
});

test("one id in two regions means two keys", () => {
  expect(read({ ...head, keys: ["a", "b"].map((region) => ({ id: "k", region })) }).keys.length).toBe(2);
});

const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const region = fc.constantFrom("cn-north-4", "cn-east-3", "ap-southeast-1", "mars-1");
const account = fc.constantFrom("default", "partner");
const gib = fc.double({ min: 0.001, max: 5000, noNaN: true });
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary);

const images: fc.Arbitrary<readonly Image[]> = fc.uniqueArray(
  fc
    .record({
      id: word,
      name: word,
      account,
      project: word,
      region,
      kind: fc.constantFrom(...IMAGE_KINDS),
      status: fc.constantFrom(...IMAGE_STATUSES),
      visibility: fc.constantFrom("private", "public", "market"),
      sizeGib: gib,
      minDiskGib: fc.nat(2000),
      keyId: optional(word),
      os: fc.constantFrom("linux", "windows", "other"),
      server: fc.constantFrom("ecs", "bms"),
      licence: fc.constantFrom(...LICENCES),
      fastCreate: fc.boolean(),
      frozen: fc.boolean(),
      description: fc.string(),
      tags: fc.dictionary(word, fc.string()),
      madeFrom: fc.record({
        means: fc.constantFrom("server", "volume", "file", "image", "backup", "untold"),
        id: fc.string(),
        region: optional(region),
      }),
      backup: fc.record({ id: word, replicaOf: optional(word), vaultId: optional(word) }),
      createdAt: fc.string(),
      minRamMib: fc.nat(65_536),
      maxRamMib: fc.nat(65_536),
      enterpriseProjectId: fc.string(),
      updatedAt: fc.string(),
    })
    .map((entry): Image => ({ ...entry, backup: entry.kind === "full-ecs" ? entry.backup : null })),
  { selector: ({ id }) => id, maxLength: 6 },
);

const byPlace = { selector: (entry: { id: string; region: string }) => `${entry.region}/${entry.id}`, maxLength: 4 };

const BUCKETS = STORAGE_CLASSES.map((storageClass) => ({
  name: `bucket-${storageClass}`,
  account: "default",
  region: "cn-north-4",
  storageClass,
}));

const inventories: fc.Arbitrary<Inventory> = images.chain((all) =>
  fc.record({
    recordedAt: fc.string(),
    origin: fc.string(),
    complete: fc.boolean(),
    accounts: fc.uniqueArray(fc.record({ id: word, site: optional(fc.constantFrom(...SITES)) }), {
      selector: ({ id }) => id,
      maxLength: 3,
    }),
    images: fc.constant(all),
    keys: fc.uniqueArray(
      fc.record({
        id: word,
        alias: fc.string(),
        account,
        region,
        state: fc.constantFrom("enabled", "disabled", "pending-deletion"),
        grantedTo: fc.array(word, { maxLength: 3 }),
      }),
      byPlace,
    ),
    vaults: fc.uniqueArray(
      fc.record({
        id: word,
        name: fc.string(),
        account,
        region,
        resource: fc.constantFrom("server", "disk", "file-system"),
        protection: fc.constantFrom("backup", "replication"),
        status: fc.constantFrom("available", "locked", "error"),
        sizeGib: gib,
        usedGib: gib,
      }),
      byPlace,
    ),
    agencies: fc.uniqueArray(
      fc.record({ name: word, account, regions: fc.array(region), coversBackups: fc.boolean() }),
      { selector: ({ account: owner, name }) => `${owner}/${name}`, maxLength: 3 },
    ),
    quotas: fc.uniqueArray(fc.record({ account, region, images: fc.nat(100), used: fc.nat(100) }), {
      selector: (quota) => `${quota.account}/${quota.region}`,
    }),
    buckets: fc.constant(BUCKETS),
    objects: fc.uniqueArray(
      fc.record({
        bucket: fc.constantFrom(...BUCKETS.map(({ name }) => name)),
        key: word,
        sizeGib: gib,
        checksum: fc.constantFrom("", "0".repeat(64)),
        format: fc.constantFrom(...OBJECT_FORMATS),
        status: fc.constantFrom("arriving", "there"),
        contents: fc.record({
          imageId: fc.string(),
          kind: fc.constantFrom("system-disk", "data-disk"),
          os: fc.constantFrom("linux", "windows", "other"),
          minDiskGib: fc.nat(2000),
        }),
      }),
      { selector: ({ bucket, key }) => `${bucket} ${key}`, maxLength: 4 },
    ),
    projects: fc.uniqueArray(fc.record({ id: word, account, region }), {
      selector: (project) => `${project.account} ${project.id}`,
      maxLength: 3,
    }),
    members: fc
      .uniqueArray(
        fc.record({
          imageId: fc.constantFrom(...all.map(({ id }) => id), ""),
          account,
          project: word,
          status: fc.constantFrom("pending", "accepted", "rejected"),
        }),
        { selector: ({ imageId, project, account: owner }) => `${owner}/${imageId}/${project}`, maxLength: 4 },
      )
      .map((members) => members.filter(({ imageId }) => imageId !== "")),
    backupDestinations: fc.dictionary(region, fc.array(region, { maxLength: 3 })),
  }),
);

/** Lists are sorted by the identity of their entries; before a comparison, sort both. */
function inOneOrder(inventory: Inventory): unknown {
  return Object.fromEntries(
    Object.entries(inventory).map(([key, list]: [string, unknown]) => [
      key,
      Array.isArray(list) ? list.map((entry) => stableJson(entry)).sort(compareText) : list,
    ]),
  );
}

test("a written inventory reads back, and is written the same again", () => {
  fc.assert(
    fc.property(inventories, (inventory) => {
      const text = stableJson(writeInventory(inventory));
      const again = readInventory(text, "inventory.json");
      expect(inOneOrder(again)).toEqual(inOneOrder(inventory));
      expect(stableJson(writeInventory(again))).toBe(text);
    }),
    { numRuns: 200 },
  );
});

test("the order of lists in memory changes no written byte", () => {
  fc.assert(
    fc.property(inventories, (inventory) => {
      const reversed = Object.fromEntries(
        Object.entries(inventory).map(([key, list]: [string, unknown]) => [
          key,
          Array.isArray(list) ? [...list].reverse() : list,
        ]),
      ) as unknown as Inventory;
      expect(stableJson(writeInventory(reversed))).toBe(stableJson(writeInventory(inventory)));
    }),
    { numRuns: 100 },
  );
});

test("a corrupted inventory is a usage error or a value, never another error", () => {
  const whole = {
    ...head,
    recordedAt: "2026-11-20T08:00:00Z",
    accounts: [{ id: "default", site: "china" }],
    images: [
      { ...image, tags: { owner: "web" }, keyId: "k", madeFrom: { means: "server", id: "s" } },
      { ...image, id: "ims-2", kind: "full-ecs", backup: { id: "b", replicaOf: null } },
    ],
    keys: [{ id: "k", region: "cn-north-4", grantedTo: ["partner"] }],
    vaults: [{ id: "v", region: "cn-east-3", sizeGib: 500 }],
    agencies: [{ name: "ims_copy", regions: ["cn-east-3"] }],
    quotas: [{ region: "cn-north-4", images: 50 }],
    members: [{ imageId: "ims-1", project: "p", status: "pending" }],
    backupDestinations: { "cn-north-4": ["cn-east-3"] },
  };
  expect(faultOf(whole)).toBe("none");
  let refused = 0;
  fc.assert(
    fc.property(spoilt(whole), (text) => {
      try {
        expect(stableJson(writeInventory(readInventory(text, "inventory.json")))).toContain('"format"');
      } catch (error) {
        refused += 1;
        expect(error).toBeInstanceOf(UsageError);
        expect((error as UsageError).message).toMatch(/^inventory\.json(:\d+)?: /u);
      }
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(500);
});
