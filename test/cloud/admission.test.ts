// Admission: who sees which image, which rule refuses a request and in which words, and that a refusal changes nothing.
import { refusalText } from "../../lib/cloud";
import type { Image, Operation } from "../../lib/model";
import {
  accepted,
  across,
  BEIJING,
  caller,
  cloudOf,
  copy,
  GUANGZHOU,
  image,
  jobsThatFail,
  outcome,
  SHANGHAI,
  world,
} from "./world";

const images: readonly Image[] = [
  image("disk"),
  image("data", { kind: "data-disk" }),
  image("iso", { kind: "iso" }),
  image("whole", { kind: "full-ecs" }),
  image("whole-replica", {
    kind: "full-ecs",
    backup: { id: "b-2", replicaOf: "b-1", vaultId: null },
  }),
  image("large", { sizeGib: 128.5 }),
  image("limit", { sizeGib: 128 }),
  image("saving", { status: "saving" }),
  image("frozen", { frozen: true }),
  image("sealed", { keyId: `key-acme-${BEIJING}` }),
  image("sealed-lost", { keyId: "key-lost" }),
  image("sealed-foreign", { keyId: `key-partner-${BEIJING}` }),
  image("bms", { server: "bms" }),
  image("public", { visibility: "public", account: "vendor" }),
  image("market", { visibility: "market", account: "vendor" }),
  image("theirs", { account: "partner" }),
  image("other-project", { project: "cn-north-4_build" }),
  image("offered", { account: "partner" }),
  image("shared", { account: "partner" }),
  image("declined", { account: "partner" }),
  image("shared-inside", { project: "cn-north-4_build" }),
  image("far", { region: SHANGHAI }),
];

const member = (imageId: string, status: "pending" | "accepted" | "rejected") =>
  ({ imageId, account: "acme", project: BEIJING, status }) as const;

const inventory = world(images, {
  accounts: [
    { id: "acme", site: null },
    { id: "abroad", site: "international" },
  ],
  members: [
    member("offered", "pending"),
    member("shared", "accepted"),
    member("declined", "rejected"),
    member("shared-inside", "accepted"),
  ],
  quotas: [{ account: "acme", region: GUANGZHOU, images: 3, used: 3 }],
  backupDestinations: { [BEIJING]: [SHANGHAI, GUANGZHOU] },
});

const rows: readonly (readonly [name: string, operation: Operation, outcome: string])[] = [
  ["a system disk image in its region", copy("disk"), "accepted"],
  ["a data disk image in its region", copy("data"), "accepted"],
  ["a data disk image across", across("data"), "accepted"],
  ["a full-ECS image in its region", copy("whole"), "copy/not-full-ecs"],
  ["a full-ECS image across, into a vault", across("whole", { vaultId: `vault-${SHANGHAI}` }), "accepted"],
  ["a full-ECS image across without a vault", across("whole"), "vault/named"],
  ["a full-ECS image into no vault", across("whole", { vaultId: "vault-x" }), "vault/exists"],
  ["a full-ECS image into a far vault", across("whole", { vaultId: `vault-${BEIJING}` }), "vault/in-target-region"],
  ["a replica of a full-ECS image", across("whole-replica", { vaultId: `vault-${SHANGHAI}` }), "across/not-copied-on"],
  ["an ISO image in its region", copy("iso"), "copy/not-iso"],
  ["an ISO image across", across("iso"), "across/not-iso"],
  ["128 GiB across", across("limit"), "accepted"],
  ["128.5 GiB across", across("large"), "copy/size-within-limit"],
  ["128.5 GiB in its region", copy("large"), "accepted"],
  ["an image that is being made", copy("saving"), "source/active"],
  ["a frozen image", across("frozen"), "source/not-frozen"],
  ["an encrypted image across", across("sealed"), "across/not-encrypted"],
  ["an encrypted image, decrypted", copy("sealed"), "accepted"],
  ["an encrypted image under the same key", copy("sealed", { keyId: `key-acme-${BEIJING}` }), "copy/other-key"],
  ["an image under a new key", copy("disk", { keyId: `key-acme-${BEIJING}` }), "accepted"],
  ["an image under a key of another region", copy("disk", { keyId: `key-acme-${SHANGHAI}` }), "key/same-region"],
  ["an image under somebody else's key", copy("disk", { keyId: `key-partner-${BEIJING}` }), "key/usable"],
  ["an image under a key that is not there", copy("disk", { keyId: "key-x" }), "key/exists"],
  ["an image whose key is gone", copy("sealed-lost"), "source-key/exists"],
  ["an image whose key is somebody else's", copy("sealed-foreign"), "source-key/usable"],
  ["a BMS image under a key", copy("bms", { keyId: `key-acme-${BEIJING}` }), "copy/no-key-on-bms"],
  ["a public image", copy("public"), "source/private"],
  ["a marketplace image", across("market"), "source/private"],
  ["another account's image", copy("theirs"), "source/owned"],
  ["another project's image", copy("other-project"), "source/owned"],
  ["an image that is not there", copy("nothing"), "source/exists"],
  ["an image of another region", copy("far"), "source/in-region"],
  ["an image of that other region, asked for there", copy("far", { caller: caller("acme", SHANGHAI) }), "accepted"],
  ["an image that was offered and not accepted", copy("offered"), "source/accepted"],
  ["an image that was declined", copy("declined"), "source/accepted"],
  ["a shared image in its region", copy("shared"), "accepted"],
  ["an image shared within the account", copy("shared-inside"), "accepted"],
  ["a shared image across", across("shared"), "across/not-shared"],
  ["a region whose quota is used up", across("disk", { targetRegion: GUANGZHOU }), "quota/private-images"],
  ["a region that is not there", across("disk", { targetRegion: "mars-1" }), "across/region-known"],
  ["the region it is in", across("disk", { targetRegion: BEIJING }), "across/other-region"],
  ["a region of another site", across("disk", { targetRegion: "ap-southeast-3" }), "across/same-site"],
  ["no agency", across("disk", { agencyName: null }), "agency/named"],
  ["an agency that is not there", across("disk", { agencyName: "ims_x" }), "agency/exists"],
  ["an agency not granted there", across("disk", { targetRegion: "cn-north-1" }), "agency/granted"],
  ["a name with a slash", copy("disk", { name: "web/golden" }), "name/characters"],
  ["a call from no region", copy("disk", { caller: caller("acme", "mars-1") }), "source/region-known"],
];

