// What is stored about the connections of two records, and what is wrong with it.

import type { PairProblem } from '../../contracts/answers/repair-answers.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { collide } from '../../domain/duplicate-rule.ts';
import { ends, type Half } from '../../domain/perspective.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { type Key, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { RecordHalfReader } from '../lists/record-half-reader.ts';
import { connectionInNote, type NotedConnection } from '../pairs/connection-in-note.ts';
import { externalIdKey } from '../pairs/external-id.ts';
import { halfItem, halfKey, halfOf } from '../pairs/half-item.ts';
import {
  inOrder,
  memberOf,
  type SeriesMember,
  seriesBetween,
  seriesKey,
} from '../pairs/series-item.ts';
import { mergeAttributes, mergedAmong } from '../records/merged-records.ts';
import { recordKey } from '../records/record-item.ts';
import { items } from '../schema.ts';

/** What is stored about two records, strongly consistent, and what should be. */
export interface Inspection {
  readonly halves: readonly Half[];
  /** By place: the series with their keys. */
  readonly series: ReadonlyMap<
    string,
    { readonly key: Key; readonly members: readonly SeriesMember[] }
  >;
  /** Of the connections with an external id: for which connection it is kept, if for any. */
  readonly keptFor: ReadonlyMap<string, string | undefined>;
  /** The connections as they should be. */
  readonly wanted: readonly Connection[];
  /** The ids of connections that cannot be decided: two copies of one version differ, for example. */
  readonly undecided: ReadonlySet<string>;
  readonly problems: readonly PairProblem[];
}

/** What is left of one connection. */
interface Remains {
  readonly halves: Half[];
  readonly note?: ChangeNote;
}

interface ChangeNote {
  readonly before: NotedConnection;
  readonly after: NotedConnection | null;
}

const maxHalvesRead = 100;

/**
 * Reads all halves, series and change notes of the connections of two records and finds halves without
 * a twin, halves that differ, series that do not match, and connections that overlap. AWS says that a
 * backup or an export may contain only a part of a recent transaction; so of what is left of a
 * connection, the highest version decides: it is in each half, and in the note of a change of its keys.
 * A note of its deletion decides that it is deleted.
 *
 * Reads both records' connections to each other: some Queries for each role, and a BatchGetItem.
 */
export async function inspectPair(
  table: Table,
  record1: RecordReference,
  record2: RecordReference,
): Promise<Inspection> {
  // In this order: a later change of a connection then fails the condition on the series as read here.
  const series = new Map(
    (await seriesBetween(table, record1, record2)).map(({ pk, sk, members }) => {
      const key = { pk, sk };
      return [placeOf(key), { key, members }];
    }),
  );
  const halves = await readHalves(table, record1, record2);
  // After the halves: a record that does not exist then does not come back.
  const missing = await missingAmong(table, [record1, record2]);
  const remains = await remainsOf(table, halves, [...series.values()]);
  const undecided = new Set<string>();
  const wanted: Connection[] = [];
  for (const [id, one] of remains) {
    const connection = decided(one);
    if (connection === 'undecided') undecided.add(id);
    else if (connection) wanted.push(connection);
  }
  for (const id of sharingKeys(wanted)) undecided.add(id);
  const found = {
    halves,
    series,
    keptFor: await keepersOf(table, wanted),
    wanted: wanted.filter(({ id }) => !undecided.has(id)),
    undecided,
  };
  const ofRecords = missing.flatMap((detail) =>
    found.wanted.map(({ id }): PairProblem => ({ connectionId: id, kind: 'record', detail })),
  );
  const ofExternalIds = found.wanted.flatMap(({ id, externalId }): PairProblem[] => {
    if (!externalId || found.keptFor.get(id) === id) return [];
    const detail = found.keptFor.get(id)
      ? `its external id is kept for ${found.keptFor.get(id)}`
      : 'its external id is not kept for it, so another connection could get it';
    return [{ connectionId: id, kind: 'externalId', detail }];
  });
  return { ...found, problems: [...problemsOf(found, remains), ...ofExternalIds, ...ofRecords] };
}

