// Where things are and who owns them.

/** The set of regions that one account can reach directly. */
export type Site = "china" | "international" | "europe" | "partner";
export const SITES: readonly Site[] = ["china", "international", "europe", "partner"];

/** The account of a call whose provider names none. */
export const DEFAULT_ACCOUNT = "default";

/** The paying owner. `site` is null while nobody has said it: then the region's home site is taken. */
export interface Account {
  /** Id of the account, or its name where programs call it so. */
  readonly id: string;
  /** Null while nobody has said it. */
  readonly site: Site | null;
}

/** The project of a call whose provider names none: the service names a region's default project like the region. */
export function defaultProject(region: string): string {
  return region;
}

/** A project inside a region, by id, and whose it is. */
export interface ProjectEntry {
  /** Id of the project. */
  readonly id: string;
  /** The account that it belongs to. */
  readonly account: string;
  /** Its region. */
  readonly region: string;
}

/** Who asks, and where. */
export interface Caller {
  readonly account: string;
  readonly project: string;
  readonly region: string;
}

/** Two replicas are the same when they agree in all four. */
export interface ReplicaIdentity {
  readonly account: string;
  readonly project: string;
  readonly region: string;
  readonly name: string;
}

/** Text for an identity: the account and project are left out while they are the defaults, since most programs have one. */
export function identityText({ account, project, region, name }: ReplicaIdentity): string {
  const owner = account === DEFAULT_ACCOUNT ? "" : `${account}@`;
  const within = project === defaultProject(region) ? "" : `${project}/`;
  return `${owner}${region}/${within}${name}`;
}
