// A state of the search: an image as somebody sees it, an offer of it that nobody has answered, or a file that it became.
import type { ObjectFormat } from "../model";
import { isKnown } from "../values";
import type { Goal, Place, RouteImage, View } from "./route-world";

/** A file in a bucket. */
export interface RouteFile {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
  readonly format: ObjectFormat;
}

export interface RouteState {
  /** The image, or the one that was made a file of. */
  readonly image: RouteImage;
  readonly view: View;
  /** The project that it is offered to and that has not answered. */
  readonly offeredTo: Place | null;
  readonly file: RouteFile | null;
  /** Whether a hop has made the image: the source itself is no replica. */
  readonly made: boolean;
}

export function startState(image: RouteImage, view: View): RouteState {
  return { image, view, offeredTo: null, file: null, made: false };
}

const keys = new WeakMap<RouteState, string>();

/** Equal keys are equal states: a key holds all of a state, and nothing of what led there. Kept: a search asks for it at every step. */
export function stateKey(state: RouteState): string {
  let key = keys.get(state);
  if (key === undefined) keys.set(state, (key = keyOf(state)));
  return key;
}

function keyOf({ image, view, ...rest }: RouteState): string {
  return JSON.stringify([...partsOf(image), ...partsOf(view), rest]);
}

/** JSON has no value for the unknown: it is a name without a value. */
function partsOf(facts: object): readonly unknown[] {
  return Object.entries(facts).map(([name, value]: [string, unknown]) => (isKnown(value) ? [name, value] : [name]));
}

const samePlace = (left: Place, right: Place): boolean =>
  left.account === right.account && left.project === right.project && left.region === right.region;

/** Whether the state is what the goal wishes. `unanswered`: whether an offer is as far as a route can go. */
export function satisfies(
  { image, view, offeredTo, file, made }: RouteState,
  goal: Goal,
  unanswered: boolean,
): boolean {
  if (file !== null) return false;
  if (goal.holding === "shared") {
    if (offeredTo !== null) return unanswered && samePlace(offeredTo, goal);
    const isTheirs = view.account === goal.account && view.project === goal.project && image.region === goal.region;
    return isTheirs && view.seenAs === "shared" && view.memberStatus === "accepted";
  }
  return (
    offeredTo === null && made && view.seenAs === "private" && samePlace(image, goal) && image.keyId === goal.keyId
  );
}