test("a key that is missing from an incomplete recording counts as existing", () => {
  const { cloud } = cloudOf({ ...inventory, complete: false });
  expect(outcome(cloud.submit(copy("sealed-lost")))).toBe("accepted");
});

test.each(rows)("%s: %p gives %s", (_, operation, expected) => {
  const { cloud, store } = cloudOf({ ...inventory, complete: true });
  const before = store.snapshot();
  expect(outcome(cloud.submit(operation))).toBe(expected);
  if (expected !== "accepted") expect(store.snapshot()).toEqual(before);
});

test("an account of another site is refused in a region that its site does not offer", () => {
  const { cloud } = cloudOf(
    world([image("a", { account: "abroad" })], { accounts: [{ id: "abroad", site: "international" }] }),
  );
  expect(outcome(cloud.submit(copy("a", { caller: caller("abroad") })))).toBe("source/site-serves-region");
});

test("a refusal names the image by its name, the bound and the fix", () => {
  const { cloud } = cloudOf(inventory);
  const submission = cloud.submit(across("large", { name: "web" }));
  expect(submission.accepted || refusalText(submission.refusal)).toBe(
    'Image "name of large" is 128.5 GiB, and a cross-region copy can carry at most 128 GiB. Export it to a bucket, ' +
      "move the object to a bucket of the target region, and register it there. [copy/size-within-limit]",
  );
});

test("a refusal names a missing image by its id", () => {
  const { cloud } = cloudOf(inventory);
  const submission = cloud.submit(copy("nothing"));
  expect(submission.accepted || submission.refusal.message).toBe(
    "Image nothing does not exist in the region where it is looked for.",
  );
});

test("the quota counts replicas in progress and no failed ones", () => {
  const quotas = [{ account: "acme", region: SHANGHAI, images: 5, used: 3 }];
  const { cloud } = cloudOf(world([image("a")], { quotas }), {
    faults: jobsThatFail({ job: { imageName: "bad" } }),
  });
  expect(cloud.submitAll([across("a"), across("a", { name: "bad" }), across("a")]).map(outcome)).toEqual([
    "accepted",
    "accepted",
    "quota/private-images",
  ]);
  cloud.runUntilIdle();
  expect(cloud.submitAll([across("a"), across("a")]).map(outcome)).toEqual(["accepted", "quota/private-images"]);
});

test("a region without a recorded quota has the published quota of private images", () => {
  const { cloud } = cloudOf(world([image("a")], { quotas: [] }));
  const submissions = cloud.submitAll(Array.from({ length: 51 }, () => across("a")));
  expect(submissions.filter((submission) => submission.accepted)).toHaveLength(50);
  expect(outcome(submissions[50]!)).toBe("quota/private-images");
});

test("a region accepts a backup once, also during the copy, and again after a failed copy", () => {
  const { cloud } = cloudOf(world([image("whole", { kind: "full-ecs" })]), {
    faults: jobsThatFail({ times: 1 }),
  });
  const operation = across("whole", { vaultId: `vault-${SHANGHAI}` });
  accepted(cloud.submit(operation));
  expect(outcome(cloud.submit(operation))).toBe("across/one-backup-per-region");
  cloud.runUntilIdle();
  accepted(cloud.submit(operation));
  cloud.runUntilIdle();
  expect(outcome(cloud.submit(operation))).toBe("across/one-backup-per-region");
});
