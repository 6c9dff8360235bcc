// How the findings of every door name what an operation works on and what it makes.
import { lowerFirst } from "../values";
import type { Subject } from "./facts";
import type { OperationKind } from "./operations";

/**
 * @param image what it works on: `Image "web"`, or `Object bucket:key`
 * @param name name of the image that it makes, where it makes one and the name is settled
 */
export function subjectFor(operation: OperationKind, image: string, name?: string): Subject {
  return { image, replica: REPLICAS[operation](lowerFirst(image), name) };
}

const replica = (_image: string, name?: string): string => (name === undefined ? "A replica" : `Replica "${name}"`);

const REPLICAS: Readonly<Record<OperationKind, (image: string, name?: string) => string>> = {
  copyImage: replica,
  copyImageAcross: replica,
  shareImage: (image) => `The sharing of ${image}`,
  unshareImage: (image) => `The end of sharing ${image}`,
  acceptImage: (image) => `The acceptance of ${image}`,
  rejectImage: (image) => `The rejection of ${image}`,
  exportImage: (image) => `The export of ${image}`,
  transferObject: (image) => `The transfer of ${image}`,
  registerImage: (_image, name) => (name === undefined ? "An image" : `Image "${name}"`),
};
