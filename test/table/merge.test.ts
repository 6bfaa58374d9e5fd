// Merging records: the surviving record has the union of the connections, each once, whatever else is written,
// wherever the sweep stops, and however the stream is delivered.
import { expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { neighbourhood } from '../../shared/domain/graph/neighbourhood.ts';
import {
  deleteConnection,
  patchConnection,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { itemAt } from '../../shared/table/engine/read.ts';
import { stepReader } from '../../shared/table/lists/graph-steps.ts';
import { recordsByName } from '../../shared/table/lists/records-by-name.ts';
import { externalIdKey } from '../../shared/table/pairs/external-id.ts';
import { connectionByExternalId, getConnection } from '../../shared/table/pairs/find-connection.ts';
import { countsOfRecord, countsOfType } from '../../shared/table/projection/read-counts.ts';
import {
  historyOfConnection,
  historyOfRecord,
} from '../../shared/table/projection/read-history.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { mergeRecord } from '../../shared/table/records/merge-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { getRecord } from '../../shared/table/records/read-records.ts';
import { inspectPair } from '../../shared/table/repair/inspect-pair.ts';
import { createdOf } from '../support/created.ts';
import { caller, request } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';
import {
  allItems,
  beforeNextWrite,
  brokenPairs,
  clinicTable,
  sweepDeleted,
  sweepMerged,
  sweepRenamed,
  wrongSeries,
} from '../support/table.ts';
import { connectionsIn, halvesAmong } from '../support/table-items.ts';
import { historyAmong, wrongHistory } from '../torture/history-check.ts';
import { miscounts } from '../torture/recount.ts';

const contact = (id: string) => ({ type: 'contact', id });
const merger = { ...caller('leila', true), now: '2026-11-23T10:00:00.000Z' };
const anyVersion = { ifMatch: undefined };

/** `['a', 'doctor', 'b', 'patient']`, and other fields. */
type Wanted = [from: string, role1: string | null, to: string, role2: string | null, more?: object];

async function connect(table: Table, ...wanted: Wanted[]): Promise<Connection[]> {
  const requests = wanted.map(([from, role1, to, role2, more]) =>
    request([`contact/${from}`, role1, `contact/${to}`, role2], more),
  );
  return (await createConnections(table, requests, caller())).map(createdOf);
}

const close = (table: Table, from: string, to: string, by = merger) =>
  mergeRecord(table, contact(from), { into: contact(to) }, by, anyVersion);

/** Merges and moves all connections. */
async function merge(table: Table, from: string, to: string): Promise<void> {
  await close(table, from, to);
  expect(await sweepMerged(table, contact(from), merger)).toBe('finished');
}

/** What everything that is stored must be, once the stream has been processed. */
async function expectExact(table: Table): Promise<void> {
  const items = await allItems(table);
  const halves = halvesAmong(items);
  expect(await brokenPairs(table)).toEqual([]);
  expect(await wrongSeries(table)).toEqual([]);
  expect(miscounts(items, halves)).toEqual([]);
  expect(wrongHistory(historyAmong(items), halves)).toEqual([]);
  const names = new Map(
    items
      .filter(({ sk, mergedInto }) => sk === 'record' && !mergedInto)
      .map(({ recordId, name }) => [recordId, name]),
  );
  for (const { connection, side } of halves) {
    expect(connection[side].name).toBe(names.get(connection[side].id));
    expect(connection.record1.id).not.toBe(connection.record2.id);
  }
}

/** Delivers the whole stream, and what the projector itself has written, until nothing is new. */
async function deliverAll(table: Table): Promise<void> {
  for (let delivered = 0; ; ) {
    const stream = await streamOf(table);
    if (stream.length === delivered) return;
    await deliver(table, stream.slice(delivered));
    delivered = stream.length;
  }
}

const ends = (all: readonly Connection[]) =>
  all
    .map(({ record1, record2, effectiveStart }) =>
      [record1.id, record2.id, effectiveStart].filter(Boolean).join(' '),
    )
    .sort();

it('moves the union, without duplicates from either side and without connections to itself', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const externalId = { source: 'crm', key: '7' };
  const [moved, itself, same, mirrored, later, roles, kept1, kept2, kept3] = await connect(
    table,
    ['a', 'doctor', 'x', 'patient', { externalId, title: 'House call', attributes: { n: 1 } }],
    ['a', 'friend', 'b', 'friend'],
    ['a', 'friend', 'c', 'friend'],
    ['d', 'friend', 'a', 'friend'],
    ['e', 'friend', 'a', 'friend', { effectiveStart: '2024-01-01' }],
    ['a', 'expert', 'c', null],
    ['b', 'friend', 'c', 'friend'],
    ['b', 'friend', 'd', 'friend'],
    ['b', 'friend', 'e', 'friend', { effectiveEnd: '2023-12-31' }],
  );
  await merge(table, 'a', 'b');
  await deliverAll(table);

  const after = await connectionsIn(table);
  const idsOf = (all: readonly (Connection | undefined)[]) => all.map((one) => one?.id).sort();
  expect(idsOf(after)).toEqual(idsOf([moved, later, roles, kept1, kept2, kept3]));
  const now = after.find(({ id }) => id === moved?.id);
  const { recordSince } = kept1?.record1 ?? {};
  expect(now).toMatchObject({
    ...moved,
    record1: { ...contact('b'), name: 'B', recordSince, roleId: 'doctor' },
    version: 2,
    modifiedBy: 'leila',
    modifiedAt: now?.modifiedAt,
  });
  expect(now?.modifiedAt).not.toBe(moved?.modifiedAt);
  expect((await connectionByExternalId(table, externalId))?.id).toBe(moved?.id);
  expect(await itemAt(table, externalIdKey(externalId))).toMatchObject({ record1: contact('b') });
  expect(await getConnection(table, later?.id ?? '')).toMatchObject({
    record2: { id: 'b' },
    version: 2,
  });
  for (const gone of [itself, same, mirrored]) {
    const { items } = await historyOfConnection(table, gone?.id ?? '', 10);
    expect(items).toMatchObject([
      { event: 'deleted', actor: 'leila', reason: 'merge', version: 2 },
      { event: 'created', version: 1 },
    ]);
  }
  await expectExact(table);
  expect(await countsOfRecord(table, contact('b'))).toMatchObject({ total: 6 });
  expect(await countsOfType(table, 'contact')).toMatchObject({ records: 25, connections: 6 });
  const read = stepReader(table, '2026-11-22', { state: 'all' });
  const { nodes } = await neighbourhood(
    { ...contact('b'), name: 'B' },
    { depth: 1, maxNodes: 100 },
    read,
  );
  expect(nodes.map(({ id }) => id).sort()).toEqual(['b', 'c', 'd', 'e', 'x']);
});

it('the closed record keeps no name, and no connection, series, count or role', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  await connect(table, ['a', 'doctor', 'x', 'patient'], ['y', 'friend', 'a', 'friend']);
  await merge(table, 'a', 'b');
  await deliverAll(table);
  const left = (await allItems(table)).filter(({ pk }) => pk === 'record#contact#a');
  const kinds = new Set(left.map(({ sk }) => String(sk).split('#')[0]));
  expect([...kinds].sort()).toEqual([
    ...['connection!merged', 'history', 'left', 'lifetime', 'record'],
  ]);
  expect(left.find(({ sk }) => sk === 'record')).toEqual({
    ...{ pk: 'record#contact#a', sk: 'record', recordType: 'contact', recordId: 'a' },
    ...{ createdAt: caller().now, createdBy: 'ines', modifiedAt: merger.now, modifiedBy: 'leila' },
    ...{ version: 2, mergedInto: { ...contact('b'), recordSince: Date.parse(caller().now) } },
  });
  const { items } = await recordsByName(table, 'contact', { limit: 100 });
  expect(items.map(({ id }) => id)).toEqual([...'bcdefghijklmnopqrstuvwxyz']);
});

