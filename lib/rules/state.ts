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
    on: READING,
    reads: ["image.status"],
    at: "image.status",
    holds: (facts) => facts["image.status"] === "active",
    says: (facts, { image }) =>
      `${image} is ${facts["image.status"]}, and an image must be Normal (active) to be replicated, shared or exported.`,
    fix: "Wait until it is Normal; an image that is killed failed to be made and has to be made anew.",
    refusal: documented("IMG.0046"),
    condition: (refs) => `${refs["image.status"]} == "active"`,
    source: `${GUIDE}: "The images to be replicated are in the Normal state."`,
    example: { "image.status": "saving" },
  }),
  rule({
    id: "source/not-frozen",
    severity: "error",
    on: READING,
    reads: ["image.frozen"],
    at: "image.frozen",
    holds: (facts) => !facts["image.frozen"],
    says: (_facts, { image }) => `${image} is frozen, and a frozen image cannot be replicated, shared or exported.`,
    fix: "Settle the account's arrears.",
    refusal: assumed("IMG.0046"),
    condition: (refs) => `!${refs["image.frozen"]}`,
    source: "User guide, Replicating Images Across Regions: images that are frozen cannot be selected",
    example: { "image.frozen": true },
  }),
  rule({
    id: "source-key/enabled",
    severity: "error",
    on: [...COPIES, ...EXPORT],
    reads: ["image.keyState", "image.keyId"],
    at: "image.keyId",
    holds: (facts) => facts["image.keyState"] !== "disabled" && facts["image.keyState"] !== "pending-deletion",
    says: (facts, { image }) =>
      `${image} is encrypted with the key ${String(facts["image.keyId"])}, which is ${stateName(facts["image.keyState"])}.`,
    fix: "Enable the key, or cancel its deletion.",
    refusal: documented("IMG.0102"),
    source: `${API_ERRORS}: IMG.0102, the source image's key is not enabled`,
    example: { "image.encrypted": true, "image.encryption": "kms", "image.keyId": "k-0", "image.keyState": "disabled" },
  }),
  rule({
    id: "key/enabled",
    severity: "error",
    on: [...IN_REGION, ...REGISTER],
    reads: ["key.state", "key.id"],
    at: "key.id",
    holds: (facts) => facts["key.state"] !== "disabled" && facts["key.state"] !== "pending-deletion",
    says: (facts, { replica }) =>
      `${replica} is to be encrypted with the key ${String(facts["key.id"])}, which is ${stateName(facts["key.state"])}.`,
    fix: "Enable the key, or cancel its deletion, or use another.",
    refusal: documented("IMG.0097"),
    source: `${API_ERRORS}: IMG.0097, the new key is not enabled`,
    example: { "key.id": "k-1", "key.state": "disabled" },
  }),
  rule({
    id: "vault/available",
    severity: "error",
    on: [...ACROSS, ...ACCEPT],
    reads: ["image.kind", "vault.status", "vault.id"],
    at: "vault.id",
    holds: (facts) =>
      facts["image.kind"] !== "full-ecs" || facts["vault.status"] === null || facts["vault.status"] === "available",
    says: (facts, { replica }) =>
      `${replica} names the vault ${String(facts["vault.id"])}, which is ${String(facts["vault.status"])}.`,
    fix: "Wait until the vault is available, or use another.",
    refusal: documented("IMG.0188"),
    source: `${API_ERRORS}: IMG.0188, the vault is not available`,
    example: { "image.kind": "full-ecs", "vault.id": "v-1", "vault.status": "locked" },
  }),
];

function stateName(state: string | null): string {
  return state === "pending-deletion" ? "scheduled for deletion" : String(state);
}
