// Looking things up in a recording. Of a complete one, what is not listed does not exist; of any other, it is not known.
import type { Image } from "./image";
import type { Inventory } from "./inventory";
import type { Agency, Key, Member, Quota, Vault } from "./means";
import { recordedNames, type Account, type ProjectEntry, type ProjectNames } from "./place";
import { objectText, type Bucket, type StoredObject } from "./storage";
import { isKnown, listsBy, UNKNOWN, type Knowable } from "../values";

/** An id or a name; null where none is named, unknown where only Terraform will know it. */
export type Named = Knowable<string | null>;

/** What a recording says of a thing: its record, that there is none, or nothing. Of what is not named there is none. */
export type Recorded<T> = Knowable<T | undefined>;

interface Index {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly projects: ReadonlyMap<string, readonly ProjectEntry[]>;
  readonly images: ReadonlyMap<string, Image>;
  /** Members of each image. */
  readonly members: ReadonlyMap<string, readonly Member[]>;
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Keys, and vaults of an account, that share an id, by region. */
  readonly keys: ReadonlyMap<string, readonly Key[]>;
  readonly vaults: ReadonlyMap<string, readonly Vault[]>;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly quotas: ReadonlyMap<string, Quota>;
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Private images by account and region. */
  readonly counts: ReadonlyMap<string, number>;
}

const indexes = new WeakMap<Inventory, Index>();

export class Recording {
  public constructor(private readonly inventory: Inventory | undefined) {}

  /** Undefined where it is not recorded: a complete recording need not list them. */
  public account(id: string): Account | undefined {
    return this.inventory === undefined ? undefined : indexOf(this.inventory).accounts.get(id);
  }

  /** As `account`. Of several accounts' default projects, which are all named like their region, none, unless the account is said. */
  public project(id: string, account?: string): ProjectEntry | undefined {
    const found = this.inventory === undefined ? undefined : indexOf(this.inventory).projects.get(id);
    if (account !== undefined) return found?.find((project) => project.account === account);
    return found?.length === 1 ? found[0] : undefined;
  }

  /** What is known of a project, with the id and the name that go with it. */
  public names(project: ProjectNames, account: string, region: string): ProjectNames {
    return recordedNames(this.inventory, project, account, region);
  }

  public image(id: string): Recorded<Image> {
    return this.find((index) => index.images.get(id));
  }

  /** Whom an image is shared with, as far as it is recorded. */
  public members(imageId: string): readonly Member[] {
    return this.inventory === undefined ? [] : (indexOf(this.inventory).members.get(imageId) ?? []);
  }

  public object(bucket: string, key: string): Recorded<StoredObject> {
    return this.find((index) => index.objects.get(objectText(bucket, key)));
  }

  /** The one of that id, of the region if there is one there. */
  public key(id: Named, region: Knowable<string>): Recorded<Key> {
    return nearest(
      this.findBy(id, (index, key) => index.keys.get(key)),
      region,
    );
  }

  /** As `key`, of the vaults of an account. */
  public vault(account: Knowable<string>, id: Named, region: Knowable<string>): Recorded<Vault> {
    return nearest(
      this.findOf(account, id, (index, key) => index.vaults.get(key)),
      region,
    );
  }

  public agency(account: Knowable<string>, name: Named): Recorded<Agency> {
    return this.findOf(account, name, (index, key) => index.agencies.get(key));
  }

  public bucket(name: Named): Recorded<Bucket> {
    return this.findBy(name, (index, key) => index.buckets.get(key));
  }

  /** Regions that hold a replica of the backup behind a full-ECS image. */
  public backupRegions(imageId: string): Knowable<readonly string[] | null> {
    const image = this.image(imageId);
    if (this.inventory === undefined || !isKnown(image) || image === undefined) return UNKNOWN;
    if (image.backup === null) return null;
    const { id } = image.backup;
    return this.inventory.images.filter(({ backup }) => backup?.replicaOf === id).map(({ region }) => region);
  }

  /** Regions that backups of a region can be replicated to; null when nothing restricts them. */
  public backupDestinations(region: string): Knowable<readonly string[] | null> {
    return this.inventory === undefined ? UNKNOWN : (this.inventory.backupDestinations[region] ?? null);
  }

  public quota(account: string, region: string): Recorded<Quota> {
    return this.find((index) => index.quotas.get(`${account} ${region}`));
  }

  /** Private images recorded one by one. */
  public privateImages(account: string, region: string): number {
    if (this.inventory === undefined) return 0;
    return indexOf(this.inventory).counts.get(`${account} ${region}`) ?? 0;
  }

  /** What belongs to an account is known by both. */
  private findOf<T>(
    account: Knowable<string>,
    name: Named,
    look: (index: Index, key: string) => T | undefined,
  ): Recorded<T> {
    if (!isKnown(account)) return name === null ? undefined : UNKNOWN;
    return this.findBy(name, (index, key) => look(index, `${account} ${key}`));
  }

  private findBy<T>(name: Named, look: (index: Index, key: string) => T | undefined): Recorded<T> {
    if (name === null) return undefined;
    return isKnown(name) ? this.find((index) => look(index, name)) : UNKNOWN;
  }

  private find<T>(look: (index: Index) => T | undefined): Recorded<T> {
    if (this.inventory === undefined) return UNKNOWN;
    const found = look(indexOf(this.inventory));
    return found === undefined && !this.inventory.complete ? UNKNOWN : found;
  }
}

function indexOf(inventory: Inventory): Index {
  let index = indexes.get(inventory);
  if (index === undefined) {
    index = {
      accounts: mapBy(inventory.accounts, (account) => account.id),
      projects: listsBy(inventory.projects, (project) => project.id),
      images: mapBy(inventory.images, (image) => image.id),
      members: listsBy(inventory.members, (member) => member.imageId),
      objects: mapBy(inventory.objects, (object) => objectText(object.bucket, object.key)),
      keys: listsBy(inRegions(inventory.keys), (key) => key.id),
      vaults: listsBy(inRegions(inventory.vaults), (vault) => `${vault.account} ${vault.id}`),
      agencies: mapBy(inventory.agencies, (agency) => `${agency.account} ${agency.name}`),
      quotas: mapBy(inventory.quotas, (quota) => `${quota.account} ${quota.region}`),
      buckets: mapBy(inventory.buckets, (bucket) => bucket.name),
      counts: countPrivate(inventory.images),
    };
    indexes.set(inventory, index);
  }
  return index;
}

const inRegions = <T extends { readonly region: string }>(items: readonly T[]): readonly T[] =>
  [...items].sort((left, right) => (left.region < right.region ? -1 : 1));

/** In a region that is not known, any of several may be meant. */
function nearest<T extends { readonly region: string }>(
  found: Recorded<readonly T[]>,
  region: Knowable<string>,
): Recorded<T> {
  if (!isKnown(found) || found === undefined) return found;
  if (!isKnown(region) && found.length > 1) return UNKNOWN;
  return found.find((one) => one.region === region) ?? found[0];
}

function mapBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [key(item), item]));
}

function countPrivate(images: readonly Image[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { visibility, status, account, region } of images) {
    if (visibility !== "private" || status === "killed") continue;
    counts.set(`${account} ${region}`, (counts.get(`${account} ${region}`) ?? 0) + 1);
  }
  return counts;
}
