// Repeatable random numbers: the same seed gives the same numbers on every machine.

/** From 0 to below 1. */
export type Random = () => number;

/** The generator mulberry32, started from a text (FNV-1a). Good enough to draw samples. */
export function seeded(seed: string): Random {
  let state = 0x811c9dc5;
  for (const char of seed) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const below = (random: Random, end: number) => Math.floor(random() * end);

/** The numbers from 0 in random order. */
export function shuffled(random: Random, length: number): number[] {
  const all = Array.from({ length }, (_, n) => n);
  for (let at = length - 1; at > 0; at -= 1) {
    const other = below(random, at + 1);
    [all[at], all[other]] = [all[other] as number, all[at] as number];
  }
  return all;
}

/** Draws ranks from 0: rank r is drawn in proportion to 1 / (r + 1)^exponent. */
export function zipf(length: number, exponent: number): (random: Random) => number {
  const upTo = new Float64Array(length);
  let sum = 0;
  for (let rank = 0; rank < length; rank += 1) {
    sum += (rank + 1) ** -exponent;
    upTo[rank] = sum;
  }
  return (random) => {
    const wanted = random() * sum;
    let [low, high] = [0, length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
