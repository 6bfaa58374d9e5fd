// Records of a type by name, page by page.
import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Page } from '../../contracts/paging.ts';
import type { StoredRecord } from '../../contracts/record-schemas.ts';
import type { Table } from '../engine/open-table.ts';
import { type RecordItem, recordKey, recordOf } from '../records/record-item.ts';
import { nameKeyOf } from '../schema.ts';

/** The place in the order by name that a page of records ended at. */
export type NamePosition = readonly [nameKey: string, recordId: string];

/**
 * Records of a type in the order of their names, case-insensitive. May lag behind a write by
 * moments. One Query for each shard of the index; their answers are merged.
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
 * What the attributes of one page may come to, in bytes as the answer carries them, a JSON text in a
 * JSON text: Lambda answers 6 MB at the most.
 */
const largestPage = 5_000_000;

/** As many of the first as fit an answer, at least one. */
function withinAnswer(all: readonly NamedItem[]): NamedItem[] {
  let size = 0;
  return all.filter(({ attributes }, at) => {
    size += Buffer.byteLength(JSON.stringify(attributes));
    return at === 0 || size <= largestPage;
  });
}

type NamedItem = RecordItem & { nameKey: string };

/** The order of the index: by UTF-8 bytes, which a comparison of JavaScript strings is not. */
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

/** Whether there is any record of a type. May lag behind a write by moments. */
export async function hasRecords(table: Table, type: string): Promise<boolean> {
  const { items } = await recordsByName(table, type, undefined, 1);
  return items.length > 0;
}
