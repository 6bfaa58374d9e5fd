// Finding one connection by its id, although the index that says where it is may lag.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../contracts/error-codes.ts';
import type { Connection, ExternalId } from '../../domain/connection-rules.ts';
import { isSameJson } from '../../text/same-json.ts';
import { type Key, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { eachOf, itemAt, itemsAt } from '../engine/read.ts';
import { waits, youngConnectionMs } from '../engine/retries.ts';
import { items } from '../schema.ts';
import { externalIdKey, type Keeper } from './external-id.ts';
import { type HalfItem, halfKey, halfOf } from './half-item.ts';
import { halfKeysOfSeries, seriesBetween, seriesKeyOfHalf } from './series-item.ts';

/**
 * A connection by id, strongly consistent: the index only says where it is.
 * Reads: 1 Query and 1 GetItem (0.5 + 1 read units); one more GetItem when the index lags.
 * @throws Refusal NotFound
 */
export async function getConnection(table: Table, id: string): Promise<Connection> {
  return located(table, id, (place) => connectionAt(table, id, place));
}

/** How many connections are located at the same time. */
const atOnce = 25;

/**
 * Connections by their ids, strongly consistent; those that do not exist are left out. Reads: 1 Query for each, and 1
 * BatchGetItem (0.5 + 1 read units for each); those of getConnection for one that is not where the index says.
 * @param ids at most 100
 */
export async function getConnections(
  table: Table,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Connection>> {
  const unique = [...new Set(ids)];
  const places = await eachOf(unique, atOnce, (id) => placeByIndex(table, id));
  // While the index lags, two may seem to be at one place.
  const indexed = new Map(
    places.flatMap((place) => (place ? [[placeOf(place), place] as const] : [])),
  );
  const halves = await itemsAt(table, [...indexed.values()], { consistent: true });
  const found = new Map(
    halves.map((item) => {
      const { connection } = halfOf(item as unknown as HalfItem);
      return [connection.id, connection];
    }),
  );
  const others = unique.filter((id) => !found.has(id));
  await eachOf(others, atOnce, async (id) => {
    const connection = await getConnection(table, id).catch(undefinedIfNotFound);
    if (connection) found.set(id, connection);
  });
  return found;
}

/** Undefined for a refusal NotFound. @throws every other error */
export function undefinedIfNotFound(error: unknown): undefined {
  if (error instanceof Refusal && error.code === 'NotFound') return undefined;
  throw error;
}

/**
 * The connection with an external id, strongly consistent; undefined if there is none. Reads: 1 GetItem, and
 * those of getConnection.
 */
export async function connectionByExternalId(
  table: Table,
  externalId: ExternalId,
): Promise<Connection | undefined> {
  const keeper = await itemAt(table, externalIdKey(externalId));
  if (!keeper) return undefined;
  try {
    const connection = await getConnection(table, keeper.id as string);
    return isSameJson(connection.externalId, externalId) ? connection : undefined;
  } catch (error) {
    // It was deleted in between.
    if (error instanceof Refusal && error.code === 'NotFound') return undefined;
    throw error;
  }
}

/** How often a connection is looked for before its external id counts as left over: it may be moving. */
const looks = 2;

/**
 * Whether an external id is kept for a connection that does not have it any more, as after a restore of a part of
 * its deletion. Reads the connections of its two records, strongly consistent.
 */
export async function isLeftOver(table: Table, keeper: Keeper): Promise<boolean> {
  for (let look = 1; look <= looks; look += 1) {
    const series = await seriesBetween(table, keeper.record1, keeper.record2);
    const place = series
      .flatMap((item) => halfKeysOfSeries(item, keeper.record1))
      .find(({ id }) => id === keeper.id);
    const found = place && (await connectionAt(table, keeper.id, place));
    if (found && isSameJson(found.externalId, keeper.keeps)) return false;
  }
  return true;
}

/** A connection, and the items that were read with it. */
export interface WithItems {
  readonly connection: Connection;
  readonly items: readonly Record<string, unknown>[];
}

/**
 * A connection by id together with its series, both strongly consistent: 1 Query and 1 BatchGetItem
 * (0.5 + 2 read units); one more BatchGetItem when the index lags.
 * @throws Refusal NotFound
 */
export async function getWithSeries(table: Table, id: string): Promise<WithItems> {
  return located(table, id, async (place) => {
    const found = await itemsAt(table, [place, seriesKeyOfHalf(place)], { consistent: true });
    const half = found.find((item) => item.sk === place.sk) as HalfItem | undefined;
    if (half?.id !== id) return undefined;
    return { connection: halfOf(half).connection, items: found };
  });
}

/** Finds where a connection is, and reads it there. `read` returns undefined if it is elsewhere. */
async function located<Found>(
  table: Table,
  id: string,
  read: (place: Key) => Promise<Found | undefined>,
): Promise<Found> {
  for (let attempt = 0; ; attempt += 1) {
    const indexed = await placeByIndex(table, id);
    const found = indexed && (await read(indexed));
    if (found) return found;
    const changed = await placeAfterChange(table, id);
    const moved = changed?.place && (await read(changed.place));
    if (moved) return moved;
    const wait = changed?.isDeleted ? undefined : waits.youngConnection[attempt];
    if (wait === undefined || table.clock() - createdAt(id) > youngConnectionMs) {
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

/** Where the last move put a connection, or that it was deleted; undefined if neither happened. */
async function placeAfterChange(
  table: Table,
  id: string,
): Promise<{ place?: Key; isDeleted: boolean } | undefined> {
  const note = await itemAt(table, { pk: items.change.partition(id), sk: items.change.sort() });
  if (!note) return undefined;
  if (note.after === null) return { isDeleted: true };
  const place = { pk: note.toPartition as string, sk: note.toSort as string };
  return { place, isDeleted: false };
}

/** How often a connection is looked for at another place, because it was moved again. */
const maxMoves = 3;

/**
 * A connection that was read, or reported by the stream, as it is now: at its place or, if it was
 * moved, where the note of the move says. Undefined if it was deleted. Strongly consistent: 1 GetItem, 2
 * more for each move.
 */
export async function connectionNow(
  table: Table,
  before: Connection,
): Promise<Connection | undefined> {
  let place: Key | undefined = halfKey({ connection: before, side: 'record1' });
  for (let moves = 0; place && moves <= maxMoves; moves += 1) {
    const found = await connectionAt(table, before.id, place);
    if (found) return found;
    place = (await placeAfterChange(table, before.id))?.place;
  }
  return undefined;
}

/** The connection whose half is stored at a key (strongly consistent), unless another one is there now. */
export async function connectionAt(
  table: Table,
  id: string,
  key: Key,
): Promise<Connection | undefined> {
  const item = await itemAt(table, key);
  return item?.id === id ? halfOf(item as unknown as HalfItem).connection : undefined;
}

/** When a UUID version 7 was created, in ms since 1970 (RFC 9562, 5.7); other versions count as old. */
function createdAt(id: string): number {
  return id[14] === '7' ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : 0;
}
