// From facts to the world in which they are so: a complete inventory, and the request.
import type { Facts, Image, Inventory, Key, Operation, OperationKind } from "../../lib/model";
import { EMPTY_INVENTORY } from "../../lib/model";

export const SOURCE_ID = "ims-source";
export const SOURCE_NAME = "web-golden";
export const SUBJECT = (facts: Facts): { image: string; replica: string } => ({
  image: facts["image.exists"] ? `Image "${SOURCE_NAME}"` : `Image ${SOURCE_ID}`,
  replica: `Replica "${facts["replica.name"]}"`,
});

export function worldOf(facts: Facts): Inventory {
  const images = facts["image.exists"] ? [sourceImage(facts), ...backupReplicas(facts)] : [];
  const account = facts["caller.account"];
  const held = images.filter(
    (image) =>
      image.account === account &&
      image.region === facts["replica.region"] &&
      image.visibility === "private" &&
      image.status !== "killed",
  ).length;
  return {
    ...EMPTY_INVENTORY,
    complete: true,
    accounts: [{ id: account, site: facts["caller.site"] }],
    images,
    members: facts["image.seenAs"] === "shared" ? [memberOf(facts)] : [],
    keys: keysOf(facts),
    vaults: vaultsOf(facts),
    agencies: agenciesOf(facts),
    quotas: [
      { account, region: facts["replica.region"], images: facts["quota.images"], used: facts["quota.used"] - held },
    ],
    backupDestinations:
      facts["image.backupDestinations"] === null ? {} : { [facts["caller.region"]]: facts["image.backupDestinations"] },
  };
}

function sourceImage(facts: Facts): Image {
  const fullEcs = facts["image.kind"] === "full-ecs";
  const seenAs = facts["image.seenAs"];
  return {
    id: SOURCE_ID,
    name: SOURCE_NAME,
    account: facts["image.account"],
    project: facts["image.project"],
    region: facts["image.region"],
    kind: facts["image.kind"],
    status: facts["image.status"],
    visibility: seenAs === "shared" ? "private" : seenAs,
    sizeGib: facts["image.sizeGib"],
    minDiskGib: 40,
    keyId: facts["image.keyId"],
    os: facts["image.os"],
    server: facts["image.server"],
    fastCreate: false,
    frozen: facts["image.frozen"],
    description: "",
    tags: {},
    madeFrom: { means: "server", id: "ecs-1", region: null },
    backup: fullEcs
      ? { id: "backup-1", replicaOf: facts["image.backupIsReplica"] === true ? "backup-0" : null, vaultId: null }
      : null,
    createdAt: "",
    minRamMib: 0,
    maxRamMib: 0,
    enterpriseProjectId: "0",
    updatedAt: "",
  };
}

/** Of an account of its own, so that they do not count in the caller's quota. */
function backupReplicas(facts: Facts): readonly Image[] {
  return (facts["image.backupRegions"] ?? []).map((region, index) => ({
    ...sourceImage(facts),
    id: `ims-replica-${String(index)}`,
    account: "archive",
    project: region,
    region,
    backup: { id: `backup-replica-${String(index)}`, replicaOf: "backup-1", vaultId: null },
  }));
}

function memberOf(facts: Facts): Inventory["members"][number] {
  const status = facts["image.memberStatus"] ?? "pending";
  return { imageId: SOURCE_ID, account: facts["caller.account"], project: facts["caller.project"], status };
}

function keysOf(facts: Facts): readonly Key[] {
  const owner = (usable: boolean | null): string => (usable === false ? "stranger" : facts["caller.account"]);
  const keys: Key[] = [];
  const { "image.keyId": own, "image.keyState": ownState, "key.id": id, "key.state": state } = facts;
  if (own !== null && ownState !== null && ownState !== "missing") {
    keys.push({
      id: own,
      alias: "",
      account: owner(facts["image.keyUsable"]),
      region: facts["image.region"],
      state: ownState,
      grantedTo: [],
    });
  }
  if (id !== null && id !== own && state !== null && state !== "missing") {
    const region = facts["key.region"] ?? facts["caller.region"];
    keys.push({ id, alias: "", account: owner(facts["key.usable"]), region, state, grantedTo: [] });
  }
  return keys;
}

function vaultsOf(facts: Facts): Inventory["vaults"] {
  const { "vault.id": id, "vault.exists": exists, "vault.freeGib": free } = facts;
  if (id === null || exists !== true) return [];
  return [
    {
      id,
      name: "arrivals",
      account: facts["caller.account"],
      region: facts["vault.region"] ?? facts["replica.region"],
      resource: facts["vault.resource"] ?? "server",
      protection: facts["vault.protection"] ?? "replication",
      status: facts["vault.status"] ?? "available",
      sizeGib: (free ?? 0) + 10,
      usedGib: 10,
    },
  ];
}

function agenciesOf(facts: Facts): Inventory["agencies"] {
  const { "agency.name": name, "agency.exists": exists } = facts;
  if (name === null || exists !== true) return [];
  const coversBackups = facts["agency.coversBackups"] ?? false;
  return [{ name, account: facts["caller.account"], regions: facts["agency.regions"] ?? [], coversBackups }];
}

export function requestOf(operation: OperationKind, facts: Facts): Operation {
  const request = {
    caller: { account: facts["caller.account"], project: facts["caller.project"], region: facts["caller.region"] },
    sourceImageId: SOURCE_ID,
    name: facts["replica.name"],
    description: facts["replica.description"],
    tags: facts["replica.tags"],
  };
  if (operation === "copyImage") return { kind: operation, ...request, keyId: facts["key.id"] };
  return {
    kind: operation,
    ...request,
    targetRegion: facts["replica.region"],
    agencyName: facts["agency.name"],
    vaultId: facts["vault.id"],
  };
}
