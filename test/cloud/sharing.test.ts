// Sharing and files in the cloud: the results of jobs that succeed, that fail, and whose images change in the meantime.
import { brokenInvariants, type Cloud } from "../../lib/cloud";
import { CATALOG } from "../../lib/catalog";
import type { ExportImage, Inventory, Operation, RegisterImage, TransferObject } from "../../lib/model";
import { accepted, BEIJING, caller, cloudOf, copy, image, jobsThatFail, outcome, SHANGHAI, world } from "./world";

const bucket = (name: string, region: string, account = "acme"): Inventory["buckets"][number] => ({
  name,
  account,
  region,
  storageClass: "standard",
});

const WORLD = world([image("web"), image("whole", { kind: "full-ecs" })], {
  buckets: [bucket("home", BEIJING), bucket("away", SHANGHAI), bucket("abroad", SHANGHAI, "partner")],
  projects: [{ id: "p-1", account: "partner", region: BEIJING }],
});

const share = (project: string, account: string | null = null): Operation => ({
  kind: "shareImage",
  caller: caller(),
  sourceImageId: "web",
  members: [{ account, project }],
});
const accept = (project = BEIJING, imageId = "web", vaultId: string | null = null): Operation => ({
  kind: "acceptImage",
  caller: caller("partner", BEIJING, project),
  sourceImageId: imageId,
  vaultId,
});
const EXPORT: ExportImage = {
  kind: "exportImage",
  caller: caller(),
  sourceImageId: "web",
  bucket: "home",
  key: "web.qcow2",
  format: "qcow2",
  fast: false,
};
const TRANSFER: TransferObject = {
  kind: "transferObject",
  caller: caller(),
  bucket: "home",
  key: "web.qcow2",
  targetCaller: caller("partner", SHANGHAI),
  targetBucket: "abroad",
  targetKey: "web.qcow2",
};
const REGISTER: RegisterImage = {
  kind: "registerImage",
  caller: caller("partner", SHANGHAI),
  name: "web",
  description: "",
  tags: {},
  bucket: "abroad",
  key: "web.qcow2",
  imageKind: "system-disk",
  quick: false,
  minDiskGib: 40,
  os: "linux",
  osVersion: "",
  keyId: null,
};

/** Submits the operation, and waits until its job ends. */
function done(cloud: Cloud, operation: Operation): { jobId: string; imageId: string } {
  const answer = accepted(cloud.submit(operation));
  cloud.runUntilIdle();
  return answer;
}

const statuses = (cloud: Cloud): readonly string[] =>
  cloud.membersOf("web").map(({ account, project, status }) => `${account}/${project} ${status}`);

test("an image is shared, accepted, and copied to a private image by its receiver", () => {
  const { cloud, store } = cloudOf(WORLD);
  const receivers = copy("web", { caller: caller("partner") });
  expect(outcome(cloud.submit(receivers))).toBe("source/owned");
  done(cloud, share(BEIJING, "partner"));
  expect(statuses(cloud)).toEqual([`partner/${BEIJING} pending`]);
  expect(outcome(cloud.submit(receivers))).toBe("source/accepted");
  expect(done(cloud, accept()).imageId).toBe("web");
  const { imageId } = done(cloud, receivers);
  expect(cloud.tryFindImage(imageId)).toMatchObject({ account: "partner", visibility: "private", status: "active" });
  expect(brokenInvariants(store, CATALOG)).toEqual([]);
});

test("the account of a project is looked up when only the project id is given", () => {
  const { cloud } = cloudOf(WORLD);
  done(cloud, share("p-1"));
  expect(statuses(cloud)).toEqual(["partner/p-1 pending"]);
  done(cloud, accept("p-1"));
  expect(statuses(cloud)).toEqual(["partner/p-1 accepted"]);
});

test("a second share keeps the member's answer, and a revoked share cannot be accepted", () => {
  const { cloud } = cloudOf(WORLD);
  done(cloud, share("p-1"));
  done(cloud, { kind: "rejectImage", caller: caller("partner", BEIJING, "p-1"), sourceImageId: "web" });
  done(cloud, share("p-1"));
  expect(statuses(cloud)).toEqual(["partner/p-1 rejected"]);
  const late = accepted(cloud.submit(accept("p-1")));
  // The acceptance takes a second; the owner revokes the share before.
  cloud.load({ ...WORLD, images: [image("web")], members: [] });
  done(cloud, {
    kind: "unshareImage",
    caller: caller(),
    sourceImageId: "web",
    members: [{ account: "partner", project: "p-1" }],
  });
  expect(cloud.tryFindJob(late.jobId)?.status).toBe("SUCCESS");
  expect(statuses(cloud)).toEqual([]);
  expect(outcome(cloud.submit(accept("p-1")))).toBe("accept/offered");
});

test("an acceptance fails when the share is revoked before its job ends", () => {
  const { cloud, store } = cloudOf(WORLD);
  done(cloud, share("p-1"));
  const { jobId } = accepted(cloud.submit(accept("p-1")));
  store.members.remove("web", "partner", "p-1");
  cloud.runUntilIdle();
  expect(cloud.tryFindJob(jobId)).toMatchObject({ status: "FAIL", errorCode: "IMG.0114" });
  expect(statuses(cloud)).toEqual([]);
});

