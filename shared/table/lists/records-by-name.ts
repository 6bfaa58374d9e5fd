// Lists the records of a type in the order of their names.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { Page } from '../../contracts/paging.ts';
import { nameKeyOf, nameStartsWith } from '../../domain/name-folding.ts';
import type { Table } from '../engine/open-table.ts';
import { recordKey } from '../records/record-item.ts';
import { keyOrder, MergedShards } from './merged-shards.ts';
import { fillRecordPage, type RecordsWanted } from './record-page.ts';

/** The place in the order of names at which a page ended. */
export type NamePosition = readonly [nameKey: string, recordId: string];

/** What the index by name contains of a record. */
export interface NameEntry {
  readonly nameKey: string;
  readonly recordId: string;
}

export interface NamesWanted extends RecordsWanted {
  readonly namePrefix?: string | undefined;
}

/**
 * One page of the records of a type in the order of their names, ignoring case. Can lag behind a
 * write. One Query for each shard of the index, which contains names only, for its share of the page; then the records
 * of the page are read, with the bounds of `fillRecordPage`.
 */
export async function recordsByName(
  table: Table,
  type: string,
  { namePrefix, ...wanted }: NamesWanted,
  after?: NamePosition,
): Promise<Page<StoredRecord> & { position?: NamePosition }> {
  const entries = namesOfType(table, type, namePrefix, after);
  const { items, position } = await fillRecordPage(
    table,
    {
      entries,
      recordOf: ({ recordId }) => ({ type, id: recordId }),
      // A record that was renamed since the index was read has another place in the order.
      isShown: ({ nameKey }, item) =>
        item.nameKey === nameKey && (!namePrefix || nameStartsWith(item.name, namePrefix)),
    },
    wanted,
  );
  return { items, ...(position && { position: [position.nameKey, position.recordId] }) };
}

/** Whether a type has any records. Can lag behind a write. */
export const hasRecords = (table: Table, type: string): Promise<boolean> =>
  namesOfType(table, type).hasMore();

/** The records of a type in the order of their names, as the index has them. */
export function namesOfType(
  table: Table,
  type: string,
  namePrefix = '',
  after?: NamePosition,
): MergedShards<NameEntry> {
  const prefix = nameKeyOf(namePrefix);
  const startAfter = (shard: number, [nameKey, id]: NamePosition) => {
    return { ...recordKey({ type, id }), recordType: type, shard, nameKey, recordId: id };
  };
  return new MergedShards<NameEntry>(table.shards, {
    async read(shard, limit, start = after && startAfter(shard, after)) {
      const page = await table.db.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: 'by-record-name',
          KeyConditionExpression: `recordType = :type AND #shard = :shard${
            prefix === '' ? '' : ' AND begins_with(nameKey, :prefix)'
          }`,
          ExpressionAttributeNames: { '#shard': 'shard' },
          ExpressionAttributeValues: {
            ':type': type,
            ':shard': shard,
            ...(prefix !== '' && { ':prefix': prefix }),
          },
          Limit: limit,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      return { entries: (page.Items ?? []) as NameEntry[], next: page.LastEvaluatedKey };
    },
    order: (one, other) =>
      keyOrder(one.nameKey, other.nameKey) || keyOrder(one.recordId, other.recordId),
  });
}
