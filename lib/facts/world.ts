// What has to be looked up to judge a request, as a port. Who implements it answers lookups, and decides nothing.
import type { Catalog } from "../catalog";
import type {
  Account,
  Agency,
  Bucket,
  Key,
  Member,
  Named,
  ProjectEntry,
  ProjectNames,
  Quota,
  Recorded,
  StoredObject,
  Vault,
} from "../model";
import type { Knowable } from "../values";

/** What is there, as far as somebody knows it. */
export interface World {
  account(id: string): Account | undefined;
  /** A project by its id; of several accounts' default projects, which are all named like their region, none, unless the account is said. */
  project(id: string, account?: string): ProjectEntry | undefined;
  /** What is known of a project, with the id and the name that go with it. */
  names(project: ProjectNames, account: string, region: string): ProjectNames;
  /** Whom an image is shared with. */
  members(imageId: string): readonly Member[];
  /** A key by its id: the one of the region, if there is one there. */
  key(id: Named, region: Knowable<string>): Recorded<Key>;
  /** A vault of an account: the one of the region, if there is one there. Another account's is as good as none. */
  vault(account: Knowable<string>, id: Named, region: Knowable<string>): Recorded<Vault>;
  agency(account: Knowable<string>, name: Named): Recorded<Agency>;
  /** A bucket, whosever it is: names are one of a kind. */
  bucket(name: Named): Recorded<Bucket>;
  object(bucket: string, key: string): Recorded<StoredObject>;
  /** Regions that hold a replica of an image's backup. */
  backupRegions(imageId: string): Knowable<readonly string[] | null>;
  /** Regions that backups of a region can be replicated to; null when nothing restricts them. */
  backupDestinations(region: string): Knowable<readonly string[] | null>;
  quota(account: string, region: string): Recorded<Quota>;
  /** Private images that are listed one by one. */
  privateImages(account: string, region: string): number;
}

/** Where lookups are answered, and by which limits. */
export interface FactWorld {
  readonly world: World;
  readonly catalog: Catalog;
}
