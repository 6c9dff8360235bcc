// The inventory: a recording of what one or more accounts hold, as a JSON document. It loads a region state, feeds facts at
// synth, and is exported from a region state. Fields left out mean their defaults, so that short inventories can be written by hand.
import { faultAt, readDocument, type DocumentKind } from "../documents";
import { compareText, UsageError } from "../values";
import type {
  Image,
  Provenance,
  Visibility,
  OperatingSystem,
  ServerType,
  Backup,
  ImageKind,
  ImageStatus,
  Licence,
} from "./image";
import { faultIn } from "./inventory-faults";
import schema from "./inventory.schema.json";
import type { Agency, Key, Member, Quota, Vault } from "./means";
import { DEFAULT_ACCOUNT, defaultProject, type Account, type ProjectEntry } from "./place";
import type { Bucket, FileContents, StoredObject } from "./storage";

/** The enterprise project that everything is in unless somebody says otherwise. */
const DEFAULT_ENTERPRISE_PROJECT = "0";

export const INVENTORY: DocumentKind = { schema, format: "image-replication/inventory", version: 1 };

/** Content of one or more accounts. `cdktf-image-replication/schemas/inventory.json` is the schema of the document. */
export interface Inventory {
  /** Whether it lists everything in its accounts and regions. If true, what is not listed does not exist; otherwise it is unknown. */
  readonly complete: boolean;
  /** Time of the recording, as written; empty if not stated. */
  readonly recordedAt: string;
  /** Origin of the recording, as text; empty if not stated. */
  readonly origin: string;
  /** Accounts and their sites. */
  readonly accounts: readonly Account[];
  /** Images of all accounts and regions. */
  readonly images: readonly Image[];
  /** KMS keys. */
  readonly keys: readonly Key[];
  /** CBR vaults. */
  readonly vaults: readonly Vault[];
  /** Agencies that allow the image service to act in other regions. */
  readonly agencies: readonly Agency[];
  /** Quotas of private images. */
  readonly quotas: readonly Quota[];
  /** Projects that images are shared with. */
  readonly members: readonly Member[];
  /** Buckets for image files. */
  readonly buckets: readonly Bucket[];
  /** Image files in buckets. */
  readonly objects: readonly StoredObject[];
  /** Projects with their accounts, for ids that do not imply them. */
  readonly projects: readonly ProjectEntry[];
  /** By region, the regions that its backups can be replicated to. A region that is not listed is not restricted. */
  readonly backupDestinations: Readonly<Record<string, readonly string[]>>;
}

export const EMPTY_INVENTORY: Inventory = {
  complete: false,
  recordedAt: "",
  origin: "",
  accounts: [],
  images: [],
  keys: [],
  vaults: [],
  agencies: [],
  quotas: [],
  members: [],
  buckets: [],
  objects: [],
  projects: [],
  backupDestinations: {},
};

type Loose<T, Required extends keyof T> = Partial<T> & Pick<T, Required>;

interface InventoryDocument {
  readonly complete?: boolean;
  readonly recordedAt?: string;
  readonly origin?: string;
  readonly accounts?: readonly Loose<Account, "id">[];
  readonly images?: readonly ImageEntry[];
  readonly keys?: readonly Loose<Key, "id" | "region">[];
  readonly vaults?: readonly Loose<Vault, "id" | "region">[];
  readonly agencies?: readonly Loose<Agency, "name">[];
  readonly quotas?: readonly Loose<Quota, "region" | "images">[];
  readonly members?: readonly Loose<Member, "imageId" | "project" | "status">[];
  readonly buckets?: readonly Loose<Bucket, "name" | "region">[];
  readonly objects?: readonly (Loose<Omit<StoredObject, "contents">, "bucket" | "key" | "sizeGib"> & {
    readonly contents?: Partial<FileContents>;
  })[];
  readonly projects?: readonly Loose<ProjectEntry, "id" | "region">[];
  readonly backupDestinations?: Readonly<Record<string, readonly string[]>>;
}

interface ImageEntry {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly kind: ImageKind;
  readonly sizeGib: number;
  readonly account?: string;
  readonly project?: string;
  readonly status?: ImageStatus;
  readonly visibility?: Visibility;
  readonly minDiskGib?: number;
  readonly keyId?: string | null;
  readonly os?: OperatingSystem;
  readonly server?: ServerType;
  readonly licence?: Licence;
  readonly fastCreate?: boolean;
  readonly frozen?: boolean;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly madeFrom?: Partial<Provenance>;
  readonly backup?: Partial<Backup> & Pick<Backup, "id">;
  readonly createdAt?: string;
  readonly minRamMib?: number;
  readonly maxRamMib?: number;
  readonly enterpriseProjectId?: string;
  readonly updatedAt?: string;
}

