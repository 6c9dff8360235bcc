// Ids that a request names: one that is empty or blank names nothing, and is never read as "none". Programs, Terraform plans and
// requests give "" for an id that is undefined, null or no text.
import { idFault, namesNothing, NO_ID } from "../values";
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
export const isGiven = (expression: string): string =>
  `try(length(regexall(${JSON.stringify(NO_ID)}, ${expression})) == 0, false)`;

/** Of a fact that is null where nothing is asked for. */
const isNullOrNamed = (text: string | null): boolean => text === null || !namesNothing(text);

/** The ids in `account/project`. */
const partsOf = (members: readonly string[]): readonly string[] => members.flatMap((member) => member.split("/"));

/** After a sentence that says that nothing is named: what is there in place of a name. */
export function inPlaceOfName(text: string | null): string {
  return (text ?? "").trim() === "" ? "" : `: its name is ${idFault(text)}`;
}

/** A rule of vaults finds that the id of one that is named names nothing. */
export const unnamedVault = (id: string): string => `names a vault ("vault") whose id is ${idFault(id)}.`;

export const named: readonly Rule[] = [
  rule({
    id: "key/named",
    severity: "error",
    appliesTo: [...IN_REGION, ...REGISTER],
    inputs: ["key.id"],
    attribute: "key.id",
    check: (facts) => isNullOrNamed(facts["key.id"]),
    message: (facts, { replica }) =>
      `${replica} is to be encrypted ("encryption"), and the id of its key is ${idFault(facts["key.id"])}.`,
    remediation:
      "Give Encryption.kms the id of a key of that region; to leave the replica unencrypted, say Encryption.none().",
    refusal: assumed("IMG.0095"),
    condition: (refs) => isGiven(refs["key.id"]),
    source: `${API_IN_REGION}: cmk_id, and a copy without one is not encrypted. ${API_ERRORS}: IMG.0095, the new key does not exist`,
    example: { "replica.encryption": "kms", "key.id": "" },
  }),
  rule({
    id: "source/named",
    severity: "error",
    appliesTo: NAMING,
    inputs: ["image.id"],
    attribute: "image.id",
    check: (facts) => isNullOrNamed(facts["image.id"]),
    message: (facts, { image }) =>
      `${image} has an "imageId", or a "name" or "owner" to look it up by, that is ${idFault(facts["image.id"])}.`,
    remediation: "Give the image its id, or look it up by its name: SourceImage.fromInventory, SourceImage.fromLookup.",
    refusal: assumed("IMG.0027"),
    condition: (refs) => isGiven(refs["image.id"]),
    source: `${API_ERRORS}: IMG.0027, the image ID is not found`,
    example: { "image.id": "", "image.exists": false },
  }),
  rule({
    id: "source-key/named",
    severity: "error",
    appliesTo: READING,
    inputs: ["image.keyId"],
    attribute: "image.keyId",
    check: (facts) => isNullOrNamed(facts["image.keyId"]),
    message: (facts, { image }) =>
      `${image} is stated to be encrypted with a key ("keyId") whose id is ${idFault(facts["image.keyId"])}.`,
    remediation: "Give the id of its key; of an image that is not encrypted, leave keyId out.",
    refusal: assumed("IMG.0101"),
    condition: (refs) => isGiven(refs["image.keyId"]),
    source: `${API_ERRORS}: IMG.0101, the source image's key does not exist`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "", "image.keyState": null },
  }),
  rule({
    id: "member/named",
    severity: "error",
    appliesTo: ["shareImage", "unshareImage"],
    inputs: ["member.asked"],
    attribute: "member.asked",
    check: (facts) => !partsOf(facts["member.asked"]).some(namesNothing),
    message: (facts, { image }) =>
      `${image} is to be shared with a project ("members") whose id, or whose account's id, is ${idFault(partsOf(facts["member.asked"]).find(namesNothing) ?? null)}.`,
    remediation: "Give Member.project the id of the project, and leave account out where it is the owner's own.",
    refusal: assumed("IMG.0030"),
    condition: (refs) =>
      `alltrue([for id in ${refs["member.asked"]} : try(alltrue([for part in split("/", id) : ${isGiven("part")}]), false)])`,
    source: `${API_ERRORS}: IMG.0030, the project ID is wrong`,
    example: { "member.asked": [""] },
  }),
  rule({
    id: "project/named",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["caller.project"],
    attribute: "caller.project",
    check: (facts) => !namesNothing(facts["caller.project"]),
    message: (facts, { replica }) =>
      `${replica} is asked for by a provider whose "project", "projectId" or "projectName" is ${idFault(facts["caller.project"])}.`,
    remediation: "Give the provider a project, or leave all three out for the default project of its region.",
    refusal: assumed("IMG.0030"),
    condition: (refs) => isGiven(refs["caller.project"]),
    source: OWN,
    example: { "caller.project": "", "image.project": "" },
  }),
  rule({
    id: "account/named",
    severity: "error",
    appliesTo: EVERY,
    inputs: ["caller.account"],
    attribute: "caller.account",
    check: (facts) => !namesNothing(facts["caller.account"]),
    message: (facts, { replica }) =>
      `${replica} is asked for by a provider whose account ("account.id") is ${idFault(facts["caller.account"])}.`,
    remediation: "Give the account its id, or leave account out for that of the credentials.",
    refusal: assumed("IMG.0030"),
    condition: (refs) => isGiven(refs["caller.account"]),
    source: OWN,
    example: { "caller.account": "", "image.account": "" },
  }),
  rule({
    id: "enterprise-project/named",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["replica.enterpriseProjectId"],
    attribute: "replica.enterpriseProjectId",
    check: (facts) => isNullOrNamed(facts["replica.enterpriseProjectId"]),
    message: (facts, { replica }) =>
      `${replica} has an "enterpriseProjectId" that is ${idFault(facts["replica.enterpriseProjectId"])}.`,
    remediation: 'Give the id of an enterprise project, or leave it out for the default one, whose id is "0".',
    condition: (refs) => isGiven(refs["replica.enterpriseProjectId"]),
    source: OWN,
    example: { "replica.enterpriseProjectId": " " },
  }),
];
