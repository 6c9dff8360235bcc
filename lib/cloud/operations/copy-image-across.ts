// copyImageAcross: a copy of the account's own image to another region. A full-ECS image travels as its backup, into a vault there.
import { defaultProject, together, type CopyImageAcross } from "../../model";
import { agencyFacts, NO_KEY, vaultFacts } from "../means";
import { askedOfAny, replicaOfAny, type Verb } from "./verb";

export const copyImageAcross: Verb<CopyImageAcross> = {
  asked: (operation, state) =>
    together(
      askedOfAny(operation),
      { "replica.region": operation.targetRegion, "replica.encryption": "none" } as const,
      NO_KEY,
      agencyFacts(state, operation.agencyName, operation.caller),
      vaultFacts(state, operation.vaultId, operation.targetRegion, operation.caller),
    ),
  replica: (operation, source, given) => ({
    ...replicaOfAny(operation, source, given),
    region: operation.targetRegion,
    project: defaultProject(operation.targetRegion),
    keyId: null,
    backup:
      source.backup === null ? null : { id: given.backupId, replicaOf: source.backup.id, vaultId: operation.vaultId },
  }),
};