it('the history of a connection shows the move once, between older and newer changes', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const [one, other] = await connect(
    table,
    ['a', 'friend', 'x', 'friend'],
    ['y', 'friend', 'a', 'friend'],
  );
  await patchConnection(table, one?.id ?? '', { description: 'old' }, caller(), anyVersion);
  await merge(table, 'a', 'b');
  const later = { ...caller(), now: new Date().toISOString() };
  await patchConnection(table, one?.id ?? '', { description: 'new' }, later, anyVersion);
  await deliverAll(table);

  const named = (id: string) => ({ ...contact(id), name: id.toUpperCase() });
  const { items: life } = await historyOfConnection(table, one?.id ?? '', 10);
  expect(life.map(({ event, version, record1 }) => `${version} ${event} ${record1.id}`)).toEqual([
    ...['4 updated b', '3 moved b', '2 updated a', '1 created a'],
  ]);
  const change = (field: string) => [{ field, from: named('a'), to: named('b') }];
  expect(life[1]).toMatchObject({ actor: 'leila', changes: change('record1') });
  const { items: ofOther } = await historyOfConnection(table, other?.id ?? '', 10);
  expect(ofOther[0]).toMatchObject({ event: 'moved', changes: change('record2') });
  const { items: ofSurvivor } = await historyOfRecord(table, contact('b'), 10);
  expect(ofSurvivor.map(({ event }) => event).sort()).toEqual(['moved', 'moved', 'updated']);
  expect(ofSurvivor.find(({ connectionId }) => connectionId === other?.id)).toMatchObject({
    record1: named('b'),
    changes: change('record1'),
  });
  const { items: ofX } = await historyOfRecord(table, contact('x'), 10);
  expect(ofX.map(({ event }) => event)).toEqual(['updated', 'moved', 'updated', 'created']);
  await expect(historyOfRecord(table, contact('a'), 10)).rejects.toMatchObject({
    code: 'RecordMerged',
  });
});