/** By id of the connection: for which connection its external id is kept. */
async function keepersOf(table: Table, connections: readonly Connection[]) {
  const keys = new Map(
    connections.flatMap(({ id, externalId }) =>
      externalId ? [[id, externalIdKey(externalId)] as const] : [],
    ),
  );
  const found = new Map(
    (await itemsAt(table, [...keys.values()], { consistent: true })).map((item) => [
      item.pk,
      item.id as string,
    ]),
  );
  return new Map([...keys].map(([id, { pk }]) => [id, found.get(pk)]));
}

/** What does not exist or was merged, a sentence each: a record, or its type. */
async function missingAmong(
  table: Table,
  records: readonly RecordReference[],
): Promise<readonly string[]> {
  const { recordTypes } = await catalogFor(table, 'confirmMissing');
  const read = { consistent: true, attributes: ['pk', ...mergeAttributes] };
  const found = await itemsAt(table, records.map(recordKey), read);
  const existing = new Set(found.map(({ pk }) => pk));
  const merged = await mergedAmong(table, found);
  return records.flatMap((record) => {
    const into = merged.get(recordPath(record));
    if (into) {
      const both = `${recordPath(record)} was merged into ${recordPath(into)}`;
      return [
        `the record ${both}; the connection should have moved: see if the merge has finished`,
      ];
    }
    if (!existing.has(recordKey(record).pk)) {
      return [`the record ${recordPath(record)} does not exist; delete the connection`];
    }
    return recordTypes.has(record.type) ? [] : [`there is no record type ${record.type}`];
  });
}

async function readHalves(
  table: Table,
  record1: RecordReference,
  record2: RecordReference,
): Promise<Half[]> {
  const of = async (own: RecordReference, connected: RecordReference) => {
    const conditions = { connectedType: connected.type, connectedId: connected.id };
    const reader = new RecordHalfReader(table, own, conditions);
    const found: Half[] = [];
    while (reader.position !== undefined) {
      const { halves } = await reader.read(maxHalvesRead);
      found.push(...halves.map(({ half }) => half));
    }
    return found;
  };
  return (await Promise.all([of(record1, record2), of(record2, record1)])).flat();
}

/** By id: the halves of each connection, and the note of its last change of keys. */
async function remainsOf(
  table: Table,
  halves: readonly Half[],
  series: readonly { readonly members: readonly SeriesMember[] }[],
): Promise<Map<string, Remains>> {
  const ids = new Set([
    ...halves.map(({ connection }) => connection.id),
    ...series.flatMap(({ members }) => members.map(({ id }) => id)),
  ]);
  const keys = [...ids].map((id) => ({ pk: items.change.partition(id), sk: items.change.sort() }));
  const notes = new Map(
    (await itemsAt(table, keys, { consistent: true })).map((item) => [item.pk, item]),
  );
  return new Map(
    [...ids].map((id) => {
      const note = notes.get(items.change.partition(id)) as ChangeNote | undefined;
      const own = halves.filter(({ connection }) => connection.id === id);
      return [id, { halves: own, ...(note && { note }) }];
    }),
  );
}

/** The connection as it should be; null if it is deleted, or was never created. */
function decided({ halves, note }: Remains): Connection | null | 'undecided' {
  const copies = halves.map(({ connection }) => connection);
  if (note?.after) copies.push(asRead(note.after));
  const last = Math.max(0, ...copies.map(({ version }) => version));
  if (note?.after === null && note.before.version >= last) return null;
  const newest = copies.filter(({ version }) => version === last);
  const isOne = new Set(newest.map((copy) => JSON.stringify(copy))).size === 1;
  return newest[0] === undefined ? null : isOne ? newest[0] : 'undecided';
}

/** A connection from a note, with its fields in the order in which they are read from a half. */
const asRead = (noted: NotedConnection): Connection =>
  halfOf(halfItem({ connection: connectionInNote(noted), side: 'record1' }, 1)).connection;

/** The ids of connections that belong to the same key. */
function sharingKeys(connections: readonly Connection[]): string[] {
  const byPlace = Map.groupBy(connections, (connection) =>
    placeOf(halfKey({ connection, side: sideOfSmaller(connection) })),
  );
  return [...byPlace.values()].flatMap((all) => (all.length > 1 ? all.map(({ id }) => id) : []));
}

function sideOfSmaller({ record1, record2 }: Connection): 'record1' | 'record2' {
  return inOrder(record1, record2)[0] === record1 ? 'record1' : 'record2';
}

