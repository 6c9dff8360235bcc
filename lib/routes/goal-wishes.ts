// From planned hops to wishes, which the rules judge and the forecast places like any others.
import { subjectFor, type Subject } from "../model";
import { knownOr } from "../values";
import { stepSheet, type StepWorld } from "./route-step";
import type { PlannedHop } from "./plan-goals";
import type { SourceImageEntry } from "./route-plan";
import type { Wish } from "./wish";

/** Where the source of a hop comes from that no hop of these makes. */
export type Root = { readonly hop: string } | { readonly image: SourceImageEntry };

export interface GoalWishes {
  readonly construct: string;
  readonly root: Root;
  readonly world: StepWorld;
  /** Guards that are accepted, with the reason. */
  readonly acknowledged?: Readonly<Record<string, string>>;
}

/** A hop as a wish. */
export function wishOf(hop: PlannedHop, { construct, root, world, acknowledged }: GoalWishes): Wish {
  const { detail } = hop.step;
  return {
    id: hop.id,
    construct,
    operation: hop.step.operation,
    sheet: stepSheet(hop.before, hop.step, hop.words, world),
    subject: subjectOfHop(hop),
    source: hop.source === null ? root : { hop: hop.source },
    ...(detail !== undefined && { detail }),
    ...(hop.intermediate && { intermediate: true }),
    ...(acknowledged !== undefined && { acknowledged }),
    ...(hop.dropped.length > 0 && { dropped: hop.dropped }),
  };
}

function subjectOfHop({ step, before, words }: PlannedHop): Subject {
  const { file } = before;
  const image = file === null ? `Image "${before.image.name}"` : `Object ${file.bucket}:${file.key}`;
  return subjectFor(step.operation, image, words.name);
}

/** How long data of an encrypted source lies unencrypted on its way to encrypted replicas, in hours at least; null: it does not. */
export function plaintextHours(hops: readonly PlannedHop[], secondsOf: (hop: PlannedHop) => number): number | null {
  const byId = new Map(hops.map((hop) => [hop.id, hop]));
  let longest: number | null = null;
  for (const hop of hops) {
    if (hop.step.keyId === null) continue;
    let seconds = secondsOf(hop);
    for (let at = before(hop); at !== undefined; at = before(at)) {
      const isDecrypting = knownOr(at.before.image.encrypted, false) && at.step.role !== null && at.step.keyId === null;
      if (isDecrypting) {
        longest = Math.max(longest ?? 0, seconds / 3600);
        break;
      }
      seconds += secondsOf(at);
    }
  }
  return longest;

  function before(hop: PlannedHop): PlannedHop | undefined {
    return hop.source === null ? undefined : byId.get(hop.source);
  }
}
