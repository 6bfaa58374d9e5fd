// Creating connections, one or many: read what they need, apply the rules, write whole pairs.
import { v7 as uuidv7 } from 'uuid';
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import { Sent } from '../../contracts/sent-input.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Caller, Connection, PlannedConnection } from '../../domain/connection-rules.ts';
import { connectionIsThere, type Duplicate } from '../../domain/duplicate-rule.ts';
import type { Action } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { withSnapshots } from '../records/record-snapshots.ts';
import { type Draft, memberPreventing, readForDrafts, refusalOf } from './draft-connections.ts';
import { assessed, duplicateResults } from './duplicate-results.ts';
import { type Taken, takenBy } from './new-pair.ts';
import { writeNewPairs } from './write-new-pairs.ts';

/** The result of one request. A refusal ConnectionExists means "duplicate". */
export type Created = { readonly connection: Connection } | Duplicate;

/** Actions for the same transaction as a connection; it receives the catalog that was used. */
export type Attached = (connection: Connection, catalog: Catalog) => readonly Action[];

/**
 * Creates up to 100 connections; an invalid or existing one does not affect the others. Of two that
 * collide, the first is created, and the other is compared with it.
 *
 * For one, while the catalog in memory is current: BatchGetItem (both records, the series and the
 * catalog's version, strongly consistent; 4 read units if the records take at most 4 KB each), then
 * TransactWriteItems of two halves and the series: 10 to 11 write units. Creates for different pairs
 * of records write and check no common item, unless a role has a limit. An external id is read, too, with 1
 * read unit, and kept with 2 write units; so is the place that a limit requires. Existing connections that collide with
 * new ones are read with one more BatchGetItem; those that use up a limit, one by one. A record that is deleted or renamed between the read and the write is
 * handled after the write, by `reconcileWrittenConnections`.
 *
 * @param attached actions for the same transaction; for a single request only
 * @throws Refusal Busy; AttachedFailed
 */
export async function createConnections(
  table: Table,
  requests: readonly (NewConnection | Sent<NewConnection>)[],
  caller: Caller,
  attached: Attached = () => [],
): Promise<Created[]> {
  const results = new Map<number, Created>();
  const { catalog, drafts, ...basis } = await readForDrafts(table, requests.map(Sent.of), caller);
  const { snapshots, reservations, blocking } = basis;
  const pending: Connection[] = [];
  const replacing = new Set<string>();
  const indexOf = new Map<string, number>();
  const taken = new Map<number, Taken>();
  const shownResult = (result: Duplicate) => (table.isDry ? withoutIds(result, indexOf) : result);
  for (const [index, draft] of drafts.entries()) {
    const member = memberPreventing(draft, basis);
    const refusal = member ? undefined : refusalOf(draft, basis);
    if (member) taken.set(index, takenBy(draft.planned as PlannedConnection, member));
    else if (refusal) results.set(index, shownResult({ refusal }));
    else {
      const id = uuidv7({ msecs: table.clock() });
      const planned = draft.planned as PlannedConnection;
      pending.push(withSnapshots({ id, ...planned }, snapshots));
      indexOf.set(id, index);
      if (draft.request.whole().replace) replacing.add(id);
    }
  }
  await writeNewPairs(
    table,
    { pending, replacing, caller },
    reservations,
    (id, written) => {
      const index = indexOf.get(id) as number;
      if ('takenBy' in written) taken.set(index, written.takenBy);
      else {
        results.set(index, 'refusal' in written ? shownResult(written) : written);
        if ('connection' in written) blocking.set(id, written.connection);
      }
    },
    (connection) => attached(connection, catalog),
  );
  const prevented = [...drafts.entries()].flatMap(([index, { request, planned }]) => {
    const first = taken.get(index);
    if (!planned || !first) return [];
    // As if the items were sent one after the other: later ones do not count.
    const isEarlier = (id: string) =>
      (indexOf.get(id) ?? -1) < index && (blocking.has(id) || !indexOf.has(id));
    const member = reservations.collision(planned, isEarlier);
    const prevents = member ? takenBy(planned, member) : first;
    return [{ index, request: request.whole(), planned, takenBy: prevents }];
  });
  const today = caller.now.slice(0, 10);
  for (const [index, result] of await duplicateResults(table, prevented, blocking)) {
    const compared = assessed(drafts[index] as Draft, result, catalog, today);
    results.set(index, compared === result ? shownResult(result) : compared);
  }
  return requests.map((_, index) => results.get(index) as Created);
}

/** The result in a dry run, in which the ids of other items of the batch mean nothing. */
function withoutIds(result: Duplicate, own: ReadonlyMap<string, number>): Duplicate {
  if (!('refusal' in result)) return result;
  const { code, message, extras } = result.refusal;
  const { existingId, ...others } = extras;
  if (existingId === undefined || !own.has(existingId)) return result;
  return { refusal: new Refusal(code, message, others) };
}

/** Creates one connection. @throws Refusal of every rule; what createConnections throws */
export async function createConnection(
  table: Table,
  request: NewConnection | Sent<NewConnection>,
  caller: Caller,
  attached: Attached,
): Promise<Connection> {
  const [result] = await createConnections(table, [request], caller, attached);
  if (!result || 'refusal' in result) throw result?.refusal ?? new Error('no result');
  if ('identical' in result) throw connectionIsThere(result.identical);
  return result.connection;
}
