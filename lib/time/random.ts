// The seeded random source: the same random seed gives the same run, byte for byte.
import { randomUUID } from "node:crypto";
import { digestOf } from "../values";

/** A stream of numbers in [0, 1). */
export interface RandomSource {
  next(): number;
  /** A whole number in [0, bound). */
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32: small, fast and good enough to choose faults; nothing here needs secrecy. */
export function randomSource(randomSeed: number): RandomSource {
  let state = randomSeed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number): number => Math.floor(next() * bound);
  return { next, below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}

/** A stream of its own for each subject: what chance says of one does not depend on who else was asked about before. */
export function randomSourceFor(randomSeed: number, subject: object): RandomSource {
  return randomSource(Number.parseInt(digestOf([randomSeed, subject]).slice(0, 8), 16));
}

/** A text that nobody can guess, new at each call: proof that one process started another. */
export function secretToken(): string {
  return randomUUID();
}
