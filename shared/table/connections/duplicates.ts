// Duplicates: connections of the same two records with the same roles, whose periods may not overlap.
import { recordName } from '../../contracts/identifiers.ts';
import type { Connection, PlannedConnection, Side } from '../../domain/connection-rules.ts';
import { collide } from '../../domain/validity.ts';
import type { Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { keysUnder } from '../lists/seek.ts';
import type { NamedRecords } from '../records/names-for-connections.ts';
import { items } from '../schema.ts';
import { type HalfItem, halfOf } from './half-item.ts';

type Pair = Pick<PlannedConnection, 'record1' | 'record2' | 'effectiveStart' | 'effectiveEnd'>;

/**
 * The connections of the same two records with the same roles, whatever their periods and
 * whichever side they were made from. One strongly consistent Query of one short key range.
 */
export async function connectionsLike(
  table: Table,
  { record1, record2 }: Pair,
): Promise<Connection[]> {
  const partition = items.half.partition(record1.type, record1.id);
  const range = keysUnder(
    partition,
    items.half.sort(record1.roleId, record2.type, record2.id, record2.roleId, ''),
  );
  const alike = { ...range, ConsistentRead: true };
  const found: Connection[] = [];
  for await (const page of pagesOf(table, alike)) {
    for (const item of page.Items ?? []) found.push(halfOf(item as HalfItem).connection);
  }
  return found;
}

/** Of connections with the same records and roles, the one whose period a new one may not share. */
export function collision(
  planned: Pair,
  existing: readonly (Connection | (Pair & { id: string }))[],
  exceptId?: string,
): string | undefined {
  return existing.find((other) => other.id !== exceptId && collide(planned, other))?.id;
}

/**
 * The sides of a connection whose records were deleted, and whose ids others have now: it is on its
 * way out, and no duplicate of a connection of those.
 */
export const formerSides = (
  { record1, record2 }: Connection,
  names: Readonly<NamedRecords>,
): readonly Side[] =>
  [record1, record2].filter((side) => {
    const now = names.get(recordName(side));
    return now && side.recordSince !== undefined && side.recordSince !== now.recordSince;
  });
