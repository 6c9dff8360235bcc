// Jobs on the virtual clock: their states, their results, who waits for a slot, and what is metered.
import { CATALOG } from "../../lib/catalog";
import { brokenInvariants } from "../../lib/cloud";
import { UsageError } from "../../lib/values";
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
  SHANGHAI,
  world,
} from "./world";

test("a copy within the region keeps the attributes of its source and is a separate image", () => {
  const source = image("a", { keyId: `key-acme-${BEIJING}`, tags: { team: "x" }, os: "windows", description: "old" });
  const { cloud } = cloudOf(world([source]));
  const operation = copy("a", { name: "web", description: "new", tags: { stage: "gold" } });
  const { imageId, jobId } = accepted(cloud.submit(operation));
  expect(cloud.tryFindImage(imageId)?.status).toBe("saving");
  cloud.runUntilIdle();
  expect(cloud.tryFindImage(imageId)).toEqual({
    ...source,
    id: imageId,
    name: "web",
    keyId: null,
    fastCreate: true,
    description: "new",
    tags: { stage: "gold" },
    madeFrom: { means: "image", id: "a", region: BEIJING },
    createdAt: "2026-01-01T00:00:00Z",
    updatedAt: "2026-01-01T00:00:00Z",
  });
  expect(cloud.tryFindJob(jobId)).toMatchObject({
    kind: "imsCopyImageInRegionJob",
    status: "SUCCESS",
    beginSeconds: 0,
    endSeconds: 150,
    imageId,
  });
  expect(cloud.meter()).toEqual([
    { kind: "in-region-copy", account: "acme", fromRegion: BEIJING, toRegion: BEIJING, gib: 10 },
  ]);
  expect(cloud.tryFindImage("a")).toEqual(source);
});

test("a copy across regions is unencrypted and in the default project of the target region", () => {
  const fromSubproject = caller("acme", BEIJING, "cn-north-4_build");
  const { cloud } = cloudOf(world([image("a", { kind: "data-disk", project: "cn-north-4_build" })]));
  const { imageId } = accepted(cloud.submit(across("a", { caller: fromSubproject })));
  expect(cloud.nextEventSeconds()).toBe(6000);
  cloud.advanceTo(5999);
  expect(cloud.tryFindImage(imageId)?.status).toBe("saving");
  cloud.advanceTo(6000);
  expect(cloud.tryFindImage(imageId)).toMatchObject({
    status: "active",
    account: "acme",
    project: SHANGHAI,
    region: SHANGHAI,
    keyId: null,
    fastCreate: false,
  });
  expect(cloud.meter()).toEqual([
    { kind: "obs-traffic", account: "acme", fromRegion: BEIJING, toRegion: SHANGHAI, gib: 10 },
  ]);
});

test("a copy of a shared image is a private image of the receiver", () => {
  const members = [{ imageId: "a", account: "acme", project: BEIJING, status: "accepted" as const }];
  const { cloud } = cloudOf(world([image("a", { account: "partner" })], { members }));
  const { imageId } = accepted(cloud.submit(copy("a")));
  cloud.runUntilIdle();
  expect(cloud.tryFindImage(imageId)).toMatchObject({ account: "acme", project: BEIJING, visibility: "private" });
  expect(cloud.inventory().members).toEqual(members);
});

test("a full-ECS copy replicates the backup first and then creates an image from it", () => {
  const { cloud } = cloudOf(world([image("whole", { kind: "full-ecs" })]));
  const { jobId, imageId } = accepted(cloud.submit(across("whole", { vaultId: `vault-${SHANGHAI}` })));
  const parts = () => cloud.partsOf(cloud.tryFindJob(jobId)!).map((p) => `${p.kind} ${p.status}`);
  expect(parts()).toEqual(["cbrReplicateBackup RUNNING", "imsCreateWholeImageByBackupJob INIT"]);
  cloud.advanceTo(6000);
  expect(parts()).toEqual(["cbrReplicateBackup SUCCESS", "imsCreateWholeImageByBackupJob RUNNING"]);
  expect(cloud.tryFindJob(jobId)?.status).toBe("RUNNING");
  expect(cloud.progressPercent(cloud.tryFindJob(jobId)!)).toBe(99);
  cloud.runUntilIdle();
  expect(parts()).toEqual(["cbrReplicateBackup SUCCESS", "imsCreateWholeImageByBackupJob SUCCESS"]);
  expect(cloud.tryFindJob(jobId)).toMatchObject({ status: "SUCCESS", beginSeconds: 0, endSeconds: 6006 });
  expect(cloud.tryFindImage(imageId)?.backup).toMatchObject({
    replicaOf: "backup-of-whole",
    vaultId: `vault-${SHANGHAI}`,
  });
  expect(cloud.inventory().vaults.find(({ region }) => region === SHANGHAI)?.usedGib).toBe(10);
  expect(cloud.meter().map(({ kind, gib }) => [kind, gib])).toEqual([
    ["backup-space", 10],
    ["cbr-traffic", 10],
  ]);
});

