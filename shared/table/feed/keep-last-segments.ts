// Keeps the last segment of each part of the feed, so that numbers go on where they ended.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { commitIf } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import type { Table } from '../engine/open-table.ts';
import { expiryAttribute, feedParts, items } from '../schema.ts';
import { marginSeconds, type SegmentItem } from './segment.ts';

/**
 * Segments expire. If the last one of a part did, its numbers would begin again, and readers would wait for ever for the
 * number after the one that they read last. So a last segment whose days are over is replaced with one without
 * events, which never expires. 1 Query for each part, and 1 TransactWriteItems for each that was quiet so long. Call it
 * more often than every `marginSeconds`.
 * @throws Refusal Busy
 */
export async function keepLastSegments(table: Table): Promise<void> {
  const over = Math.floor(table.clock() / 1000) + marginSeconds;
  for (let part = 0; part < feedParts(table.shards); part += 1) {
    const { Items = [] } = await table.db.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :part',
        ExpressionAttributeValues: { ':part': items.feedSegment.partition(part) },
        ConsistentRead: true,
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    const [last] = Items as SegmentItem[];
    if (last?.expiresAt === undefined || last.expiresAt > over) continue;
    const { pk, sk, at } = last;
    await commitIf(table, [{ put: { pk, sk, at }, when: isStill(last, expiryAttribute) }]);
  }
}