it('a chain of merges: connections and refusals go to its end', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  await connect(table, ['a', 'friend', 'x', 'friend'], ['b', 'friend', 'y', 'friend']);
  await close(table, 'a', 'b');
  await close(table, 'b', 'c');
  await sweepMerged(table, contact('b'), merger);
  await sweepMerged(table, contact('a'), merger);
  await deliverAll(table);
  expect(ends(await connectionsIn(table))).toEqual(['c x', 'c y']);
  for (const id of ['a', 'b']) {
    await expect(getRecord(table, contact(id))).rejects.toMatchObject({
      code: 'RecordMerged',
      extras: { into: contact('c') },
    });
  }
  await expectExact(table);
});

it('two records that are connected to each other, both merged into a third one', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  await connect(table, ['a', 'friend', 'b', 'friend'], ['a', 'expert', 'c', null]);
  await close(table, 'a', 'c');
  await close(table, 'b', 'c');
  await Promise.all([
    sweepMerged(table, contact('a'), merger),
    sweepMerged(table, contact('b'), merger),
  ]);
  await deliverAll(table);
  expect(await connectionsIn(table)).toEqual([]);
  await expectExact(table);
});

it('the connections of a merged record whose surviving record is deleted are deleted', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const [one] = await connect(table, ['a', 'friend', 'x', 'friend']);
  await close(table, 'a', 'b');
  await deleteRecord(table, contact('b'), caller('omar', true), undefined);
  // Another record with its id is not the one that survived.
  const later = { ...caller(), now: '2027-01-01T00:00:00.000Z' };
  await putRecords(table, [{ ...contact('b'), name: 'New', attributes: {} }], later);
  await sweepMerged(table, contact('a'), merger);
  await deliverAll(table);
  expect(await connectionsIn(table)).toEqual([]);
  const { items } = await historyOfConnection(table, one?.id ?? '', 10);
  expect(items[0]).toMatchObject({ event: 'deleted', actor: 'omar' });
  expect(items[0]?.reason).toBeUndefined();
});