test("the sixth copy across regions is queued until a slot is free", () => {
  const { cloud, store } = cloudOf(world([image("a")]));
  const ids = cloud
    .submitAll(Array.from({ length: 7 }, (_, n) => across("a", { name: `r${String(n)}` })))
    .map(accepted);
  const statuses = () => ids.map(({ jobId }) => cloud.tryFindJob(jobId)?.status).join(" ");
  expect(statuses()).toBe("RUNNING RUNNING RUNNING RUNNING RUNNING INIT INIT");
  expect(cloud.tryFindImage(ids[5]!.imageId)?.status).toBe("queued");
  expect(brokenInvariants(store, CATALOG)).toEqual([]);
  cloud.advanceTo(6000);
  expect(statuses()).toBe("SUCCESS SUCCESS SUCCESS SUCCESS SUCCESS RUNNING RUNNING");
  expect(cloud.nextEventSeconds()).toBe(12_000);
});

test("accounts do not wait for each other, and copies within a region wait for nothing", () => {
  const { cloud } = cloudOf(world([image("a"), image("b", { account: "partner" })]));
  const mine = Array.from({ length: 6 }, () => across("a"));
  const theirs = across("b", { caller: caller("partner") });
  const ids = cloud.submitAll([...mine, theirs, copy("a")]).map(accepted);
  expect(ids.map(({ jobId }) => cloud.tryFindJob(jobId)?.status).slice(5)).toEqual(["INIT", "RUNNING", "RUNNING"]);
});

test("a backup frees its slot before its image is created", () => {
  const catalog = {
    ...CATALOG,
    limits: { ...CATALOG.limits, crossRegionSlots: { value: 1, unit: "jobs an account", source: "test" } },
  };
  const { cloud } = cloudOf(world([image("whole", { kind: "full-ecs" }), image("a")]), { catalog });
  accepted(cloud.submit(across("whole", { vaultId: `vault-${SHANGHAI}` })));
  const waiting = accepted(cloud.submit(across("a")));
  cloud.runUntilIdle();
  expect(cloud.tryFindJob(waiting.jobId)).toMatchObject({ beginSeconds: 6000, endSeconds: 12_000 });
});

test("progress is computed from the time and is 100 only at the end", () => {
  const { cloud } = cloudOf(world([image("a")]));
  const ids = cloud.submitAll(Array.from({ length: 6 }, () => across("a"))).map(accepted);
  const percent = (n: number) => cloud.progressPercent(cloud.tryFindJob(ids[n]!.jobId)!);
  expect([percent(0), percent(5)]).toEqual([0, 0]);
  cloud.advanceTo(4500);
  expect([percent(0), percent(5)]).toEqual([75, 0]);
  cloud.advanceTo(5999);
  expect(percent(0)).toBe(99);
  cloud.advanceTo(9000);
  expect([percent(0), percent(5)]).toEqual([100, 50]);
});

test("a failed job gives its reason, marks its replica as failed, frees its slot, and costs nothing", () => {
  const { cloud, store } = cloudOf(world([image("a")]), {
    faults: jobsThatFail({ job: { imageName: "bad" } }),
  });
  const bad = accepted(cloud.submit(across("a", { name: "bad" })));
  cloud.runUntilIdle();
  expect(cloud.tryFindJob(bad.jobId)).toMatchObject({ status: "FAIL", errorCode: "IMG.9999", reason: "planted" });
  expect(cloud.tryFindImage(bad.imageId)?.status).toBe("killed");
  expect(cloud.meter()).toEqual([]);
  expect(brokenInvariants(store, CATALOG)).toEqual([]);
});

