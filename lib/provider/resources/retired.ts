// What is made of something that is retired: the resource names it by an id that no image has. Told as the program's rule tells it, which a
// record of the program would tell too, but that comes later in a plan.
import type { NotKnown } from "../../cloud";
import type { FactSheet } from "../../model";
import { RETIRED_ID } from "../../values";

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
  if (name !== RETIRED_ID) return { stated: {}, notKnown: [] };
  return { stated: { "route.recipe": "what is retired", "route.madeOf": "" }, notKnown: NOT_THERE };
}
