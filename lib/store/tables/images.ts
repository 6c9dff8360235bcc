// Images, one row each, and how many private ones each account holds in each region.
import type { Image, ImageStatus, Provenance } from "../../model";
import { flag, integer, json, real, text, textOrNull } from "../columns";
import type { Database } from "../database";
import type { TransactionCache } from "../cached-table";
import { Table, type Shape } from "../table";

/** An image with what is nested in it laid flat. */
interface FlatImage extends Omit<Image, "madeFrom" | "backup"> {
  readonly madeFromMeans: Provenance["means"];
  readonly madeFromId: string;
  readonly madeFromRegion: string | null;
  readonly backupId: string | null;
  readonly backupReplicaOf: string | null;
  readonly backupVaultId: string | null;
}

const IMAGES: Shape<FlatImage> = {
  table: "images",
  columns: {
    id: text(),
    name: text(),
    account: text(),
    project: text(),
    region: text(),
    kind: text(),
    status: text(),
    visibility: text(),
    sizeGib: real,
    minDiskGib: integer,
    keyId: textOrNull(),
    os: text(),
    server: text(),
    licence: text(),
    fastCreate: flag,
    frozen: flag,
    description: text(),
    tags: json(),
    madeFromMeans: text(),
    madeFromId: text(),
    madeFromRegion: textOrNull(),
    backupId: textOrNull(),
    backupReplicaOf: textOrNull(),
    backupVaultId: textOrNull(),
    createdAt: text(),
    minRamMib: integer,
    maxRamMib: integer,
    enterpriseProjectId: text(),
    updatedAt: text(),
  },
  key: ["id"],
  heap: true,
  besides: [
    `CREATE INDEX images_by_original ON images (backup_replica_of) WHERE backup_replica_of IS NOT NULL`,
    ...holdingTriggers(),
  ],
};

/** Images that count against a quota. Kept by triggers, since counting ten thousand images at every admission takes too long. */
interface Holding {
  readonly account: string;
  readonly region: string;
  readonly images: number;
}

const HOLDINGS: Shape<Holding> = {
  table: "holdings",
  columns: { account: text(), region: text(), images: integer },
  key: ["account", "region"],
};

export const IMAGE_SHAPES = [HOLDINGS, IMAGES] as const;

function holdingTriggers(): readonly string[] {
  const counts = (row: string): string => `(${row}.visibility = 'private' AND ${row}.status <> 'killed')`;
  const arrive = `INSERT INTO holdings SELECT NEW.account, NEW.region, 1 WHERE ${counts("NEW")}
    ON CONFLICT (account, region) DO UPDATE SET images = images + 1;`;
  const leave = `UPDATE holdings SET images = images - 1
    WHERE account = OLD.account AND region = OLD.region AND ${counts("OLD")};`;
  return [
    `CREATE TRIGGER images_arrive AFTER INSERT ON images BEGIN ${arrive} END`,
    `CREATE TRIGGER images_leave AFTER DELETE ON images BEGIN ${leave} END`,
    `CREATE TRIGGER images_move AFTER UPDATE OF account, region, visibility, status ON images
      WHEN ${counts("OLD")} <> ${counts("NEW")} OR OLD.account <> NEW.account OR OLD.region <> NEW.region
      BEGIN ${leave} ${arrive} END`,
  ];
}

/** An image that is made in one transaction changes its status twice, and is written once. */
export class Images implements TransactionCache {
  /** By image; undefined outside of transactions. */
  private statuses: Map<string, ImageStatus> | undefined;
  private readonly table: FlatTable;
  private readonly holdings: Table<Holding>;

  public constructor(database: Database) {
    this.table = new FlatTable(database, IMAGES);
    this.holdings = new Table(database, HOLDINGS);
  }

  public onBegin(): void {
    this.statuses = new Map();
  }

  public flush(): void {
    for (const [id, status] of this.statuses ?? []) this.table.setStatus(id, status);
    this.statuses?.clear();
  }

  public onEnd(): void {
    this.statuses = undefined;
  }

  public tryFind(id: string): Image | undefined {
    this.flush();
    const flat = this.table.tryFind(id);
    return flat === undefined ? undefined : nested(flat);
  }

