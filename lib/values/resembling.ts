// Names that resemble each other: one that is misspelt, or written as another language writes it.

/** The known name that an unknown one is most likely meant to be; undefined where it resembles none. */
export function resembling(name: string, known: readonly string[]): string | undefined {
  const plain = plainly(name);
  const same = known.find((one) => plainly(one) === plain);
  if (same !== undefined) return same;
  const near = known
    .map((one) => ({ one, steps: editDistance(plain, plainly(one)) }))
    .filter(({ one, steps }) => steps <= (Math.min(one.length, plain.length) < 5 ? 1 : 2))
    .sort((left, right) => left.steps - right.steps);
  return near[0]?.one;
}

/** In one case, without the signs that some languages put between words. */
export const plainly = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Letters to put in, take out, replace, or swap with the next one, to make one text of another. */
function editDistance(from: string, to: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= from.length; row++) {
    const next = [row];
    for (let column = 1; column <= to.length; column++) {
      const changed = from[row - 1] === to[column - 1] ? 0 : 1;
      let least = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + changed);
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwap) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, last] = [last, next];
  }
  return last[to.length] ?? 0;
}
