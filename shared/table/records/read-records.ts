// Reading records by type and id, strongly consistent.

import type { NamedRecord } from '../../contracts/answers/connection-answers.ts';
import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt, itemsAt } from '../engine/read.ts';
import {
  assertNoneMerged,
  existingRecords,
  mergeAttributes,
  refusalOfMerged,
} from './merged-records.ts';
import { isMerged, noSuchRecord, type RecordItem, recordKey, recordOf } from './record-item.ts';

/** A record. 1 GetItem. @throws Refusal NotFound, RecordMerged */
export async function getRecord(table: Table, reference: RecordReference): Promise<StoredRecord> {
  const item = await itemAt(table, recordKey(reference));
  if (!item) throw noSuchRecord(reference);
  if (isMerged(item)) throw await refusalOfMerged(table, item);
  return recordOf(item as unknown as RecordItem);
}

/** 1 BatchGetItem. @throws Refusal NotFound, RecordMerged */
export async function assertRecordExists(table: Table, reference: RecordReference): Promise<void> {
  const existing = await existingRecords(table, [reference]);
  if (!existing.has(recordPath(reference))) throw noSuchRecord(reference);
}

/**
 * The attributes of records, by `recordPath`; a record that does not exist, or was merged, has none. One BatchGetItem for
 * each 100.
 */
export async function attributesOf(
  table: Table,
  records: readonly RecordReference[],
  consistent: boolean,
): Promise<ReadonlyMap<string, StoredRecord['attributes']>> {
  const keys = new Map(records.map((record) => [recordPath(record), recordKey(record)]));
  const attributes = ['attributes', ...mergeAttributes];
  const found = await itemsAt(table, [...keys.values()], { consistent, attributes });
  const existing = found.filter((item) => !isMerged(item)) as unknown as RecordItem[];
  return new Map(
    existing.map(({ recordType: type, recordId: id, attributes: text }) => [
      recordPath({ type, id }),
      JSON.parse(text),
    ]),
  );
}

/**
 * Records with their current names, in the order requested. One BatchGetItem for each 100.
 * @throws Refusal RecordMerged if one was merged; NotFound for the first one that does not exist
 */
export async function namedRecords(
  table: Table,
  records: readonly RecordReference[],
): Promise<NamedRecord[]> {
  const keys = new Map(records.map((record) => [recordPath(record), recordKey(record)]));
  const attributes = ['name', ...mergeAttributes];
  const found = await itemsAt(table, [...keys.values()], { consistent: true, attributes });
  await assertNoneMerged(table, found);
  const names = new Map(
    found.map(({ recordType, recordId, name }) => [`${recordType}/${recordId}`, name as string]),
  );
  return records.map(({ type, id }) => {
    const name = names.get(recordPath({ type, id }));
    if (name === undefined) throw noSuchRecord({ type, id });
    return { type, id, name };
  });
}

/** What is stored of records' names and versions, strongly consistent, by partition key. 1 BatchGetItem for each 100. */
export async function storedNames(
  table: Table,
  records: readonly RecordReference[],
): Promise<ReadonlyMap<string, RecordItem>> {
  const keys = new Map(records.map(recordKey).map((key) => [key.pk, key]));
  const attributes = ['pk', 'recordType', 'recordId', 'name', 'version', 'createdAt', 'mergedInto'];
  const found = await itemsAt(table, [...keys.values()], { consistent: true, attributes });
  return new Map(found.map((item) => [item.pk as string, item as unknown as RecordItem]));
}
