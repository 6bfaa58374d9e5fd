// Creating connections, one or many: read what they need, apply the rules, write whole pairs.
import { v7 as uuidv7 } from 'uuid';
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import { type Fault, Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import { changedReturned } from '../../contracts/returned-fields.ts';
import { Sent } from '../../contracts/sent-input.ts';
import type { Catalog } from '../../domain/catalog.ts';
import {
  type Caller,
  type Connection,
  type ConnectionPlan,
  type PlannedConnection,
  planConnection,
  planRoleFaults,
} from '../../domain/connection-rules.ts';
import { connectionIsThere, type Duplicate } from '../../domain/duplicate-rule.ts';
import { sideNames, view } from '../../domain/perspective.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { catalogSince, catalogVersionKey } from '../catalog/read-catalog.ts';
import { type Action, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { retries } from '../engine/retries.ts';
import { connectionsOfMembers, formerSides } from '../pairs/duplicates.ts';
import { Reservations } from '../pairs/reservations.ts';
import { reservationAttributes } from '../pairs/reserved-items.ts';
import type { SeriesMember } from '../pairs/series-item.ts';
import { mergedAmong } from '../records/merged-records.ts';
import { type RecordItem, recordKey } from '../records/record-item.ts';
import {
  missingRecords,
  type RecordSnapshots,
  snapshotAttributes,
  snapshotsOf,
  withSnapshots,
} from '../records/record-snapshots.ts';
import { deleteFormerConnections } from '../sweeps/reconcile-record.ts';
import { duplicateResults } from './duplicate-results.ts';
import { type Taken, takenBy, writeNewPairs } from './write-new-pairs.ts';

/** The result of one request. A refusal ConnectionExists means "duplicate". */
export type Created = { readonly connection: Connection } | Duplicate;

/** Actions for the same transaction as a connection; it receives the catalog that was used. */
export type Attached = (connection: Connection, catalog: Catalog) => readonly Action[];

/** One request that is not written yet, with what the catalog says is wrong with it. */
interface Draft extends ConnectionPlan {
  readonly request: Sent<NewConnection>;
  /** What is wrong with its roles. If the connection exists, it is refused as a duplicate instead. */
  readonly roleFaults: readonly Fault[];
}

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
    const { request } = drafts[index] as Draft;
    const refusal =
      'identical' in result ? changedRefusal(request, result.identical, catalog, today) : undefined;
    const invalid = invalidAttributes(drafts[index] as Draft, result);
    if (refusal) results.set(index, { refusal });
    else if (invalid) results.set(index, { refusal: invalid });
    else results.set(index, shownResult(result));
  }
  return requests.map((_, index) => results.get(index) as Created);
}

/**
 * The refusal of a request that differs from the existing connection in attributes that its roles do not allow:
 * however often it is sent, it is invalid.
 */
