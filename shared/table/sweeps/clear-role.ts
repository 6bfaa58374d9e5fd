// Blanking a role on every connection that has it, and counting those.
import type { Connection, Side } from '../../domain/connection-rules.ts';
import { roleKey } from '../catalog/stored-catalog.ts';
import { collision, connectionsLike } from '../connections/duplicates.ts';
import { connectionAt } from '../connections/find-connection.ts';
import type { HalfItem } from '../connections/half-item.ts';
import type { Author } from '../connections/pair-writes.ts';
import { type Action, ConditionsFailed } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { laterOf, type Pages, sweep } from './sweep.ts';

/**
 * Blanks a role on every connection that has it, as long as the role is being cleared since
 * `author.now`: whoever makes it active again, or clears it anew, ends this. A connection that would
 * then be the same as another one is deleted: what it said is said already.
 * @returns whether it came to the end
 * @throws Refusal Busy
 */
export async function clearRole(table: Table, roleId: string, author: Author): Promise<boolean> {
  const isClearing: Action = {
    check: roleKey(roleId),
    when: { expression: 'clearing = :since', values: { since: author.now } },
  };
  const rule = clearedOf(table, roleId, author);
  const pass = () => connectionsWithRole(table, roleId);
  try {
    await sweep(table, { pass, rule, author, guards: [isClearing] });
    return true;
  } catch (error) {
    if (error instanceof ConditionsFailed) return false;
    throw error;
  }
}

/** A connection without a role; null when another one is the same then. */
export function clearedOf(table: Table, roleId: string, author: Author) {
  const cleared = (side: Side): Side => (side.roleId === roleId ? { ...side, roleId: null } : side);
  const hasRole = ({ record1, record2 }: Connection) =>
    record1.roleId === roleId || record2.roleId === roleId;
  return async (connection: Connection): Promise<Connection | null> => {
    if (!hasRole(connection)) return connection;
    const { actor, now } = laterOf(table, author);
    const after: Connection = {
      ...connection,
      record1: cleared(connection.record1),
      record2: cleared(connection.record2),
      modifiedAt: now,
      modifiedBy: actor,
      version: connection.version + 1,
    };
    return collision(after, await connectionsLike(table, after), connection.id) ? null : after;
  };
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