it('the connections of a former record are deleted, not moved', async () => {
  const { table } = await clinicTable();
  await connect(table, ['a', 'friend', 'x', 'friend']);
  await deleteRecord(table, contact('a'), caller('omar', true), undefined);
  const later = { ...caller(), now: '2026-11-22T11:00:00.000Z' };
  await putRecords(table, [{ ...contact('a'), name: 'New', attributes: {} }], later);
  await connect(table, ['a', 'friend', 'y', 'friend']);
  await merge(table, 'a', 'b');
  expect(ends(await connectionsIn(table))).toEqual(['b y']);
});

it.each([
  ['another type', 'a', { type: 'account', id: 'b' }, 'ValidationFailed', 'into.type'],
  ['itself', 'a', contact('a'), 'ValidationFailed', 'into'],
  ['none', 'a', contact('none'), 'ConnectionObjectsMissing', 'into'],
  ['a merged one', 'a', contact('y'), 'RecordMerged', undefined],
  ['a second one', 'y', contact('b'), 'RecordMerged', undefined],
  ['any, of none', 'none', contact('a'), 'NotFound', undefined],
])('a merge into %s is refused', async (_, from, into, code, path) => {
  const { table } = await clinicTable();
  await close(table, 'y', 'z');
  const before = await allItems(table);
  const refused = mergeRecord(table, contact(from), { into }, merger, anyVersion);
  await expect(refused).rejects.toMatchObject({
    code,
    extras: {
      ...(path && { errors: [{ path }] }),
      ...(code === 'RecordMerged' && { into: contact('z') }),
    },
  });
  expect(await allItems(table)).toEqual(before);
});

it('of two merges of one record at the same time, and of two records into each other, one is done', async () => {
  const { table } = await clinicTable();
  const outcomes = async (...all: [from: string, to: string][]) =>
    (await Promise.allSettled(all.map(([from, to]) => close(table, from, to))))
      .map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code))
      .sort();
  expect(await outcomes(['a', 'b'], ['a', 'c'])).toEqual(['RecordMerged', 'done']);
  expect(await outcomes(['d', 'e'], ['e', 'd'])).toEqual(['RecordMerged', 'done']);
});

it('a request in progress: a create is moved, a put of the record is refused', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  beforeNextWrite(table, () => merge(table, 'a', 'b'));
  const [made] = await connect(table, ['a', 'friend', 'x', 'friend']);
  expect(made?.record1.id).toBe('a');
  await deliverAll(table);
  expect(ends(await connectionsIn(table))).toEqual(['b x']);

  const other = await clinicTable();
  beforeNextWrite(other.table, () => close(other.table, 'a', 'b'));
  const put = { ...contact('a'), name: 'Ana', attributes: {} };
  const [refused] = await putRecords(other.table, [put], caller());
  expect(refused).toMatchObject({
    refusal: { code: 'RecordMerged', extras: { into: contact('b') } },
  });
  await expectExact(table);
});

it.each([
  [
    'renamed',
    async (table: Table) => {
      await putRecords(table, [{ ...contact('b'), name: 'Bea', attributes: {} }], caller('omar'));
      await sweepRenamed(table, contact('b'));
    },
    ['b x'],
  ],
  [
    'deleted',
    async (table: Table) => {
      await deleteRecord(table, contact('b'), caller('omar', true), undefined);
      await sweepDeleted(table, contact('b'));
    },
    [],
  ],
  ['merged', (table: Table) => merge(table, 'b', 'c'), ['c x']],
])('the surviving record is %s while a connection moves to it', async (_, work, expected) => {
  const { table } = await clinicTable({}, { streamed: true });
  await connect(table, ['a', 'friend', 'x', 'friend']);
  await close(table, 'a', 'b');
  let writes = 0;
  table.db.middlewareStack.add(
    (next, context) => async (args) => {
      // The first transaction claims the record, the second one moves the connection.
      if (context.commandName === 'TransactWriteItemsCommand') {
        writes += 1;
        if (writes === 2) await work(table);
      }
      return next(args);
    },
    { step: 'initialize', name: 'between' },
  );
  await sweepMerged(table, contact('a'), merger);
  expect(writes).toBeGreaterThan(2);
  await deliverAll(table);
  expect(ends(await connectionsIn(table))).toEqual(expected);
  await expectExact(table);
});

