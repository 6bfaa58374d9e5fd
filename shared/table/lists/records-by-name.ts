// Lists the records of a type in the order of their names.
import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { Page } from '../../contracts/paging.ts';
import { nameKeyOf } from '../../domain/name-folding.ts';
import type { Table } from '../engine/open-table.ts';
import { type RecordItem, recordKey, recordOf } from '../records/record-item.ts';

/** The place in the order of names at which a page ended. */
export type NamePosition = readonly [nameKey: string, recordId: string];

/**
 * One page of the records of a type in the order of their names, ignoring case. Can lag behind a
 * write. One Query for each shard of the index; the results are merged.
 */
export async function recordsByName(
  table: Table,
  type: string,
  namePrefix: string | undefined,
  limit: number,
  after?: NamePosition,
): Promise<Page<StoredRecord> & { position?: NamePosition }> {
  const prefix = namePrefix === undefined ? '' : nameKeyOf(namePrefix);
  const shards = await Promise.all(
    Array.from({ length: table.shards }, (_, shard) =>
      recordsOfShard(table, { type, shard, prefix, limit: limit + 1, after }),
    ),
  );
  const all = shards.flat().sort(byName);
  const items = withinAnswer(all.slice(0, limit));
  const last = items.at(-1);
  return {
    items: items.map(recordOf),
    ...(all.length > items.length && last && { position: [last.nameKey, last.recordId] }),
  };
}

/**
 * Maximum size of the attributes of one page in bytes, escaped as in the answer of the function
 * (JSON within JSON): Lambda returns at most 6 MB.
 */
const largestPage = 5_000_000;

/** The first records that fit into an answer, at least one. */
function withinAnswer(all: readonly NamedItem[]): NamedItem[] {
  let size = 0;
  return all.filter(({ attributes }, at) => {
    size += Buffer.byteLength(JSON.stringify(attributes));
    return at === 0 || size <= largestPage;
  });
}

type NamedItem = RecordItem & { nameKey: string };

/** The order of the index: UTF-8 bytes, which differs from the order of JavaScript strings. */
function byName(a: NamedItem, b: NamedItem): number {
  return (
    Buffer.compare(Buffer.from(a.nameKey), Buffer.from(b.nameKey)) ||
    Buffer.compare(Buffer.from(a.recordId), Buffer.from(b.recordId))
  );
}

async function recordsOfShard(
  table: Table,
  {
    type,
    shard,
    prefix,
    limit,
    after,
  }: {
    type: string;
    shard: number;
    prefix: string;
    limit: number;
    after: NamePosition | undefined;
  },
): Promise<NamedItem[]> {
  const found: NamedItem[] = [];
  let start: Record<string, unknown> | undefined;
  if (after) {
    const [nameKey, id] = after;
    start = { ...recordKey({ type, id }), recordType: type, shard, nameKey, recordId: id };
  }
  do {
    const page: QueryCommandOutput = await table.db.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: 'by-name',
        KeyConditionExpression: `recordType = :type AND #shard = :shard${
          prefix === '' ? '' : ' AND begins_with(nameKey, :prefix)'
        }`,
        ExpressionAttributeNames: { '#shard': 'shard' },
        ExpressionAttributeValues: {
          ':type': type,
          ':shard': shard,
          ...(prefix !== '' && { ':prefix': prefix }),
        },
        Limit: limit - found.length,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    found.push(...((page.Items ?? []) as unknown as NamedItem[]));
    start = page.LastEvaluatedKey;
  } while (start && found.length < limit);
  return found;
}

/** Whether a type has any records. Can lag behind a write. */
export async function hasRecords(table: Table, type: string): Promise<boolean> {
  const { items } = await recordsByName(table, type, undefined, 1);
  return items.length > 0;
}
