// The means that a program names, as a recording knows them. Of a complete one, what is not listed does not exist; of any other, or of
// none, it is not known.
import { NO_AGENCY, NO_BUCKET, NO_VAULT, unknownAbout, type Bucket, type FactsAbout, type Inventory } from "../model";
import { isKnown, UNKNOWN, type Knowable } from "../values";
import type { RouteMeans } from "./route-world";

/** Which agency, vault and bucket are used where; null where none is named, unknown where only Terraform will know the name. */
export interface NamedMeans {
  agency(account: string): Knowable<string | null>;
  vault(account: string, region: string, use: "replication" | "backup"): Knowable<string | null>;
  bucket(account: string, region: string): Knowable<string | null>;
}

export class RecordedMeans implements RouteMeans {
  private readonly buckets: ReadonlyMap<string, Bucket>;

  public constructor(
    private readonly inventory: Inventory | undefined,
    private readonly named: NamedMeans,
  ) {
    this.buckets = new Map(inventory?.buckets.map((bucket) => [bucket.name, bucket]) ?? []);
  }

  public key(keyId: string, account: string): FactsAbout<"key"> {
    const key = this.inventory?.keys.find(({ id }) => id === keyId);
    if (key === undefined) {
      const isGone = this.inventory?.complete === true;
      return isGone
        ? { "key.id": keyId, "key.region": null, "key.state": "missing", "key.usable": null }
        : { "key.id": keyId, "key.region": UNKNOWN, "key.state": UNKNOWN, "key.usable": UNKNOWN };
    }
    return {
      "key.id": keyId,
      "key.region": key.region,
      "key.state": key.state,
      "key.usable": key.account === account || key.grantedTo.includes(account),
    };
  }

  public agency(account: string): FactsAbout<"agency"> {
    const name = this.named.agency(account);
    if (!isKnown(name)) return unknownAbout("agency");
    if (name === null) return NO_AGENCY;
    const agency = this.inventory?.agencies.find((entry) => entry.account === account && entry.name === name);
    return {
      "agency.name": name,
      "agency.exists": agency === undefined ? this.absent(false) : true,
      "agency.regions": agency?.regions ?? this.absent(null),
      "agency.coversBackups": agency?.coversBackups ?? this.absent(null),
    };
  }

  public vault(account: string, region: string, use: "replication" | "backup"): FactsAbout<"vault"> {
    const id = this.named.vault(account, region, use);
    if (!isKnown(id)) return unknownAbout("vault");
    if (id === null) return NO_VAULT;
    const vault = this.inventory?.vaults.find((entry) => entry.id === id && entry.account === account);
    return {
      "vault.id": id,
      "vault.exists": vault === undefined ? this.absent(false) : true,
      "vault.region": vault?.region ?? this.absent(null),
      "vault.protection": vault?.protection ?? this.absent(null),
      "vault.resource": vault?.resource ?? this.absent(null),
      "vault.status": vault?.status ?? this.absent(null),
      "vault.freeGib": vault === undefined ? this.absent(null) : vault.sizeGib - vault.usedGib,
    };
  }

  public bucket(account: string, region: string): FactsAbout<"bucket"> {
    const name = this.named.bucket(account, region);
    if (!isKnown(name)) return unknownAbout("bucket");
    if (name === null) return NO_BUCKET;
    const bucket = this.buckets.get(name);
    return {
      "bucket.name": name,
      "bucket.exists": bucket === undefined ? this.absent(false) : true,
      "bucket.account": bucket?.account ?? this.absent(null),
      "bucket.region": bucket?.region ?? this.absent(null),
      "bucket.storageClass": bucket?.storageClass ?? this.absent(null),
    };
  }

  public backupDestinations(region: string): Knowable<readonly string[] | null> {
    return this.inventory?.backupDestinations[region] ?? null;
  }

  /** What a recording says of something that it does not list. */
  private absent<T>(ifComplete: T): Knowable<T> {
    return this.inventory?.complete === true ? ifComplete : UNKNOWN;
  }
}
