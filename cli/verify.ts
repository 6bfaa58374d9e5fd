// `liaison verify`: reads every half, checks that halves match in pairs and that their record types
// exist, and checks all counts.
import type { Client } from '../shared/client/create-client.ts';
import type { CountDifference } from './count-differences.ts';
import type { ProgressBar } from './progress-bar.ts';
import { checkCounts, readNames, recountAll } from './verify-counts.ts';
import { type BrokenConnection, Pairs } from './verify-pairs.ts';
import { UnknownTypes } from './verify-types.ts';

export interface Verification {
  readonly halves: number;
  readonly connections: number;
  /** How many of each had their counts checked. */
  readonly records: number;
  readonly recordTypes: number;
  readonly roles: number;
  /** Also connections of records whose type does not exist. */
  readonly brokenPairs: readonly BrokenConnection[];
  readonly wrongCounts: readonly CountDifference[];
  /** Whose counts changed while they were being read, in words: these were not checked. */
  readonly unsettled: readonly string[];
  /** How many corrections a repair sent; absent without a repair. */
  readonly corrections?: number;
}

/**
 * Checks that each connection has two halves that agree, that its record types exist, and that the counts that the service shows
 * equal a recount of the halves. Keeps the counts of each record in memory, about 1 KB each.
 */
export async function verify(client: Client, progress: ProgressBar): Promise<Verification> {
  const pairs = new Pairs();
  const names = await readNames(client);
  const unknownTypes = new UnknownTypes(names.types);
  const recount = await recountAll(client, names, (half) => {
    pairs.add(half);
    unknownTypes.add(half);
    progress.show('halves', pairs.halves);
  });
  const brokenPairs = await pairs.broken(client);
  const withoutType = await unknownTypes.connections(client);
  const { wrong, unsettled } = await checkCounts(client, names, recount, progress);
  return {
    halves: pairs.halves,
    connections: pairs.connections,
    records: recount.records.size,
    recordTypes: names.types.length,
    roles: names.categories.size,
    brokenPairs: [...brokenPairs, ...withoutType.wrong],
    wrongCounts: wrong,
    unsettled: [...withoutType.unsettled, ...unsettled],
  };
}

export const problemsOf = ({ brokenPairs, wrongCounts }: Verification) =>
  brokenPairs.length + wrongCounts.length;
