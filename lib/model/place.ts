// Where things are and who owns them.

/** Set of regions that an account can reach. */
export type Site = "china" | "international" | "europe" | "partner";
export const SITES: readonly Site[] = ["china", "international", "europe", "partner"];

/** The account of a call whose provider names none. */
export const DEFAULT_ACCOUNT = "default";

/** An account, which pays the charges. */
export interface Account {
  /** Id of the account, or its name if programs use the name. */
  readonly id: string;
  /** Site of the account. If it is null, the home site of the region applies. */
  readonly site: Site | null;
}

/** The project of a call whose provider names none: the service names a region's default project like the region. */
export function defaultProject(region: string): string {
  return region;
}

/** What is known of a project. */
export interface ProjectNames {
  /** Undefined: only its name is known. */
  readonly id: string | undefined;
  /** Names, and texts that may be a name or an id. */
  readonly names: readonly string[];
}

/**
 * Whether two are one project: ids tell it where both are known, names where they do not, and a text that is the id of one and a name of the
 * other. Undefined: nothing tells, since of one only the id is known, and of the other only the name.
 */
export function isSameProject(left: ProjectNames, right: ProjectNames): boolean | undefined {
  const isNamed = (id: string | undefined, { names }: ProjectNames): boolean => id !== undefined && names.includes(id);
  if (isNamed(left.id, right) || isNamed(right.id, left)) return true;
  if (left.id !== undefined && right.id !== undefined) return left.id === right.id;
  if (left.names.some((name) => right.names.includes(name))) return true;
  return left.names.length > 0 && right.names.length > 0 ? false : undefined;
}

/** A project in a region, with the account that owns it. */
export interface ProjectEntry {
  /** Id of the project. */
  readonly id: string;
  /** Name of the project, which providers can state; undefined if not recorded. */
  readonly name?: string;
  /** Account that owns the project. */
  readonly account: string;
  /** Region id of the project. */
  readonly region: string;
}

/** What is known of a project, with what a recording knows of it. */
export function recordedNames(
  inventory: { readonly projects: readonly ProjectEntry[] } | undefined,
  { id, names }: ProjectNames,
  account: string,
  region: string,
): ProjectNames {
  if (inventory === undefined) return { id, names };
  const index = indexOf(inventory.projects);
  const keys = id === undefined ? names.map((name) => nameKey(account, region, name)) : [idKey(account, region, id)];
  const entry = keys.map((key) => index.get(key)).find((found) => found !== undefined);
  if (entry === undefined) return { id, names };
  const { id: recorded, name } = entry;
  return { id: recorded, names: name === undefined || names.includes(name) ? names : [...names, name] };
}

/** A program or a Terraform plan may ask for each of thousands of members. */
const indexes = new WeakMap<readonly ProjectEntry[], ReadonlyMap<string, ProjectEntry>>();

function indexOf(projects: readonly ProjectEntry[]): ReadonlyMap<string, ProjectEntry> {
  let index = indexes.get(projects);
  if (index === undefined) {
    const entries = projects.flatMap((one) => [
      [idKey(one.account, one.region, one.id), one] as const,
      ...(one.name === undefined ? [] : [[nameKey(one.account, one.region, one.name), one] as const]),
    ]);
    // The first of those that share a name counts.
    indexes.set(projects, (index = new Map(entries.reverse())));
  }
  return index;
}

const idKey = (account: string, region: string, id: string): string => JSON.stringify([account, region, "id", id]);
const nameKey = (account: string, region: string, name: string): string =>
  JSON.stringify([account, region, "name", name]);

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
  return `${placeText({ account, project, region })}/${name}`;
}

/** `cn-east-3`, or with what differs from the default: `partner@cn-east-3/partner-east`. */
export function placeText({ account, project, region }: Caller): string {
  const owner = account === DEFAULT_ACCOUNT ? "" : `${account}@`;
  return `${owner}${region}${project === defaultProject(region) ? "" : `/${project}`}`;
}
