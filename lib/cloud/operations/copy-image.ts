// copyImage: a copy within the region of its source, with another key or none.
import { together, type CopyImage } from "../../model";
import { keyFacts, NO_AGENCY, NO_VAULT } from "../means";
import { askedOfAny, replicaOfAny, type Verb } from "./verb";

export const copyImage: Verb<CopyImage> = {
  asked: (operation, state) =>
    together(
      askedOfAny(operation),
      {
        "replica.region": operation.caller.region,
        "replica.encryption": operation.keyId === null ? "none" : "kms",
      } as const,
      keyFacts(state, operation.keyId, operation.caller),
      NO_AGENCY,
      NO_VAULT,
    ),
  replica: (operation, source, given) => ({
    ...replicaOfAny(operation, source, given),
    region: operation.caller.region,
    project: operation.caller.project,
    keyId: operation.keyId,
  }),
};
