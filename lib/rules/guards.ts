// Guards: the service accepts these, and somebody pays for it later.
import { defaultProject } from "../model";
import { lowerFirst } from "../values";
import { ACROSS, API_ACROSS, API_IN_REGION, COPIES, GUIDE, IN_REGION, rule, type Rule } from "./rule";

export const guards: readonly Rule[] = [
  rule({
    id: "copy/encryption-said",
    severity: "error",
    on: IN_REGION,
    reads: ["replica.encryption", "image.encryption"],
    at: "replica.encryption",
    holds: (facts) => facts["replica.encryption"] !== "unsaid" || facts["image.encryption"] === "none",
    says: (facts, { image, replica }) =>
      facts["image.encryption"] === "kms"
        ? `${image} is encrypted, and ${lowerFirst(replica)} does not say how it shall be encrypted: the service would make it unencrypted without a word.`
        : `${image} may be encrypted, and ${lowerFirst(replica)} does not say how it shall be encrypted: the service would make it unencrypted without a word.`,
    fix: "Say it: encryption: Encryption.none() or Encryption.kms(key).",
    source: `${API_IN_REGION}: cmk_id is empty by default, and then the copy is not encrypted, also when its source is`,
    example: {
      "image.encrypted": true,
      "image.encryption": "kms",
      "image.keyId": "k-0",
      "replica.encryption": "unsaid",
    },
  }),
  rule({
    id: "copy/fast-create-system-disk",
    severity: "error",
    on: IN_REGION,
    reads: ["replica.fastCreate", "image.kind"],
    at: "replica.fastCreate",
    holds: (facts) => !facts["replica.fastCreate"] || facts["image.kind"] === "system-disk",
    says: (facts, { image }) =>
      `${image} is a ${facts["image.kind"]} image, and only system disk images can be optimized for fast creation of servers.`,
    fix: "Leave fastCreate out.",
    condition: (refs) => `!${refs["replica.fastCreate"]} || ${refs["image.kind"]} == "system-disk"`,
    source: `${GUIDE}: "Optimize a system disk image so that it can be used to quickly create ECSs."`,
    example: { "image.kind": "data-disk", "replica.fastCreate": true },
  }),
  rule({
    id: "copy/plaintext-window",
    severity: "warning",
    on: IN_REGION,
    reads: ["route.plaintextHours"],
    at: "route.plaintextHours",
    holds: (facts) => facts["route.plaintextHours"] === null,
    says: (facts, { image, replica }) =>
      `${image} is encrypted, and on the way to encrypted replicas its data lies in plain for at least ${(facts["route.plaintextHours"] ?? 0).toFixed(1)} hours, from ${lowerFirst(replica)} on, and for as long as what is on the way is kept.`,
    fix: "Retire what is on the way, or remove it, once the replicas are there; or accept it with a reason.",
    source: `Our own: ${GUIDE} knows no other way to change a key across regions or accounts`,
    example: { "route.plaintextHours": 2.1 },
  }),
  rule({
    id: "vault/superfluous",
    severity: "warning",
    on: ACROSS,
    reads: ["image.kind", "vault.id"],
    at: "vault.id",
    holds: (facts) => facts["image.kind"] === "full-ecs" || facts["vault.id"] === null,
    says: (facts, { image }) =>
      `${image} is a ${facts["image.kind"]} image, and the vault ${String(facts["vault.id"])} is of no use to it: only full-ECS images travel as backups.`,
    fix: "Leave the vault out.",
    source: `${API_ACROSS}: vault_id is for full-ECS images`,
    example: { "image.kind": "system-disk", "vault.id": "v-1" },
  }),
  rule({
    id: "source/windows",
    severity: "warning",
    on: COPIES,
    reads: ["image.os"],
    at: "image.os",
    holds: (facts) => facts["image.os"] !== "windows",
    says: (_facts, { image }) =>
      `${image} is a Windows image, and newer editions of the manual say that the copy calls no longer serve Windows images.`,
    fix: "Try one by hand before relying on it; the FAQ itself replicates a Windows image.",
    condition: (refs) => `${refs["image.os"]} != "windows"`,
    source: `${API_ACROSS}: notes on Windows images (2026); the FAQ's example is "Windows Server 2012.qcow2"`,
    example: { "image.os": "windows" },
  }),
  rule({
    id: "copy/shared-enterprise-project",
    severity: "warning",
    on: IN_REGION,
    reads: ["image.seenAs", "replica.enterpriseProjectId"],
    at: "replica.enterpriseProjectId",
    holds: (facts) => facts["image.seenAs"] !== "shared" || facts["replica.enterpriseProjectId"] === null,
    says: (_facts, { image }) =>
      `${image} is a shared image, and permissions of an enterprise project do not reach shared images.`,
    fix: "Leave enterpriseProjectId out, and move the replica afterwards.",
    source:
      "API reference, Permissions, Image Replication: shared images are replicated with permissions of the IAM project only",
    example: {
      "image.seenAs": "shared",
      "image.memberStatus": "accepted",
      "replica.enterpriseProjectId": "6f2cbf9a-2b2f-4a5c-9a4b-0c2f1b7f0d11",
    },
  }),
  rule({
    id: "across/lands-in-default-project",
    severity: "warning",
    on: ACROSS,
    reads: ["caller.project", "caller.region", "replica.region"],
    at: "caller.project",
    holds: (facts) => facts["caller.project"] === defaultProject(facts["caller.region"]),
    says: (facts, { replica }) =>
      `${replica} is asked for from the sub-project "${facts["caller.project"]}", and lands in the default project of ${facts["replica.region"]}: the vendor's provider can name no other.`,
    fix: "Share it there with the sub-project that shall use it.",
    source: "Vendor's Terraform provider, images_image_copy: project_name is always the target region's name",
    example: { "caller.project": "cn-north-4_build", "caller.region": "cn-north-4" },
  }),
];
