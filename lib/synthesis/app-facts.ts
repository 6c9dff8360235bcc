// Facts that no single replica shows: who else claims it, what it runs in a circle with, how many are planned before it. They are
// computed once for all replicas of an app, so that no replica's cost grows with the tree.
import { makesImage, type FactSheet } from "../model";
import { cyclesOf } from "../routes";
import { compareText, type Knowable } from "../values";
import { type IImage, isDeclared, type DeclaredReplica, accountKeyOf, identityOf, resolvedText } from "../declarations";
import type { SlotBudget } from "./slot-budget";

/** What the rest of the app means for one replica. */
export interface AppFacts {
  readonly claimants: FactSheet["replica.claimants"];
  readonly cycle: FactSheet["source.cycle"];
  /** Private images planned before it in its account and region. */
  readonly plannedBefore: number;
  /** Regions that earlier replicas of the same full-ECS source go to. */
  readonly siblingRegions: readonly string[];
  /** Cross-region slots that the app's stacks take together of its account. */
  readonly accountSlots: Knowable<number>;
}

export function appFactsOf(
  replicas: readonly DeclaredReplica[],
  slots: SlotBudget,
): ReadonlyMap<DeclaredReplica, AppFacts> {
  const claims = new Map<string, string[]>();
  const identities = replicas.map((replica) => replica.ask.deed?.hopId() ?? identityOf(replica));
  for (const [index, replica] of replicas.entries()) {
    const identity = identities[index];
    if (identity === undefined) continue;
    const claimants = claims.get(identity);
    if (claimants === undefined) claims.set(identity, [replica.node.path]);
    else claimants.push(replica.node.path);
  }
  // By path, so that what is said does not change with the order of declaration.
  for (const claimants of claims.values()) claimants.sort(compareText);
  const cycles = cyclesAmong(replicas);
  const planned = new Map<string, number>();
  const siblings = new Map<IImage | string, string[]>();
  return new Map(
    replicas.map((replica, index) => {
      const identity = identities[index];
      const facts: AppFacts = {
        claimants: (identity === undefined ? undefined : claims.get(identity)) ?? [replica.node.path],
        cycle: cycles.get(replica.node.path) ?? [],
        plannedBefore: makesImage(replica.ask.operation) ? countUp(planned, placeOf(replica)) : 0,
        siblingRegions: siblingsBefore(siblings, replica),
        accountSlots: slots.takenOf(accountKeyOf(replica)),
      };
      return [replica, facts];
    }),
  );
}

function placeOf(replica: DeclaredReplica): string {
  const account = accountKeyOf(replica);
  return `${account} ${replica.ask.targetRegion ?? replica.callerRegion ?? ""}`;
}

function countUp(counts: Map<string, number>, key: string): number {
  const before = counts.get(key) ?? 0;
  counts.set(key, before + 1);
  return before;
}

function siblingsBefore(siblings: Map<IImage | string, string[]>, replica: DeclaredReplica): readonly string[] {
  const region = replica.ask.targetRegion;
  if (region === undefined) return [];
  const source = sourceReplicaOf(replica, NO_ADDRESSES) ?? sourceKeyOf(replica);
  const regions = siblings.get(source) ?? [];
  // One list for all that come after, until a region is added: a list for each replica would fill the heap with a fleet's.
  if (!regions.includes(region)) siblings.set(source, [...regions, region]);
  return regions;
}

/** An id is text, as the types have it, but programs pass bare references too. */
function isPlain(imageId: unknown): boolean {
  return typeof imageId === "string" && !imageId.includes("${");
}

function sourceKeyOf(replica: DeclaredReplica): string {
  const { imageId } = replica.source;
  return isPlain(imageId) ? imageId : resolvedText(imageId, replica);
}

function cyclesAmong(replicas: readonly DeclaredReplica[]): ReadonlyMap<string, readonly string[]> {
  const addresses = new Addresses(replicas);
  const nodes = replicas.map((replica) => {
    const source = sourceReplicaOf(replica, addresses);
    return { id: replica.node.path, source: source === undefined ? NO_SOURCE : { hop: source.node.path } };
  });
  return cyclesOf(nodes);
}

const NO_SOURCE = { hop: "" };

/**
 * Replicas by their resource's address, for finding out whose id a token is. Made when it is first asked, since an address is a hash of
 * a path, and few programs pass an id instead of the replica.
 */
export class Addresses {
  private byAddress: ReadonlyMap<string, DeclaredReplica> | undefined;

  public constructor(private readonly replicas: readonly DeclaredReplica[]) {}

  public find(address: string): DeclaredReplica | undefined {
    this.byAddress ??= new Map(this.replicas.map((replica) => [addressOf(replica), replica]));
    return this.byAddress.get(address);
  }
}

/** `huaweicloud_images_image_copy.web_1A2B3C4D`: how Terraform names the resource of a replica. */
export function addressOf({ resource }: DeclaredReplica): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** The replica that makes a replica's source: declared as such, or referred to by the token of its id. */
export function sourceReplicaOf(replica: DeclaredReplica, addresses: Addresses): DeclaredReplica | undefined {
  if (isDeclared(replica.source)) return replica.source;
  if (isPlain(replica.source.imageId)) return undefined;
  const address = /^\$\{([^{}]+)\.id\}$/u.exec(resolvedText(replica.source.imageId, replica))?.[1];
  return address === undefined ? undefined : addresses.find(address);
}

const NO_ADDRESSES = new Addresses([]);
