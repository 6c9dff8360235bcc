// From planned hops to wishes, which the rules judge and the forecast places like any others.
import { subjectFor, type Subject } from "../model";
import { knownOr, SECONDS_PER_HOUR } from "../values";
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

/**
 * How long data of an encrypted source lies in plain on its way to encrypted replicas, in hours at least, by the hop that decrypts it.
 * Waiting for slots is not in it.
 */
export function plaintextHours(
  hops: readonly PlannedHop[],
  secondsOf: (hop: PlannedHop) => number,
): ReadonlyMap<string, number> {
  const byId = new Map(hops.map((hop) => [hop.id, hop]));
  const before = ({ source }: PlannedHop): PlannedHop | undefined => (source === null ? undefined : byId.get(source));
  const windows = new Map<string, number>();
  for (const hop of hops) {
    if (hop.step.keyId === null) continue;
    let seconds = secondsOf(hop);
    for (let at = before(hop); at !== undefined; at = before(at)) {
      const isDecrypting = knownOr(at.before.image.encrypted, false) && at.step.role !== null && at.step.keyId === null;
      if (isDecrypting) {
        windows.set(at.id, Math.max(windows.get(at.id) ?? 0, seconds / SECONDS_PER_HOUR));
        break;
      }
      seconds += secondsOf(at);
    }
  }
  return windows;
}
