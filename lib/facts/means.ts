// What is on record of the means that a request names, as facts: keys, agencies, vaults and buckets.
import { namesNothing, isKnown, UNKNOWN, type Knowable } from "../values";
import {
  neutralAbout,
  type Agency,
  type Bucket,
  type FactsAbout,
  type Key,
  type Named,
  type Recorded,
  type Vault,
} from "../model";

const NO_KEY = neutralAbout("key");
const NO_AGENCY = neutralAbout("agency");
const NO_VAULT = neutralAbout("vault");
const NO_BUCKET = neutralAbout("bucket");

/** The owner's account may use a key, and those that it granted the use to. */
function mayUse(account: string, key: Key): boolean {
  return key.account === account || key.grantedTo.includes(account);
}

/** Whether an account may use what is on record; null of a key that is not there. */
export function keyUseOf(key: Recorded<Key>, account: Knowable<string>): Knowable<boolean | null> {
  const of = (one: Key): Knowable<boolean> => (isKnown(account) ? mayUse(account, one) : UNKNOWN);
  return told(key, of, null);
}

/** The state of what is on record, such as `missing`. */
export function keyStateOf(key: Recorded<Key>): Knowable<Key["state"] | "missing"> {
  return told(key, ({ state }) => state, "missing");
}

/** A key, for the account that asks. */
export function keyFacts(id: Named, key: Recorded<Key>, account: Knowable<string>): FactsAbout<"key"> {
  if (isUnnamed(id)) return { ...NO_KEY, "key.id": id };
  return {
    "key.id": id,
    "key.region": told(key, ({ region }) => region, null),
    "key.state": keyStateOf(key),
    "key.usable": keyUseOf(key, account),
  };
}

/** An agency of the caller's account. */
export function agencyFacts(name: Named, agency: Recorded<Agency>): FactsAbout<"agency"> {
  if (isUnnamed(name)) return { ...NO_AGENCY, "agency.name": name };
  return {
    "agency.name": name,
    "agency.exists": told(agency, () => true, false),
    "agency.regions": told(agency, ({ regions }) => regions, null),
    "agency.coversBackups": told(agency, ({ coversBackups }) => coversBackups, null),
  };
}

/** A vault of the caller's account: another account's is as good as none. */
export function vaultFacts(id: Named, vault: Recorded<Vault>): FactsAbout<"vault"> {
  if (isUnnamed(id)) return { ...NO_VAULT, "vault.id": id };
  return {
    "vault.id": id,
    "vault.exists": told(vault, () => true, false),
    "vault.region": told(vault, ({ region }) => region, null),
    "vault.protection": told(vault, ({ protection }) => protection, null),
    "vault.resource": told(vault, ({ resource }) => resource, null),
    "vault.status": told(vault, ({ status }) => status, null),
    "vault.freeGib": told(vault, ({ sizeGib, usedGib }) => sizeGib - usedGib, null),
  };
}

/** A bucket, whosever it is: names are one of a kind. */
export function bucketFacts(name: Named, bucket: Recorded<Bucket>): FactsAbout<"bucket"> {
  if (isUnnamed(name)) return { ...NO_BUCKET, "bucket.name": name };
  return {
    "bucket.name": name,
    "bucket.exists": told(bucket, () => true, false),
    "bucket.account": told(bucket, ({ account }) => account, null),
    "bucket.region": told(bucket, ({ region }) => region, null),
    "bucket.storageClass": told(bucket, ({ storageClass }) => storageClass, null),
  };
}

/** Of an empty id nothing is on record, and nothing else is said of it: `key/named` and the like refuse it. */
const isUnnamed = (id: Named): boolean => id === null || (isKnown(id) && namesNothing(id));

/** What a record says, or what is said of nothing on record. */
function told<R extends object, T, None>(
  recorded: Recorded<R>,
  of: (record: R) => Knowable<T>,
  none: None,
): Knowable<T | None> {
  if (!isKnown(recorded)) return UNKNOWN;
  return recorded === undefined ? none : of(recorded);
}
