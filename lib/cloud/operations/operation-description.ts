// What each operation makes or changes.
import type { CopyImage, CopyImageAcross, Image, Operation } from "../../model";
import type { Job, Store } from "../../store";
import type { JobFault } from "../faults";

/** What the service gives a replica besides what was asked. */
export interface GeneratedIds {
  readonly id: string;
  readonly backupId: string;
  readonly createdAt: string;
}

/** What a job works on: an image, or a file, which has no id. */
export type JobSubject = Pick<Image, "id" | "name" | "kind" | "region" | "sizeGib"> & {
  readonly vaultId: string | null;
};

export type OperationDescription<O extends Operation> = CreateHandler<O> | UpdateHandler<O>;

/** An operation that makes an image. */
export interface CreateHandler<O extends Operation> {
  readonly replica: (operation: O, source: Image | undefined, given: GeneratedIds, state: Store) => Image;
}

/** An operation that makes an object, or changes who may use an image. */
export interface UpdateHandler<O extends Operation> {
  readonly subject: (operation: O, source: Image | undefined, state: Store) => JobSubject;
  /** What is there from admission on. */
  readonly admitted?: (operation: O, source: Image | undefined, state: Store) => void;
  /** What its job's end changes; a fault when that is not possible any more. */
  readonly succeeded: (operation: O, job: Job, state: Store) => JobFault | undefined;
  readonly failed?: (operation: O, state: Store) => void;
  /** Whether what it did is still so. */
  readonly isInEffect: (operation: O, job: Job, state: Store) => boolean;
}

/** What a replica carries over from its source, and what it has of its own wherever it is made. */
export function replicaOfAny(
  operation: CopyImage | CopyImageAcross,
  source: Image,
  given: GeneratedIds,
): Omit<Image, "region" | "project"> {
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
