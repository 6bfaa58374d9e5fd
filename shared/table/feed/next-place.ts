// Where the next segment of the feed is written. An instance stays in the part where it last succeeded, so
// that instances that write at the same time settle in different parts and read nothing.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { feedParts, items } from '../schema.ts';
import { numberOf, type Place } from './segment.ts';

/** The place after this instance's last one; the first time, in a random part: 1 Query. */
export async function nextPlace(table: Table): Promise<Place> {
  const { feedMemory: memory } = table;
  memory.place ??= await endOf(table, Math.floor(table.random() * feedParts(table.shards)));
  const { part, number } = memory.place;
  return { part, number: number + 1 };
}

/** Call it after the segment at a place was written. */
export function placeUsed({ feedMemory }: Table, place: Place): void {
  feedMemory.place = place;
}

/** Call it when another instance was faster at a place: moves to another part. 1 Query. */
export async function moveFrom(table: Table, { part }: Place): Promise<void> {
  const parts = feedParts(table.shards);
  const steps = 1 + Math.floor(table.random() * (parts - 1));
  table.feedMemory.place = await endOf(table, parts === 1 ? part : (part + steps) % parts);
}

/** The place of the last segment of a part, strongly consistent; number 0 if it has none. 1 Query. */
export async function endOf(table: Table, part: number): Promise<Place> {
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :part',
      ExpressionAttributeValues: { ':part': items.feedSegment.partition(part) },
      ProjectionExpression: 'sk',
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  const [last] = Items as Key[];
  return { part, number: last ? numberOf(last) : 0 };
}
