// Brute force: tries every chain of operations that the simulated cloud accepts, and reports one that is cheaper than the planner's. It
// does not know how routes are found, and uses only the rules that the cloud enforces.
import { Cloud } from "../../lib/cloud";
import type { Image, Inventory, Operation } from "../../lib/model";
import type { Goal, RouteCost } from "../../lib/routes";
import { findRoute } from "../../lib/routes";
import { Store } from "../../lib/store";
import { ACTORS, routeImage, searchOf, viewOf, type Asked } from "./goals";

/** The result of a chain: the state of the world, and the current image or file. */
interface Node {
  readonly inventory: Inventory;
  readonly imageId: string;
  /** Set while it is a file. */
  readonly file: { readonly bucket: string; readonly key: string } | null;
  readonly cost: RouteCost;
  readonly path: readonly string[];
}

/** Longer than any route; a destination without a route is tried up to this length, too. */
const LONGEST = 5;

/** The cheaper chain, as text; null if there is none. */
export function cheapestByForce(asked: Asked): { readonly better: readonly string[] | null } {
  const { image, inventory, destinations, view = viewOf(image, inventory) } = asked;
  const goal = destinations[0]!.goal;
  const route = findRoute(routeImage(image, inventory), view, goal, searchOf(asked));
  const bound = route.found ? route.cost : null;
  const best = new Map<string, RouteCost>();
  const queue: Node[] = [
    {
      inventory,
      imageId: image.id,
      file: null,
      cost: { acknowledgements: 0, charged: 0, seconds: 0, hops: 0 },
      path: [],
    },
  ];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (node.path.length > 0 && reaches(node, goal)) return { better: node.path };
    if (node.path.length >= LONGEST) continue;
    for (const next of allAfter(node, operationsOn(node, goal, asked))) {
      if (bound !== null && !isCheaper(next.cost, bound)) continue;
      const key = keyOf(next);
      const known = best.get(key);
      if (known !== undefined && !isCheaper(next.cost, known)) continue;
      best.set(key, next.cost);
      queue.push(next);
    }
  }
  return { better: null };
}

function isCheaper(left: RouteCost, right: RouteCost): boolean {
  return (left.charged - right.charged || left.seconds - right.seconds || left.hops - right.hops) < 0;
}

function reaches({ inventory, imageId, file }: Node, goal: Goal): boolean {
  const image = inventory.images.find(({ id }) => id === imageId);
  if (image === undefined || file !== null) return false;
  if (goal.holding === "own") {
    const isNew = image.id.startsWith("51a7ed00");
    return (
      isNew &&
      image.account === goal.account &&
      image.project === goal.project &&
      image.region === goal.region &&
      image.keyId === goal.keyId
    );
  }
  return (
    image.region === goal.region &&
    inventory.members.some(
      (member) =>
        member.imageId === imageId &&
        member.account === goal.account &&
        member.project === goal.project &&
        member.status === "accepted",
    )
  );
}

/** Requests one after the other: a refusal changes nothing, so that only an accepted request needs its own world. */
function allAfter(node: Node, operations: readonly Operation[]): readonly Node[] {
  const nodes: Node[] = [];
  let opened: { readonly store: Store; readonly cloud: Cloud } | undefined;
  for (const operation of operations) {
    if (opened === undefined) {
      const store = Store.open(":memory:");
      opened = { store, cloud: new Cloud(store) };
      opened.cloud.load(node.inventory);
    }
    const answer = opened.cloud.submit(operation);
    if (!answer.accepted) continue;
    const { cloud, store } = opened;
    cloud.runUntilIdle();
    const next =
      cloud.tryFindJob(answer.jobId)?.status === "SUCCESS"
        ? nodeAfter(node, operation, cloud, answer.imageId)
        : undefined;
    if (next !== undefined) nodes.push(next);
    store.close();
    opened = undefined;
  }
  opened?.store.close();
  return nodes;
}

function nodeAfter(node: Node, operation: Operation, cloud: Cloud, imageId: string): Node {
  const charged = cloud
    .meter()
    .filter(({ kind }) => kind !== "in-region-copy")
    .reduce((sum, { gib }) => sum + gib, 0);
  return {
    inventory: cloud.inventory(),
    imageId: operation.kind === "transferObject" ? node.imageId : imageId,
    file: fileAfter(operation),
    cost: {
      acknowledgements: 0,
      charged: node.cost.charged + charged,
      seconds: node.cost.seconds + cloud.nowSeconds,
      hops: node.cost.hops + 1,
    },
    path: [...node.path, operation.kind],
  };
}

