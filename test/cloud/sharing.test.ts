// Sharing and files in the cloud: what jobs leave behind when they end well, when they fail, and when the world moved on meanwhile.
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

/** Asks, and lets the job end. */
function done(cloud: Cloud, operation: Operation): { jobId: string; imageId: string } {
  const answer = accepted(cloud.submit(operation));
  cloud.runUntilIdle();
  return answer;
}

const statuses = (cloud: Cloud): readonly string[] =>
  cloud.membersOf("web").map(({ account, project, status }) => `${account}/${project} ${status}`);

test("an image is offered, accepted, and replicated by its receiver to a private one", () => {
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

test("a project's account is looked up where only its id is told", () => {
  const { cloud } = cloudOf(WORLD);
  done(cloud, share("p-1"));
  expect(statuses(cloud)).toEqual(["partner/p-1 pending"]);
  done(cloud, accept("p-1"));
  expect(statuses(cloud)).toEqual(["partner/p-1 accepted"]);
});

test("sharing again leaves an answer as it is, and what is taken back cannot be accepted", () => {
  const { cloud } = cloudOf(WORLD);
  done(cloud, share("p-1"));
  done(cloud, { kind: "rejectImage", caller: caller("partner", BEIJING, "p-1"), sourceImageId: "web" });
  done(cloud, share("p-1"));
  expect(statuses(cloud)).toEqual(["partner/p-1 rejected"]);
  const late = accepted(cloud.submit(accept("p-1")));
  // The acceptance takes a second; the owner is quicker by its own hand.
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

test("an acceptance whose offer is gone when its job ends fails", () => {
  const { cloud, store } = cloudOf(WORLD);
  done(cloud, share("p-1"));
  const { jobId } = accepted(cloud.submit(accept("p-1")));
  store.members.remove("web", "partner", "p-1");
  cloud.runUntilIdle();
  expect(cloud.tryFindJob(jobId)).toMatchObject({ status: "FAIL", errorCode: "IMG.0114" });
  expect(statuses(cloud)).toEqual([]);
});

test("a full-ECS image that is accepted takes its size of the vault, and is metered", () => {
  const vaults = [{ ...WORLD.vaults[0]!, id: "inbox", account: "partner", protection: "backup", sizeGib: 15 } as const];
  const { cloud } = cloudOf({ ...WORLD, vaults });
  done(cloud, { ...share("p-1"), sourceImageId: "whole" } as Operation);
  done(cloud, accept("p-1", "whole", "inbox"));
  expect(cloud.inventory().vaults[0]?.usedGib).toBe(10);
  expect(cloud.meter().find(({ kind }) => kind === "backup-space")).toMatchObject({ account: "partner", gib: 10 });
});

test("an image goes to another account as a file, and is an image again", () => {
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

test("a key is taken from admission on, and an object that is being written cannot be read", () => {
  const { cloud } = cloudOf(WORLD);
  accepted(cloud.submit(EXPORT));
  expect(outcome(cloud.submit(EXPORT))).toBe("export/object-new");
  expect(outcome(cloud.submit(TRANSFER))).toBe("object/exists");
});

test("what a failed job was writing is gone, and may be asked for again", () => {
  const { cloud } = cloudOf(WORLD, { faults: jobsThatFail({ job: { operation: "exportImage" }, times: 1 }) });
  done(cloud, EXPORT);
  expect(cloud.tryFindObject("home", "web.qcow2")).toBeUndefined();
  done(cloud, EXPORT);
  expect(cloud.tryFindObject("home", "web.qcow2")?.status).toBe("there");
});

test("a transfer of what lies there already moves nothing away, and its failure neither", () => {
  const { cloud } = cloudOf(WORLD, { faults: jobsThatFail({ job: { operation: "transferObject" }, nth: 2 }) });
  for (const operation of [EXPORT, TRANSFER, TRANSFER]) done(cloud, operation);
  expect(cloud.jobs().at(-1)?.status).toBe("FAIL");
  expect(cloud.tryFindObject("abroad", "web.qcow2")?.status).toBe("there");
});

test.each<[string, Operation, (cloud: Cloud) => void]>([
  [
    "an export whose object is gone",
    EXPORT,
    (cloud) => {
      cloud.removeObject("home", "web.qcow2");
    },
  ],
  [
    "a sharing that was ended",
    share("p-1"),
    (cloud) => void done(cloud, { ...share("p-1"), kind: "unshareImage" } as Operation),
  ],
])("an equal ask is answered once, and %s is asked for anew", (_, operation, undo) => {
  const { cloud } = cloudOf(WORLD);
  const ask = (): string => {
    const [answer] = cloud.submitOnce([{ operation, ask: "a" }]);
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

describe("the deletion of an image that a job is about", () => {
  test.each<[string, string, Operation]>([
    ["its copy", "copied", copy("web")],
    ["its export", "exported", EXPORT],
    ["its sharing", "shared", share("p-1")],
  ])("is refused while %s is under way, and says so", (_, what, operation) => {
    const { cloud } = cloudOf(WORLD);
    const { imageId } = accepted(cloud.submit(operation));
    expect(cloud.upkeep.deleteImage("web")?.sentence).toContain(`is being ${what}, and`);
    if (imageId !== "web") expect(cloud.upkeep.deleteImage(imageId)?.sentence).toContain("is being created, and");
    cloud.runUntilIdle();
    expect(cloud.upkeep.deleteImage("web")).toBeUndefined();
  });

  test("is taken while a file that was made of it is carried on", () => {
    const { cloud } = cloudOf(WORLD);
    done(cloud, EXPORT);
    accepted(cloud.submit(TRANSFER));
    expect(cloud.upkeep.deleteImage("web")).toBeUndefined();
    cloud.runUntilIdle();
    expect(cloud.tryFindObject("abroad", "web.qcow2")?.status).toBe("there");
  });
});

test("an image that was shared since is still known by the job that made it", () => {
  const { cloud, store } = cloudOf(WORLD);
  const { jobId, imageId } = done(cloud, copy("web"));
  done(cloud, { ...share("p-1"), sourceImageId: imageId } as Operation);
  const { name, region } = cloud.tryFindImage(imageId)!;
  expect(store.jobs.tryFindByImage(imageId, name, region)?.id).toBe(jobId);
});
