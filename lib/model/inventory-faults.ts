// What the schema of inventories cannot say: nothing is listed twice, members are of an image and objects in a bucket that is listed, and only
// a full-ECS image has a backup.
import type { Place } from "../documents";
import type { Image } from "./image";
import type { Agency, Key, Member, Quota, Vault } from "./means";
import type { Account, ProjectEntry } from "./place";
import type { Bucket, StoredObject } from "./storage";

export interface InventoryFault {
  readonly message: string;
  readonly at: Place;
}

interface Lists {
  readonly accounts: readonly Account[];
  readonly images: readonly Image[];
  readonly keys: readonly Key[];
  readonly vaults: readonly Vault[];
  readonly agencies: readonly Agency[];
  readonly quotas: readonly Quota[];
  readonly members: readonly Member[];
  readonly buckets: readonly Bucket[];
  readonly objects: readonly StoredObject[];
  readonly projects: readonly ProjectEntry[];
}

type List = keyof Lists;

/** By list: the field that is told when an entry is there twice, and what tells entries apart. */
const IDENTITIES: { readonly [L in List]: readonly [field: string, key: (entry: Lists[L][number]) => string[]] } = {
  accounts: ["id", ({ id }) => [id]],
  images: ["id", ({ id }) => [id]],
  keys: ["id", ({ id, region }) => [region, id]],
  vaults: ["id", ({ id, region }) => [region, id]],
  agencies: ["name", ({ account, name }) => [account, name]],
  quotas: ["region", ({ account, region }) => [account, region]],
  members: ["project", ({ imageId, account, project }) => [imageId, account, project]],
  // Buckets have names of their own among all accounts.
  buckets: ["name", ({ name }) => [name]],
  objects: ["key", ({ bucket, key }) => [bucket, key]],
  // Default projects of several accounts have one name; an account's own are of one region each.
  projects: ["id", ({ account, id }) => [account, id]],
};

/** The first fault of an inventory. `written`: its images as the document has them, without defaults. */
export function faultIn(
  inventory: Lists,
  written: readonly { readonly backup?: object }[] = [],
): InventoryFault | undefined {
  for (const list of Object.keys(IDENTITIES) as List[]) {
    const fault = twiceIn(list, inventory[list]);
    if (fault !== undefined) return fault;
  }
  return backupFault(inventory, written) ?? memberFault(inventory) ?? objectFault(inventory);
}

function twiceIn<L extends List>(list: L, entries: Lists[L]): InventoryFault | undefined {
  const [field, keyOf] = IDENTITIES[list] as readonly [string, (entry: object) => string[]];
  const seen = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const key = JSON.stringify(keyOf(entry));
    const first = seen.get(key);
    if (first !== undefined) {
      const value = String((entry as unknown as Record<string, unknown>)[field]);
      return {
        message: `is "${value}", which ${list}[${String(first)}].${field} has already`,
        at: [list, index, field],
      };
    }
    seen.set(key, index);
  }
  return undefined;
}

function backupFault({ images }: Lists, written: readonly { readonly backup?: object }[]): InventoryFault | undefined {
  const index = images.findIndex(({ kind }, at) => kind !== "full-ecs" && written[at]?.backup !== undefined);
  const kind = images[index]?.kind;
  if (kind === undefined) return undefined;
  return { message: `is for full-ECS images, and this one is of kind "${kind}"`, at: ["images", index, "backup"] };
}

function memberFault({ images, members }: Lists): InventoryFault | undefined {
  const ids = new Set(images.map(({ id }) => id));
  const index = members.findIndex(({ imageId }) => !ids.has(imageId));
  const imageId = members[index]?.imageId;
  if (imageId === undefined) return undefined;
  return { message: `is "${imageId}", and no image has that id`, at: ["members", index, "imageId"] };
}

function objectFault({ buckets, objects }: Lists): InventoryFault | undefined {
  const names = new Set(buckets.map(({ name }) => name));
  const index = objects.findIndex(({ bucket }) => !names.has(bucket));
  const bucket = objects[index]?.bucket;
  if (bucket === undefined) return undefined;
  return { message: `is "${bucket}", and no bucket has that name`, at: ["objects", index, "bucket"] };
}