test("of two backups that fit into a vault only separately, the second fails with all its parts", () => {
  const images = ["x", "y"].map((id) => image(id, { kind: "full-ecs", sizeGib: 60 }));
  const inventory = world(images);
  const vaults = inventory.vaults.map((vault) => ({ ...vault, sizeGib: 100 }));
  const { cloud, store } = cloudOf({ ...inventory, vaults });
  const ids = cloud
    .submitAll(["x", "y"].map((id) => across(id, { vaultId: `vault-${SHANGHAI}` })))
    .map((submission) => accepted(submission).jobId);
  cloud.runUntilIdle();
  expect(ids.map((id) => cloud.tryFindJob(id)?.status)).toEqual(["SUCCESS", "FAIL"]);
  expect(cloud.tryFindJob(ids[1]!)).toMatchObject({
    errorCode: "IMG.0182",
    reason: `The backup is 60 GiB, and the vault vault-${SHANGHAI} has 40 GiB free.`,
  });
  expect(cloud.partsOf(cloud.tryFindJob(ids[1]!)!).map((part) => part.status)).toEqual(["FAIL", "FAIL"]);
  expect(cloud.inventory().vaults.find(({ region }) => region === SHANGHAI)?.usedGib).toBe(60);
  expect(brokenInvariants(store, CATALOG)).toEqual([]);
});

test("a job is found by its request, the latest first", () => {
  const { cloud } = cloudOf(world([image("a")]));
  expect(cloud.tryFindByAsk("app/web")).toBeUndefined();
  accepted(cloud.submit(across("a"), "app/web"));
  const later = accepted(cloud.submit(across("a", { targetRegion: GUANGZHOU }), "app/web"));
  accepted(cloud.submit(across("a")));
  expect(cloud.tryFindByAsk("app/web")).toMatchObject({
    id: later.jobId,
    targetRegion: GUANGZHOU,
    imageName: "replica",
  });
});

test("time does not go back and is in whole seconds", () => {
  const { cloud } = cloudOf(world([image("a")]));
  cloud.advanceTo(500);
  cloud.advanceTo(100);
  expect(cloud.nowSeconds).toBe(500);
  expect(() => cloud.advanceTo(0.5)).toThrow(UsageError);
  const { imageId } = accepted(cloud.submit(copy("a")));
  expect(cloud.tryFindImage(imageId)?.createdAt).toBe("2026-01-01T00:08:20Z");
  cloud.runUntilIdle();
  expect(cloud.nowSeconds).toBe(650);
  expect(cloud.nextEventSeconds()).toBeUndefined();
});

test("jobs that end at one instant all end, even if one transaction cannot handle all", () => {
  const { cloud } = cloudOf(world([image("a")]));
  cloud.submitAll(Array.from({ length: 250 }, () => copy("a")));
  cloud.advanceTo(150);
  expect(cloud.jobs().filter(({ status }) => status === "SUCCESS")).toHaveLength(250);
});

test("the journal lists submissions, starts and ends in canonical JSON", () => {
  const { cloud } = cloudOf(world([image("a")]));
  const { imageId, jobId } = accepted(cloud.submit(across("a", { name: "web" })));
  cloud.runUntilIdle();
  const common = `"image":"${imageId}"`;
  const rest = `"job":"${jobId}","kind":"imsCrossRegionCopyImageJob","name":"web"`;
  expect(cloud.journal()).toEqual([
    `{"account":"acme","atSeconds":0,"event":"submitted","from":"cn-north-4",${common},"imageKind":"system-disk",${rest},"operation":"copyImageAcross","project":"cn-north-4","sizeGib":10,"source":"a","to":"cn-east-3"}`,
    `{"atSeconds":0,"event":"started",${common},${rest},"sizeGib":10}`,
    `{"atSeconds":6000,"event":"ended",${common},${rest},"sizeGib":10,"status":"SUCCESS"}`,
  ]);
  expect(cloud.journal(2)).toHaveLength(1);
});