it('everything else at the same time: creates, renames, patches and deletes on both records', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const others = [...'cdefghijklmnop'];
  const first = await connect(
    table,
    ...others.map((to): Wanted => ['a', 'friend', to, 'friend']),
    ...others.slice(0, 5).map((to): Wanted => ['b', 'friend', to, 'friend']),
  );
  const quietly = async (work: Promise<unknown>) => {
    await work.catch((error) => {
      const known = ['RecordMerged', 'NotFound', 'ConnectionExists', 'Busy'];
      if (!known.includes(error.code)) throw error;
    });
  };
  const rename = async (id: string, name: string) => {
    await quietly(putRecords(table, [{ ...contact(id), name, attributes: {} }], caller('omar')));
    await sweepRenamed(table, contact(id));
  };
  await Promise.all([
    // The sweep of a new name may have claimed the record: then it moves the connections.
    close(table, 'a', 'b').then(() => sweepMerged(table, contact('a'), merger)),
    ...others.slice(0, 4).map((to) => quietly(connect(table, ['a', 'expert', to, null]))),
    ...others.slice(0, 4).map((to) => quietly(connect(table, ['b', 'expert', to, null]))),
    ...first
      .slice(0, 4)
      .map(({ id }) =>
        quietly(patchConnection(table, id, { effectiveStart: '2020-01-01' }, caller(), anyVersion)),
      ),
    ...first
      .slice(4, 8)
      .map(({ id }) => quietly(deleteConnection(table, id, caller('x', true), undefined))),
    rename('b', 'Bea'),
    rename('a', 'Ana'),
    rename('c', 'Cem'),
  ]);
  await deliverAll(table);
  expect(
    (await connectionsIn(table)).flatMap(({ record1, record2 }) => [record1, record2]),
  ).not.toContainEqual(expect.objectContaining(contact('a')));
  await expectExact(table);
});

it.each([
  'twice',
  'reversed',
  'one by one, the last first',
] as const)('the stream delivered %s counts exactly', async (how) => {
  const { table } = await clinicTable({}, { streamed: true });
  await connect(
    table,
    ['a', 'doctor', 'x', 'patient'],
    ['y', 'friend', 'a', 'friend'],
    ['b', 'friend', 'y', 'friend'],
    ['a', 'friend', 'b', 'friend'],
  );
  await merge(table, 'a', 'b');
  const stream = await streamOf(table);
  if (how === 'twice') await deliver(table, [...stream, ...stream]);
  if (how === 'reversed') await deliver(table, stream.toReversed());
  if (how.startsWith('one')) for (const one of stream.toReversed()) await deliver(table, [one]);
  await deliverAll(table);
  await expectExact(table);
  const { items } = await historyOfRecord(table, contact('b'), 10);
  expect(items.map(({ event }) => event).sort()).toEqual([
    ...['created', 'created', 'deleted', 'moved'],
  ]);
});

it('a half that is left on a merged record is a problem that names the surviving record', async () => {
  const { table } = await clinicTable();
  const [one] = await connect(table, ['a', 'friend', 'x', 'friend']);
  await close(table, 'a', 'b');
  const { problems } = await inspectPair(table, contact('a'), contact('x'));
  expect(problems).toEqual([
    {
      connectionId: one?.id,
      kind: 'record',
      detail: expect.stringContaining('contact/a was merged into contact/b'),
    },
  ]);
  await sweepMerged(table, contact('a'), merger);
  expect((await inspectPair(table, contact('a'), contact('x'))).problems).toEqual([]);
  expect((await inspectPair(table, contact('b'), contact('x'))).problems).toEqual([]);
});
