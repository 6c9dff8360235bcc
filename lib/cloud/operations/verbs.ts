// The list of verbs. An operation that is missing here fails the build.
import type { Image, Operation, OperationKind } from "../../model";
import type { Store } from "../../store";
import { copyImage } from "./copy-image";
import { copyImageAcross } from "./copy-image-across";
import type { Asked, Given, Verb } from "./verb";

type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;

const VERBS: { readonly [K in OperationKind]: Verb<OperationOf<K>> } = { copyImage, copyImageAcross };

/** The verb of an operation's kind, which therefore takes the operation. */
function verbOf(operation: Operation): Verb<Operation> {
  return VERBS[operation.kind] as Verb<Operation>;
}

/** What the operation asks for, as facts; keys, agencies and vaults are looked up in the region state. */
export function askedOf(operation: Operation, state: Store): Asked {
  return verbOf(operation).asked(operation, state);
}

/** The image that the operation makes of a source that it was admitted for. */
export function replicaOf(operation: Operation, source: Image, given: Given): Image {
  return verbOf(operation).replica(operation, source, given);
}
