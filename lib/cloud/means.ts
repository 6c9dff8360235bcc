// The means that a request names, looked up in the region state, as facts: keys, agencies, vaults.
import { NO_AGENCY, NO_KEY, NO_VAULT, type Caller, type FactsAbout, type Key } from "../model";
import type { Store } from "../store";

/** The owner's account may use a key, and those that it granted the use to. */
export function isUsable(key: Key, account: string): boolean {
  return key.account === account || key.grantedTo.includes(account);
}

/** The key asked for. One of another region is found as well, so that the refusal can say where it is. */
export function keyFacts(state: Store, keyId: string | null, caller: Caller): FactsAbout<"key"> {
  if (keyId === null) return NO_KEY;
  const key = state.keys.tryFindNear(keyId, caller.region);
  if (key === undefined) return { ...NO_KEY, "key.id": keyId, "key.state": "missing" };
  return {
    "key.id": keyId,
    "key.region": key.region,
    "key.state": key.state,
    "key.usable": isUsable(key, caller.account),
  };
}

export function agencyFacts(state: Store, name: string | null, caller: Caller): FactsAbout<"agency"> {
  if (name === null) return NO_AGENCY;
  const agency = state.agencies.tryFind(caller.account, name);
  if (agency === undefined) return { ...NO_AGENCY, "agency.name": name, "agency.exists": false };
  return {
    "agency.name": name,
    "agency.exists": true,
    "agency.regions": agency.regions,
    "agency.coversBackups": agency.coversBackups,
  };
}

/** The vault named, of the target region if there is one of that id. Another account's vault is as good as none. */
export function vaultFacts(
  state: Store,
  vaultId: string | null,
  targetRegion: string,
  caller: Caller,
): FactsAbout<"vault"> {
  if (vaultId === null) return NO_VAULT;
  const vault = state.vaults.tryFindNear(vaultId, targetRegion);
  if (vault?.account !== caller.account) return { ...NO_VAULT, "vault.id": vaultId, "vault.exists": false };
  return {
    "vault.id": vaultId,
    "vault.exists": true,
    "vault.region": vault.region,
    "vault.protection": vault.protection,
    "vault.resource": vault.resource,
    "vault.status": vault.status,
    "vault.freeGib": vault.sizeGib - vault.usedGib,
  };
}

/** The bucket named. Names are one of a kind, so that one of another region or account is found as well. */
export function bucketFacts(state: Store, name: string): FactsAbout<"bucket"> {
  const bucket = state.buckets.tryFind(name);
  return {
    "bucket.name": name,
    "bucket.exists": bucket !== undefined,
    "bucket.account": bucket?.account ?? null,
    "bucket.region": bucket?.region ?? null,
    "bucket.storageClass": bucket?.storageClass ?? null,
  };
}

/** The object named, for those who read it: one that is still being written does not exist yet. */
export function objectFacts(state: Store, bucket: string, key: string): FactsAbout<"object" | "export"> {
  const found = state.objects.tryFind(bucket, key);
  const object = found?.status === "there" ? found : undefined;
  const minDiskGib = object?.contents.minDiskGib ?? 0;
  return {
    "object.key": key,
    "object.exists": object !== undefined,
    "object.sizeGib": object?.sizeGib ?? null,
    "object.format": object?.format ?? null,
    "object.minDiskGib": minDiskGib === 0 ? null : minDiskGib,
    "export.fast": false,
  };
}
