// Finding one connection by its id, although the index that says where it is may lag.
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../contracts/error-codes.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import type { Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { items } from '../schema.ts';
import { type HalfItem, halfOf } from './half-item.ts';

/** A connection younger than this may be missing in the index still, in ms. */
const youngMs = 10_000;
/** Waits between the looks at the index for a young connection, in ms: about 1.3 s in all. */
const waits = [20, 40, 80, 160, 320, 640];

/**
 * A connection by id, strongly consistent: the index only says where it is.
 * Reads: 1 Query and 1 GetItem (0.5 + 1 read units); one GetItem more when the index is behind.
 * @throws Refusal NotFound
 */
export async function getConnection(table: Table, id: string): Promise<Connection> {
  for (let attempt = 0; ; attempt += 1) {
    const indexed = await placeByIndex(table, id);
    const found = indexed && (await connectionAt(table, id, indexed));
    if (found) return found;
    const changed = await placeAfterChange(table, id);
    const moved = changed?.place && (await connectionAt(table, id, changed.place));
    if (moved) return moved;
    const wait = changed?.isDeleted ? undefined : waits[attempt];
    if (wait === undefined || table.clock() - madeAt(id) > youngMs) {
      throw new Refusal('NotFound', `there is no connection ${id}`);
    }
    await table.pause(wait);
  }
}

async function placeByIndex(table: Table, id: string): Promise<Key | undefined> {
  const { Items } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'by-connection-id',
      KeyConditionExpression: 'id = :id',
      ExpressionAttributeValues: { ':id': id },
    }),
  );
  return Items?.[0] as Key | undefined;
}

/** Where the last move has put a connection, or that it was deleted; undefined without either. */
async function placeAfterChange(
  table: Table,
  id: string,
): Promise<{ place?: Key; isDeleted: boolean } | undefined> {
  const { Item } = await table.db.send(
    new GetCommand({
      TableName: table.name,
      Key: { pk: items.change.partition(id), sk: items.change.sort() },
      ConsistentRead: true,
    }),
  );
  if (!Item) return undefined;
  if (Item.after === null) return { isDeleted: true };
  return { place: { pk: Item.toPartition, sk: Item.toSort }, isDeleted: false };
}

/** The connection at a half's place (strongly consistent), unless something else is there by now. */
export async function connectionAt(
  table: Table,
  id: string,
  { pk, sk }: Key,
): Promise<Connection | undefined> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item?.id === id ? halfOf(Item as HalfItem).connection : undefined;
}

/** When a UUID version 7 was made, in ms since 1970 (RFC 9562, 5.7); other versions count as old. */
function madeAt(id: string): number {
  return id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : 0;
}
