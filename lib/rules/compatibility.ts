// What fits together: kinds, keys, sizes, vaults.
import { formatGib } from "../values";
import {
  ACCEPT,
  ACROSS,
  API_ACROSS,
  API_ERRORS,
  API_IN_REGION,
  COPIES,
  FAQ,
  GUIDE,
  IN_REGION,
  assumed,
  documented,
  rule,
  type Rule,
} from "./rule";

const BACKUPS = "Cloud Backup and Recovery, Replicating a Backup Across Regions";

export const compatibility: readonly Rule[] = [
  rule({
    id: "copy/not-full-ecs",
    severity: "error",
    appliesTo: IN_REGION,
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: (facts) => facts["image.kind"] !== "full-ecs",
    message: (_facts, { image }) =>
      `${image} is a full-ECS image, and full-ECS images cannot be replicated within a region.`,
    remediation:
      "Replicate it to another region with CrossRegionImage and a vault there, or make system and data disk images of the server.",
    refusal: documented("IMG.0130"),
    condition: (refs) => `${refs["image.kind"]} != "full-ecs"`,
    source: `${GUIDE}: "Full-ECS images cannot be replicated."`,
    example: { "image.kind": "full-ecs" },
  }),
  rule({
    id: "copy/not-iso",
    severity: "error",
    appliesTo: IN_REGION,
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: (facts) => facts["image.kind"] !== "iso",
    message: (_facts, { image }) =>
      `${image} was created from an ISO file, and such images cannot be replicated within a region.`,
    remediation: "Install a server from it, create a system disk image of the server, and replicate that.",
    refusal: assumed("IMG.0167"),
    condition: (refs) => `${refs["image.kind"]} != "iso"`,
    source: `${FAQ}: "Neither the private images created from ISO files nor the full-ECS images support in-region replication."`,
    example: { "image.kind": "iso" },
  }),
  rule({
    id: "across/not-iso",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.kind"],
    attribute: "image.kind",
    check: (facts) => facts["image.kind"] !== "iso",
    message: (_facts, { image }) =>
      `${image} was created from an ISO file, and such images cannot be replicated to another region.`,
    remediation:
      "Install a server from it, create a system disk image of the server, and replicate that; or upload the ISO file to a bucket of the target region and register it there.",
    refusal: assumed("IMG.0167"),
    condition: (refs) => `${refs["image.kind"]} != "iso"`,
    source: `${API_ACROSS}: images created from ISO files cannot be replicated across regions`,
    example: { "image.kind": "iso" },
  }),
  rule({
    id: "source/shared-not-encrypted",
    severity: "error",
    appliesTo: COPIES,
    inputs: ["image.seenAs", "image.encrypted"],
    attribute: "image.encrypted",
    check: (facts) => facts["image.seenAs"] !== "shared" || !facts["image.encrypted"],
    message: (_facts, { image }) => `${image} is shared and encrypted, and encrypted images cannot be shared.`,
    remediation: "Let its owner replicate it to an unencrypted image and share that.",
    refusal: documented("IMG.0197"),
    source: `${GUIDE}: "Encrypted images cannot be shared." ${API_ERRORS}: IMG.0197, the shared image is encrypted`,
    example: {
      "image.seenAs": "shared",
      "image.memberStatus": "accepted",
      "image.encrypted": true,
      "image.encryption": "kms",
      "image.keyId": "k-0",
    },
  }),
  rule({
    id: "across/not-encrypted",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.encrypted"],
    attribute: "image.encrypted",
    check: (facts) => !facts["image.encrypted"],
    message: (_facts, { image }) =>
      `${image} is encrypted, and encrypted images cannot be replicated to another region.`,
    remediation:
      "Replicate it to an unencrypted one first (ReplicatedImage with Encryption.none()), take that across, and encrypt it in the target region.",
    refusal: assumed("IMG.0105"),
    condition: (refs) => `!${refs["image.encrypted"]}`,
    source: `${FAQ}: "Encrypted images do not support cross-region replication."`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0" },
  }),
  rule({
    id: "across/no-key",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["replica.encryption"],
    attribute: "replica.encryption",
    check: (facts) => facts["replica.encryption"] !== "kms",
    message: (_facts, { replica }) =>
      `${replica} is to be made across regions and encrypted with a key, and a cross-region copy takes no key.`,
    remediation:
      "Take it across unencrypted, and encrypt it in the target region with a ReplicatedImage and a key of that region.",
    source: `${API_ACROSS}: the request has no field for a key; the vendor's Terraform provider drops kms_key_id and then replaces the copy at every plan`,
    example: { "replica.encryption": "kms" },
  }),
  rule({
    id: "copy/other-key",
    severity: "error",
    appliesTo: IN_REGION,
    inputs: ["key.id", "image.keyId"],
    attribute: "key.id",
    check: (facts) => facts["key.id"] === null || facts["key.id"] !== facts["image.keyId"],
    message: (facts, { image }) =>
      `${image} is already encrypted with the key ${String(facts["key.id"])}, and a replica cannot take the same key.`,
    remediation: "Name another key, or make the replica unencrypted.",
    refusal: documented("IMG.0096"),
    condition: (refs) => `${refs["key.id"]} == null || ${refs["key.id"]} != ${refs["image.keyId"]}`,
    source: `${API_ERRORS}: IMG.0096, the new key is the image's key. ${GUIDE}: "encrypt the new image using an encryption key" to change the key`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-1", "key.id": "k-1" },
  }),
  rule({
    id: "copy/no-key-on-bms",
    severity: "error",
    appliesTo: IN_REGION,
    inputs: ["image.server", "key.id"],
    attribute: "key.id",
    check: (facts) => facts["key.id"] === null || facts["image.server"] !== "bms",
    message: (_facts, { image }) => `${image} is a BMS image, and BMS images cannot be encrypted with a key.`,
    remediation: "Make the replica unencrypted.",
    refusal: documented("IMG.0118"),
    condition: (refs) => `${refs["key.id"]} == null || ${refs["image.server"]} != "bms"`,
    source: `${API_ERRORS}: IMG.0118, a BMS image cannot be encrypted with KMS`,
    example: { "image.server": "bms", "key.id": "k-1", "replica.encryption": "kms" },
  }),
  rule({
    id: "copy/size-within-limit",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.sizeGib"],
    attribute: "image.sizeGib",
    check: (facts, { limits }) => facts["image.sizeGib"] <= limits.crossRegionSizeGib.value,
    message: (facts, { image }, { limits }) =>
      `${image} is ${formatGib(facts["image.sizeGib"])}, and a cross-region copy can carry at most ${formatGib(limits.crossRegionSizeGib.value)}.`,
    remediation: "Export it to a bucket, move the object to a bucket of the target region, and register it there.",
    refusal: assumed("IMG.0105"),
    condition: (refs, { limits }) => `${refs["image.sizeGib"]} <= ${String(limits.crossRegionSizeGib.value)}`,
    source: `${FAQ}: "An image to be replicated cannot be larger than 128 GB."`,
    example: { "image.sizeGib": 129 },
  }),
  rule({
    id: "across/regions-replicate",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["caller.region", "replica.region"],
    attribute: "replica.region",
    check: (facts, { regions }) =>
      [facts["caller.region"], facts["replica.region"]].every((region) => regions.get(region)?.replicates ?? true),
    message: (facts, { replica }, { regions }) =>
      `${replica} is to go from ${facts["caller.region"]} to ${facts["replica.region"]}, and in ${[facts["caller.region"], facts["replica.region"]].filter((region) => regions.get(region)?.replicates === false).join(" and in ")} there is no cross-region replication of images.`,
    remediation:
      "Export the image to a bucket, move the object to a bucket of the target region, and register it there.",
    refusal: assumed("IMG.0105"),
    source: "Editions of the user guide for those regions: they describe no cross-region replication",
    example: {
      "caller.region": "eu-west-101",
      "image.region": "eu-west-101",
      "caller.site": "europe",
      "replica.region": "eu-west-0",
    },
  }),
  rule({
    id: "across/pair-replicates-backups",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.kind", "image.backupDestinations", "caller.region", "replica.region"],
    attribute: "replica.region",
    check: (facts) =>
      facts["image.kind"] !== "full-ecs" ||
      (facts["image.backupDestinations"]?.includes(facts["replica.region"]) ?? true),
    message: (facts, { image }) =>
      `${image} is a full-ECS image, and backups cannot be replicated from ${facts["caller.region"]} to ${facts["replica.region"]}.`,
    remediation: "Choose a target region that CBR replicates to, or make system and data disk images of the server.",
    refusal: assumed("IMG.0180"),
    source: `${BACKUPS}: only between regions that support replication`,
    example: {
      "image.kind": "full-ecs",
      "vault.id": "v-1",
      "image.backupDestinations": ["cn-south-1"],
      "replica.region": "cn-east-3",
    },
  }),
  rule({
    id: "across/not-copied-on",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.kind", "image.backupIsReplica"],
    attribute: "image.backupIsReplica",
    check: (facts) => facts["image.kind"] !== "full-ecs" || facts["image.backupIsReplica"] !== true,
    message: (_facts, { image }) =>
      `${image} is a full-ECS image made of a replicated backup, and a replica of a backup cannot be replicated again.`,
    remediation: "Replicate the original full-ECS image to this region as well.",
    refusal: assumed("IMG.0180"),
    source: `${BACKUPS}: replicas cannot be replicated`,
    example: { "image.kind": "full-ecs", "vault.id": "v-1", "image.backupIsReplica": true },
  }),
  rule({
    id: "across/one-backup-per-region",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.kind", "image.backupRegions", "replica.region"],
    attribute: "replica.region",
    check: (facts) =>
      facts["image.kind"] !== "full-ecs" || facts["image.backupRegions"]?.includes(facts["replica.region"]) !== true,
    message: (facts, { image }) =>
      `${image} is a full-ECS image whose backup has a replica in ${facts["replica.region"]} already, and a backup can have one replica in a region.`,
    remediation: "Use the full-ECS image that is there, or remove it with its backup first.",
    refusal: assumed("IMG.0134"),
    source: `${BACKUPS}: a backup can be replicated to a region once; a backup makes only one full-ECS image`,
    example: {
      "image.kind": "full-ecs",
      "vault.id": "v-1",
      "image.backupRegions": ["cn-east-3"],
      "replica.region": "cn-east-3",
    },
  }),
  rule({
    id: "vault/for-servers",
    severity: "error",
    appliesTo: [...ACROSS, ...ACCEPT],
    inputs: ["image.kind", "vault.resource", "vault.id"],
    attribute: "vault.id",
    check: (facts) =>
      facts["image.kind"] !== "full-ecs" || facts["vault.resource"] === null || facts["vault.resource"] === "server",
    message: (facts, { replica }) =>
      `${replica} names the vault ${String(facts["vault.id"])}, which is a ${String(facts["vault.resource"])} vault and not a server vault.`,
    remediation: "Name a CBR server vault, of protection type replication for a copy and backup for an acceptance.",
    refusal: documented("IMG.0193"),
    source: `${API_ERRORS}: IMG.0193, not a server backup vault`,
    example: { "image.kind": "full-ecs", "vault.id": "v-1", "vault.resource": "disk" },
  }),
  rule({
    id: "vault/for-replication",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.kind", "vault.protection", "vault.id"],
    attribute: "vault.id",
    check: (facts) =>
      facts["image.kind"] !== "full-ecs" ||
      facts["vault.protection"] === null ||
      facts["vault.protection"] === "replication",
    message: (facts, { replica }) =>
      `${replica} names the vault ${String(facts["vault.id"])}, whose protection type is ${String(facts["vault.protection"])}, and only a replication vault takes replicas.`,
    remediation: "Name a CBR server vault of protection type replication in the target region.",
    refusal: documented("IMG.0189"),
    source: `${API_ERRORS}: IMG.0189, the vault does not support image replication`,
    example: { "image.kind": "full-ecs", "vault.id": "v-1", "vault.protection": "backup" },
  }),
  rule({
    id: "copy/size-in-region",
    severity: "warning",
    appliesTo: IN_REGION,
    inputs: ["image.sizeGib"],
    attribute: "image.sizeGib",
    check: (facts, { limits }) => facts["image.sizeGib"] <= limits.inRegionSizeGib.value,
    message: (facts, { image }, { limits }) =>
      `${image} is ${formatGib(facts["image.sizeGib"])}, and newer editions of the manual limit copies within a region to ${formatGib(limits.inRegionSizeGib.value)} too.`,
    remediation: "Expect a refusal from newer regions; the FAQ limits only cross-region copies.",
    condition: (refs, { limits }) => `${refs["image.sizeGib"]} <= ${String(limits.inRegionSizeGib.value)}`,
    source: `${API_IN_REGION}: 128 GB; ${FAQ} asks only about a "Limit on the Image Size During Cross-Region Replication"`,
    example: { "image.sizeGib": 129 },
  }),
];
