// What a change of a record or a role means for all its connections: rename, delete, clear.
// Each sweep goes on from whatever is left, so it may die at any point and be run again.
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../contracts/identifiers.ts';
import type { StoredRecord } from '../contracts/records.ts';
import type { Caller, Connection, Side } from '../domain/connection.ts';
import { assertVersion, type IfMatch } from '../domain/precondition.ts';
import { type Action, ConditionsFailed, commit, type Key, maxActions } from './commit.ts';
import { type HalfItem, halfItem, halfOf, pairWrites } from './half.ts';
import { collision, connectionsLike } from './read-connections.ts';
import { recordKey } from './record-key.ts';
import { isAtVersion, noSuchRecord, recordOf } from './records.ts';
import { halfKind, items } from './schema.ts';
import { busy, type Table } from './table.ts';

/** What a sweep makes of a connection; null deletes it. */
type Rule = (connection: Connection) => Connection | null | Promise<Connection | null>;

/**
 * Deletes a record, then its connections, both halves of each. The record is gone at once; no
 * connection can be made to it from then on. Asking again goes on where an earlier call ended.
 * @throws Refusal NotFound (no such record and nothing left to delete), PreconditionFailed, Busy
 */
export async function deleteRecord(
  table: Table,
  reference: RecordReference,
  ifMatch: IfMatch,
): Promise<void> {
  const wasThere = await removeRecordItem(table, reference, ifMatch);
  const deleted = await sweep(
    table,
    () => halvesOfRecord(table, reference),
    () => null,
  );
  if (!wasThere && deleted === 0) throw noSuchRecord(reference);
}

async function removeRecordItem(
  table: Table,
  reference: RecordReference,
  ifMatch: IfMatch,
): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { Item } = await table.db.send(
      new GetCommand({ TableName: table.name, Key: recordKey(reference), ConsistentRead: true }),
    );
    if (!Item) return false;
    const { version } = recordOf(Item as Parameters<typeof recordOf>[0]);
    assertVersion(ifMatch, version);
    try {
      await commit(table, [{ remove: recordKey(reference), when: isAtVersion(version) }]);
      return true;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
  }
  throw busy();
}

/**
 * Brings a record's name to both halves of all its connections. The connection's version counts
 * the change, for what its ETag stands for has changed; who modified it last stays.
 */
export async function spreadName(table: Table, record: StoredRecord): Promise<void> {
  const renamed = (side: Side): Side =>
    side.type === record.type && side.id === record.id ? { ...side, name: record.name } : side;
  await sweep(
    table,
    () => halvesOfRecord(table, record),
    (connection) => {
      const record1 = renamed(connection.record1);
      const record2 = renamed(connection.record2);
      if (record1.name === connection.record1.name && record2.name === connection.record2.name) {
        return connection;
      }
      return { ...connection, record1, record2, version: connection.version + 1 };
    },
  );
  await endRenaming(table, record);
}

/** Takes the mark off, unless the record has changed again and somebody else is at it. */
async function endRenaming(table: Table, record: StoredRecord): Promise<void> {
  const key = recordKey(record);
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }),
  );
  if (Item?.version !== record.version) return;
  const { renaming: _, ...item } = Item as { renaming?: true } & Key;
  try {
    await commit(table, [{ put: item, when: isAtVersion(record.version) }]);
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
  }
}

/**
 * Blanks a role on every connection that has it. A connection that would then be the same as
 * another one is deleted: what it said is said already.
 */
export async function clearRole(table: Table, roleId: string, caller: Caller): Promise<void> {
  const cleared = (side: Side): Side => (side.roleId === roleId ? { ...side, roleId: null } : side);
  await sweep(
    table,
    () => halvesOfRole(table, roleId),
    async (connection) => {
      const after: Connection = {
        ...connection,
        record1: cleared(connection.record1),
        record2: cleared(connection.record2),
        modifiedAt: caller.now,
        modifiedBy: caller.actor,
        version: connection.version + 1,
      };
      return collision(after, await connectionsLike(table, after), connection.id) ? null : after;
    },
  );
}

