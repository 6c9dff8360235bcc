// The world as a program states it: the images that it starts from, and the agencies, keys and vaults that it names.
import {
  DEFAULT_ACCOUNT,
  defaultProject,
  INVENTORY,
  readInventory,
  type Agency,
  type Inventory,
  type Key,
  type Vault,
} from "../model";
import { isPending, type Hop, type RoutePlan, type SourceImageEntry, type Told } from "../routes";

/** Only what none of the recordings holds: what is recorded is as it is recorded. */
export function statedWorld({ sources, hops }: RoutePlan, recorded: readonly Inventory[]): Inventory {
  const there = <T>(of: (inventory: Inventory) => readonly T[], key: (item: T) => string): ReadonlySet<string> =>
    new Set(recorded.flatMap((inventory) => of(inventory).map(key)));
  const images = there(
    (inventory) => inventory.images,
    ({ id }) => id,
  );
  const keys = there(
    (inventory) => inventory.keys,
    ({ id }) => id,
  );
  const vaults = there(
    (inventory) => inventory.vaults,
    ({ id }) => id,
  );
  const agencies = there((inventory) => inventory.agencies, agencyKey);
  const { format, version } = INVENTORY;
  const world = {
    format,
    version,
    origin: "stated by the program",
    images: sources.flatMap(imageOf).filter(({ id }) => !images.has(id)),
    keys: unique(hops.flatMap(keysOf), ({ id }) => id).filter(({ id }) => !keys.has(id)),
    vaults: unique(hops.flatMap(vaultsOf), ({ id }) => id).filter(({ id }) => !vaults.has(id)),
    agencies: agenciesOf(hops).filter((agency) => !agencies.has(agencyKey(agency))),
  };
  // Read as one that people wrote: what is not stated has its default.
  return readInventory(JSON.stringify(world), world.origin);
}

const agencyKey = ({ account, name }: Agency): string => `${account} ${name}`;

function unique<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

function told<T>(value: Told<T>, otherwise: T): T {
  return isPending(value) ? otherwise : value;
}

/** A source that has no id yet is another stack's, and not there before that is applied. */
function imageOf(source: SourceImageEntry): readonly { readonly id: string; readonly [field: string]: unknown }[] {
  const { imageId, region, keyId } = source;
  if (isPending(imageId) || isPending(region)) return [];
  return [
    {
      id: imageId,
      name: told(source.name, imageId),
      account: told(source.account, DEFAULT_ACCOUNT),
      project: told(source.project, defaultProject(region)),
      region,
      kind: told(source.kind, "system-disk"),
      sizeGib: told(source.sizeGib, 1),
      keyId: told(keyId, null),
    },
  ];
}

function keysOf({ replica }: Hop): readonly Key[] {
  const { keyId, region, account } = replica;
  if (typeof keyId !== "string" || isPending(region)) return [];
  const owner = told(account, DEFAULT_ACCOUNT);
  return [{ id: keyId, alias: "", account: owner, region, state: "enabled", grantedTo: [] }];
}

/** With room for all that is sent there. */
function vaultsOf({ vaultId, replica }: Hop): readonly Vault[] {
  const { region, account } = replica;
  if (typeof vaultId !== "string" || isPending(region)) return [];
  return [
    {
      id: vaultId,
      name: "",
      account: told(account, DEFAULT_ACCOUNT),
      region,
      resource: "server",
      protection: "replication",
      status: "available",
      sizeGib: 100_000,
      usedGib: 0,
    },
  ];
}

/** Granted wherever it is used. */
function agenciesOf(hops: readonly Hop[]): readonly Agency[] {
  const regions = new Map<string, { readonly name: string; readonly account: string; readonly regions: Set<string> }>();
  for (const { agencyName, replica, caller } of hops) {
    if (typeof agencyName !== "string" || isPending(replica.region)) continue;
    const account = told(caller.account, DEFAULT_ACCOUNT);
    const agency = regions.get(`${account} ${agencyName}`) ?? { name: agencyName, account, regions: new Set<string>() };
    agency.regions.add(replica.region);
    regions.set(`${account} ${agencyName}`, agency);
  }
  return [...regions.values()].map((agency) => ({ ...agency, regions: [...agency.regions], coversBackups: true }));
}
