// From planned hops to wishes, which the rules judge and the forecast places like any others.
import { subjectFor, type Subject } from "../model";
import { stepSheet, type StepWorld } from "./route-step";
import type { PlannedHop } from "./plan-goals";
import type { Intermediate, SourceImageEntry } from "./route-plan";
import type { Wish } from "./wish";

/** Where the source of a hop comes from that no hop of these makes. */
export type Root = { readonly hop: string } | { readonly image: SourceImageEntry };

export interface GoalWishes {
  readonly construct: string;
  readonly root: Root;
  readonly world: StepWorld;
  /** What becomes of what is on the way; default it is kept. */
  readonly intermediate?: Intermediate;
  /** Guards that are accepted, with the reason. */
  readonly acknowledged?: Readonly<Record<string, string>>;
}

/** A hop as a wish. */
export function wishOf(
  hop: PlannedHop,
  { construct, root, world, intermediate = "kept", acknowledged }: GoalWishes,
): Wish {
  const { detail } = hop.step;
  return {
    id: hop.id,
    construct,
    operation: hop.step.operation,
    sheet: stepSheet(hop.before, hop.step, hop.words, world),
    subject: subjectOfHop(hop),
    source: hop.source === null ? root : { hop: hop.source },
    ...(detail !== undefined && { detail }),
    ...(hop.intermediate && { intermediate }),
    ...(acknowledged !== undefined && { acknowledged }),
    ...(hop.dropped.length > 0 && { dropped: hop.dropped }),
  };
}

function subjectOfHop({ step, before, words }: PlannedHop): Subject {
  const { file } = before;
  const image = file === null ? `Image "${before.image.name}"` : `Object ${file.bucket}:${file.key}`;
  return subjectFor(step.operation, image, words.name);
}
