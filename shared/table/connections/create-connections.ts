// Creating connections, one or many: read what they need, decide by the rules, write whole pairs.

import { v7 as uuidv7 } from 'uuid';
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import { recordName } from '../../contracts/identifiers.ts';
import type { Catalog } from '../../domain/catalog.ts';
import {
  assertRolesOfPlan,
  type Caller,
  type Connection,
  connectionExists,
  type PlannedConnection,
  planConnection,
} from '../../domain/connection-rules.ts';
import { catalogSince, rememberedCatalog } from '../catalog/stored-catalog.ts';
import type { Action } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { deleteFormer } from '../records/delete-record.ts';
import { missingOf, readNames, withNames } from '../records/names-for-connections.ts';
import { collision, connectionsLike, formerSides } from './duplicates.ts';
import { type Created, writeNewPairs } from './write-new-pairs.ts';

/** What is written in the same transaction as a connection; it sees the catalog that was used. */
export type Alongside = (connection: Connection, catalog: Catalog) => readonly Action[];

/** One request on its way: planned, then named and numbered, then written. */
interface Draft {
  readonly index: number;
  readonly planned: PlannedConnection;
  /** What is wrong with its roles. One that exists already is a duplicate all the same. */
  readonly wrongRoles: Refusal | undefined;
}

/**
 * Creates up to 100 connections; a bad or existing one does not cost the others.
 *
 * For one: BatchGetItem (both records and the catalog's version, eventually consistent) beside
 * Query (duplicates, strongly consistent), then TransactWriteItems: two halves put, two records
 * checked to exist under the name that was read. 3 calls in 2 round trips while the catalog in
 * memory holds; at most 2.5 read units; 8–9 write units and 4 for the checks.
 *
 * @param alongside actions written in the same transaction; for a single request only
 * @throws Refusal Busy; ConditionsFailed of `alongside`
 */
export async function createConnections(
  table: Table,
  requests: readonly NewConnection[],
  caller: Caller,
  alongside: Alongside = () => [],
): Promise<Created[]> {
  const results = new Map<number, Created>();
  const { catalog, drafts, names, existing } = await readForDrafts(
    table,
    requests,
    caller,
    results,
  );
  const pending: Connection[] = [];
  const indexOf = new Map<string, number>();
  const made = new Map<string, Connection[]>();
  for (const [at, draft] of drafts.entries()) {
    const key = alikeKey(draft.planned);
    const missing = missingOf(draft.planned, names);
    const alike = [...(existing[at] ?? []), ...(made.get(key) ?? [])];
    const existingId = collision(draft.planned, alike);
    const exists = existingId === undefined ? undefined : connectionExists(existingId);
    const refusal = missing ?? exists ?? draft.wrongRoles;
    if (refusal) results.set(draft.index, { refusal });
    else {
      const connection = withNames(
        { id: uuidv7({ msecs: table.clock() }), ...draft.planned },
        names,
      );
      pending.push(connection);
      made.set(key, [...(made.get(key) ?? []), connection]);
      indexOf.set(connection.id, draft.index);
    }
  }
  const settle = (id: string, result: Created) => results.set(indexOf.get(id) as number, result);
  await writeNewPairs(table, pending, names, settle, (connection) =>
    alongside(connection, catalog),
  );
  return requests.map((_, index) => results.get(index) as Created);
}

/** Creates one connection. @throws Refusal of every rule; what createConnections throws */
export async function createConnection(
  table: Table,
  request: NewConnection,
  caller: Caller,
  alongside: Alongside,
): Promise<Connection> {
  const [result] = await createConnections(table, [request], caller, alongside);
  if (!result || 'refusal' in result) throw result?.refusal ?? new Error('no result');
  return result.connection;
}

/** How often what deleted records have left is deleted before it counts as there. */
const clearings = 3;

/**
 * Plans by the catalog in memory and reads what the plans need; again if the catalog was old, or if
 * connections of deleted records stood in the way: those are deleted first.
 */
async function readForDrafts(
  table: Table,
  requests: readonly NewConnection[],
  caller: Caller,
  results: Map<number, Created>,
) {
  let catalog = await rememberedCatalog(table);
  for (let cleared = 0; ; ) {
    const drafts = plan(catalog, requests, caller, results);
    const [{ names, version }, existing] = await Promise.all([
      readNames(
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
        (one) => collision(planned, [one]) && formerSides(one, names).length > 0,
      ),
    );
    if (former.length === 0 || cleared === clearings) return { catalog, drafts, names, existing };
    const sides = former.flatMap((one) => formerSides(one, names));
    for (const record of new Map(sides.map((side) => [recordName(side), side])).values()) {
      await deleteFormer(table, record, former, caller);
    }
    cleared += 1;
  }
}

/** For each draft what exists with its records and roles; terms of one office are read once. */
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

/** What a rule gives, or what it refuses with. */
function refusalOr<T>(rule: () => T): T | Refusal {
  try {
    return rule();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** The same for the same two records with the same roles, whichever side is first. */
function alikeKey({ record1, record2 }: Pick<PlannedConnection, 'record1' | 'record2'>): string {
  return [record1, record2]
    .map((side) => `${recordName(side)}/${side.roleId ?? ''}`)
    .sort()
    .join();
}
