// How much there may be.
import { formatGib } from "../values";
import { ACCEPT, ACROSS, API_ERRORS, MAKING, documented, rule, type Rule } from "./rule";

export const quota: readonly Rule[] = [
  rule({
    id: "quota/private-images",
    severity: "error",
    appliesTo: MAKING,
    inputs: ["quota.used", "quota.images", "replica.region"],
    attribute: "quota.used",
    check: (facts) => facts["quota.used"] < facts["quota.images"],
    message: (facts, { replica }) =>
      `${replica} is to be made in ${facts["replica.region"]}, where ${String(facts["quota.used"])} of ${String(facts["quota.images"])} private images are used.`,
    remediation: "Delete images there, or ask for a higher quota; replicas planned earlier in the program count.",
    refusal: documented("IMG.0015"),
    source: `${API_ERRORS}: IMG.0015, the quota of private images is used up. User guide, Notes and Constraints: 50 a region by default`,
    example: { "quota.used": 50, "quota.images": 50 },
  }),
  rule({
    id: "vault/capacity",
    severity: "error",
    appliesTo: [...ACROSS, ...ACCEPT],
    inputs: ["image.kind", "image.sizeGib", "vault.freeGib", "vault.id"],
    attribute: "vault.id",
    check: (facts) =>
      facts["image.kind"] !== "full-ecs" ||
      facts["vault.freeGib"] === null ||
      facts["image.sizeGib"] <= facts["vault.freeGib"],
    message: (facts, { image }) =>
      `${image} is ${formatGib(facts["image.sizeGib"])}, and the vault ${String(facts["vault.id"])} has ${formatGib(facts["vault.freeGib"] ?? 0)} free.`,
    remediation: "Enlarge the vault, or name another.",
    refusal: documented("IMG.0182"),
    source: `${API_ERRORS}: IMG.0182, the vault is too small`,
    example: { "image.kind": "full-ecs", "image.sizeGib": 40, "vault.id": "v-1", "vault.freeGib": 39 },
  }),
];
