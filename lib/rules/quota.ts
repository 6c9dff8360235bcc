// How much there may be.
import { formatGib } from "../values";
import { ACCEPT, ACROSS, API_ERRORS, MAKING, documented, rule, type Rule } from "./rule";

export const quota: readonly Rule[] = [
  rule({
    id: "quota/private-images",
    severity: "error",
    on: MAKING,
    reads: ["quota.used", "quota.images", "replica.region"],
    at: "quota.used",
    holds: (facts) => facts["quota.used"] < facts["quota.images"],
    says: (facts, { replica }) =>
      `${replica} is to be made in ${facts["replica.region"]}, where ${String(facts["quota.used"])} of ${String(facts["quota.images"])} private images are used.`,
    fix: "Delete images there, or ask for a higher quota; replicas planned earlier in the program count.",
    refusal: documented("IMG.0015"),
    source: `${API_ERRORS}: IMG.0015, the quota of private images is used up. User guide, Notes and Constraints: 50 a region by default`,
    example: { "quota.used": 50, "quota.images": 50 },
  }),
  rule({
    id: "vault/capacity",
    severity: "error",
    on: [...ACROSS, ...ACCEPT],
    reads: ["image.kind", "image.sizeGib", "vault.freeGib", "vault.id"],
    at: "vault.id",
    holds: (facts) =>
      facts["image.kind"] !== "full-ecs" ||
      facts["vault.freeGib"] === null ||
      facts["image.sizeGib"] <= facts["vault.freeGib"],
    says: (facts, { image }) =>
      `${image} is ${formatGib(facts["image.sizeGib"])}, and the vault ${String(facts["vault.id"])} has ${formatGib(facts["vault.freeGib"] ?? 0)} free.`,
    fix: "Enlarge the vault, or name another.",
    refusal: documented("IMG.0182"),
    source: `${API_ERRORS}: IMG.0182, the vault is too small`,
    example: { "image.kind": "full-ecs", "image.sizeGib": 40, "vault.id": "v-1", "vault.freeGib": 39 },
  }),
];
