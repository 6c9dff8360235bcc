// Guards: the service accepts these, and somebody pays for it later.
import { defaultProject } from "../model";
import { formatDuration, goDurationSeconds, namesNothing, lowerFirst } from "../values";
import { ACROSS, API_ACROSS, API_IN_REGION, COPIES, EVERY, GUIDE, IN_REGION, rule, type Rule } from "./rule";

export const guards: readonly Rule[] = [
  rule({
    id: "copy/encryption-said",
    severity: "error",
    severityInTerraform: "warning",
    appliesTo: IN_REGION,
    inputs: ["replica.encryption", "image.encryption"],
    attribute: "replica.encryption",
    check: (facts) => facts["replica.encryption"] !== "unsaid" || facts["image.encryption"] === "none",
    message: (facts, { image, replica }) =>
      facts["image.encryption"] === "kms"
        ? `${image} is encrypted, and ${lowerFirst(replica)} does not say how it shall be encrypted: the service would make it unencrypted without a word.`
        : `${image} may be encrypted, and ${lowerFirst(replica)} does not say how it shall be encrypted: the service would make it unencrypted without a word.`,
    remediation: "Say it: encryption: Encryption.none() or Encryption.kms(key).",
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
    appliesTo: IN_REGION,
    inputs: ["replica.fastCreate", "image.kind"],
    attribute: "replica.fastCreate",
    check: (facts) => !facts["replica.fastCreate"] || facts["image.kind"] === "system-disk",
    message: (facts, { image }) =>
      `${image} is a ${facts["image.kind"]} image, and only system disk images can be optimized for fast creation of servers.`,
    remediation: "Leave fastCreate out.",
    condition: (refs) => `!${refs["replica.fastCreate"]} || ${refs["image.kind"]} == "system-disk"`,
    source: `${GUIDE}: "Optimize a system disk image so that it can be used to quickly create ECSs."`,
    example: { "image.kind": "data-disk", "replica.fastCreate": true },
  }),
  rule({
    id: "copy/plaintext-window",
    severity: "warning",
    appliesTo: IN_REGION,
    inputs: ["route.plaintextHours"],
    attribute: "route.plaintextHours",
    check: (facts) => facts["route.plaintextHours"] === null,
    message: (facts, { image, replica }) =>
      `${image} is encrypted, and on the way to encrypted replicas its data lies in plain for at least ${(facts["route.plaintextHours"] ?? 0).toFixed(1)} hours, from ${lowerFirst(replica)} on, and for as long as what is on the way is kept.`,
    remediation: "Retire what is on the way, or remove it, once the replicas are there; or accept it with a reason.",
    source: `Our own: ${GUIDE} knows no other way to change a key across regions or accounts`,
    example: { "route.plaintextHours": 2.1 },
  }),
  rule({
    id: "vault/superfluous",
    severity: "warning",
    appliesTo: ACROSS,
    inputs: ["image.kind", "vault.id"],
    attribute: "vault.id",
    check: (facts) => facts["image.kind"] === "full-ecs" || facts["vault.id"] === null,
    message: (facts, { image }) =>
      `${image} is a ${facts["image.kind"]} image, and the vault ${String(facts["vault.id"])} is of no use to it: only full-ECS images travel as backups.`,
    remediation: "Leave the vault out.",
    source: `${API_ACROSS}: vault_id is for full-ECS images`,
    example: { "image.kind": "system-disk", "vault.id": "v-1" },
  }),
  rule({
    id: "source/windows",
    severity: "warning",
    appliesTo: COPIES,
    inputs: ["image.os"],
    attribute: "image.os",
    check: (facts) => facts["image.os"] !== "windows",
    message: (_facts, { image }) =>
      `${image} is a Windows image, and newer editions of the manual say that the copy calls no longer serve Windows images.`,
    remediation: "Try one by hand before relying on it; the FAQ itself replicates a Windows image.",
    condition: (refs) => `${refs["image.os"]} != "windows"`,
    source: `${API_ACROSS}: notes on Windows images (2026); the FAQ's example is "Windows Server 2012.qcow2"`,
    example: { "image.os": "windows" },
  }),
  rule({
    id: "copy/shared-enterprise-project",
    severity: "warning",
    appliesTo: IN_REGION,
    inputs: ["image.seenAs", "replica.enterpriseProjectId"],
    attribute: "replica.enterpriseProjectId",
    check: (facts) => facts["image.seenAs"] !== "shared" || facts["replica.enterpriseProjectId"] === null,
    message: (_facts, { image }) =>
      `${image} is a shared image, and permissions of an enterprise project do not reach shared images.`,
    remediation: "Leave enterpriseProjectId out, and move the replica afterwards.",
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
    appliesTo: ACROSS,
    inputs: ["caller.project", "caller.region", "replica.region"],
    attribute: "caller.project",
    check: (facts) => facts["caller.project"] === defaultProject(facts["caller.region"]),
    message: (facts, { replica }) =>
      `${replica} is asked for from the sub-project "${facts["caller.project"]}", and lands in the default project of ${facts["replica.region"]}: the vendor's provider can name no other.`,
    remediation: "Share it there with the sub-project that shall use it.",
    source: "Vendor's Terraform provider, images_image_copy: project_name is always the target region's name",
    example: { "caller.project": "cn-north-4_build", "caller.region": "cn-north-4" },
  }),
  rule({
    id: "across/no-enterprise-project",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["replica.enterpriseProjectId", "replica.region"],
    attribute: "replica.enterpriseProjectId",
    check: (facts) =>
      [null, DEFAULT_ENTERPRISE_PROJECT].includes(facts["replica.enterpriseProjectId"]) ||
      namesNothing(facts["replica.enterpriseProjectId"] ?? ""),
    message: (facts, { replica }) =>
      `${replica} is to be made in the enterprise project ${String(facts["replica.enterpriseProjectId"])}, and lands in the default one of ${facts["replica.region"]}: a cross-region copy takes no enterprise project.`,
    remediation: "Leave enterprise_project_id out, and move the replica once it is there.",
    source: `${API_ACROSS}: the request has no field for it; the vendor's Terraform provider sends enterprise_project_id within a region only`,
    example: { "replica.enterpriseProjectId": "6f2cbf9a-2b2f-4a5c-9a4b-0c2f1b7f0d11" },
  }),
  rule({
    id: "timeouts/duration",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["route.createTimeout"],
    attribute: "route.createTimeout",
    check: ({ "route.createTimeout": timeout }) => timeout === null || goDurationSeconds(timeout) !== undefined,
    message: (facts, { replica }) =>
      `${replica} has timeouts.create "${String(facts["route.createTimeout"])}", which is no duration.`,
    remediation: 'Write it as Go does, such as "90m" or "1h30m".',
    source: "Terraform, Resources, Operation Timeouts: durations are texts such as 60m or 2h",
    example: { "route.createTimeout": "2 hours", "route.makingSeconds": 7200 },
  }),
  rule({
    id: "timeouts/longer-than-forecast",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["route.createTimeout", "route.makingSeconds"],
    attribute: "route.createTimeout",
    check: ({ "route.createTimeout": timeout, "route.makingSeconds": seconds }) =>
      timeout === null || seconds === null || (goDurationSeconds(timeout) ?? seconds) >= seconds,
    message: (facts, { replica }) =>
      `${replica} is forecast to take ${formatDuration(facts["route.makingSeconds"] ?? 0)}, and Terraform waits ${String(facts["route.createTimeout"])} for it (timeouts.create). Then it gives up, while the service goes on, and the next apply asks and pays for another one.`,
    remediation: "Set timeouts.create to at least twice the forecast; in a program, leave the override out.",
    source:
      "Our own: the vendor's provider resumes no copy, and waits 60 minutes for one unless timeouts.create says more",
    example: { "route.createTimeout": "90m", "route.makingSeconds": 7200 },
  }),
];

/** As the service names it in answers. */
const DEFAULT_ENTERPRISE_PROJECT = "0";
