// The state that things are in at the moment: what may be otherwise in an hour.
import {
  ACCEPT,
  ACROSS,
  API_ERRORS,
  COPIES,
  EXPORT,
  GUIDE,
  IN_REGION,
  READING,
  REGISTER,
  assumed,
  documented,
  rule,
  type Rule,
} from "./rule";

export const state: readonly Rule[] = [
  rule({
    id: "source/active",
    severity: "error",
    appliesTo: READING,
    inputs: ["image.status"],
    attribute: "image.status",
    check: (facts) => facts["image.status"] === "active",
    message: (facts, { image }) =>
      `${image} is ${facts["image.status"]}, and an image must be Normal (active) to be replicated, shared or exported.`,
    remediation: "Wait until it is Normal; an image that is killed failed to be made and has to be made anew.",
    refusal: documented("IMG.0046"),
    condition: (refs) => `${refs["image.status"]} == "active"`,
    source: `${GUIDE}: "The images to be replicated are in the Normal state."`,
    example: { "image.status": "saving" },
  }),
  rule({
    id: "source/not-frozen",
    severity: "error",
    appliesTo: READING,
    inputs: ["image.frozen"],
    attribute: "image.frozen",
    check: (facts) => !facts["image.frozen"],
    message: (_facts, { image }) => `${image} is frozen, and a frozen image cannot be replicated, shared or exported.`,
    remediation: "Settle the account's arrears.",
    refusal: assumed("IMG.0046"),
    condition: (refs) => `!${refs["image.frozen"]}`,
    source: "User guide, Replicating Images Across Regions: images that are frozen cannot be selected",
    example: { "image.frozen": true },
  }),
  rule({
    id: "source-key/enabled",
    severity: "error",
    appliesTo: [...COPIES, ...EXPORT],
    inputs: ["image.keyState", "image.keyId"],
    attribute: "image.keyId",
    check: (facts) => facts["image.keyState"] !== "disabled" && facts["image.keyState"] !== "pending-deletion",
    message: (facts, { image }) =>
      `${image} is encrypted with the key ${String(facts["image.keyId"])}, which is ${stateName(facts["image.keyState"])}.`,
    remediation: "Enable the key, or cancel its deletion.",
    refusal: documented("IMG.0102"),
    source: `${API_ERRORS}: IMG.0102, the source image's key is not enabled`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0", "image.keyState": "disabled" },
  }),
  rule({
    id: "key/enabled",
    severity: "error",
    appliesTo: [...IN_REGION, ...REGISTER],
    inputs: ["key.state", "key.id"],
    attribute: "key.id",
    check: (facts) => facts["key.state"] !== "disabled" && facts["key.state"] !== "pending-deletion",
    message: (facts, { replica }) =>
      `${replica} is to be encrypted with the key ${String(facts["key.id"])}, which is ${stateName(facts["key.state"])}.`,
    remediation: "Enable the key, or cancel its deletion, or use another.",
    refusal: documented("IMG.0097"),
    source: `${API_ERRORS}: IMG.0097, the new key is not enabled`,
    example: { "key.id": "k-1", "key.state": "disabled" },
  }),
  rule({
    id: "vault/available",
    severity: "error",
    appliesTo: [...ACROSS, ...ACCEPT],
    inputs: ["image.kind", "vault.status", "vault.id"],
    attribute: "vault.id",
    check: (facts) =>
      facts["image.kind"] !== "full-ecs" || facts["vault.status"] === null || facts["vault.status"] === "available",
    message: (facts, { replica }) =>
      `${replica} names the vault ${String(facts["vault.id"])}, which is ${String(facts["vault.status"])}.`,
    remediation: "Wait until the vault is available, or use another.",
    refusal: documented("IMG.0188"),
    source: `${API_ERRORS}: IMG.0188, the vault is not available`,
    example: { "image.kind": "full-ecs", "vault.id": "v-1", "vault.status": "locked" },
  }),
];

function stateName(state: string | null): string {
  return state === "pending-deletion" ? "scheduled for deletion" : String(state);
}