test("an accepted full-ECS image uses space of the vault and is metered", () => {
  const vaults = [{ ...WORLD.vaults[0]!, id: "inbox", account: "partner", protection: "backup", sizeGib: 15 } as const];
  const { cloud } = cloudOf({ ...WORLD, vaults });
  done(cloud, { ...share("p-1"), sourceImageId: "whole" } as Operation);
  done(cloud, accept("p-1", "whole", "inbox"));
  expect(cloud.inventory().vaults[0]?.usedGib).toBe(10);
  expect(cloud.meter().find(({ kind }) => kind === "backup-space")).toMatchObject({ account: "partner", gib: 10 });
});

test("an image goes to another account as a file and is registered again", () => {
  const { cloud, store } = cloudOf(WORLD);
  done(cloud, EXPORT);
  const there = cloud.tryFindObject("home", "web.qcow2");
  expect(there).toMatchObject({ status: "there", sizeGib: 10, format: "qcow2", contents: { imageId: "web" } });
  done(cloud, TRANSFER);
  expect(cloud.tryFindObject("abroad", "web.qcow2")?.checksum).toBe(there?.checksum);
  const { imageId } = done(cloud, REGISTER);
  expect(cloud.tryFindImage(imageId)).toMatchObject({
    account: "partner",
    region: SHANGHAI,
    sizeGib: 10,
    madeFrom: { means: "file", id: "abroad:web.qcow2" },
  });
  const metered = Object.fromEntries(cloud.meter().map(({ kind, gib }) => [kind, gib]));
  expect(metered).toEqual({ "object-space": 10, "obs-download": 10 });
  expect(brokenInvariants(store, CATALOG)).toEqual([]);
});

test("a key is reserved at admission, and an object cannot be read while it is written", () => {
  const { cloud } = cloudOf(WORLD);
  accepted(cloud.submit(EXPORT));
  expect(outcome(cloud.submit(EXPORT))).toBe("export/object-new");
  expect(outcome(cloud.submit(TRANSFER))).toBe("object/exists");
});

test("a failed job deletes its partial object, which can be requested again", () => {
  const { cloud } = cloudOf(WORLD, { faults: jobsThatFail({ job: { operation: "exportImage" }, times: 1 }) });
  done(cloud, EXPORT);
  expect(cloud.tryFindObject("home", "web.qcow2")).toBeUndefined();
  done(cloud, EXPORT);
  expect(cloud.tryFindObject("home", "web.qcow2")?.status).toBe("there");
});

test("a transfer of an existing object keeps it, also when the transfer fails", () => {
  const { cloud } = cloudOf(WORLD, { faults: jobsThatFail({ job: { operation: "transferObject" }, nth: 2 }) });
  for (const operation of [EXPORT, TRANSFER, TRANSFER]) done(cloud, operation);
  expect(cloud.jobs().at(-1)?.status).toBe("FAIL");
  expect(cloud.tryFindObject("abroad", "web.qcow2")?.status).toBe("there");
});

test.each<[string, Operation, (cloud: Cloud) => void]>([
  [
    "an export whose object is removed",
    EXPORT,
    (cloud) => {
      cloud.removeObject("home", "web.qcow2");
    },
  ],
  [
    "a share that is revoked",
    share("p-1"),
    (cloud) => void done(cloud, { ...share("p-1"), kind: "unshareImage" } as Operation),
  ],
])("an equal request is answered once, and %s is requested again", (_, operation, undo) => {
  const { cloud } = cloudOf(WORLD);
  const ask = (): string => {
    const [answer] = cloud.submitIdempotent([{ operation, ask: "a" }]);
    cloud.runUntilIdle();
    return accepted(answer!).jobId;
  };
  const first = ask();
  expect(ask()).toBe(first);
  undo(cloud);
  expect(ask()).not.toBe(first);
});

test("buckets, objects, projects and members are exported and loaded again", () => {
  const { cloud } = cloudOf(WORLD);
  for (const operation of [EXPORT, TRANSFER, share("p-1")]) done(cloud, operation);
  const inventory = cloud.inventory();
  expect(
    [inventory.buckets, inventory.objects, inventory.projects, inventory.members].map(({ length }) => length),
  ).toEqual([3, 2, 1, 1]);
  expect(cloudOf(inventory).cloud.inventory()).toEqual(inventory);
});

describe("the deletion of an image with a job", () => {
  test.each<[string, string, Operation]>([
    ["its copy", "copied", copy("web")],
    ["its export", "exported", EXPORT],
    ["its sharing", "shared", share("p-1")],
  ])("is refused during %s, with the reason", (_, what, operation) => {
    const { cloud } = cloudOf(WORLD);
    const { imageId } = accepted(cloud.submit(operation));
    expect(cloud.admin.deleteImage("web")?.message).toContain(`is being ${what}, and`);
    if (imageId !== "web") expect(cloud.admin.deleteImage(imageId)?.message).toContain("is being created, and");
    cloud.runUntilIdle();
    expect(cloud.admin.deleteImage("web")).toBeUndefined();
  });

  test("is accepted during a transfer of its file", () => {
    const { cloud } = cloudOf(WORLD);
    done(cloud, EXPORT);
    accepted(cloud.submit(TRANSFER));
    expect(cloud.admin.deleteImage("web")).toBeUndefined();
    cloud.runUntilIdle();
    expect(cloud.tryFindObject("abroad", "web.qcow2")?.status).toBe("there");
  });
});

test("a job still finds its image when the image is shared later", () => {
  const { cloud, store } = cloudOf(WORLD);
  const { jobId, imageId } = done(cloud, copy("web"));
  done(cloud, { ...share("p-1"), sourceImageId: imageId } as Operation);
  const { name, region } = cloud.tryFindImage(imageId)!;
  expect(store.jobs.tryFindByImage(imageId, name, region)?.id).toBe(jobId);
});
