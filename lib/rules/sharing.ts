// Sharing: offering an image to projects of its region, and their acceptance. Rows by group, for the table to put in their places.
import { namesNothing, listed } from "../values";
import { isGiven, unnamedVault } from "./named";
import { ACCEPT, API_ERRORS, assumed, documented, FAQ, GUIDE, rule, SHARE, type Rule } from "./rule";

const SHARING = "API reference, Restrictions on Image Sharing";
const ACCEPTING = "User guide, Accepting or Rejecting Shared Images";

export const sharingRequest: readonly Rule[] = [
  rule({
    id: "share/members-named",
    severity: "error",
    appliesTo: ["shareImage", "unshareImage"],
    inputs: ["member.asked"],
    attribute: "member.asked",
    check: (facts) => facts["member.asked"].length > 0,
    message: (_facts, { replica }) => `${replica} names no project to share with.`,
    remediation: "Name at least one project, by its id.",
    refusal: assumed("IMG.0030"),
    source: `${API_ERRORS}: IMG.0030, the project ID is wrong`,
    example: { "member.asked": [] },
  }),
  rule({
    id: "accept/vault-named",
    severity: "error",
    appliesTo: ACCEPT,
    inputs: ["vault.id", "image.kind"],
    attribute: "vault.id",
    check: (facts) => {
      const vault = facts["vault.id"];
      return vault === null ? facts["image.kind"] !== "full-ecs" : !namesNothing(vault);
    },
    message: (facts, { image, replica }) =>
      facts["vault.id"] === null
        ? `${image} is a full-ECS image, and no vault is named to take its backup on the receiver's side.`
        : `${replica} ${unnamedVault(facts["vault.id"])}`,
    remediation: "Name a CBR server vault of protection type backup of the receiver, in this region.",
    refusal: assumed("IMG.0184"),
    condition: (refs) =>
      refs["vault.id"] === "null" ? `${refs["image.kind"]} != "full-ecs"` : isGiven(refs["vault.id"]),
    source: `${ACCEPTING}: a vault is needed for a full-ECS image`,
    example: { "image.kind": "full-ecs", "vault.id": null },
  }),
];

export const sharingPermission: readonly Rule[] = [
  rule({
    id: "source/own",
    severity: "error",
    appliesTo: ["shareImage", "unshareImage", "exportImage"],
    inputs: ["image.seenAs"],
    attribute: "image.seenAs",
    check: (facts) => facts["image.seenAs"] !== "shared",
    message: (_facts, { image }) =>
      `${image} is a shared image, and only its owner can share or export it, or end its sharing.`,
    remediation:
      "Let its owner do it; or replicate it within its region first (ReplicatedImage): that makes a private image of one's own.",
    refusal: documented("IMG.0047"),
    source: `${API_ERRORS}: IMG.0047, only the owner may. FAQ, Image Sharing: a shared image is replicated first`,
    example: { "image.seenAs": "shared", "image.memberStatus": "accepted" },
  }),
  rule({
    id: "share/private-image",
    severity: "error",
    appliesTo: SHARE,
    inputs: ["image.seenAs"],
    attribute: "image.seenAs",
    check: (facts) => facts["image.seenAs"] !== "public" && facts["image.seenAs"] !== "market",
    message: (facts, { image }) =>
      `${image} is a ${facts["image.seenAs"] === "market" ? "marketplace" : "public"} image, and only private images can be shared.`,
    remediation: "Leave it: public images are there for every project.",
    refusal: documented("IMG.0089"),
    source: `${API_ERRORS}: IMG.0089, a public image cannot be shared. ${SHARING}: not those published in the marketplace`,
    example: { "image.seenAs": "public" },
  }),
  rule({
    id: "accept/offered",
    severity: "error",
    appliesTo: ["acceptImage", "rejectImage"],
    inputs: ["image.exists", "image.memberStatus", "caller.project"],
    attribute: "image.memberStatus",
    check: (facts) => !facts["image.exists"] || facts["image.memberStatus"] !== null,
    message: (facts, { image }) => `${image} is not shared with the project "${facts["caller.project"]}".`,
    remediation:
      "Let its owner share it with this project first; the acceptance is asked by the receiver's own provider. Where one side states the project's id and the other its name, state both on one of them.",
    refusal: assumed("IMG.0027"),
    source: `${FAQ}: "After the image is shared, switch to the target subproject."`,
    example: { "image.seenAs": "private", "image.memberStatus": null },
  }),
];

