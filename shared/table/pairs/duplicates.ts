// Connections that block a new one: read when a series says that there is one.
import type { Refusal } from '../../contracts/error-codes.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import type { Connection, Side } from '../../domain/connection-rules.ts';
import { connectionExists } from '../../domain/duplicate-rule.ts';
import { type Key, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import type { RecordSnapshots } from '../records/record-snapshots.ts';
import { connectionAt, getConnection, undefinedIfNotFound } from './find-connection.ts';
import { type HalfItem, halfOf } from './half-item.ts';
import { memberKey, type SeriesMember, type Sides } from './series-item.ts';

/** The connections of series' members, strongly consistent: 1 BatchGetItem for each 100, none without members. */
export async function connectionsOfMembers(
  table: Table,
  all: readonly { readonly planned: Sides; readonly members: readonly SeriesMember[] }[],
): Promise<Connection[]> {
  const keys = all.flatMap(({ planned, members }) =>
    members.map((member) => memberKey(planned.record1, planned.record2, member)),
  );
  return connectionsAt(table, keys);
}

/** The connections whose halves are at these keys, strongly consistent: 1 BatchGetItem for each 100, none without keys. */
export async function connectionsAt(table: Table, keys: readonly Key[]): Promise<Connection[]> {
  const unique = new Map(keys.map((key) => [placeOf(key), key]));
  const found = await itemsAt(table, [...unique.values()], { consistent: true });
  return found.map((item) => halfOf(item as unknown as HalfItem).connection);
}

/**
 * The refusal of a connection because of a member of its series, with that member's state: 1 GetItem, more
 * if it was moved in the meantime.
 * @throws Refusal Busy
 */
export async function duplicateOf(
  table: Table,
  { record1, record2 }: Sides,
  member: SeriesMember,
): Promise<Refusal> {
  const { id } = member;
  const existing =
    (await connectionAt(table, id, memberKey(record1, record2, member))) ??
    (await getConnection(table, id).catch(undefinedIfNotFound));
  return connectionExists(existing ?? { id });
}

/**
 * The sides of a connection whose records were deleted and whose ids belong to other records now.
 * The connection is about to be deleted and is no duplicate of a connection of those records.
 */
export const formerSides = (
  { record1, record2 }: Connection,
  snapshots: RecordSnapshots,
): readonly Side[] =>
  [record1, record2].filter((side) => {
    const now = snapshots.get(recordPath(side));
    return now && side.recordSince !== undefined && side.recordSince !== now.recordSince;
  });
