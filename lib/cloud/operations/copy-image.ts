// copyImage: a copy within the region of its source, with another key or none.
import { NO_AGENCY, NO_VAULT, NOTHING_MORE, together, type CopyImage } from "../../model";
import { invariant } from "../../values";
import { keyFacts } from "../means";
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
      NOTHING_MORE,
    ),
  works: {
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
