// Connections that block a new one: read when a series says that there is one.
import { recordPath } from '../../contracts/identifiers.ts';
import type { Connection, Side } from '../../domain/connection-rules.ts';
import { type Key, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import type { RecordSnapshots } from '../records/record-snapshots.ts';
import { type HalfItem, halfOf } from './half-item.ts';
import { memberKey, type SeriesMember, type Sides } from './series-item.ts';

/** The connections of series' members, strongly consistent: 1 BatchGetItem for each 100, none without members. */
export async function connectionsOfMembers(
  table: Table,
  all: readonly { readonly planned: Sides; readonly members: readonly SeriesMember[] }[],
): Promise<Connection[]> {
  const keys = new Map<string, Key>();
  for (const { planned, members } of all) {
    for (const member of members) {
      const key = memberKey(planned.record1, planned.record2, member);
      keys.set(placeOf(key), key);
    }
  }
  const found = await itemsAt(table, [...keys.values()], { consistent: true });
  return found.map((item) => halfOf(item as unknown as HalfItem).connection);
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
