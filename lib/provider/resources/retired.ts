// What is made of something that is retired: the resource names it by an id that no image has. A warning at plan, in the words of the
// program's rule; the record in Terraform stops the plan, and at apply the service refuses the id.
import type { NotKnown } from "../../cloud";
import type { FactSheet } from "../../model";
import { isRetiredId } from "../../values";

interface AsRetired {
  readonly stated: Partial<FactSheet>;
  readonly notKnown: readonly NotKnown[];
}

/** Nothing is known of the image or the file. */
const NOT_THERE: readonly NotKnown[] = [
  "image",
  "object.exists",
  "object.sizeGib",
  "object.format",
  "object.minDiskGib",
];

/** What is stated, and not known, of a request that names this image or this key of an object. */
export function asRetired(name: string): AsRetired {
  if (!isRetiredId(name)) return { stated: {}, notKnown: [] };
  return { stated: { "route.recipe": "a deleted intermediate copy", "route.madeOf": "" }, notKnown: NOT_THERE };
}
