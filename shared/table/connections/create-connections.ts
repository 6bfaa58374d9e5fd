// Creating connections, one or many: read what they need, apply the rules, write whole pairs.

import { v7 as uuidv7 } from 'uuid';
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import type { Catalog } from '../../domain/catalog.ts';
import {
  assertRolesOfPlan,
  type Caller,
  type Connection,
  type PlannedConnection,
  planConnection,
} from '../../domain/connection-rules.ts';
import { collision, connectionExists } from '../../domain/duplicate-rule.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { catalogSince } from '../catalog/read-catalog.ts';
import type { Action } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { retries } from '../engine/retries.ts';
import { connectionsLike, formerSides } from '../pairs/duplicates.ts';
import { missingOf, readSnapshots, withSnapshots } from '../records/record-snapshots.ts';
import { deleteLeftovers } from '../sweeps/cascade-delete.ts';
import { type Created, writeNewPairs } from './write-new-pairs.ts';

/** Actions for the same transaction as a connection; it receives the catalog that was used. */
export type Attached = (connection: Connection, catalog: Catalog) => readonly Action[];

/** One request that was planned and is not written yet. */
interface Draft {
  readonly index: number;
  readonly planned: PlannedConnection;
  /** What is wrong with its roles. If the connection exists, it is refused as a duplicate instead. */
  readonly wrongRoles: Refusal | undefined;
}

/**
 * Creates up to 100 connections; an invalid or existing one does not affect the others.
 *
 * For one: BatchGetItem (both records and the catalog's version, eventually consistent) in parallel
 * with a Query (duplicates, strongly consistent), then TransactWriteItems: two halves are put, and
 * both records are checked to exist under the names that were read. 3 calls in 2 round trips while
 * the catalog in memory is current; at most 2.5 read units; 8–9 write units and 4 for the checks.
 *
 * @param attached actions for the same transaction; for a single request only
 * @throws Refusal Busy; AttachedFailed
 */
export async function createConnections(
  table: Table,
  requests: readonly NewConnection[],
  caller: Caller,
  attached: Attached = () => [],
): Promise<Created[]> {
  const results = new Map<number, Created>();
  const { catalog, drafts, snapshots, existing } = await readForDrafts(
    table,
    requests,
    caller,
    results,
  );
  const pending: Connection[] = [];
  const indexOf = new Map<string, number>();
  const created = new Map<string, Connection[]>();
  for (const [at, draft] of drafts.entries()) {
    const key = alikeKey(draft.planned);
    const missing = missingOf(draft.planned, snapshots);
    const alike = [...(existing[at] ?? []), ...(created.get(key) ?? [])];
    const existingId = collision(draft.planned, alike);
    const exists = existingId === undefined ? undefined : connectionExists(existingId);
    const refusal = missing ?? exists ?? draft.wrongRoles;
    if (refusal) results.set(draft.index, { refusal });
    else {
      const connection = withSnapshots(
        { id: uuidv7({ msecs: table.clock() }), ...draft.planned },
        snapshots,
      );
      pending.push(connection);
      created.set(key, [...(created.get(key) ?? []), connection]);
      indexOf.set(connection.id, draft.index);
    }
  }
  const settle = (id: string, result: Created) => results.set(indexOf.get(id) as number, result);
  await writeNewPairs(table, pending, snapshots, settle, (connection) =>
    attached(connection, catalog),
  );
  return requests.map((_, index) => results.get(index) as Created);
}

/** Creates one connection. @throws Refusal of every rule; what createConnections throws */
export async function createConnection(
  table: Table,
  request: NewConnection,
  caller: Caller,
  attached: Attached,
): Promise<Connection> {
  const [result] = await createConnections(table, [request], caller, attached);
  if (!result || 'refusal' in result) throw result?.refusal ?? new Error('no result');
  return result.connection;
}

/**
 * Plans by the catalog in memory and reads what the plans need. Starts again if the catalog was
 * old, or if connections of deleted records block a new one: those are deleted first.
 */
async function readForDrafts(
  table: Table,
  requests: readonly NewConnection[],
  caller: Caller,
  results: Map<number, Created>,
) {
  let catalog = await catalogFor(table, 'createConnection');
  for (let deletions = 0; ; ) {
    const drafts = plan(catalog, requests, caller, results);
    const [{ snapshots, version }, existing] = await Promise.all([
      readSnapshots(
        table,
        drafts.map((draft) => draft.planned),
      ),
      readAlike(table, drafts),
    ]);
    if (version > catalog.version) {
      catalog = await catalogSince(table, version);
      continue;
    }
    const former = drafts.flatMap(({ planned }, at) =>
      (existing[at] ?? []).filter(
        (one) => collision(planned, [one]) && formerSides(one, snapshots).length > 0,
      ),
    );
    if (former.length === 0 || deletions === retries.deleteLeftovers.attempts) {
      return { catalog, drafts, snapshots, existing };
    }
    const sides = former.flatMap((one) => formerSides(one, snapshots));
    for (const record of new Map(sides.map((side) => [recordPath(side), side])).values()) {
      await deleteLeftovers(table, record, former, caller);
    }
    deletions += 1;
  }
}

/** For each draft the connections with its records and roles; the same key range is read once. */
function readAlike(table: Table, drafts: readonly Draft[]): Promise<Connection[][]> {
  const reads = new Map<string, Promise<Connection[]>>();
  return Promise.all(
    drafts.map(({ planned }) => {
      const key = alikeKey(planned);
      const read = reads.get(key) ?? connectionsLike(table, planned);
      reads.set(key, read);
      return read;
    }),
  );
}

function plan(
  catalog: Catalog,
  requests: readonly NewConnection[],
  caller: Caller,
  results: Map<number, Created>,
): Draft[] {
  results.clear();
  return requests.flatMap((request, index) => {
    const planned = refusalOr(() => planConnection(catalog, request, caller));
    if (planned instanceof Refusal) {
      results.set(index, { refusal: planned });
      return [];
    }
    return [
      {
        index,
        planned,
        wrongRoles: refusalOr(() => assertRolesOfPlan(catalog, planned)) ?? undefined,
      },
    ];
  });
}

/** What a rule returns, or the refusal that it throws. */
function refusalOr<T>(rule: () => T): T | Refusal {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The same text for the same two records with the same roles, whichever side is first. */
function alikeKey({ record1, record2 }: Pick<PlannedConnection, 'record1' | 'record2'>): string {
  return [record1, record2]
    .map((side) => `${recordPath(side)}/${side.roleId ?? ''}`)
    .sort()
    .join();
}
