// Blanking a role on every connection that has it, and counting those.
import type { Connection, Side } from '../domain/connection.ts';
import type { HalfItem } from './half.ts';
import type { Author } from './pair-writes.ts';
import { pagesOf } from './read.ts';
import { collision, connectionAt, connectionsLike } from './read-connections.ts';
import { type Pages, sweep } from './sweep.ts';
import type { Table } from './table.ts';

/**
 * Blanks a role on every connection that has it. A connection that would then be the same as
 * another one is deleted: what it said is said already.
 */
export async function clearRole(table: Table, roleId: string, author: Author): Promise<void> {
  const cleared = (side: Side): Side => (side.roleId === roleId ? { ...side, roleId: null } : side);
  const rule = async (connection: Connection) => {
    const after: Connection = {
      ...connection,
      record1: cleared(connection.record1),
      record2: cleared(connection.record2),
      modifiedAt: author.now,
      modifiedBy: author.actor,
      version: connection.version + 1,
    };
    return collision(after, await connectionsLike(table, after), connection.id) ? null : after;
  };
  await sweep(table, { pass: () => connectionsWithRole(table, roleId), rule, author });
}

/** How many connections have a role, on either side. May lag behind a write by moments. */
export async function countConnectionsWithRole(table: Table, roleId: string): Promise<number> {
  let count = 0;
  for (let shard = 0; shard < table.shards; shard += 1) {
    const ofShard = {
      IndexName: 'by-role',
      KeyConditionExpression: 'roleId = :role AND #shard = :shard',
      // One with the role on both sides has two halves here: only record1's counts.
      FilterExpression:
        'attribute_exists(#source) OR attribute_not_exists(connectedRoleId) OR connectedRoleId <> :role',
      ExpressionAttributeNames: { '#shard': 'shard', '#source': 'source' },
      ExpressionAttributeValues: { ':role': roleId, ':shard': shard },
      Select: 'COUNT',
    } as const;
    for await (const page of pagesOf(table, ofShard)) count += page.Count ?? 0;
  }
  return count;
}

async function* connectionsWithRole(table: Table, roleId: string): Pages {
  for (let shard = 0; shard < table.shards; shard += 1) {
    const ofShard = {
      IndexName: 'by-role',
      KeyConditionExpression: 'roleId = :role AND #shard = :shard',
      ExpressionAttributeNames: { '#shard': 'shard' },
      ExpressionAttributeValues: { ':role': roleId, ':shard': shard },
    };
    for await (const { Items = [] } of pagesOf(table, ofShard)) {
      // The index may be behind: what is changed is what the table holds.
      const current = await Promise.all(
        (Items as HalfItem[]).map((half) => connectionAt(table, half.id, half)),
      );
      yield current.filter((connection) => connection !== undefined);
    }
  }
}
