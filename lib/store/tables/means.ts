// What operations use besides images: accounts, keys, vaults, agencies, quotas, members, and where backups can be replicated to.
import type { Account, Agency, Key, Member, Quota, Vault } from "../../model";
import { flag, integer, json, real, text, textOrNull } from "../columns";
import { CachedTable } from "../cached-table";
import { Table, type Shape } from "../table";

/** Where backups of a region can be replicated to; a region without a row is not restricted. */
export interface BackupDestination {
  readonly region: string;
  readonly destinations: readonly string[];
}

export const ACCOUNTS: Shape<Account> = {
  table: "accounts",
  columns: { id: text(), site: textOrNull() },
  key: ["id"],
};

export const KEYS: Shape<Key> = {
  table: "keys",
  columns: { id: text(), alias: text(), account: text(), region: text(), state: text(), grantedTo: json() },
  key: ["id", "region"],
};

export const VAULTS: Shape<Vault> = {
  table: "vaults",
  columns: {
    id: text(),
    name: text(),
    account: text(),
    region: text(),
    resource: text(),
    protection: text(),
    status: text(),
    sizeGib: real,
    usedGib: real,
  },
  key: ["id", "region"],
};

export const AGENCIES: Shape<Agency> = {
  table: "agencies",
  columns: {
    name: text(),
    account: text(),
    regions: json(),
    coversBackups: flag,
  },
  key: ["account", "name"],
};

export const QUOTAS: Shape<Quota> = {
  table: "quotas",
  columns: { account: text(), region: text(), images: integer, used: integer },
  key: ["account", "region"],
};

export const MEMBERS: Shape<Member> = {
  table: "members",
  columns: { imageId: text(), account: text(), project: text(), status: text() },
  key: ["imageId", "account", "project"],
};

export const BACKUP_DESTINATIONS: Shape<BackupDestination> = {
  table: "backup_destinations",
  columns: { region: text(), destinations: json() },
  key: ["region"],
};

export class Agencies extends CachedTable<Agency> {
  public remove(account: string, name: string): void {
    this.forget(account, name);
    this.take("account = ? AND name = ?", account, name);
  }
}

/** Keys and vaults: of one region each, but looked for by id. */
export class RegionalTable<
  R extends { readonly id: string; readonly account: string; readonly region: string },
> extends Table<R> {
  public remove(id: string, region: string): void {
    this.take("id = ? AND region = ?", id, region);
  }

  /** The one of that id, of the region if there is one there. */
  public tryFindNear(id: string, region: string): R | undefined {
    return this.first("id = ? ORDER BY region <> ?, region", id, region);
  }

  /** The same among those of an account. */
  public tryFindOwn(account: string, id: string, region: string): R | undefined {
    return this.first("account = ? AND id = ? ORDER BY region <> ?, region", account, id, region);
  }
}

export class Members extends Table<Member> {
  public remove(imageId: string, account: string, project: string): void {
    this.take("image_id = ? AND account = ? AND project = ?", imageId, account, project);
  }

  /** All members of the image, by account and project. */
  public of(imageId: string): readonly Member[] {
    return this.select("image_id = ? ORDER BY account, project", imageId);
  }

  /** Members of the image that have accepted it. */
  public countAccepted(imageId: string): number {
    const counting = "SELECT COUNT(*) FROM members WHERE image_id = ? AND status = 'accepted'";
    return this.database.statement(counting).get([imageId])?.[0] as number;
  }
}

export class Vaults extends RegionalTable<Vault> {
  /** Adds what a backup takes up. */
  public fill(id: string, region: string, sizeGib: number): void {
    this.update("used_gib = used_gib + ? WHERE id = ? AND region = ?", sizeGib, id, region);
  }
}