  /** All images, by id. */
  public all(): readonly Image[] {
    this.flush();
    return this.table.all().map(nested);
  }

  /** All images of the region, by id. */
  public of(region: string): readonly Image[] {
    this.flush();
    return this.table.of(region).map(nested);
  }

  /** False, and nothing changed, when there is an image of its id. */
  public tryInsert(image: Image): boolean {
    return this.table.tryInsert(flattened(image));
  }

  public put(image: Image): void {
    this.flush();
    this.table.put(flattened(image));
  }

  public setStatus(id: string, status: ImageStatus): void {
    if (this.statuses === undefined) this.table.setStatus(id, status);
    else this.statuses.set(id, status);
  }

  public remove(id: string): void {
    this.flush();
    this.table.remove(id);
  }

  /** Private images of the account in the region, whatever their status, but those that failed to be made. */
  public held(account: string, region: string): number {
    this.flush();
    return this.holdings.tryFind(account, region)?.images ?? 0;
  }

  /** Regions that hold an image made of a replica of the backup, those on the way included. */
  public regionsOfReplicas(backupId: string): readonly string[] {
    this.flush();
    return this.table.regionsOfReplicas(backupId);
  }
}

class FlatTable extends Table<FlatImage> {
  public of(region: string): readonly FlatImage[] {
    return this.select("region = ? ORDER BY id", region);
  }

  public remove(id: string): void {
    this.take("id = ?", id);
  }

  public setStatus(id: string, status: ImageStatus): void {
    this.update("status = ? WHERE id = ?", status, id);
  }

  public regionsOfReplicas(backupId: string): readonly string[] {
    const replicas = this.select("backup_replica_of = ? AND status <> 'killed' ORDER BY region, id", backupId);
    return [...new Set(replicas.map(({ region }) => region))];
  }
}

// Member by member, since rest and spread of so many take as long as the database itself.
function flattened(image: Image): FlatImage {
  const { madeFrom, backup } = image;
  return {
    id: image.id,
    name: image.name,
    account: image.account,
    project: image.project,
    region: image.region,
    kind: image.kind,
    status: image.status,
    visibility: image.visibility,
    sizeGib: image.sizeGib,
    minDiskGib: image.minDiskGib,
    keyId: image.keyId,
    os: image.os,
    server: image.server,
    licence: image.licence,
    fastCreate: image.fastCreate,
    frozen: image.frozen,
    description: image.description,
    tags: image.tags,
    madeFromMeans: madeFrom.means,
    madeFromId: madeFrom.id,
    madeFromRegion: madeFrom.region,
    backupId: backup?.id ?? null,
    backupReplicaOf: backup?.replicaOf ?? null,
    backupVaultId: backup?.vaultId ?? null,
    createdAt: image.createdAt,
    minRamMib: image.minRamMib,
    maxRamMib: image.maxRamMib,
    enterpriseProjectId: image.enterpriseProjectId,
    updatedAt: image.updatedAt,
  };
}

function nested(flat: FlatImage): Image {
  return {
    id: flat.id,
    name: flat.name,
    account: flat.account,
    project: flat.project,
    region: flat.region,
    kind: flat.kind,
    status: flat.status,
    visibility: flat.visibility,
    sizeGib: flat.sizeGib,
    minDiskGib: flat.minDiskGib,
    keyId: flat.keyId,
    os: flat.os,
    server: flat.server,
    licence: flat.licence,
    fastCreate: flat.fastCreate,
    frozen: flat.frozen,
    description: flat.description,
    tags: flat.tags,
    madeFrom: { means: flat.madeFromMeans, id: flat.madeFromId, region: flat.madeFromRegion },
    backup:
      flat.backupId === null
        ? null
        : { id: flat.backupId, replicaOf: flat.backupReplicaOf, vaultId: flat.backupVaultId },
    createdAt: flat.createdAt,
    minRamMib: flat.minRamMib,
    maxRamMib: flat.maxRamMib,
    enterpriseProjectId: flat.enterpriseProjectId,
    updatedAt: flat.updatedAt,
  };
}
