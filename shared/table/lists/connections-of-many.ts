// Lists the first connections of many records, strongly consistent.
import { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Table } from '../engine/open-table.ts';
import { eachOf, itemsAt } from '../engine/read.ts';
import { mergeAttributes, refusalOfMerged } from '../records/merged-records.ts';
import { isMerged, noSuchRecord, recordKey } from '../records/record-item.ts';
import { isEmpty, readerOf } from './connections-of-record.ts';
import { fillPage, type HalvesRead, type ListConditions } from './fill-page.ts';

/** The first page of a record's connections, or why there is none. */
export type RecordRead = HalvesRead<string> | { readonly refusal: Refusal };

/** How many records are read at the same time. */
const atOnce = 25;

/**
 * The first page of each record's connections, in the order of the records. For each, the Queries of `connectionsOf`; for
 * all that have none, 1 BatchGetItem to see which of them exist.
 */
export async function connectionsOfMany(
  table: Table,
  catalog: Catalog,
  records: readonly RecordReference[],
  conditions: ListConditions,
  limit: number,
): Promise<RecordRead[]> {
  const pages = await eachOf(records, atOnce, async (record): Promise<RecordRead> => {
    try {
      const reader = readerOf(table, catalog, record, conditions);
      return await fillPage(table, reader, conditions, limit, true);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'RecordMerged') return { refusal: error };
      throw error;
    }
  });
  const empty = records.filter((_, at) => isEmptyRead(pages[at]));
  const refusals = await refusalsOf(table, empty);
  return pages.map((page, at) => {
    const refusal = refusals.get(recordPath(records[at] as RecordReference));
    return refusal && isEmptyRead(page) ? { refusal } : page;
  });
}

const isEmptyRead = (page: RecordRead | undefined) =>
  page !== undefined && 'items' in page && isEmpty(page);

/** The refusals of the records that do not exist, or were merged, by `recordPath`. */
async function refusalsOf(
  table: Table,
  records: readonly RecordReference[],
): Promise<ReadonlyMap<string, Refusal>> {
  const keys = new Map(records.map((record) => [recordPath(record), recordKey(record)]));
  const read = { consistent: true, attributes: mergeAttributes };
  const found = await itemsAt(table, [...keys.values()], read);
  const refusals = new Map(records.map((record) => [recordPath(record), noSuchRecord(record)]));
  for (const item of found) {
    const path = `${item.recordType}/${item.recordId}`;
    if (isMerged(item)) refusals.set(path, await refusalOfMerged(table, item));
    else refusals.delete(path);
  }
  return refusals;
}
