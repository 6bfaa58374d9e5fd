// Duplicates: connections of the same two records with the same roles, whose periods may not overlap.
import { recordPath } from '../../contracts/identifiers.ts';
import type { Connection, PlannedConnection, Side } from '../../domain/connection-rules.ts';
import type { Table } from '../engine/open-table.ts';
import { keysUnder, pagesOf } from '../engine/read.ts';
import type { RecordSnapshots } from '../records/record-snapshots.ts';
import { items } from '../schema.ts';
import { type HalfItem, halfOf } from './half-item.ts';

/**
 * The connections of the same two records with the same roles, for all periods and whichever record
 * they were created from. One strongly consistent Query of one short key range.
 */
export async function connectionsLike(
  table: Table,
  { record1, record2 }: Pick<PlannedConnection, 'record1' | 'record2'>,
): Promise<Connection[]> {
  const partition = items.half.partition(record1.type, record1.id);
  const range = keysUnder(
    partition,
    items.half.sort(record1.roleId, record2.type, record2.id, record2.roleId, ''),
  );
  const found: Connection[] = [];
  for await (const page of pagesOf(table, { ...range, ConsistentRead: true })) {
    for (const item of page.Items ?? []) found.push(halfOf(item as HalfItem).connection);
  }
  return found;
}

/**
 * The sides of a connection whose records were deleted and whose ids belong to other records now.
 * The connection is about to be deleted and is no duplicate of a connection of those records.
 */
export const formerSides = (
  { record1, record2 }: Connection,
  snapshots: Readonly<RecordSnapshots>,
): readonly Side[] =>
  [record1, record2].filter((side) => {
    const now = snapshots.get(recordPath(side));
    return now && side.recordSince !== undefined && side.recordSince !== now.recordSince;
  });
