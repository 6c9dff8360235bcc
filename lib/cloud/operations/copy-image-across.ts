// copyImageAcross: a copy of the account's own image to another region. A full-ECS image travels as its backup, into a vault there.
import { defaultProject, type CopyImageAcross } from "../../model";
import { invariant } from "../../values";
import { agencyFacts, vaultFacts } from "../means";
import { askedOfAny, replicaOfAny, type OperationDescription } from "./operation-description";

export const copyImageAcross: OperationDescription<CopyImageAcross> = {
  asked: (operation, state) => ({
    ...askedOfAny(operation),
    "replica.region": operation.targetRegion,
    "replica.encryption": "none",
    ...agencyFacts(state, operation.agencyName, operation.caller),
    ...vaultFacts(state, operation.vaultId, operation.targetRegion, operation.caller),
  }),
  handler: {
    replica: (operation, source, given) => {
      invariant(source !== undefined, "a copy of an image that does not exist was not refused");
      return {
        ...replicaOfAny(operation, source, given),
        region: operation.targetRegion,
        project: defaultProject(operation.targetRegion),
        keyId: null,
        backup:
          source.backup === null
            ? null
            : { id: given.backupId, replicaOf: source.backup.id, vaultId: operation.vaultId },
      };
    },
  },
};