function problemsOf(
  { halves, series, wanted, undecided }: Omit<Inspection, 'problems'>,
  remains: ReadonlyMap<string, Remains>,
): PairProblem[] {
  const byId = new Map(wanted.map((one) => [one.id, one]));
  const listed = new Map<string, string[]>();
  for (const [place, { members }] of series) {
    for (const member of members) {
      const { id } = member;
      listed.set(id, [...(listed.get(id) ?? []), textOf(place, member)]);
    }
  }
  const ofHalves = [...remains].flatMap(([id, one]): PairProblem[] => {
    if (undecided.has(id)) {
      const detail = 'what is left of it is contradictory: decide by hand which copy is right';
      return [{ connectionId: id, kind: 'undecided', detail }];
    }
    const fault = faultIn(one.halves, byId.get(id));
    return fault ? [{ connectionId: id, kind: 'halves', ...fault }] : [];
  });
  const ofSeries = [...remains.keys()].flatMap((id): PairProblem[] => {
    const connection = byId.get(id);
    const is = (listed.get(id) ?? []).sort().join(' and ');
    const right = connection ? textOf(placeOf(seriesKey(connection)), memberOf(connection)) : '';
    if (is === right || undecided.has(id)) return [];
    const detail = connection
      ? `its series ${is === '' ? 'does not list it' : 'lists it with other roles, dates or title'}`
      : 'a series lists it, but no copy of it is left';
    return [{ connectionId: id, kind: 'series', detail }];
  });
  return [...ofHalves, ...ofSeries, ...overlapsAmong(wanted, halves)];
}

const textOf = (place: string, { id, title = '', start = '', end = '' }: SeriesMember) =>
  `${place} ${id} ${start}/${end} ${title}`;

/** What is wrong with the halves of a connection; undefined if they are as they should be. */
function faultIn(
  halves: readonly Half[],
  wanted: Connection | undefined,
): { detail: string; fields?: string[] } | undefined {
  const copy = wanted ?? halves[0]?.connection;
  // Only a series or a note mentions it.
  if (!copy || (!wanted && halves.length === 0)) return undefined;
  if (!wanted) return { detail: 'it was deleted, but a half remains' };
  const [path1, path2] = [copy.record1, copy.record2].map(recordPath);
  const at = (path: string | undefined) =>
    halves.filter((half) => recordPath(ends(half).own) === path);
  const [at1, at2] = [at(path1), at(path2)];
  if (at1.length !== 1 || at2.length !== 1) {
    const counts = `${path1} has ${at1.length} and ${path2} has ${at2.length}`;
    return { detail: `each record must have one half, but ${counts}` };
  }
  const [first, second] = [at1[0] as Half, at2[0] as Half];
  if (first.side === second.side) {
    return { detail: `both halves say that they belong to ${first.side}`, fields: ['side'] };
  }
  const fields = differences(first.connection, second.connection);
  if (fields.length > 0) {
    return { detail: `the half of ${path2} differs in ${fields.join(', ')}`, fields };
  }
  const older = differences(first.connection, wanted);
  return older.length === 0
    ? undefined
    : {
        detail: `both halves are older than its last change, in ${older.join(', ')}`,
        fields: older,
      };
}

/** The fields in which two copies of a connection differ. */
function differences(one: Connection, other: Connection): string[] {
  const fields = Object.keys(one) as (keyof Connection)[];
  return fields.filter((field) => JSON.stringify(one[field]) !== JSON.stringify(other[field]));
}

/** Connections that the service does not create any more: an earlier version may have. */
function overlapsAmong(wanted: readonly Connection[], halves: readonly Half[]): PairProblem[] {
  const stored = new Set(halves.map(({ connection }) => connection.id));
  const bySeries = Map.groupBy(
    wanted.filter(({ id }) => stored.has(id)),
    (connection) => placeOf(seriesKey(connection)),
  );
  return [...bySeries.values()].flatMap((all) => {
    const sorted = all.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return sorted.flatMap((one, at): PairProblem[] => {
      const other = sorted.slice(0, at).find((each) => collide(each, one));
      const detail = `its period overlaps with that of ${other?.id}, which has the same roles and title`;
      return other ? [{ connectionId: one.id, kind: 'overlap', detail }] : [];
    });
  });
}
