// What each operation has to say of itself: what is asked, as facts, and the replica that it makes.
import type { FactsAbout, Image, Operation } from "../../model";
import type { Store } from "../../store";

/** What one request asks for. Who else claims the replica is no part of a request. */
export type Asked = Omit<
  FactsAbout<"replica">,
  "replica.claimants" | "replica.wrongAcknowledgements" | "replica.region"
> & {
  readonly "replica.region": string;
} & FactsAbout<"key"> &
  FactsAbout<"agency"> &
  FactsAbout<"vault">;

/** What the service gives a replica besides what was asked. */
export interface Given {
  readonly id: string;
  readonly backupId: string;
  readonly createdAt: string;
}

export interface Verb<O extends Operation> {
  readonly asked: (operation: O, state: Store) => Asked;
  readonly replica: (operation: O, source: Image, given: Given) => Image;
}

/** What the requests have in common: they say nothing of fast creation and of enterprise projects. */
export function askedOfAny(operation: Operation) {
  return {
    "replica.name": operation.name,
    "replica.description": operation.description,
    "replica.tags": operation.tags,
    "replica.fastCreate": false,
    "replica.enterpriseProjectId": null,
  } as const;
}

/** What a replica carries over from its source, and what it has of its own wherever it is made. */
export function replicaOfAny(operation: Operation, source: Image, given: Given): Omit<Image, "region" | "project"> {
  return {
    ...source,
    id: given.id,
    name: operation.name,
    account: operation.caller.account,
    status: "queued",
    visibility: "private",
    // "You can use the replicated image to quickly create ECSs": that is what replicating a system disk image is for.
    fastCreate: source.kind === "system-disk",
    frozen: false,
    description: operation.description,
    tags: operation.tags,
    madeFrom: { means: "image", id: source.id, region: source.region },
    backup: null,
    createdAt: given.createdAt,
    enterpriseProjectId: "0",
    updatedAt: given.createdAt,
  };
}
