// Builds a complete inventory and the request from facts.
import type { Facts, Image, Inventory, Key, MemberStatus, Operation, OperationKind } from "../../lib/model";
import { namesNothing } from "../../lib/values";
import { EMPTY_INVENTORY, objectText, subjectFor, type MemberPlace } from "../../lib/model";

export const SOURCE_ID = "ims-source";
export const SOURCE_NAME = "web-golden";
export function SUBJECT(operation: OperationKind, facts: Facts): { image: string; replica: string } {
  const ofFile = operation === "transferObject" || operation === "registerImage";
  const id = facts["image.id"];
  const missing = id !== null && namesNothing(id) ? JSON.stringify(id) : SOURCE_ID;
  const image = `Image ${facts["image.exists"] ? JSON.stringify(SOURCE_NAME) : missing}`;
  const object = `Object ${objectText(facts["bucket.name"] ?? "", facts["object.key"] ?? "")}`;
  return subjectFor(operation, ofFile ? object : image, facts["replica.name"]);
}

/** The facts, beside similar records that the request does not mean. */
export function worldOf(facts: Facts): Inventory {
  const world = recordsOf(facts);
  // After the ones that are meant, so that a lookup by id alone finds them.
  const elsewhere = { account: "stranger", region: "tr-west-1" };
  const bucket = { name: "images-beside", account: "stranger", region: "cn-north-4", storageClass: "cold" } as const;
  // An own image with members stays an own image, and an image that is shared with others is not shared with the caller.
  const others = facts["image.exists"]
    ? [
        "pending",
        "rejected",
        ...(facts["member.asked"].length === 0 && facts["image.members"] === 0 ? ["accepted"] : []),
      ]
    : [];
  return {
    ...world,
    keys: [...world.keys, ...world.keys.map((key) => ({ ...key, ...elsewhere, state: "disabled" as const }))],
    vaults: [...world.vaults, ...world.vaults.map((one) => ({ ...one, ...elsewhere, status: "error" as const }))],
    agencies: [...world.agencies, ...world.agencies.map((one) => ({ ...one, account: "stranger", regions: [] }))],
    quotas: [...world.quotas, ...world.quotas.map((one) => ({ ...one, ...elsewhere, images: 0 }))],
    buckets: [...world.buckets, bucket],
    objects: [
      ...world.objects,
      ...world.objects.slice(0, 1).map((one) => ({ ...one, bucket: bucket.name, sizeGib: 1 })),
    ],
    members: [
      ...world.members,
      ...others.map((status) => ({
        imageId: SOURCE_ID,
        account: `${status}-neighbour`,
        project: facts["image.region"],
        status: status as MemberStatus,
      })),
    ],
  };
}

function recordsOf(facts: Facts): Inventory {
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
    accounts: [
      { id: account, site: facts["caller.site"] },
      ...facts["member.offSite"].map((id) => ({ id, site: "europe" as const })),
    ],
    buckets: bucketsOf(facts),
    objects: objectsOf(facts),
    images,
    members: [
      ...(facts["image.seenAs"] === "shared" && facts["image.exists"] ? [memberOf(facts)] : []),
      ...otherMembers(facts),
    ],
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
    licence: facts["image.licence"],
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

/** In another account, so that they do not count in the caller's quota. */
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

/** Existing members, each of its own account. */
function otherMembers(facts: Facts): Inventory["members"] {
  const own = facts["image.memberStatus"] === "accepted" ? 1 : 0;
  return Array.from({ length: facts["image.exists"] ? Math.max(0, facts["image.members"] - own) : 0 }, (_, index) => ({
    imageId: SOURCE_ID,
    account: `member-${String(index)}`,
    project: facts["image.region"],
    status: "accepted" as const,
  }));
}

function bucketsOf(facts: Facts): Inventory["buckets"] {
  const { "bucket.name": name, "bucket.exists": exists, "target.bucket": target, "target.exists": there } = facts;
  const source =
    name !== null && exists === true
      ? [
          {
            name,
            account: facts["bucket.account"] ?? facts["caller.account"],
            region: facts["bucket.region"] ?? facts["caller.region"],
            storageClass: facts["bucket.storageClass"] ?? ("standard" as const),
          },
        ]
      : [];
  if (target === null || target === name || there !== true) return source;
  const account = facts["target.account"] ?? facts["caller.account"];
  return [...source, { name: target, account, region: "cn-east-3", storageClass: "standard" }];
}

function objectsOf(facts: Facts): Inventory["objects"] {
  const { "bucket.name": bucket, "object.key": key, "target.bucket": target, "target.key": targetKey } = facts;
  if (bucket === null || key === null || facts["bucket.exists"] !== true) return [];
  const object = {
    bucket,
    key,
    sizeGib: facts["object.sizeGib"] ?? 1,
    checksum: "0".repeat(64),
    format: facts["object.format"] ?? ("other" as const),
    status: "there" as const,
    contents: {
      imageId: "",
      kind: "system-disk" as const,
      os: "linux" as const,
      minDiskGib: facts["object.minDiskGib"] ?? 0,
    },
  };
  const source = facts["object.exists"] === true ? [object] : [];
  if (target === null || targetKey === null || facts["target.taken"] !== true) return source;
  return [...source, { ...object, bucket: target, key: targetKey, checksum: "1".repeat(64) }];
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

/** `project`, or `account/project`. */
function placeOf(text: string): MemberPlace {
  const [account = "", project] = text.split("/");
  return project === undefined ? { account: null, project: account } : { account, project };
}

export function requestOf(operation: OperationKind, facts: Facts): Operation {
  const caller = {
    account: facts["caller.account"],
    project: facts["caller.project"],
    region: facts["caller.region"],
  };
  const source = { caller, sourceImageId: facts["image.id"] ?? SOURCE_ID };
  const made = {
    name: facts["replica.name"],
    description: facts["replica.description"],
    tags: facts["replica.tags"],
  };
  const file = { caller, bucket: facts["bucket.name"] ?? "", key: facts["object.key"] ?? "" };
  switch (operation) {
    case "copyImage":
      return { kind: operation, ...source, ...made, keyId: facts["key.id"] };
    case "copyImageAcross":
      return {
        kind: operation,
        ...source,
        ...made,
        targetRegion: facts["replica.region"],
        agencyName: facts["agency.name"],
        vaultId: facts["vault.id"],
      };
    case "shareImage":
    case "unshareImage":
      return { kind: operation, ...source, members: facts["member.asked"].map(placeOf) };
    case "acceptImage":
      return { kind: operation, ...source, vaultId: facts["vault.id"] };
    case "rejectImage":
      return { kind: operation, ...source };
    case "exportImage":
      return { kind: operation, ...source, ...file, format: facts["object.format"], fast: facts["export.fast"] };
    case "transferObject":
      return {
        kind: operation,
        ...file,
        targetCaller: { account: facts["target.caller"] ?? "", project: "cn-east-3", region: "cn-east-3" },
        targetBucket: facts["target.bucket"] ?? "",
        targetKey: facts["target.key"] ?? "",
      };
    case "registerImage":
      return {
        kind: operation,
        ...file,
        ...made,
        imageKind: facts["register.kind"] === "data-disk" ? "data-disk" : "system-disk",
        quick: facts["register.quick"],
        minDiskGib: facts["register.minDiskGib"] ?? 0,
        os: "linux",
        osVersion: facts["register.osVersion"] ?? "",
        keyId: facts["key.id"],
      };
  }
}
