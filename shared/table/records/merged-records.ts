// Records that were merged into other ones: where their connections belong, and the refusals of requests that name them.
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import { recordMerged } from '../../domain/merge-rules.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt, itemsAt } from '../engine/read.ts';
import {
  isMerged,
  type MergedItem,
  type RecordItem,
  recordKey,
  type Survivor,
} from './record-item.ts';

/** The end of a chain of merges, and its item; undefined if that record was deleted. */
export interface ChainEnd {
  readonly survivor: Survivor;
  readonly item: RecordItem | undefined;
}

/** The record at the end of a chain of merges: A into B, B into C. 1 GetItem for each merge, strongly consistent. */
export async function chainEnd(
  table: Table,
  { mergedInto }: Pick<MergedItem, 'mergedInto'>,
): Promise<ChainEnd> {
  let survivor = mergedInto;
  for (;;) {
    const item = await itemAt(table, recordKey(survivor));
    // One with its id that was created later is another record.
    if (!item || Date.parse(item.createdAt as string) !== survivor.recordSince) {
      return { survivor, item: undefined };
    }
    // A record that was merged is never merged again, so a chain has an end.
    if (!isMerged(item)) return { survivor, item: item as unknown as RecordItem };
    survivor = item.mergedInto;
  }
}

/** The refusal of a request that names a merged record. 1 GetItem for each merge of its chain. */
export async function refusalOfMerged(
  table: Table,
  item: Pick<MergedItem, 'recordType' | 'recordId' | 'mergedInto'>,
) {
  const { recordType: type, recordId: id } = item;
  return recordMerged({ type, id }, (await chainEnd(table, item)).survivor);
}

/** @throws Refusal RecordMerged if one of these items is a merged record, or the mark of one */
export async function assertNoneMerged(table: Table, found: readonly object[]): Promise<void> {
  const merged = found.find(isMerged);
  if (merged) throw await refusalOfMerged(table, merged);
}

/** The attributes of a record's item that say whether it was merged. */
export const mergeAttributes = ['recordType', 'recordId', 'mergedInto'] as const;

/** Into which records the merged ones among these were merged, by `recordPath`. Reads only if there are any. */
export async function mergedAmong(
  table: Table,
  found: readonly object[],
): Promise<ReadonlyMap<string, RecordReference>> {
  const ends = found.filter(isMerged).map(async (item): Promise<[string, RecordReference]> => {
    const { survivor } = await chainEnd(table, item);
    return [recordPath({ type: item.recordType, id: item.recordId }), survivor];
  });
  return new Map(await Promise.all(ends));
}

/**
 * Which of the records that a query names exist, by `recordPath`, strongly consistent: 1 BatchGetItem.
 * @throws Refusal RecordMerged if one of them was merged, even while it still has connections
 */
export async function existingRecords(
  table: Table,
  named: readonly RecordReference[],
): Promise<ReadonlySet<string>> {
  const keys = new Map(named.map((record) => [recordPath(record), recordKey(record)]));
  const read = { consistent: true, attributes: mergeAttributes };
  const found = await itemsAt(table, [...keys.values()], read);
  await assertNoneMerged(table, found);
  return new Set(found.map(({ recordType, recordId }) => `${recordType}/${recordId}`));
}
