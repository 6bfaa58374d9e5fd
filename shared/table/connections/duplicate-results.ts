// The results of new connections that an existing connection prevents: they are compared with it.
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import type { Connection, PlannedConnection } from '../../domain/connection-rules.ts';
import { comparedWith, connectionExists, type Duplicate } from '../../domain/duplicate-rule.ts';
import { isBusy } from '../engine/busy.ts';
import type { Table } from '../engine/open-table.ts';
import { connectionsAt } from '../pairs/duplicates.ts';
import type { Taken } from './write-new-pairs.ts';

/** A request that an existing connection prevents. */
interface Prevented {
  readonly index: number;
  readonly request: NewConnection;
  readonly planned: PlannedConnection;
  readonly takenBy: Taken;
}

/**
 * The result of each request, by its index. Existing connections that are not `known` by id are read: 1
 * BatchGetItem, only after a conflict with another client. If that fails as Busy, so do these requests alone.
 */
export async function duplicateResults(
  table: Table,
  prevented: readonly Prevented[],
  known: ReadonlyMap<string, Connection>,
): Promise<Map<number, Duplicate>> {
  const existing = new Map(known);
  const results = new Map<number, Duplicate>();
  const unread = prevented.map(({ takenBy }) => takenBy).filter(({ id }) => !known.has(id));
  try {
    const read = await connectionsAt(
      table,
      unread.map(({ key }) => key),
    );
    for (const one of read) existing.set(one.id, one);
  } catch (error) {
    if (!isBusy(error)) throw error;
    for (const { index } of prevented) results.set(index, { refusal: error });
    return results;
  }
  for (const { index, request, planned, takenBy } of prevented) {
    const other = existing.get(takenBy.id);
    // One that was deleted in the meantime has prevented the create nevertheless.
    const none = { refusal: connectionExists({ id: takenBy.id }) };
    results.set(index, other ? comparedWith(other, planned, request) : none);
  }
  return results;
}
