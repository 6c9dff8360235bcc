// Ids that a request names: one that is empty or blank names nothing, and is never read as "none". Programs, Terraform plans and
// requests give "" for an id that is undefined, null or no text.
import { isBlank } from "../values";
import {
  API_ERRORS,
  API_IN_REGION,
  assumed,
  EVERY,
  IN_REGION,
  MAKING,
  NAMING,
  READING,
  REGISTER,
  rule,
  type Rule,
} from "./rule";

const OWN = "Our own: the vendor's Terraform provider sends no empty text, so that the argument would be dropped";

/** Whether a Terraform expression is a text that names something: null and "" are not. */
export const isGiven = (expression: string): string => `try(trimspace(${expression}), "") != ""`;

/** Of a fact that is null where nothing is asked for. */
const isNullOrNamed = (text: string | null): boolean => text === null || !isBlank(text);

export const named: readonly Rule[] = [
  rule({
    id: "key/named",
    severity: "error",
    on: [...IN_REGION, ...REGISTER],
    reads: ["key.id"],
    at: "key.id",
    holds: (facts) => isNullOrNamed(facts["key.id"]),
    says: (_facts, { replica }) =>
      `${replica} is to be encrypted ("encryption"), and the id of its key is missing or empty.`,
    fix: "Give Encryption.kms the id of a key of that region; to leave the replica unencrypted, say Encryption.none().",
    refusal: assumed("IMG.0095"),
    condition: (refs) => isGiven(refs["key.id"]),
    source: `${API_IN_REGION}: cmk_id, and a copy without one is not encrypted. ${API_ERRORS}: IMG.0095, the new key does not exist`,
    example: { "replica.encryption": "kms", "key.id": "" },
  }),
  rule({
    id: "source/named",
    severity: "error",
    on: NAMING,
    reads: ["image.id"],
    at: "image.id",
    holds: (facts) => isNullOrNamed(facts["image.id"]),
    says: (_facts, { image }) =>
      `${image} has an "imageId", or a "name" or "owner" to look it up by, that is missing or empty.`,
    fix: "Give the image its id, or look it up by its name: SourceImage.fromInventory, SourceImage.fromLookup.",
    refusal: assumed("IMG.0027"),
    condition: (refs) => isGiven(refs["image.id"]),
    source: `${API_ERRORS}: IMG.0027, the image ID is not found`,
    example: { "image.id": "", "image.exists": false },
  }),
  rule({
    id: "source-key/named",
    severity: "error",
    on: READING,
    reads: ["image.keyId"],
    at: "image.keyId",
    holds: (facts) => isNullOrNamed(facts["image.keyId"]),
    says: (_facts, { image }) =>
      `${image} is stated to be encrypted with a key ("keyId") whose id is missing or empty.`,
    fix: "Give the id of its key; of an image that is not encrypted, leave keyId out.",
    refusal: assumed("IMG.0101"),
    condition: (refs) => isGiven(refs["image.keyId"]),
    source: `${API_ERRORS}: IMG.0101, the source image's key does not exist`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "", "image.keyState": null },
  }),
  rule({
    id: "member/named",
    severity: "error",
    on: ["shareImage", "unshareImage"],
    reads: ["member.asked"],
    at: "member.asked",
    holds: (facts) => !facts["member.asked"].some((member) => member.split("/").some(isBlank)),
    says: (_facts, { image }) =>
      `${image} is to be shared with a project ("members") whose id, or whose account's id, is missing or empty.`,
    fix: "Give Member.project the id of the project, and leave account out where it is the owner's own.",
    refusal: assumed("IMG.0030"),
    condition: (refs) =>
      `alltrue([for id in ${refs["member.asked"]} : try(alltrue([for part in split("/", id) : trimspace(part) != ""]), false)])`,
    source: `${API_ERRORS}: IMG.0030, the project ID is wrong`,
    example: { "member.asked": [""] },
  }),
  rule({
    id: "project/named",
    severity: "error",
    on: EVERY,
    reads: ["caller.project"],
    at: "caller.project",
    holds: (facts) => !isBlank(facts["caller.project"]),
    says: (_facts, { replica }) =>
      `${replica} is asked for by a provider whose "project", "projectId" or "projectName" is empty.`,
    fix: "Give the provider a project, or leave all three out for the default project of its region.",
    refusal: assumed("IMG.0030"),
    source: OWN,
    example: { "caller.project": "", "image.project": "" },
  }),
  rule({
    id: "account/named",
    severity: "error",
    on: EVERY,
    reads: ["caller.account"],
    at: "caller.account",
    holds: (facts) => !isBlank(facts["caller.account"]),
    says: (_facts, { replica }) =>
      `${replica} is asked for by a provider whose account ("account.id") is missing or empty.`,
    fix: "Give the account its id, or leave account out for that of the credentials.",
    refusal: assumed("IMG.0030"),
    source: OWN,
    example: { "caller.account": "", "image.account": "" },
  }),
  rule({
    id: "enterprise-project/named",
    severity: "error",
    on: MAKING,
    reads: ["replica.enterpriseProjectId"],
    at: "replica.enterpriseProjectId",
    holds: (facts) => isNullOrNamed(facts["replica.enterpriseProjectId"]),
    says: (_facts, { replica }) => `${replica} has an "enterpriseProjectId" that is empty.`,
    fix: 'Give the id of an enterprise project, or leave it out for the default one, whose id is "0".',
    condition: (refs) => isGiven(refs["replica.enterpriseProjectId"]),
    source: OWN,
    example: { "replica.enterpriseProjectId": " " },
  }),
];
