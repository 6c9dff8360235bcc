// copyImage: a copy within the region of its source, with another key or none.
import type { CopyImage } from "../../model";
import { invariant } from "../../values";
import { replicaOfAny, type CreateHandler } from "./operation-description";

export const copyImage: CreateHandler<CopyImage> = {
  replica: (operation, source, given) => {
    invariant(source !== undefined, "a copy of an image that does not exist was not refused");
    return {
      ...replicaOfAny(operation, source, given),
      region: operation.caller.region,
      project: operation.caller.project,
      keyId: operation.keyId,
    };
  },
};