function invalidAttributes({ request, roleFaults }: Draft, result: Duplicate): Refusal | undefined {
  if (!('refusal' in result) || !result.refusal.extras.differs?.includes('attributes')) {
    return undefined;
  }
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

/** The result in a dry run, in which the ids of other items of the batch mean nothing. */
function withoutIds(result: Duplicate, own: ReadonlyMap<string, number>): Duplicate {
  if (!('refusal' in result)) return result;
  const { code, message, extras } = result.refusal;
  const { existingId, ...others } = extras;
  if (existingId === undefined || !own.has(existingId)) return result;
  return { refusal: new Refusal(code, message, others) };
}

/** What is wrong with a request, apart from its roles. */
const faultsOf = ({ request, faults }: Draft, { snapshots, merged }: Basis): Fault[] => [
  ...faults,
  ...missingRecords(request.value, snapshots, merged),
];

/** The member of its series that prevents a new connection, if the request is right, apart from its roles. */
function memberPreventing(draft: Draft, basis: Basis): SeriesMember | undefined {
  const { request, planned } = draft;
  const isRight = request.isWhole && faultsOf(draft, basis).length === 0;
  return planned && isRight ? basis.reservations.collision(planned) : undefined;
}

/** The refusal with everything that is wrong with a request. */
function refusalOf(draft: Draft, basis: Basis): Refusal | undefined {
  const { request, roleFaults } = draft;
  const returned = returnedFaults(request, basis.snapshots);
  return request.refusal([...faultsOf(draft, basis), ...roleFaults, ...returned]);
}

/** The names of the records may be sent; everything else that answers show does not exist yet. */
function returnedFaults({ value, returned }: Sent<NewConnection>, snapshots: RecordSnapshots) {
  return returned.flatMap((field) => {
    const side = sideNames.find((name) => name === field.keys[0]);
    if (side === undefined) return changedReturned([field], undefined);
    const record = value[side];
    const snapshot = record && snapshots.get(recordPath(record));
    return snapshot ? changedReturned([field], { [side]: snapshot }) : [];
  });
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

/** What plans are decided on, strongly consistent. */
interface Basis {
  readonly snapshots: RecordSnapshots;
  /** Into which records the merged ones were merged, by `recordPath`. */
  readonly merged: ReadonlyMap<string, RecordReference>;
  readonly reservations: Reservations;
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
  requests: readonly Sent<NewConnection>[],
  caller: Caller,
) {
  let catalog = await catalogFor(table, 'createConnection');
  for (let deletions = 0; ; ) {
    const drafts = requests.map((request) => draftOf(catalog, request, caller));
    const basis = await readBasis(table, drafts, catalog);
    if (basis.version > catalog.version) {
      catalog = await catalogSince(table, basis.version);
      continue;
    }
    const blocking = await blockingConnections(table, drafts, basis.reservations);
    const former = [...blocking.values()].filter(
      (one) => formerSides(one, basis.snapshots).length > 0,
    );
    if (table.isDry) for (const one of former) basis.reservations.forget(one);
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

async function readBasis(table: Table, drafts: readonly Draft[], catalog: Catalog): Promise<Basis> {
  const records = drafts.flatMap(({ request: { value } }) =>
    [value.record1, value.record2].filter((record) => record !== undefined).map(recordKey),
  );
  const reservations = new Reservations(table, catalog);
  const plans = plansOf(drafts);
  const reserved = plans.flatMap((plan) => reservations.keysOf(plan));
  const keys = new Map(
    [catalogVersionKey, ...records, ...reserved].map((key) => [placeOf(key), key]),
  );
  const attributes = [...reservationAttributes, 'version', ...snapshotAttributes];
  const found = await itemsAt(table, [...keys.values()], { consistent: true, attributes });

  const isVersion = ({ sk }: Record<string, unknown>) => sk === catalogVersionKey.sk;
  const version = (found.find(isVersion)?.version as number | undefined) ?? 0;
  const foundRecords = found.filter(({ recordId }) => recordId !== undefined);
  const snapshots = snapshotsOf(foundRecords as unknown as RecordItem[]);
  const exists = (record: RecordReference) => snapshots.has(recordPath(record));
  // A catalog that is too old does not know all limits.
  if (version <= catalog.version) await reservations.add(plans, found, exists);
  const merged = await mergedAmong(table, foundRecords);
  return { snapshots, merged, reservations, version };
}

/** The connections that block new ones, by id. */
async function blockingConnections(
  table: Table,
  drafts: readonly Draft[],
  reservations: Reservations,
): Promise<Map<string, Connection>> {
  const blocked = plansOf(drafts).map((one) => ({
    planned: one,
    members: reservations.collisions(one),
  }));
  const blocking = await connectionsOfMembers(table, blocked);
  return new Map(blocking.map((one) => [one.id, one]));
}

const plansOf = (drafts: readonly Draft[]): PlannedConnection[] =>
  drafts.map((draft) => draft.planned).filter((one) => one !== undefined);

function draftOf(catalog: Catalog, request: Sent<NewConnection>, caller: Caller): Draft {
  const plan = planConnection(catalog, request, caller);
  return { ...plan, request, roleFaults: planRoleFaults(catalog, request, plan.planned) };
}
