// The project that a replica is asked for in, by all that the program and its recording tell of it.
import { isSameProject, recordedNames, type ProjectNames } from "../model";
import { isKnown, UNKNOWN, type Knowable } from "../values";
import type { DeclaredReplica } from "./declared-replica";
import { projectNamesIn } from "./provider-identity";
import { known } from "./tokens";
import { accountOf } from "./hop-identity";

export function callerNamesOf(replica: DeclaredReplica): Knowable<ProjectNames> {
  const account = accountOf(replica);
  const region = known(replica.callerRegion, replica);
  if (!isKnown(account) || !isKnown(region)) return UNKNOWN;
  const { id, names } = projectNamesIn(replica.callerIdentity, region);
  const told = known(names, replica);
  if (!isKnown(told) || (id !== undefined && !isKnown(known(id, replica)))) return UNKNOWN;
  return recordedNames(replica.inventory, { id, names: told }, account, region);
}

/** Whether a text, an id or a name, is that of the project. */
export function isCalled(text: string, names: Knowable<ProjectNames>): boolean {
  return isKnown(names) && isSameProject(names, { id: text, names: [] }) === true;
}
