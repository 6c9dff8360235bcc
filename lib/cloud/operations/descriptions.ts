// The operations of the service. One that is missing here fails the build.
import type { Image, Operation, OperationKind } from "../../model";
import type { Job, Store } from "../../store";
import { invariant } from "../../values";
import type { JobFault } from "../faults";
import { copyImage } from "./copy-image";
import { copyImageAcross } from "./copy-image-across";
import { exportImage } from "./export-image";
import { registerImage } from "./register-image";
import { acceptImage, rejectImage, shareImage, unshareImage } from "./sharing";
import { transferObject } from "./transfer-object";
import type { UpdateHandler, GeneratedIds, JobSubject, OperationDescription } from "./operation-description";

type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;

const VERBS: { readonly [K in OperationKind]: OperationDescription<OperationOf<K>> } = {
  copyImage,
  copyImageAcross,
  shareImage,
  unshareImage,
  acceptImage,
  rejectImage,
  exportImage,
  transferObject,
  registerImage,
};

/** The description of an operation's kind, which therefore takes the operation. */
function verbOf(operation: Operation): OperationDescription<Operation> {
  return VERBS[operation.kind] as OperationDescription<Operation>;
}

/** The image that an admitted operation makes; undefined when it makes none. */
export function replicaOf(
  operation: Operation,
  source: Image | undefined,
  given: GeneratedIds,
  state: Store,
): Image | undefined {
  const handler = verbOf(operation);
  return "replica" in handler ? handler.replica(operation, source, given, state) : undefined;
}

function changerOf(operation: Operation): UpdateHandler<Operation> {
  const handler = verbOf(operation);
  invariant(!("replica" in handler), `${operation.kind} makes an image`);
  return handler;
}

/** What an admitted operation that makes no image works on, with what is there from now on. */
export function beginChange(operation: Operation, source: Image | undefined, state: Store): JobSubject {
  const { subject, admitted } = changerOf(operation);
  const about = subject(operation, source, state);
  admitted?.(operation, source, state);
  return about;
}

/** What the end of a job changes; a fault when that is not possible any more. Jobs that make an image change nothing else. */
export function endChange(job: Job, state: Store): JobFault | undefined {
  const operation = requestOf(job);
  return operation === undefined ? undefined : changerOf(operation).succeeded(operation, job, state);
}

/** Takes back what was there from admission on. */
export function abandonChange(job: Job, state: Store): void {
  const operation = requestOf(job);
  if (operation !== undefined) changerOf(operation).failed?.(operation, state);
}

/** Whether what a job that succeeded has made or changed is still so. */
export function isInEffect(job: Job, state: Store): boolean {
  const operation = requestOf(job);
  if (operation === undefined) return state.images.tryFind(job.imageId) !== undefined;
  return changerOf(operation).isInEffect(operation, job, state);
}

function requestOf({ request }: Job): Operation | undefined {
  return request === null ? undefined : (JSON.parse(request) as Operation);
}
