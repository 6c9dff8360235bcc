// copyImage: a copy within the region of its source, with another key or none.
import type { CopyImage } from "../../model";
import { invariant } from "../../values";
import { keyFacts } from "../means";
import { askedOfAny, replicaOfAny, type OperationDescription } from "./operation-description";

export const copyImage: OperationDescription<CopyImage> = {
  asked: (operation, state) => ({
    ...askedOfAny(operation),
    "replica.region": operation.caller.region,
    "replica.encryption": operation.keyId === null ? "none" : "kms",
    ...keyFacts(state, operation.keyId, operation.caller),
  }),
  handler: {
    replica: (operation, source, given) => {
      invariant(source !== undefined, "a copy of an image that does not exist was not refused");
      return {
        ...replicaOfAny(operation, source, given),
        region: operation.caller.region,
        project: operation.caller.project,
        keyId: operation.keyId,
      };
    },
  },
};
