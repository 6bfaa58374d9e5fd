// `liaison verify`: reads every half, checks that they are pairs, and counts all over.
import type { Api } from './api.ts';
import { checkCounts, readNames, recountAll } from './check-counts.ts';
import type { CountDifference } from './count-differences.ts';
import { type BrokenConnection, Pairs } from './pairs.ts';
import type { Progress } from './progress.ts';

export interface Verification {
  readonly halves: number;
  readonly connections: number;
  /** How many of each had their counts compared. */
  readonly records: number;
  readonly recordTypes: number;
  readonly roles: number;
  readonly brokenPairs: readonly BrokenConnection[];
  readonly wrongCounts: readonly CountDifference[];
  /** Whose counts kept changing while they were read, in words: they were not judged. */
  readonly unsettled: readonly string[];
  /** How many corrections a repair has made; absent without one. */
  readonly corrections?: number;
}

/**
 * Checks that each connection has two halves that agree, and that the counts which the service
 * shows are what its halves come to. Keeps the counts of each record in memory, about 1 KB each.
 */
export async function verify(api: Api, progress: Progress): Promise<Verification> {
  const pairs = new Pairs();
  const names = await readNames(api);
  const recount = await recountAll(api, names, (half) => {
    pairs.take(half);
    progress.show('halves', pairs.halves);
  });
  const brokenPairs = await pairs.broken(api);
  const { wrong, unsettled } = await checkCounts(api, names, recount, progress);
  return {
    halves: pairs.halves,
    connections: pairs.connections,
    records: recount.records.size,
    recordTypes: names.types.length,
    roles: names.categories.size,
    brokenPairs,
    wrongCounts: wrong,
    unsettled,
  };
}

export const problemsOf = ({ brokenPairs, wrongCounts }: Verification) =>
  brokenPairs.length + wrongCounts.length;
