// A small world for tests of the cloud: helpers that create images, inventories and operations.
import { Cloud, type CloudOptions, type Submission } from "../../lib/cloud";
import { EMPTY_INVENTORY, NO_FAULTS, type Caller, type CopyImage, type CopyImageAcross } from "../../lib/model";
import { type Faults, type Image, type Inventory, type JobFaultEntry } from "../../lib/model";
import { Store } from "../../lib/store";

export const BEIJING = "cn-north-4";
export const SHANGHAI = "cn-east-3";
export const GUANGZHOU = "cn-south-1";

export const caller = (account = "acme", region = BEIJING, project = region): Caller => ({ account, project, region });

export function image(id: string, more: Partial<Image> = {}): Image {
  const region = more.region ?? BEIJING;
  const kind = more.kind ?? "system-disk";
  return {
    id,
    name: `name of ${id}`,
    account: "acme",
    project: region,
    region,
    kind,
    status: "active",
    visibility: "private",
    sizeGib: 10,
    minDiskGib: 40,
    keyId: null,
    os: "linux",
    server: "ecs",
    licence: "free",
    fastCreate: false,
    frozen: false,
    description: "",
    tags: {},
    madeFrom: { means: "server", id: "server-1", region: null },
    backup: kind === "full-ecs" ? { id: `backup-of-${id}`, replicaOf: null, vaultId: null } : null,
    createdAt: "",
    minRamMib: 0,
    maxRamMib: 0,
    enterpriseProjectId: "0",
    updatedAt: "",
    ...more,
  };
}

/** An inventory with agencies, keys and vaults for every account, unless an override says otherwise. */
export function world(images: readonly Image[], more: Partial<Inventory> = {}): Inventory {
  const regions = [BEIJING, SHANGHAI, GUANGZHOU];
  const accounts = ["acme", "partner"];
  return {
    ...EMPTY_INVENTORY,
    images,
    agencies: accounts.map((account) => ({ name: "ims_copy", account, regions, coversBackups: true })),
    keys: accounts.flatMap((account) =>
      regions.map((region) => ({
        id: `key-${account}-${region}`,
        alias: "",
        account,
        region,
        state: "enabled" as const,
        grantedTo: [],
      })),
    ),
    vaults: regions.map((region) => ({
      id: `vault-${region}`,
      name: "",
      account: "acme",
      region,
      resource: "server",
      protection: "replication",
      status: "available",
      sizeGib: 1000,
      usedGib: 0,
    })),
    quotas: accounts.flatMap((account) => regions.map((region) => ({ account, region, images: 10_000, used: 0 }))),
    ...more,
  };
}

export function copy(sourceImageId: string, more: Partial<CopyImage> = {}): CopyImage {
  return {
    kind: "copyImage",
    caller: caller(),
    sourceImageId,
    name: "replica",
    description: "",
    tags: {},
    keyId: null,
    ...more,
  };
}

export function across(sourceImageId: string, more: Partial<CopyImageAcross> = {}): CopyImageAcross {
  return {
    kind: "copyImageAcross",
    caller: caller(),
    sourceImageId,
    name: "replica",
    description: "",
    tags: {},
    targetRegion: SHANGHAI,
    agencyName: "ims_copy",
    vaultId: null,
    ...more,
  };
}

export function cloudOf(inventory: Inventory, options?: CloudOptions): { cloud: Cloud; store: Store } {
  const store = Store.open(":memory:");
  const cloud = new Cloud(store, options);
  cloud.load(inventory);
  return { cloud, store };
}

/** The ids of an accepted submission; throws on a refusal. */
export function accepted(submission: Submission): { jobId: string; imageId: string } {
  if (!submission.accepted) throw new Error(`refused: ${submission.refusal.message}`);
  return submission;
}

/** Jobs that fail, by script. */
export function jobsThatFail(...entries: readonly Partial<JobFaultEntry>[]): Faults {
  const fault = { job: {}, part: 1, nth: 1, times: null, code: "IMG.9999", reason: "planted" };
  return { ...NO_FAULTS, jobs: entries.map((entry) => ({ ...fault, ...entry })) };
}

/** The rule that refused it, or `accepted`. */
export function outcome(submission: Submission): string {
  return submission.accepted ? "accepted" : (submission.refusal.rule?.id ?? submission.refusal.message);
}
