// Changes that take no job: of images, keys, vaults and agencies that are there. Each is one line of the journal.
import { makesImage, type Agency, type Image, type Key, type OperationKind, type Vault } from "../model";
import type { Job, Store } from "../store";
import { timestampAt } from "../time";
import { canonicalJson, formatGib } from "../values";
import type { Outage } from "./faults";

/** What a request can change of an image that is there. */
export type ImageChange = Partial<
  Pick<Image, "name" | "description" | "tags" | "minRamMib" | "maxRamMib" | "enterpriseProjectId">
>;

export class ResourceAdmin {
  public constructor(private readonly state: Store) {}

  /** False when there is no such image. */
  public changeImage(id: string, change: ImageChange): boolean {
    return this.state.transaction(() => {
      const image = this.state.images.tryFind(id);
      if (image === undefined) return false;
      this.state.images.put({ ...image, ...change, updatedAt: timestampAt(this.nowSeconds) });
      this.record("changed", { image: id, ...change });
      return true;
    });
  }

  /** Undefined when it is gone with its sharing, or was not there. An image that a job reads or makes is not deleted. */
  public deleteImage(id: string): Outage | undefined {
    return this.state.transaction(() => {
      const image = this.state.images.tryFind(id);
      if (image === undefined) return undefined;
      const job = this.state.jobs.tryFindBusyWith(id);
      if (job !== undefined) return busy(image, job);
      this.state.images.remove(id);
      for (const { account, project } of this.state.members.of(id)) this.state.members.remove(id, account, project);
      this.record("deleted", { image: id, name: image.name, region: image.region });
      return undefined;
    });
  }

  public putKey(key: Key): void {
    this.put("key", key.id, () => this.state.keys.put(key));
  }

  public tryFindKey(id: string, region: string): Key | undefined {
    return this.state.keys.tryFind(id, region);
  }

  public deleteKey(id: string, region: string): void {
    this.delete("key", id, () => this.state.keys.remove(id, region));
  }

  public putVault(vault: Vault): void {
    this.put("vault", vault.id, () => this.state.vaults.put(vault));
  }

  public tryFindVault(id: string, region: string): Vault | undefined {
    return this.state.vaults.tryFind(id, region);
  }

  public deleteVault(id: string, region: string): void {
    this.delete("vault", id, () => this.state.vaults.remove(id, region));
  }

  public putAgency(agency: Agency): void {
    this.put("agency", agency.name, () => this.state.agencies.put(agency));
  }

  public tryFindAgency(account: string, name: string): Agency | undefined {
    return this.state.agencies.tryFind(account, name);
  }

  public deleteAgency(account: string, name: string): void {
    this.delete("agency", name, () => this.state.agencies.remove(account, name));
  }

  private put(kind: string, id: string, write: () => void): void {
    this.state.transaction(() => {
      write();
      this.record("changed", { [kind]: id });
    });
  }

  private delete(kind: string, id: string, remove: () => void): void {
    this.state.transaction(() => {
      remove();
      this.record("deleted", { [kind]: id });
    });
  }

  private get nowSeconds(): number {
    return this.state.meta.number("nowSeconds");
  }

  private record(event: "changed" | "deleted", what: object): void {
    const atSeconds = this.nowSeconds;
    this.state.journal.append({ atSeconds, line: canonicalJson({ atSeconds, event, ...what }) });
  }
}

/** "Images being created cannot be deleted" is the service's own; of one that is being read no document speaks. */
function busy(image: Image, { operation, imageId }: Job): Outage {
  const isBeingMade = makesImage(operation) && imageId === image.id;
  const what = isBeingMade ? "created" : (READ[operation] ?? "copied");
  const message = `Image "${image.name}" (${image.id}) is being ${what}, and cannot be deleted until that has ended.`;
  return { rule: null, message, errorCode: "IMG.0090" };
}

/** What is done with an image that is there, where it is not copied. */
const READ: Readonly<Partial<Record<OperationKind, string>>> = {
  shareImage: "shared",
  unshareImage: "taken back from those whom it was shared with",
  acceptImage: "accepted",
  rejectImage: "rejected",
  exportImage: "exported",
};

/**
 * What the deletion of an image leaves, or the end of its acceptance: the backup of a full-ECS image, in its own vault or in the receiver's.
 * Undefined when nothing.
 */
export function backupLeftText({ name, backup, sizeGib }: Image, vaultId = backup?.vaultId): string | undefined {
  if (backup === null) return undefined;
  const where = vaultId == null ? "" : ` in vault ${vaultId}`;
  return `The backup of "${name}" stays${where}, ${formatGib(sizeGib)}, and bills: neither the service nor the vendor's provider removes it with the image. Delete it in the vault when it is not needed any more.`;
}
