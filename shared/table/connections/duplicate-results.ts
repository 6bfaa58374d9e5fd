// The results of new connections that an existing connection prevents: they are compared with it.
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import type { Refusal } from '../../contracts/error-codes.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import { changedReturned } from '../../contracts/returned-fields.ts';
import type { Sent } from '../../contracts/sent-input.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Connection, PlannedConnection } from '../../domain/connection-rules.ts';
import { comparedWith, connectionExists, type Duplicate } from '../../domain/duplicate-rule.ts';
import { view } from '../../domain/perspective.ts';
import { isBusy } from '../engine/busy.ts';
import type { Table } from '../engine/open-table.ts';
import { connectionsAt } from '../pairs/duplicates.ts';
import type { Draft } from './draft-connections.ts';
import type { Taken } from './new-pair.ts';

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

/**
 * The result of a comparison, or a refusal instead: of a request that sends an existing connection back with other
 * values of fields that it cannot set, or that differs from it in attributes that its roles do not allow.
 */
export function assessed(
  draft: Draft,
  result: Duplicate,
  catalog: Catalog,
  today: string,
): Duplicate {
  const refusal =
    'identical' in result
      ? changedRefusal(draft.request, result.identical, catalog, today)
      : invalidAttributes(draft, result.refusal);
  return refusal ? { refusal } : result;
}

/**
 * The refusal of a request that differs from the existing connection in attributes that its roles do not allow:
 * however often it is sent, it is invalid.
 */
function invalidAttributes({ request, roleFaults }: Draft, differing: Refusal) {
  if (!differing.extras.differs?.includes('attributes')) return undefined;
  const faults = roleFaults.filter(({ code }) => code === 'ConnectionAttributesInvalid');
  return faults.length > 0 ? request.refusal(faults) : undefined;
}

/** The refusal of a request that sends an existing connection back with other values of fields that it cannot set. */
function changedRefusal(
  request: Sent<NewConnection>,
  existing: Connection,
  catalog: Catalog,
  today: string,
): Refusal | undefined {
  const { record1 } = request.whole();
  const side = recordPath(record1) === recordPath(existing.record1) ? 'record1' : 'record2';
  const shown = view({ connection: existing, side }, catalog, today);
  return request.refusal(changedReturned(request.returned, shown));
}