export const sharingCompatibility: readonly Rule[] = [
  rule({
    id: "share/not-encrypted",
    severity: "error",
    appliesTo: SHARE,
    inputs: ["image.encrypted"],
    attribute: "image.encrypted",
    check: (facts) => !facts["image.encrypted"],
    message: (_facts, { image }) => `${image} is encrypted, and encrypted images cannot be shared.`,
    remediation:
      "Replicate it to an unencrypted one first (ReplicatedImage with Encryption.none()), and share that; the receiver can encrypt a replica with a key of its own.",
    refusal: documented("IMG.0098"),
    condition: (refs) => `!${refs["image.encrypted"]}`,
    source: `${GUIDE}: "Encrypted images cannot be shared. If you want to share an encrypted image, you can replicate it to an unencrypted one."`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0" },
  }),
  rule({
    id: "share/not-with-oneself",
    severity: "error",
    appliesTo: SHARE,
    inputs: ["member.self"],
    attribute: "member.self",
    check: (facts) => facts["member.self"].length === 0,
    message: (facts, { image }) => `${image} is to be shared with its own project: ${listed(facts["member.self"])}.`,
    remediation: "Leave that project out; it has the image already.",
    refusal: documented("IMG.0076"),
    source: `${API_ERRORS}: IMG.0076, an image cannot be shared with oneself`,
    example: { "member.self": ["cn-north-4"] },
  }),
  rule({
    id: "share/member-in-region",
    severity: "error",
    appliesTo: SHARE,
    inputs: ["member.elsewhere", "caller.region"],
    attribute: "member.elsewhere",
    check: (facts) => facts["member.elsewhere"].length === 0,
    message: (facts, { image }) =>
      `${image} is in ${facts["caller.region"]}, and these projects are of another region: ${listed(facts["member.elsewhere"])}.`,
    remediation: "Replicate it to their region first, and share the replica there.",
    refusal: documented("IMG.0135"),
    source: `${API_ERRORS}: IMG.0135, another region. ${FAQ}: "Replicate the image to the target region under your account and share it with the target cloud account."`,
    example: { "member.elsewhere": ["cn-east-3"] },
  }),
  rule({
    id: "share/member-on-site",
    severity: "error",
    appliesTo: SHARE,
    inputs: ["member.offSite", "caller.region"],
    attribute: "member.offSite",
    check: (facts) => facts["member.offSite"].length === 0,
    message: (facts, { image }) =>
      `${image} is in ${facts["caller.region"]}, which is not offered on the sites of ${listed(facts["member.offSite"])}.`,
    remediation:
      "Export the image to a bucket, download it, upload it to a bucket of the other site, and register it there (CrossSiteImage).",
    refusal: documented("IMG.0108"),
    source: `${API_ERRORS}: IMG.0108, the tenant is not in the region. FAQ, Image Sharing: between sites only in regions that both offer`,
    example: { "member.offSite": ["overseas"] },
  }),
  rule({
    id: "accept/vault-for-backup",
    severity: "error",
    appliesTo: ACCEPT,
    inputs: ["image.kind", "vault.protection", "vault.id"],
    attribute: "vault.id",
    check: (facts) =>
      facts["image.kind"] !== "full-ecs" ||
      facts["vault.protection"] === null ||
      facts["vault.protection"] === "backup",
    message: (facts, { replica }) =>
      `${replica} names the vault ${String(facts["vault.id"])}, whose protection type is ${String(facts["vault.protection"])}, and a shared full-ECS image needs a backup vault.`,
    remediation: "Name a CBR server vault of protection type backup.",
    refusal: assumed("IMG.0189"),
    source: `${ACCEPTING}: a server vault of protection type Backup`,
    example: { "image.kind": "full-ecs", "vault.id": "v-1", "vault.protection": "replication" },
  }),
];

export const sharingQuota: readonly Rule[] = [
  rule({
    id: "share/members-within-limit",
    severity: "error",
    appliesTo: ["shareImage", "acceptImage"],
    inputs: ["image.kind", "image.members", "member.added"],
    attribute: "member.added",
    check: (facts, { limits }) =>
      facts["image.members"] + facts["member.added"] <=
      (facts["image.kind"] === "full-ecs" ? limits.fullEcsMembers : limits.members).value,
    message: (facts, { image }, { limits }) =>
      `${image} would be shared with ${String(facts["image.members"] + facts["member.added"])} projects, and a ${facts["image.kind"]} image can be shared with at most ${String((facts["image.kind"] === "full-ecs" ? limits.fullEcsMembers : limits.members).value)}.`,
    remediation: "End the sharing with projects that do not need it, or share a replica with the others.",
    refusal: documented("IMG.0088"),
    source: `${API_ERRORS}: IMG.0088, share quota. ${SHARING}: 128 tenants, full-ECS images 10; an unanswered share takes none`,
    example: { "image.members": 128, "member.added": 1 },
  }),
];
