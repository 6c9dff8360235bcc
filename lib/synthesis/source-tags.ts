// Tags of source images, for a check that policies ask them of. They are prose of somebody else's: no route plan holds them.
import type { Wish } from "../routes";
import { isKnown } from "../values";
import { type DeclaredReplica, known } from "../declarations";

/** By the id that route plans give the source; a source of which nobody has told the tags is not there. */
export function sourceTagsOf(
  wishes: ReadonlyMap<DeclaredReplica, Wish>,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const tags: Record<string, Readonly<Record<string, string>>> = {};
  for (const [replica, { source }] of wishes) {
    const stated = replica.source.facts.tags;
    const borne = stated === undefined ? undefined : known(stated, replica);
    if ("image" in source && borne !== undefined && isKnown(borne)) tags[source.image.id] = borne;
  }
  return tags;
}
