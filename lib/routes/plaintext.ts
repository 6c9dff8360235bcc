// Plaintext windows: how long what was encrypted lies unencrypted, because encrypted images cannot travel.
import type { Catalog } from "../catalog";
import { makesImage } from "../model";
import { SECONDS_PER_HOUR } from "../values";
import { forecast } from "./forecast";
import { cyclesOf, hopsOf } from "./plan-routes";
import { isPending, sourceIdOf, type Hop, type RoutePlan } from "./route-plan";
import type { Wish } from "./wish";

export interface PlaintextWindow {
  /** The hop that decrypts. */
  readonly hop: Hop;
  /** The encrypted image or replica that it decrypts. */
  readonly source: string;
  /** Unencrypted replicas that it leads to, itself first. */
  readonly holds: readonly Hop[];
  /** From the start of the decryption until the last of what was made of it is there. */
  readonly durationSeconds: number;
  /** Replicas made of it that are encrypted again; none: it is meant to stay unencrypted. */
  readonly encryptedAgain: readonly Hop[];
  /** Whether it ends with the plan, since all that is unencrypted is retired; else it lasts as long as that is kept. */
  readonly ends: boolean;
}

/** Wishes with how long what they decrypt lies in plain on its way to being encrypted again; the others as they are. */
export function withPlaintextHours(wishes: readonly Wish[], catalog: Catalog, slots: number): readonly Wish[] {
  const decrypts = ({ sheet }: Wish): boolean => sheet["image.encrypted"] === true && sheet["key.id"] === null;
  // What runs in a circle is never made, and of two replicas of one id nobody can tell which is meant: both are findings of their own.
  const once = new Set(wishes.map(({ id }) => id)).size === wishes.length;
  if (!once || !wishes.some(decrypts) || cyclesOf(wishes).size > 0) return wishes;
  const windows = plaintextWindows(hopsOf(wishes, forecast(wishes, catalog, slots)));
  const hours = new Map(
    windows
      .filter(({ encryptedAgain }) => encryptedAgain.length > 0)
      .map(({ hop, durationSeconds }) => [hop.id, durationSeconds / SECONDS_PER_HOUR] as const),
  );
  return wishes.map((wish) => {
    const plaintextHours = hours.get(wish.id);
    if (plaintextHours === undefined) return wish;
    return { ...wish, sheet: { ...wish.sheet, "route.plaintextHours": plaintextHours } };
  });
}

/** In the order of the plan's hops. A key that is not known yet counts as one. */
export function plaintextWindows({ hops, sources }: Pick<RoutePlan, "hops" | "sources">): readonly PlaintextWindow[] {
  const byId = new Map(hops.map((hop) => [hop.id, hop]));
  const images = new Map(sources.map((source) => [source.id, source]));
  const followers = new Map<string, Hop[]>();
  for (const hop of hops) {
    if (!("hop" in hop.source)) continue;
    const list = followers.get(hop.source.hop);
    if (list === undefined) followers.set(hop.source.hop, [hop]);
    else list.push(hop);
  }
  const isEncrypted = ({ source }: Hop): boolean => {
    if ("hop" in source) {
      const before = byId.get(source.hop);
      return before !== undefined && before.replica.keyId !== null;
    }
    if ("object" in source) return false;
    const image = images.get(source.image);
    return image !== undefined && !isPending(image.encrypted) && image.encrypted;
  };
  return hops
    .filter((hop) => makesImage(hop.operation) && hop.replica.keyId === null && isEncrypted(hop))
    .map((hop) => windowOf(hop, "hop" in hop.source ? hop.source.hop : nameOf(sourceIdOf(hop), images), followers));
}

/** By name where it has one: ids say little. */
function nameOf(id: string, images: ReadonlyMap<string, RoutePlan["sources"][number]>): string {
  const name = images.get(id)?.name;
  return name === undefined || isPending(name) || name === "" ? id : name;
}

function windowOf(hop: Hop, source: string, followers: ReadonlyMap<string, readonly Hop[]>): PlaintextWindow {
  const holds: Hop[] = [];
  const encryptedAgain: Hop[] = [];
  let endSeconds = hop.forecast.endSeconds;
  const open = [hop];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    endSeconds = Math.max(endSeconds, next.forecast.endSeconds);
    if (next.replica.keyId === null) {
      // What hands an image on makes no replica of it.
      if (makesImage(next.operation)) holds.push(next);
      open.push(...(followers.get(next.id) ?? []));
    } else encryptedAgain.push(next);
  }
  const ends = holds.every(({ intermediate }) => intermediate === "retired");
  return { hop, source, holds, durationSeconds: endSeconds - hop.forecast.startSeconds, encryptedAgain, ends };
}
