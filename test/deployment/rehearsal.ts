// Rehearsals: a route plan, its source images, and a cloud in memory that applies it.
import { Cloud, type CloudOptions } from "../../lib/cloud";
import { Deployment, type DeploymentOptions, type DeploymentResult } from "../../lib/deployment";
import { EMPTY_INVENTORY, type Image, type Inventory } from "../../lib/model";
import { isPending, type RoutePlan, type SourceImageEntry } from "../../lib/routes";
import { Store } from "../../lib/store";
import { plan, wish } from "../routes/plans";

/** The source images of a plan, as they would be recorded. */
export function worldOf({ sources }: RoutePlan, more: Partial<Inventory> = {}): Inventory {
  const agency = { name: "ims_copy", account: "default", regions: ["cn-east-3", "cn-south-1"], coversBackups: true };
  const vault = {
    id: "v-1",
    name: "",
    account: "default",
    region: "cn-south-1",
    resource: "server",
    protection: "replication",
  } as const;
  const quotas = ["cn-north-4", "cn-east-3", "cn-south-1"].map((region) => ({
    account: "default",
    region,
    images: 100_000,
    used: 0,
  }));
  return {
    ...EMPTY_INVENTORY,
    images: sources.map(imageOf),
    agencies: [agency],
    vaults: [{ ...vault, status: "available", sizeGib: 100_000, usedGib: 0 }],
    keys: [{ id: "k-1", alias: "", account: "default", region: "cn-north-4", state: "enabled", grantedTo: [] }],
    quotas,
    ...more,
  };
}

function imageOf(source: SourceImageEntry): Image {
  const said = <T>(value: T): Exclude<T, { pending: unknown }> => {
    if (isPending(value)) throw new Error("a source of these tests is known");
    return value as Exclude<T, { pending: unknown }>;
  };
  const kind = said(source.kind);
  return {
    id: said(source.imageId),
    name: said(source.name),
    account: "default",
    project: "cn-north-4",
    region: "cn-north-4",
    kind,
    status: "active",
    visibility: "private",
    sizeGib: said(source.sizeGib),
    minDiskGib: 0,
    keyId: null,
    os: "linux",
    server: "ecs",
    licence: "free",
    fastCreate: false,
    frozen: false,
    description: "",
    tags: {},
    madeFrom: { means: "untold", id: "", region: null },
    backup: kind === "full-ecs" ? { id: `backup-${source.id}`, replicaOf: null, vaultId: null } : null,
    createdAt: "",
    minRamMib: 0,
    maxRamMib: 0,
    enterpriseProjectId: "0",
    updatedAt: "",
  };
}

export interface Rehearsal {
  readonly store: Store;
  readonly cloud: Cloud;
  readonly apply: (options?: DeploymentOptions & CloudOptions) => Promise<DeploymentResult>;
}

export async function rehearse(
  routePlan: RoutePlan,
  work: (rehearsal: Rehearsal) => Promise<void>,
  world = worldOf(routePlan),
): Promise<void> {
  const store = Store.open(":memory:");
  try {
    const cloud = new Cloud(store);
    cloud.load(world);
    const apply = (options: DeploymentOptions & CloudOptions = {}): Promise<DeploymentResult> =>
      new Deployment(routePlan, new Cloud(store, options), options).run();
    await work({ store, cloud, apply });
  } finally {
    store.close();
  }
}

/** The outcome of each hop, by its id. */
export const statuses = ({ outcomes }: DeploymentResult): Readonly<Record<string, string>> =>
  Object.fromEntries(outcomes.map(({ hop, status }) => [hop.id, status]));

/** Decryption, a copy across regions, and a full-ECS image beside them. */
export const CHAIN = plan([
  wish("cn-north-4/plain", "copyImage", { image: "base" }, { "image.sizeGib": 12 }),
  wish("cn-east-3/web", "copyImageAcross", { hop: "cn-north-4/plain" }, { "image.sizeGib": 12 }),
  wish(
    "cn-south-1/web",
    "copyImageAcross",
    { hop: "cn-north-4/plain" },
    { "image.sizeGib": 12, "replica.region": "cn-south-1" },
  ),
  wish(
    "cn-south-1/whole",
    "copyImageAcross",
    { image: "whole" },
    {
      "image.kind": "full-ecs",
      "image.sizeGib": 20,
      "image.backupIsReplica": false,
      "image.backupRegions": [],
      "replica.region": "cn-south-1",
      "vault.id": "v-1",
    },
  ),
]);
