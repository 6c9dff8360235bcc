// Small worlds: every combination of an image, its destinations and their form.
import type { Image, ImageKind, Inventory, Licence } from "../../lib/model";
import type { Goal } from "../../lib/routes";
import { BEIJING, image, SHANGHAI, world } from "../cloud/world";
import { destination, goal, HONG_KONG, SINGAPORE, type Asked } from "./goals";

export interface Combination {
  readonly kind: ImageKind;
  readonly sizeGib: number;
  readonly encrypted: boolean;
  readonly seen: "private" | "accepted" | "offered" | "public";
  readonly licence: Licence;
  readonly relation: Relation;
  readonly targetKey: boolean;
  readonly holding: Goal["holding"];
}

const RELATIONS = [
  "same region",
  "other region",
  "other project",
  "other account",
  "other account, other region",
  "other site",
] as const;
type Relation = (typeof RELATIONS)[number];

const KINDS = ["system-disk", "data-disk", "full-ecs", "iso"] as const;
/** Both sides of each bound. */
const SIZES = [1, 128, 129, 1024, 1025] as const;

export const COMBINATIONS: readonly Combination[] = KINDS.flatMap((kind) =>
  SIZES.flatMap((sizeGib) =>
    [false, true].flatMap((encrypted) =>
      (["private", "accepted", "offered", "public"] as const).flatMap((seen) =>
        (["free", "vendor"] as const).flatMap((licence) =>
          RELATIONS.flatMap((relation) =>
            [false, true].flatMap((targetKey) =>
              (["own", "shared"] as const)
                // A project of the same account does not share with itself, and a shared image has no key of its own.
                .filter(
                  (holding) =>
                    holding === "own" || (!targetKey && relation !== "same region" && relation !== "other region"),
                )
                .map((holding) => ({ kind, sizeGib, encrypted, seen, licence, relation, targetKey, holding })),
            ),
          ),
        ),
      ),
    ),
  ),
);

const OVERSEAS_KEY = "key-overseas";

function inventoryOf(source: Image, seen: Combination["seen"]): Inventory {
  const base = world([source]);
  const places = [
    ["acme", BEIJING],
    ["acme", SHANGHAI],
    ["partner", BEIJING],
    ["partner", SHANGHAI],
    ["overseas", HONG_KONG],
    ["overseas", SINGAPORE],
  ] as const;
  const status = seen === "accepted" ? "accepted" : "pending";
  return {
    ...base,
    complete: true,
    accounts: [
      { id: "acme", site: "china" },
      { id: "partner", site: "china" },
      { id: "overseas", site: "international" },
    ],
    members:
      seen === "accepted" || seen === "offered"
        ? [{ imageId: source.id, account: "acme", project: BEIJING, status }]
        : [],
    keys: [
      ...base.keys,
      { id: OVERSEAS_KEY, alias: "", account: "overseas", region: SINGAPORE, state: "enabled", grantedTo: [] },
    ],
    vaults: places.flatMap(([account, region]) =>
      (["replication", "backup"] as const).map((protection) => ({
        ...base.vaults[0]!,
        id: `${protection}-${account}-${region}`,
        account,
        region,
        protection,
        sizeGib: 5000,
      })),
    ),
    buckets: places.map(([account, region]) => ({
      name: `bucket-${account}-${region}`,
      account,
      region,
      storageClass: "standard",
    })),
  };
}

const PLACES: Readonly<Record<Relation, Pick<Goal, "account" | "project" | "region">>> = {
  "same region": { account: "acme", project: BEIJING, region: BEIJING },
  "other region": { account: "acme", project: SHANGHAI, region: SHANGHAI },
  "other project": { account: "acme", project: "sub", region: BEIJING },
  "other account": { account: "partner", project: BEIJING, region: BEIJING },
  "other account, other region": { account: "partner", project: SHANGHAI, region: SHANGHAI },
  "other site": { account: "overseas", project: SINGAPORE, region: SINGAPORE },
};

export function askedOf(one: Combination): Asked {
  const isForeign = one.seen === "accepted" || one.seen === "offered";
  // In a third account, so that a receiver is never the owner.
  const owner = isForeign ? "stranger" : "acme";
  const source = image("base", {
    name: "base",
    account: owner,
    kind: one.kind,
    sizeGib: one.sizeGib,
    minDiskGib: Math.min(1024, Math.max(40, Math.ceil(one.sizeGib))),
    keyId: one.encrypted ? `key-acme-${BEIJING}` : null,
    licence: one.licence,
    visibility: one.seen === "public" ? "public" : "private",
  });
  const place = PLACES[one.relation];
  const keyId = one.targetKey
    ? place.account === "overseas"
      ? OVERSEAS_KEY
      : `key-${place.account}-${place.region}`
    : null;
  const memberStatus = one.seen === "accepted" ? ("accepted" as const) : ("pending" as const);
  return {
    image: source,
    inventory: inventoryOf(source, one.seen),
    destinations: [destination(goal({ ...place, keyId, holding: one.holding }))],
    ...(isForeign && { view: { account: "acme", project: BEIJING, seenAs: "shared" as const, memberStatus } }),
  };
}

/** The same, for an image of bare-metal servers. */
export const forBms = (asked: Asked): Asked => ({
  ...asked,
  image: { ...asked.image, server: "bms" },
  inventory: { ...asked.inventory, images: asked.inventory.images.map((one) => ({ ...one, server: "bms" })) },
});

/** A combination in a line, for titles of tests. */
export const title = (one: Combination): string => Object.values(one).join(" · ");
