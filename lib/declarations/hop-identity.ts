// Who asks for a replica, and under which identity its hop stands in the route plan.
import { DEFAULT_ACCOUNT, defaultProject, identityText } from "../model";
import { isKnown, type Knowable } from "../values";
import type { DeclaredReplica } from "./declared-replica";
import { projectIn } from "./provider-identity";
import { known, resolvedText } from "./tokens";

/** The account that asks for a replica. */
export function accountOf(replica: DeclaredReplica): Knowable<string> {
  const stated = replica.callerIdentity?.account;
  return stated === undefined ? DEFAULT_ACCOUNT : known(stated, replica);
}

/** What tells accounts apart where they are not known: how the program writes them. */
export function accountKeyOf(replica: DeclaredReplica): string {
  const account = accountOf(replica);
  return isKnown(account) ? account : resolvedText(replica.callerIdentity?.account, replica);
}

/** The id of a replica's hop: its identity, or its path where its name or place is not known yet. */
export function hopIdOf(replica: DeclaredReplica): string {
  return replica.ask.deed?.hopId() ?? identityOf(replica) ?? replica.node.path;
}

/** Its identity; undefined where its name or place is not known yet. */
export function identityOf(replica: DeclaredReplica): string | undefined {
  const name = known(replica.props.name, replica);
  const region = known(replica.ask.targetRegion ?? replica.callerRegion, replica);
  const account = accountOf(replica);
  const stated = projectIn(replica.callerIdentity, replica.ask.targetRegion ?? replica.callerRegion);
  if (!isKnown(name) || !isKnown(region) || !isKnown(account)) return undefined;
  const project = stated === undefined ? defaultProject(region) : known(stated, replica);
  return isKnown(project) ? identityText({ account, project, region, name }) : undefined;
}