function fileAfter(operation: Operation): Node["file"] {
  if (operation.kind === "exportImage") return { bucket: operation.bucket, key: operation.key };
  return operation.kind === "transferObject" ? { bucket: operation.targetBucket, key: operation.targetKey } : null;
}

/** Worlds with equal keys have the same next operations. */
function keyOf({ inventory, imageId, file }: Node): string {
  const image = inventory.images.find(({ id }) => id === imageId);
  const members = inventory.members.filter((member) => member.imageId === imageId);
  const made = imageId.startsWith("51a7ed00");
  return JSON.stringify([
    image?.account,
    image?.project,
    image?.region,
    image?.keyId,
    image?.server,
    made,
    members,
    file?.bucket,
    file?.key.split(".").at(-1),
  ]);
}

/** Every operation that anybody could request next. */
function operationsOn(node: Node, goal: Goal, asked: Asked): readonly Operation[] {
  const image = node.inventory.images.find(({ id }) => id === node.imageId);
  if (image === undefined) return [];
  const actors = asked.actors ?? ACTORS;
  const callers = actors.flatMap(({ account, project, region }) => [
    ...(project === null ? [] : [{ account, project, region }]),
    ...(project !== null ? [] : [image.region, goal.region].map((at) => ({ account, project: at, region: at }))),
  ]);
  return callers.flatMap((caller) =>
    node.file === null
      ? onImage(image, caller, goal, node.inventory)
      : onFile(node.file, image, caller, node.inventory, goal),
  );
}

type Caller = Operation["caller"];

function onImage(image: Image, caller: Caller, goal: Goal, inventory: Inventory): readonly Operation[] {
  const asked = { caller, sourceImageId: image.id };
  const made = { ...asked, name: "web", description: "", tags: {} };
  const vaults = [null, ...inventory.vaults.filter(({ account }) => account === caller.account).map(({ id }) => id)];
  const vaultIds = image.kind === "full-ecs" ? vaults : [null];
  return [
    ...[null, goal.keyId].map((keyId) => ({ kind: "copyImage", ...made, keyId }) as const),
    ...[...new Set([goal.region, image.region])].flatMap((targetRegion) =>
      vaultIds.map(
        (vaultId) => ({ kind: "copyImageAcross", ...made, targetRegion, agencyName: "ims_copy", vaultId }) as const,
      ),
    ),
    ...ACTORS.map(
      ({ account, project }) =>
        ({ kind: "shareImage", ...asked, members: [{ account, project: project ?? image.region }] }) as const,
    ),
    ...vaultIds.map((vaultId) => ({ kind: "acceptImage", ...asked, vaultId }) as const),
    // A guard of ours refuses to export an encrypted image, and the cloud does not.
    ...(image.keyId !== null ? [] : inventory.buckets).flatMap(({ name }) => [
      { kind: "exportImage", ...asked, bucket: name, key: "x.qcow2", format: "qcow2", fast: false } as const,
      { kind: "exportImage", ...asked, bucket: name, key: "x.zvhd2", format: null, fast: true } as const,
    ]),
  ];
}

function onFile(
  file: NonNullable<Node["file"]>,
  image: Image,
  caller: Caller,
  inventory: Inventory,
  goal: Goal,
): readonly Operation[] {
  const { bucket, key } = file;
  const from = { caller, bucket, key };
  const kind: "system-disk" | "data-disk" = image.kind === "data-disk" ? "data-disk" : "system-disk";
  return [
    ...inventory.buckets.map(({ name, account, region }) => {
      const targetCaller = { account, project: region, region };
      return { kind: "transferObject", ...from, targetCaller, targetBucket: name, targetKey: key } as const;
    }),
    ...[null, goal.keyId].flatMap((keyId) =>
      [false, true]
        .filter((quick) => !quick || keyId === null)
        .map((quick) => ({
          kind: "registerImage" as const,
          ...from,
          name: "web",
          description: "",
          tags: {},
          imageKind: kind,
          quick,
          minDiskGib: image.minDiskGib,
          os: image.os,
          osVersion: "Ubuntu 22.04",
          keyId,
        })),
    ),
  ];
}
