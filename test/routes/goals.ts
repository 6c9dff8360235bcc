// Goals for tests of the planner: an image, the accounts, and its destinations, in a completely recorded world.
import { CATALOG, type Catalog } from "../../lib/catalog";
import type { Image, Inventory } from "../../lib/model";
import {
  judgeWishes,
  planGoals,
  planRoutes,
  RecordedMeans,
  told,
  wishOf,
  type Actor,
  type Destination,
  type Goal,
  type PlannedGoals,
  type RouteImage,
  type RoutePlan,
  type Search,
  type View,
  type Wish,
} from "../../lib/routes";
import { BEIJING, SHANGHAI } from "../cloud/world";

export const HONG_KONG = "ap-southeast-1";
export const SINGAPORE = "ap-southeast-3";

/** The home account's provider in Beijing, a partner's, a sub-project's, and that of an account of the other site. */
export const ACTORS: readonly Actor[] = [
  { account: "acme", project: null, region: BEIJING, site: "china" },
  { account: "acme", project: "sub", region: BEIJING, site: "china" },
  { account: "partner", project: null, region: BEIJING, site: "china" },
  { account: "overseas", project: null, region: SINGAPORE, site: "international" },
];

export function routeImage(image: Image, inventory: Inventory): RouteImage {
  const replicas = inventory.images.filter((one) => one.backup !== null && one.backup.replicaOf === image.backup?.id);
  return {
    ...image,
    encrypted: image.keyId !== null,
    osVersion: "Ubuntu 22.04 server 64bit",
    backupIsReplica: image.backup === null ? null : image.backup.replicaOf !== null,
    backupRegions: image.backup === null ? null : replicas.map(({ region }) => region),
    members: inventory.members.filter(({ imageId, status }) => imageId === image.id && status === "accepted").length,
  };
}

/** How an actor of the account and project sees an image. */
export function viewOf(image: Image, inventory: Inventory, account = image.account, project = image.project): View {
  if (image.visibility !== "private") return { account, project, seenAs: image.visibility, memberStatus: null };
  const member = inventory.members.find(
    (entry) => entry.imageId === image.id && entry.account === account && entry.project === project,
  );
  if (member === undefined) return { account, project, seenAs: "private", memberStatus: null };
  return { account, project, seenAs: "shared", memberStatus: member.status };
}

/** Agencies, vaults and buckets for every place where the inventory has one: the first by id. */
function meansOf(inventory: Inventory): RecordedMeans {
  return new RecordedMeans(inventory, {
    agency: (account) => inventory.agencies.find((agency) => agency.account === account)?.name ?? null,
    vault: (account, region, use) =>
      inventory.vaults.find((vault) => vault.account === account && vault.region === region && vault.protection === use)
        ?.id ?? null,
    bucket: (account, region) =>
      inventory.buckets.find((bucket) => bucket.account === account && bucket.region === region)?.name ?? null,
  });
}

export function goal(more: Partial<Goal> = {}): Goal {
  const region = more.region ?? SHANGHAI;
  return {
    account: "acme",
    project: region,
    region,
    name: "web",
    description: "",
    tags: {},
    holding: "own",
    keyId: null,
    acknowledged: {},
    ...more,
  };
}

export const destination = (wanted: Goal, shareWith: readonly Goal[] = []): Destination => ({
  key: JSON.stringify([wanted.account, wanted.project, wanted.region, wanted.name, wanted.holding, wanted.keyId]),
  goal: wanted,
  shareWith,
});

export interface Asked {
  readonly image: Image;
  readonly inventory: Inventory;
  readonly destinations: readonly Destination[];
  readonly view?: View;
  readonly actors?: readonly Actor[];
  readonly catalog?: Catalog;
  readonly slots?: number;
}

export function searchOf({ inventory, actors = ACTORS, catalog = CATALOG }: Asked): Search {
  return { actors, catalog, means: meansOf(inventory) };
}

export function planned(asked: Asked, more: Partial<Parameters<typeof planGoals>[0]> = {}): PlannedGoals {
  const { image, inventory, destinations, view = viewOf(image, inventory) } = asked;
  return planGoals({
    name: "web",
    image: routeImage(image, inventory),
    view,
    destinations,
    search: searchOf(asked),
    ...more,
  });
}

export function wishesFor(asked: Asked, goals: PlannedGoals = planned(asked)): readonly Wish[] {
  const { image } = asked;
  const entry = {
    id: image.id,
    imageId: image.id,
    name: image.name,
    account: image.account,
    project: image.project,
    region: image.region,
    kind: image.kind,
    sizeGib: image.sizeGib,
    encrypted: image.keyId !== null,
    keyId: told(image.keyId, "image.keyId"),
    trusted: [],
  };
  return goals.hops.map((hop) => wishOf(hop, { construct: "test", root: { image: entry }, world: searchOf(asked) }));
}

export function routePlanOf(asked: Asked, wishes: readonly Wish[] = wishesFor(asked)): RoutePlan {
  const { catalog = CATALOG, slots } = asked;
  const planning = { stack: "test", target: "simulated", wishes, catalog, slots } as const;
  return planRoutes(planning, judgeWishes(planning));
}

/** Hops as lines: `id < source`. */
export const lines = ({ hops }: PlannedGoals): readonly string[] =>
  hops.map(({ id, source, step }) => `${step.operation} ${id}${source === null ? "" : ` < ${source}`}`);
