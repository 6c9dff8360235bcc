// The means that a request names, looked up in the region state, as facts: keys, agencies, vaults, buckets, objects.
import { recordedAgency, recordedBucket, recordedKey, recordedVault, type Caller, type FactsAbout } from "../model";
import type { Store } from "../store";

/** The key asked for. One of another region is found as well, so that the refusal can say where it is. */
export function keyFacts(state: Store, keyId: string | null, { account, region }: Caller): FactsAbout<"key"> {
  return recordedKey(keyId, keyId === null ? undefined : state.keys.tryFindNear(keyId, region), account);
}

export function agencyFacts(state: Store, name: string | null, { account }: Caller): FactsAbout<"agency"> {
  return recordedAgency(name, name === null ? undefined : state.agencies.tryFind(account, name));
}

/** The vault named, of the target region if there is one of that id. */
export function vaultFacts(
  state: Store,
  vaultId: string | null,
  targetRegion: string,
  { account }: Caller,
): FactsAbout<"vault"> {
  const found = vaultId === null ? undefined : state.vaults.tryFindNear(vaultId, targetRegion);
  return recordedVault(vaultId, found?.account === account ? found : undefined);
}

/** The bucket named. One of another region or account is found as well. */
export function bucketFacts(state: Store, name: string): FactsAbout<"bucket"> {
  return recordedBucket(name, state.buckets.tryFind(name));
}

/** The object named, for those who read it: one that is still being written does not exist yet. */
export function objectFacts(state: Store, bucket: string, key: string): FactsAbout<"object"> {
  const found = state.objects.tryFind(bucket, key);
  const object = found?.status === "there" ? found : undefined;
  const minDiskGib = object?.contents.minDiskGib ?? 0;
  return {
    "object.key": key,
    "object.exists": object !== undefined,
    "object.sizeGib": object?.sizeGib ?? null,
    "object.format": object?.format ?? null,
    "object.minDiskGib": minDiskGib === 0 ? null : minDiskGib,
  };
}
