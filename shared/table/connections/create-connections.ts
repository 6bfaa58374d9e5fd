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
import { connectionExists } from '../../domain/duplicate-rule.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { catalogSince, catalogVersionKey } from '../catalog/read-catalog.ts';
import { type Action, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { retries } from '../engine/retries.ts';
import { connectionsOfMembers, duplicateOf, formerSides } from '../pairs/duplicates.ts';
import { SeriesChanges, seriesKey } from '../pairs/series-item.ts';
import { type RecordItem, recordKey } from '../records/record-item.ts';
import {
  missingOf,
  type RecordSnapshots,
  snapshotAttributes,
  snapshotsOf,
  withSnapshots,
} from '../records/record-snapshots.ts';
import { deleteFormerConnections } from '../sweeps/reconcile-record.ts';
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
 * For one, while the catalog in memory is current: BatchGetItem (both records, the series and the
 * catalog's version, strongly consistent; 4 read units if the records take at most 4 KB each), then
 * TransactWriteItems of two halves and the series: 10 to 11 write units. Creates for different pairs
 * of records write and check no common item. A record that is deleted or renamed between the two
 * calls is handled after the write, by `reconcileNewConnections`.
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
  const { catalog, drafts, snapshots, series, blocking } = await readForDrafts(
    table,
    requests,
    caller,
    results,
  );
  const pending: Connection[] = [];
  const indexOf = new Map<string, number>();
  for (const { index, planned, wrongRoles } of drafts) {
    const missing = missingOf(planned, snapshots);
    const [existing] = missing ? [] : series.collisions(planned);
    const blocker = existing && blocking.get(existing.id);
    const exists = blocker
      ? connectionExists(blocker)
      : existing && (await duplicateOf(table, planned, existing));
    const refusal = missing ?? exists ?? wrongRoles;
    if (refusal) results.set(index, { refusal });
    else {
      const id = uuidv7({ msecs: table.clock() });
      const connection = withSnapshots({ id, ...planned }, snapshots);
      pending.push(connection);
      indexOf.set(id, index);
    }
  }
  const settle = (id: string, result: Created) => results.set(indexOf.get(id) as number, result);
  await writeNewPairs(table, pending, series, settle, (connection) =>
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

/** What plans are decided on, strongly consistent. */
interface Basis {
  readonly snapshots: RecordSnapshots;
  readonly series: SeriesChanges;
  /** The catalog's version. */
  readonly version: number;
}

/**
 * Plans by the catalog in memory and reads what the plans need. Starts again if the catalog was
 * old, or if connections of deleted records block a new one: those are deleted first. (A dry run only
 * leaves them out of account: the ids of their records belong to others now.)
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
    const basis = await readBasis(
      table,
      drafts.map((draft) => draft.planned),
    );
    if (basis.version > catalog.version) {
      catalog = await catalogSince(table, basis.version);
      continue;
    }
    const blocking = await blockingConnections(table, drafts, basis.series);
    const former = [...blocking.values()].filter(
      (one) => formerSides(one, basis.snapshots).length > 0,
    );
    if (table.isDry) for (const one of former) basis.series.forget(one);
    if (former.length === 0 || table.isDry || deletions === retries.deleteLeftovers.attempts) {
      return { catalog, drafts, blocking, ...basis };
    }
    const sides = former.flatMap((one) => formerSides(one, basis.snapshots));
    for (const record of new Map(sides.map((side) => [recordPath(side), side])).values()) {
      await deleteFormerConnections(table, record, former, caller);
    }
    deletions += 1;
  }
}

async function readBasis(table: Table, planned: readonly PlannedConnection[]): Promise<Basis> {
  const records = planned.flatMap(({ record1, record2 }) => [
    recordKey(record1),
    recordKey(record2),
  ]);
  const ofSeries = planned.map(seriesKey);
  const keys = new Map(
    [catalogVersionKey, ...records, ...ofSeries].map((key) => [placeOf(key), key]),
  );
  const attributes = ['pk', 'sk', 'version', 'members', ...snapshotAttributes];
  const found = await itemsAt(table, [...keys.values()], { consistent: true, attributes });

  const series = new SeriesChanges();
  series.add(ofSeries, found);
  const isVersion = ({ sk }: Record<string, unknown>) => sk === catalogVersionKey.sk;
  const version = (found.find(isVersion)?.version as number | undefined) ?? 0;
  const foundRecords = found.filter(({ recordId }) => recordId !== undefined);
  const snapshots = snapshotsOf(foundRecords as unknown as RecordItem[]);
  return { snapshots, series, version };
}

/** The connections that block new ones, by id. */
async function blockingConnections(
  table: Table,
  drafts: readonly Draft[],
  series: SeriesChanges,
): Promise<ReadonlyMap<string, Connection>> {
  const blocked = drafts.map(({ planned }) => ({ planned, members: series.collisions(planned) }));
  const blocking = await connectionsOfMembers(table, blocked);
  return new Map(blocking.map((one) => [one.id, one]));
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