/** Reads an inventory. Throws a UsageError with file, line and path of the field when it is not one. */
export function readInventory(text: string, file: string): Inventory {
  const reading = readDocument<InventoryDocument>(text, INVENTORY);
  if ("fault" in reading) throw new UsageError(reading.fault.message, { file, ...reading.fault });
  const inventory = decode(reading.value);
  const fault = faultIn(inventory, reading.value.images);
  if (fault !== undefined) {
    const { message, ...where } = faultAt(text, fault.message, fault.at);
    throw new UsageError(message, { file, ...where });
  }
  return inventory;
}

/** The document for an inventory: every list in the order of ids, every field written. */
export function writeInventory(inventory: Inventory): object {
  const { images, keys, vaults, agencies, quotas, members, buckets, objects, projects, accounts, ...rest } = inventory;
  return {
    format: INVENTORY.format,
    version: INVENTORY.version,
    ...rest,
    accounts: ordered(accounts.map(({ id, site }) => (site === null ? { id } : { id, site }))),
    images: ordered(images.map(({ backup, ...image }) => (backup === null ? image : { ...image, backup }))),
    keys: ordered(keys),
    vaults: ordered(vaults),
    agencies: ordered(agencies),
    quotas: ordered(quotas),
    members: ordered(members),
    buckets: ordered(buckets),
    objects: ordered(objects),
    projects: ordered(projects),
  };
}

function ordered<T extends object>(items: readonly T[]): readonly T[] {
  const sortKey = (item: T): string => {
    const { region, id, name, imageId, project, account, bucket, key } = item as Record<string, string | undefined>;
    return [region, id, imageId, name, project, account, bucket, key].map((part) => part ?? "").join("\u0000");
  };
  return [...items].sort((left, right) => compareText(sortKey(left), sortKey(right)));
}

function decode(document: InventoryDocument): Inventory {
  const account = DEFAULT_ACCOUNT;
  return {
    complete: document.complete ?? false,
    recordedAt: document.recordedAt ?? "",
    origin: document.origin ?? "",
    accounts: (document.accounts ?? []).map((entry) => ({ site: null, ...entry })),
    images: (document.images ?? []).map(decodeImage),
    keys: (document.keys ?? []).map((entry) => ({ account, alias: "", state: "enabled", grantedTo: [], ...entry })),
    vaults: (document.vaults ?? []).map((entry) => ({ ...VAULT_DEFAULTS, ...entry })),
    agencies: (document.agencies ?? []).map((entry) => ({ account, regions: [], coversBackups: false, ...entry })),
    quotas: (document.quotas ?? []).map((entry) => ({ account, used: 0, ...entry })),
    members: (document.members ?? []).map((entry) => ({ account, ...entry })),
    buckets: (document.buckets ?? []).map((entry) => ({ account, storageClass: "standard", ...entry })),
    objects: (document.objects ?? []).map(({ contents, ...entry }) => ({
      checksum: "",
      format: "other",
      status: "there",
      ...entry,
      contents: { ...NO_CONTENTS, ...contents },
    })),
    projects: (document.projects ?? []).map((entry) => ({ account, ...entry })),
    backupDestinations: bare(document.backupDestinations ?? {}),
  };
}

/** A record without a prototype: a region that is called "constructor" has no destinations, instead of a function for them. */
function bare<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, record);
}

const NO_CONTENTS: FileContents = { imageId: "", kind: "system-disk", os: "linux", minDiskGib: 0 };

const VAULT_DEFAULTS = {
  account: DEFAULT_ACCOUNT,
  name: "",
  resource: "server",
  protection: "replication",
  status: "available",
  sizeGib: 0,
  usedGib: 0,
} as const;

function decodeImage({ madeFrom, backup, ...entry }: ImageEntry): Image {
  return {
    account: DEFAULT_ACCOUNT,
    project: defaultProject(entry.region),
    status: "active",
    visibility: "private",
    minDiskGib: 0,
    keyId: null,
    os: "linux",
    server: "ecs",
    licence: "free",
    fastCreate: entry.kind === "system-disk",
    frozen: false,
    description: "",
    tags: {},
    createdAt: "",
    minRamMib: 0,
    maxRamMib: 0,
    enterpriseProjectId: DEFAULT_ENTERPRISE_PROJECT,
    updatedAt: entry.createdAt ?? "",
    ...entry,
    madeFrom: { means: "untold", id: "", region: null, ...madeFrom },
    backup: decodeBackup(entry, backup),
  };
}

function decodeBackup(image: ImageEntry, backup: ImageEntry["backup"]): Backup | null {
  if (image.kind !== "full-ecs") return null;
  return { replicaOf: null, vaultId: null, ...(backup ?? { id: `backup-of-${image.id}` }) };
}
