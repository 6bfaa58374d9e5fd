// Reads counts, and the records that hold a role.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RoleHolder } from '../../contracts/answers/count-answers.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import { type Cells, sum } from '../../domain/counting.ts';
import { type Key, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt, pagesOf } from '../engine/read.ts';
import { assertNoneMerged } from '../records/merged-records.ts';
import { assertRecordExists } from '../records/read-records.ts';
import { mergedMarkKey, recordKey } from '../records/record-item.ts';
import { items, partitionKey, sortKey } from '../schema.ts';
import { summaryKey, summaryOf } from './record-summary.ts';

/**
 * The counts of a record's connections. Can lag behind the stream. 1 BatchGetItem of the counts and of the mark
 * of a merged record, 1 read unit; 1 more for a record that never had connections, to check that it exists.
 * @throws Refusal NotFound, RecordMerged
 */
export async function countsOfRecord(table: Table, record: RecordReference): Promise<Cells> {
  const keys = [summaryKey(record), mergedMarkKey(record)];
  const found = await itemsAt(table, keys, { consistent: false });
  await assertNoneMerged(table, found);
  const [summary] = found;
  if (!summary) await assertRecordExists(table, record);
  return summaryOf(summary).cells;
}

/**
 * How many connections each record has, by `type/id`; records without connections are left out. Can
 * lag behind the stream. 1 BatchGetItem for each 100 records, 0.5 read units per record.
 */
export async function degreesOf(
  table: Table,
  records: readonly RecordReference[],
): Promise<ReadonlyMap<string, number>> {
  const names = new Map(records.map((record) => [summaryKey(record).pk, recordPath(record)]));
  const attributes = ['pk', 'cells'];
  const keys = records.map(summaryKey);
  const found = await itemsAt(table, keys, { consistent: false, attributes });
  return new Map(
    found.map(({ pk, cells }) => [
      names.get(pk as string) as string,
      Math.max(0, (cells as Cells).total ?? 0),
    ]),
  );
}

/** The counts of a record type. Can lag behind the stream. 1 Query over its parts. */
export const countsOfType = (table: Table, type: string): Promise<Cells> =>
  sumOfParts(table, items.typeCounts.partition(type));

/** The counts of a role. Can lag behind the stream. 1 Query over its parts. */
export const countsOfRole = (table: Table, roleId: string): Promise<Cells> =>
  sumOfParts(table, items.roleCounts.partition(roleId));

async function sumOfParts(table: Table, partition: string): Promise<Cells> {
  let cells: Cells = {};
  const parts = {
    KeyConditionExpression: 'pk = :partition',
    ExpressionAttributeValues: { ':partition': partition },
  };
  for await (const { Items = [] } of pagesOf(table, parts)) {
    for (const { [partitionKey]: _, [sortKey]: __, ...part } of Items) {
      cells = sum(cells, part as Cells);
    }
  }
  return cells;
}

/** A position in the list of holders of a role: the last holder, and its shard. */
export interface HolderPosition extends RecordReference {
  readonly shard: number;
}

/**
 * Records that hold a role, each once, shard after shard, in the order of type and id. Can lag
 * behind the stream. 1 Query, one more when a shard ends, and 1 BatchGetItem for the names and
 * counts of each 50 records. A record that is being deleted or merged is left out, so a page can have fewer
 * than `limit` records.
 */
export async function roleHolders(
  table: Table,
  roleId: string,
  recordType: string | undefined,
  limit: number,
  after?: HolderPosition,
): Promise<Page<RoleHolder> & { position?: HolderPosition }> {
  const found: HolderPosition[] = [];
  const first = after?.shard ?? 0;
  // One more than requested shows whether there is a next page.
  for (let shard = first; shard < table.shards && found.length <= limit; shard += 1) {
    const room = limit + 1 - found.length;
    const from = shard === first ? after : undefined;
    found.push(...(await holdersInShard(table, roleId, recordType, { shard, room, after: from })));
  }
  const holders = found.slice(0, limit);
  const last = holders.at(-1);
  return {
    items: await withNamesAndCounts(table, roleId, holders),
    ...(found.length > limit && last && { position: last }),
  };
}

async function holdersInShard(
  table: Table,
  roleId: string,
  recordType: string | undefined,
  { shard, room, after }: { shard: number; room: number; after: RecordReference | undefined },
): Promise<HolderPosition[]> {
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'by-held-role',
      KeyConditionExpression: `heldRoleId = :role AND #shard = :shard${
        recordType === undefined ? '' : ' AND holderType = :type'
      }`,
      ExpressionAttributeNames: { '#shard': 'shard' },
      ExpressionAttributeValues: {
        ':role': roleId,
        ':shard': shard,
        ...(recordType !== undefined && { ':type': recordType }),
      },
      Limit: room,
      ...(after && {
        ExclusiveStartKey: {
          pk: items.heldRole.partition(after.type, after.id),
          sk: items.heldRole.sort(roleId),
          heldRoleId: roleId,
          shard,
          holderType: after.type,
          holderId: after.id,
        },
      }),
    }),
  );
  return Items.map(({ holderType, holderId }) => ({ type: holderType, id: holderId, shard }));
}

async function withNamesAndCounts(
  table: Table,
  roleId: string,
  holders: readonly RecordReference[],
): Promise<RoleHolder[]> {
  const keys = holders.flatMap((holder) => [recordKey(holder), summaryKey(holder)]);
  const attributes = ['pk', 'sk', 'name', 'cells'];
  const found = await itemsAt(table, keys, { consistent: false, attributes });
  const byPlace = new Map(found.map((item) => [placeOf(item as unknown as Key), item]));
  return holders.flatMap((holder) => {
    const record = byPlace.get(placeOf(recordKey(holder)));
    const { cells } = summaryOf(byPlace.get(placeOf(summaryKey(holder))));
    const count = cells[`role:${roleId}`] ?? 0;
    // A merged record has no name.
    if (record?.name === undefined || count < 1) return [];
    return [{ type: holder.type, id: holder.id, name: record.name as string, count }];
  });
}
