// Whose things are, and who may do what with them.
import {
  ACROSS,
  API_ACROSS,
  API_ERRORS,
  COPIES,
  EVERY,
  EXPORT,
  FAQ,
  IN_REGION,
  READING,
  REGISTER,
  assumed,
  documented,
  rule,
  type Rule,
} from "./rule";

export const permission: readonly Rule[] = [
  rule({
    id: "source/private",
    severity: "error",
    appliesTo: COPIES,
    inputs: ["image.seenAs"],
    attribute: "image.seenAs",
    check: (facts) => facts["image.seenAs"] === "private" || facts["image.seenAs"] === "shared",
    message: (facts, { image }) =>
      `${image} is a ${facts["image.seenAs"] === "market" ? "marketplace" : "public"} image, and only private images can be replicated.`,
    remediation:
      "Create a private image from a server that was made of it, and replicate that; public images exist in every region.",
    refusal: assumed("IMG.0105"),
    condition: (refs) => `contains(["private", "shared"], ${refs["image.seenAs"]})`,
    source: `${FAQ}: "Only private images can be replicated."`,
    example: { "image.seenAs": "public" },
  }),
  rule({
    id: "source/accepted",
    severity: "error",
    appliesTo: COPIES,
    inputs: ["image.seenAs", "image.memberStatus"],
    attribute: "image.memberStatus",
    check: (facts) => facts["image.seenAs"] !== "shared" || facts["image.memberStatus"] === "accepted",
    message: (facts, { image }) =>
      `${image} is shared with this project, and the sharing is ${facts["image.memberStatus"] ?? "not accepted"}.`,
    remediation: "Accept it first: the console shows it under Images Shared with Me.",
    refusal: documented("IMG.0196"),
    source: `${API_ERRORS}: IMG.0196, the shared image has not been accepted. ${FAQ}: "Assume that you have accepted an image shared from the CN North-Beijing4 region."`,
    example: { "image.seenAs": "shared", "image.memberStatus": "pending" },
  }),
  rule({
    id: "source/owned",
    severity: "error",
    appliesTo: [...READING, "unshareImage"],
    inputs: ["image.seenAs", "image.account", "image.project", "caller.account", "caller.project"],
    attribute: "image.account",
    check: (facts) =>
      facts["image.seenAs"] !== "private" ||
      (facts["image.account"] === facts["caller.account"] && facts["image.project"] === facts["caller.project"]),
    message: (facts, { image }) =>
      facts["image.account"] === facts["caller.account"]
        ? `${image} belongs to the project "${facts["image.project"]}", and the project "${facts["caller.project"]}" asks for it.`
        : `${image} belongs to the account "${facts["image.account"]}", and the account "${facts["caller.account"]}" asks for it.`,
    remediation: "Let its owner share it with this project, accept it, and replicate it to a private image here.",
    refusal: documented("IMG.0106"),
    source: `${API_ERRORS}: IMG.0106, the image is owned by another tenant. ${FAQ}: "Image sharing allows you to replicate images between subprojects in the same region."`,
    example: { "image.account": "partner", "caller.account": "default" },
  }),
  rule({
    id: "across/not-shared",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.seenAs"],
    attribute: "image.seenAs",
    check: (facts) => facts["image.seenAs"] !== "shared",
    message: (_facts, { image }) =>
      `${image} is a shared image, and a shared image cannot be replicated to another region.`,
    remediation:
      "Replicate it within its region first (ReplicatedImage): that makes a private image, which can go across.",
    refusal: assumed("IMG.0047"),
    condition: (refs) => `${refs["image.seenAs"]} != "shared"`,
    source: `${FAQ}: "Replicate the shared image as a private image.", then "Replicate the private image from CN North-Beijing4 to CN East-Shanghai2."`,
    example: { "image.seenAs": "shared", "image.memberStatus": "accepted" },
  }),
  rule({
    id: "source/site-serves-region",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["caller.site", "caller.region", "caller.account"],
    attribute: "caller.region",
    check: (facts, { regions }) => regions.get(facts["caller.region"])?.sites.includes(facts["caller.site"]) ?? true,
    message: (facts, { image }) =>
      `${image} is in ${facts["caller.region"]}, and the account "${facts["caller.account"]}" is of the ${siteName(facts["caller.site"])}, which does not offer that region.`,
    remediation: "Use an account of the region's own site, or correct the site that the provider states.",
    refusal: assumed("IMG.0064"),
    source: `${FAQ}: "The China site and International site are accessed by using different accounts."`,
    example: { "caller.region": "ap-southeast-3", "image.region": "ap-southeast-3", "caller.site": "china" },
  }),
  rule({
    id: "across/same-site",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["caller.site", "replica.region", "caller.account"],
    attribute: "replica.region",
    check: (facts, { regions }) => regions.get(facts["replica.region"])?.sites.includes(facts["caller.site"]) ?? true,
    message: (facts, { replica }, { regions }) =>
      `${replica} is to be made in ${facts["replica.region"]} of the ${(regions.get(facts["replica.region"])?.sites ?? []).map(siteName).join(" and ")}, and the account "${facts["caller.account"]}" is of the ${siteName(facts["caller.site"])}: sites are reached by different accounts, so images do not replicate between them.`,
    remediation:
      "Export the image to a bucket, download it, upload it to a bucket of the other site, and register it there. If the account is of that site, state it: account: { id, site }.",
    refusal: assumed("IMG.0064"),
    source: `${FAQ}: "The China site and International site are accessed by using different accounts. Therefore, you cannot replicate images across regions between the two sites through cross-region replication."`,
    example: {
      "caller.region": "ap-southeast-1",
      "image.region": "ap-southeast-1",
      "caller.site": "international",
      "replica.region": "cn-east-3",
    },
  }),
  rule({
    id: "source-key/usable",
    severity: "error",
    appliesTo: [...COPIES, ...EXPORT],
    inputs: ["image.keyUsable", "image.keyId", "caller.account"],
    attribute: "image.keyId",
    check: (facts) => facts["image.keyUsable"] !== false,
    message: (facts, { image }) =>
      `${image} is encrypted with the key ${String(facts["image.keyId"])}, which the account "${facts["caller.account"]}" may not use.`,
    remediation: "Let the key's owner grant its use to this account.",
    refusal: documented("IMG.0103"),
    source: `${API_ERRORS}: IMG.0103, no access to the source image's key`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0", "image.keyUsable": false },
  }),
  rule({
    id: "key/usable",
    severity: "error",
    appliesTo: [...IN_REGION, ...REGISTER],
    inputs: ["key.usable", "key.id", "caller.account"],
    attribute: "key.id",
    check: (facts) => facts["key.usable"] !== false,
    message: (facts, { replica }) =>
      `${replica} is to be encrypted with the key ${String(facts["key.id"])}, which the account "${facts["caller.account"]}" may not use.`,
    remediation: "Use a key of this account, or let the key's owner grant its use.",
    refusal: documented("IMG.0099"),
    source: `${API_ERRORS}: IMG.0099, no access to the new key`,
    example: { "key.id": "k-1", "key.usable": false },
  }),
  rule({
    id: "agency/granted",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["agency.regions", "agency.name", "replica.region"],
    attribute: "agency.name",
    check: (facts) => facts["agency.regions"]?.includes(facts["replica.region"]) ?? true,
    message: (facts, { replica }) =>
      `${replica} is to be made in ${facts["replica.region"]}, and the agency "${String(facts["agency.name"])}" was not granted there.`,
    remediation:
      "Grant it IMS CrossCopyAgencyPolicy in that region's own project; a grant on all projects does not count.",
    refusal: assumed("IMG.0036"),
    source: "FAQ, How Do I Create an IAM Agency: scope, the region-specific project of the destination region",
    example: { "agency.name": "ims_copy", "agency.regions": ["cn-south-1"], "replica.region": "cn-east-3" },
  }),
  rule({
    id: "agency/covers-backups",
    severity: "error",
    appliesTo: ACROSS,
    inputs: ["image.kind", "agency.coversBackups", "agency.name"],
    attribute: "agency.name",
    check: (facts) => facts["image.kind"] !== "full-ecs" || facts["agency.coversBackups"] !== false,
    message: (facts, { image }) =>
      `${image} is a full-ECS image, and the agency "${String(facts["agency.name"])}" does not cover backups.`,
    remediation: "Grant it IMS CrossCopyAgencyCBRPolicy.",
    refusal: assumed("IMG.0036"),
    source: `FAQ, How Do I Create an IAM Agency: for a full-ECS image, IMS CrossCopyAgencyCBRPolicy; ${API_ACROSS}`,
    example: {
      "image.kind": "full-ecs",
      "vault.id": "v-1",
      "agency.name": "ims_copy",
      "agency.coversBackups": false,
    },
  }),
];

function siteName(site: string): string {
  return `${site.charAt(0).toUpperCase()}${site.slice(1)} site`;
}