/** How many connections have a role, on either side. May lag behind a write by moments. */
export async function countConnectionsWithRole(table: Table, roleId: string): Promise<number> {
  let count = 0;
  for (let shard = 0; shard < table.shards; shard += 1) {
    let start: Record<string, unknown> | undefined;
    do {
      const page = await table.db.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: 'by-role',
          KeyConditionExpression: 'roleId = :role AND #shard = :shard',
          // One with the role on both sides has two halves here: only record1's counts.
          FilterExpression:
            'attribute_exists(#source) OR attribute_not_exists(connectedRoleId) OR connectedRoleId <> :role',
          ExpressionAttributeNames: { '#shard': 'shard', '#source': 'source' },
          ExpressionAttributeValues: { ':role': roleId, ':shard': shard },
          Select: 'COUNT',
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      count += page.Count ?? 0;
      start = page.LastEvaluatedKey;
    } while (start);
  }
  return count;
}

/** Pages of connections; a connection may come twice. */
type Pages = AsyncIterable<readonly Connection[]>;

async function* halvesOfRecord(table: Table, { type, id }: RecordReference): Pages {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await table.db.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :partition AND begins_with(sk, :halves)',
        ExpressionAttributeValues: {
          ':partition': items.half.partition(type, id),
          ':halves': `${halfKind}#`,
        },
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield (page.Items ?? []).map((item) => halfOf(item as HalfItem).connection);
    start = page.LastEvaluatedKey;
  } while (start);
}

async function* halvesOfRole(table: Table, roleId: string): Pages {
  for (let shard = 0; shard < table.shards; shard += 1) {
    let start: Record<string, unknown> | undefined;
    do {
      const page = await table.db.send(
        new QueryCommand({
          TableName: table.name,
          IndexName: 'by-role',
          KeyConditionExpression: 'roleId = :role AND #shard = :shard',
          ExpressionAttributeNames: { '#shard': 'shard' },
          ExpressionAttributeValues: { ':role': roleId, ':shard': shard },
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      // The index may be behind: what is changed is what the table holds.
      const current = await Promise.all(
        (page.Items ?? []).map((item) => currentHalf(table, item as HalfItem)),
      );
      yield current.filter((connection) => connection !== undefined);
      start = page.LastEvaluatedKey;
    } while (start);
  }
}

async function currentHalf(
  table: Table,
  { pk, sk, id }: HalfItem,
): Promise<Connection | undefined> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item?.id === id ? halfOf(Item as HalfItem).connection : undefined;
}

/**
 * Applies a rule to all connections, pass after pass until one finds nothing to change: a
 * connection whose keys somebody changes during a pass may be met by none of its pages.
 * @returns how many changes were written
 */
async function sweep(table: Table, pass: () => Pages, rule: Rule): Promise<number> {
  for (let written = 0; ; ) {
    const before = written;
    for await (const page of pass()) written += await sweepPage(table, page, rule);
    if (written === before) return written;
  }
}

async function sweepPage(table: Table, page: readonly Connection[], rule: Rule): Promise<number> {
  let written = 0;
  let group = new Map<string, Action>();
  let members: Connection[] = [];
  const flush = async () => {
    if (members.length > 0) await writeGroup(table, [...group.values()], members, rule);
    written += members.length;
    group = new Map();
    members = [];
  };
  for (const connection of new Map(page.map((one) => [one.id, one])).values()) {
    const after = await rule(connection);
    if (after === connection) continue;
    const actions = pairWrites(connection, after, table.shards);
    const meets = actions.some((action) => group.has(placeOf(action)));
    if (meets || group.size + actions.length > maxActions) await flush();
    for (const action of actions) group.set(placeOf(action), action);
    members.push(connection);
  }
  await flush();
  return written;
}

/** A transaction may touch an item only once. */
function placeOf(action: Action): string {
  const { pk, sk } =
    'put' in action ? action.put : 'remove' in action ? action.remove : action.check;
  return `${pk} ${sk}`;
}

/** Writes many pairs at once; one by one, each read again, when somebody else was faster. */
async function writeGroup(
  table: Table,
  actions: readonly Action[],
  members: readonly Connection[],
  rule: Rule,
): Promise<void> {
  try {
    await commit(table, actions);
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    for (const member of members) await writeAlone(table, member, rule);
  }
}

async function writeAlone(table: Table, member: Connection, rule: Rule): Promise<void> {
  const place = halfItem({ connection: member, side: 'record1' }, table.shards);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const current = await currentHalf(table, place);
    // Gone, or moved to another key: then it is, or will be, met there.
    if (!current) return;
    const after = await rule(current);
    if (after === current) return;
    try {
      await commit(table, pairWrites(current, after, table.shards));
      return;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
  }
  throw busy();
}
