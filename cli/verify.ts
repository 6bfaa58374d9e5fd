// `liaison verify`: reads everything that is stored about connections, and checks pairs, series, counts and the words
// of names.
import type { Client } from '../shared/client/create-client.ts';
import { type RecordReference, recordPath } from '../shared/contracts/identifiers.ts';
import type { CountDifference } from './count-differences.ts';
import type { ProgressBar } from './progress-bar.ts';
import { checkCounts, readNames, recountAll } from './verify-counts.ts';
import { type ExceededLimit, LimitedHolders } from './verify-limits.ts';
import { type BrokenConnection, Pairs, type RecordPair } from './verify-pairs.ts';
import { unfoundRecords } from './verify-words.ts';

export interface Verification {
  readonly halves: number;
  readonly connections: number;
  /** How many of each had their counts checked. */
  readonly records: number;
  readonly recordTypes: number;
  readonly roles: number;
  readonly brokenPairs: readonly BrokenConnection[];
  /** Records whose record type does not exist, as `type/id`: no list shows them. */
  readonly recordsWithoutType: readonly string[];
  /** Records that searches may not find, as `type/id`: a word of their names is missing. */
  readonly unfoundRecords: readonly string[];
  readonly wrongCounts: readonly CountDifference[];
  /** No problems: a limit that is added or lowered later changes no connection. */
  readonly exceededLimits: readonly ExceededLimit[];
  /** Whose counts changed while they were being read, in words: these were not checked. */
  readonly unsettled: readonly string[];
  /** What a repair changed; absent without a repair. */
  readonly repaired?: Repaired;
}

/** How much a repair has changed. */
interface Repaired {
  /** Corrections of counts. */
  readonly counts: number;
  /** Records whose words were written again. */
  readonly words: number;
  /** Connections whose halves or series were repaired. */
  readonly connections: number;
  /** Those of them whose halves were repaired, as they were before. */
  readonly pairs: readonly BrokenConnection[];
}

/** Repairs the connections of pairs of records that seem to be broken. Returns those that still are. */
export type RepairPairs = (suspects: readonly RecordPair[]) => Promise<BrokenConnection[]>;

/**
 * Checks that each connection has two halves that agree, that its series lists it, that its records and
 * their types exist, that the counts that the service shows equal a recount of the halves, and that no word of a name is
 * missing. Also reports
 * records that exceed the limit of a role. Keeps the counts of each record in memory, about 1 KB each.
 */
export async function verify(
  client: Client,
  progress: ProgressBar,
  repairPairs?: RepairPairs,
): Promise<Verification> {
  const pairs = new Pairs();
  const withoutType: RecordReference[] = [];
  const names = await readNames(client);
  const holders = new LimitedHolders(names.limits);
  const recount = await recountAll(
    client,
    names,
    ({ items, series, externalIds, recordsWithoutType }, listed) => {
      for (const half of items) {
        pairs.add(half, listed.has(recordPath(half.record)));
        holders.add(half);
      }
      for (const one of series) pairs.addSeries(one);
      for (const one of externalIds) pairs.addExternalId(one);
      withoutType.push(...recordsWithoutType);
      progress.show('halves', pairs.halves);
    },
  );
  const brokenPairs = repairPairs
    ? await repairPairs(pairs.suspects())
    : await pairs.broken(client);
  const { wrong, unsettled } = await checkCounts(client, names, recount, progress);
  return {
    halves: pairs.halves,
    connections: pairs.connections,
    records: recount.records.size,
    recordTypes: names.types.length,
    roles: names.categories.size,
    brokenPairs,
    recordsWithoutType: await stillWithoutType(client, withoutType),
    unfoundRecords: await unfoundRecords(client, names.types),
    wrongCounts: wrong,
    exceededLimits: await holders.exceeded(client),
    unsettled,
  };
}

/** Those whose type still does not exist, as `type/id`. */
async function stillWithoutType(client: Client, records: readonly RecordReference[]) {
  if (records.length === 0) return [];
  const types = new Set((await readNames(client)).types);
  return records.filter(({ type }) => !types.has(type)).map(recordPath);
}

export const problemsOf = ({
  brokenPairs,
  recordsWithoutType,
  unfoundRecords: unfound,
  wrongCounts,
}: Verification) =>
  brokenPairs.length + recordsWithoutType.length + unfound.length + wrongCounts.length;
