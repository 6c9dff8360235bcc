// The means that a program names, as a recording knows them. Of a complete one, what is not listed does not exist; of any other, or of
// none, it is not known.
import { agencyFacts, bucketFacts, keyFacts, vaultFacts } from "../facts";
import { Recording, type FactsAbout, type Inventory, type Named } from "../model";
import { knownOr, type Knowable } from "../values";
import type { Place, RouteMeans } from "./route-world";

/** Which agency, vault and bucket are used where; null where none is named, unknown where only Terraform will know the name. */
export interface NamedMeans {
  agency(account: string): Named;
  vault(account: string, region: string, use: "replication" | "backup"): Named;
  bucket(account: string, region: string): Named;
}

export class RecordedMeans implements RouteMeans {
  private readonly recording: Recording;

  public constructor(
    inventory: Inventory | undefined,
    private readonly named: NamedMeans,
  ) {
    this.recording = new Recording(inventory);
  }

  public key(keyId: string, { account, region }: Pick<Place, "account" | "region">): FactsAbout<"key"> {
    return keyFacts(keyId, this.recording.key(keyId, region), account);
  }

  public agency(account: string): FactsAbout<"agency"> {
    const name = this.named.agency(account);
    return agencyFacts(name, this.recording.agency(account, name));
  }

  public vault(account: string, region: string, use: "replication" | "backup"): FactsAbout<"vault"> {
    const id = this.named.vault(account, region, use);
    return vaultFacts(id, this.recording.vault(account, id, region));
  }

  public bucket(account: string, region: string): FactsAbout<"bucket"> {
    const name = this.named.bucket(account, region);
    return bucketFacts(name, this.recording.bucket(name));
  }

  public backupDestinations(region: string): Knowable<readonly string[] | null> {
    return knownOr(this.recording.backupDestinations(region), null);
  }
}
