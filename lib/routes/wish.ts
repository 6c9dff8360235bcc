// A wish: one replica that a program asks for, with all that is known of it, as the planner takes it.
import type { Node } from "../dag";
import type { FactKey, Facts, FactSheet, OperationKind, Subject } from "../model";
import { isKnown, type Knowable } from "../values";
import type { DroppedWay, HopDetail, Intermediate, SourceImageEntry, Told } from "./route-plan";

export interface Wish {
  /** Id of the hop: the replica's identity, or the construct's path where the name is not known yet. */
  readonly id: string;
  readonly construct: string;
  readonly operation: OperationKind;
  readonly sheet: FactSheet;
  readonly subject: Subject;
  readonly source: { readonly hop: string } | { readonly image: SourceImageEntry } | { readonly object: string };
  /** Hops that it comes after where nothing tells which of them its source is; default none. */
  readonly after?: readonly string[];
  /** What it does besides copying; default nothing. */
  readonly detail?: HopDetail;
  /** Of what is only on the way to what was asked for: whether it is kept then. Default: it was asked for. */
  readonly intermediate?: Intermediate;
  /** The hop that Terraform lets it come after, so that no more are under way than there are slots; default none. */
  readonly lane?: string;
  /** Ways that the planner did not go, and why; default none. */
  readonly dropped?: readonly DroppedWay[];
  /** Guards that the program acknowledges, with the reason; default none. */
  readonly acknowledged?: Readonly<Record<string, string>>;
}

/** Wishes as a graph. A list that many come after is one node, so that the edges do not grow with the product of both. */
export function nodesOf(wishes: readonly Pick<Wish, "id" | "source" | "after">[]): readonly Node[] {
  const joints = new Map<readonly string[], string>();
  const nodes = wishes.map(({ id, source, after = [] }): Node => {
    if ("hop" in source) return { id, after: [source.hop] };
    if (after.length > 1 && !joints.has(after)) joints.set(after, `all of ${String(joints.size)}`);
    const joint = joints.get(after);
    return { id, after: joint === undefined ? after : [joint] };
  });
  return [...nodes, ...[...joints].map(([after, id]): Node => ({ id, after, isJoint: true }))];
}

/** A knowable value as the route plan writes it. */
export function told<T>(value: Knowable<T>, pending: FactKey | "image.id" | "source.id"): Told<T> {
  return isKnown(value) ? value : { pending };
}

/** A fact of a wish as the route plan writes it. */
export function toldFact<K extends FactKey>(wish: Wish, key: K): Told<Facts[K]> {
  return told(wish.sheet[key] as Knowable<Facts[K]>, key);
}
