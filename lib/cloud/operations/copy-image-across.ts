// copyImageAcross: a copy of the account's own image to another region. A full-ECS image travels as its backup, into a vault there.
import { defaultProject, type CopyImageAcross } from "../../model";
import { invariant } from "../../values";
import { replicaOfAny, type CreateHandler } from "./operation-description";

export const copyImageAcross: CreateHandler<CopyImageAcross> = {
  replica: (operation, source, given) => {
    invariant(source !== undefined, "a copy of an image that does not exist was not refused");
    return {
      ...replicaOfAny(operation, source, given),
      region: operation.targetRegion,
      project: defaultProject(operation.targetRegion),
      keyId: null,
      backup:
        source.backup === null ? null : { id: given.backupId, replicaOf: source.backup.id, vaultId: operation.vaultId },
    };
  },
};
