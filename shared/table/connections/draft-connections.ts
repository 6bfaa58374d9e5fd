// What requests to create connections are decided on: a plan for each, and what the plans need from the table.
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import type { Fault, Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import { changedReturned } from '../../contracts/returned-fields.ts';
import type { Sent } from '../../contracts/sent-input.ts';
import type { Catalog } from '../../domain/catalog.ts';
import {
  type Caller,
  type Connection,
  type ConnectionPlan,
  type PlannedConnection,
  planConnection,
  planRoleFaults,
} from '../../domain/connection-rules.ts';
import { sideNames } from '../../domain/perspective.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { catalogSince, catalogVersionKey } from '../catalog/read-catalog.ts';
import { placeOf } from '../engine/commit.ts';
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
} from '../records/record-snapshots.ts';
import { deleteFormerConnections } from '../sweeps/reconcile-record.ts';

/** One request that is not written yet, with what the catalog says is wrong with it. */
export interface Draft extends ConnectionPlan {
  readonly request: Sent<NewConnection>;
  /** What is wrong with its roles. If the connection exists, it is refused as a duplicate instead. */
  readonly roleFaults: readonly Fault[];
}

/** What plans are decided on, strongly consistent. */
export interface Basis {
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
export async function readForDrafts(
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

/** What is wrong with a request, apart from its roles. */
const faultsOf = ({ request, faults }: Draft, { snapshots, merged }: Basis): Fault[] => [
  ...faults,
  ...missingRecords(request.value, snapshots, merged),
];

/** The member of its series that prevents a new connection, if the request is right, apart from its roles. */
export function memberPreventing(draft: Draft, basis: Basis): SeriesMember | undefined {
  const { request, planned } = draft;
  const isRight = request.isWhole && faultsOf(draft, basis).length === 0;
  return planned && isRight ? basis.reservations.collision(planned) : undefined;
}

/** The refusal with everything that is wrong with a request. */
export function refusalOf(draft: Draft, basis: Basis): Refusal | undefined {
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
