// The changes that real stream records report, and which of them each reader receives.
import { expect, it } from 'vitest';
import { eventPattern } from '../../infra/local/eventbridge/event-pattern.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { projectionsOf } from '../../shared/table/projection/history-and-counts.ts';
import {
  changeIn,
  type StreamedChange,
  type StreamRecord,
} from '../../shared/table/projection/stream-records.ts';
import { project } from '../../shared/table/projection/write-history-and-counts.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { streamFilters } from '../../shared/table/schema.ts';
import { createdOf } from '../support/created.ts';
import { caller, request, role } from '../support/fixtures.ts';
import { streamOf } from '../support/stream.ts';
import { clinicTable, sweepRenamed } from '../support/table.ts';

const now = '2026-11-22T11:00:00.000Z';
const by = (actor: string) => ({ ...caller(actor, true), now });
const anywhere = { ifMatch: undefined };

/** The stream records of one step, in order. */
async function written(table: Table, step: () => Promise<unknown>): Promise<StreamRecord[]> {
  const before = (await streamOf(table)).length;
  await step();
  return (await streamOf(table)).slice(before);
}

const { halves, halvesOfRecord1, ...others } = streamFilters;
const passes = (filters: object) => {
  const patterns = Object.values(filters).map(eventPattern);
  return (record: StreamRecord) => patterns.some((matches) => matches(record));
};
/** The filters that the stack sets for the two readers. */
const toProjector = passes({ halves, ...others });
const toPublisher = passes({ halvesOfRecord1, ...others });

const streamedChanges = (records: readonly StreamRecord[]) =>
  records.map(changeIn).filter((one): one is StreamedChange => one !== null);

/** Each change with the sides that report it. */
const changes = (records: readonly StreamRecord[]) =>
  streamedChanges(records).flatMap((one) => ('change' in one ? [one] : []));

async function connect(table: Table, start = '2020-01-01') {
  const [made] = await createConnections(
    table,
    [request(['contact/a', 'doctor', 'contact/b', 'patient'], { effectiveStart: start })],
    caller(),
  );
  return createdOf(made);
}

it('a creation is reported by each half, for its side', async () => {
  const { table } = await clinicTable({}, { streamed: true });

  const records = await written(table, () => connect(table));

  const tellings = changes(records);
  expect(tellings.map(({ sides }) => sides).sort()).toEqual([['record1'], ['record2']]);
  for (const { change } of tellings) {
    expect(change).toMatchObject({ before: null, actor: 'ines', at: caller().now });
    expect(change.after?.record1).toMatchObject({ id: 'a', roleId: 'doctor' });
  }
  expect(records.filter(toProjector)).toHaveLength(2);
  expect(records.filter(toPublisher)).toHaveLength(1);
  expect(changes(records.filter(toPublisher))[0]?.sides).toEqual(['record1']);
});

it('a change in place is reported by each half, with the state before', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const { id } = await connect(table);

  const records = await written(table, async () => {
    await patchConnection(table, id, { description: 'monthly' }, by('omar'), anywhere);
    await setConnectionState(table, id, 'inactive', by('eva'), anywhere);
  });

  const ofRecord1 = changes(records.filter(toPublisher));
  expect(ofRecord1.map(({ change }) => [change.actor, change.at])).toEqual([
    ['omar', now],
    ['eva', now],
  ]);
  expect(ofRecord1[0]?.change).toMatchObject({
    before: { description: null, version: 1 },
    after: { description: 'monthly', version: 2 },
  });
  expect(changes(records)).toHaveLength(4);
});

it('a move is reported once, by its note, for both sides', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const { id } = await connect(table);

  const records = await written(table, () =>
    patchConnection(table, id, { record2RoleId: 'nurse' }, by('omar'), anywhere),
  );

  // Two halves and a series each, and the note.
  expect(records.map(({ eventName }) => eventName).sort()).toEqual([
    ...['INSERT', 'INSERT', 'INSERT', 'INSERT'],
    ...['REMOVE', 'REMOVE', 'REMOVE'],
  ]);
  expect(changes(records)).toEqual([
    {
      sides: ['record1', 'record2'],
      change: {
        before: expect.objectContaining({ version: 1 }),
        after: expect.objectContaining({ version: 2 }),
        actor: 'omar',
        at: now,
      },
    },
  ]);
  expect(changes(records.filter(toPublisher))).toHaveLength(1);
});

it('a second move and a deletion change the note; each is reported once, with its author', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const { id } = await connect(table);
  await patchConnection(table, id, { record2RoleId: 'nurse' }, by('omar'), anywhere);

  const records = await written(table, async () => {
    await patchConnection(table, id, { effectiveStart: '2021-01-01' }, by('eva'), anywhere);
    await deleteConnection(table, id, by('ada'), undefined);
  });

  for (const given of [records, records.filter(toProjector), records.filter(toPublisher)]) {
    expect(changes(given).map(({ change, sides }) => [change.actor, sides])).toEqual([
      ['eva', ['record1', 'record2']],
      ['ada', ['record1', 'record2']],
    ]);
  }
  const [, deletion] = changes(records);
  expect(deletion?.change).toMatchObject({
    before: { effectiveStart: '2021-01-01', version: 3, record2: { roleId: 'nurse' } },
    after: null,
  });
});

it('a new name is reported for the record, not for its connections', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  await connect(table);

  const records = await written(table, async () => {
    const renamed = { type: 'contact', id: 'a', name: 'Ana', attributes: {} };
    await putRecords(table, [renamed], by('omar'));
    await sweepRenamed(table, renamed);
  });

  expect(streamedChanges(records)).toEqual([
    {
      record: {
        event: 'renamed',
        type: 'contact',
        id: 'a',
        name: 'Ana',
        formerName: 'A',
        version: 2,
        actor: 'omar',
        at: now,
      },
      recordSince: Date.parse(caller().now),
    },
  ]);
  // The readers receive the halves themselves, but find no change to report in them.
  expect(records.filter(toPublisher).length).toBeGreaterThan(streamedChanges(records).length);
});

it('a record is reported when it is created and when it is deleted, not when attributes change', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const put = (attributes: object) =>
    putRecords(
      table,
      [{ type: 'contact', id: 'new', name: 'New', attributes: attributes as never }],
      by('omar'),
    );

  const records = await written(table, async () => {
    await put({});
    await put({ age: 3 });
    await deleteRecord(table, { type: 'contact', id: 'new' }, by('eva'), undefined);
  });

  const record = { type: 'contact', id: 'new', name: 'New', at: now };
  const recordSince = Date.parse(now);
  expect(streamedChanges(records)).toEqual([
    { record: { event: 'created', ...record, version: 1, actor: 'omar' }, recordSince },
    { record: { event: 'deleted', ...record, version: 3, actor: 'eva' }, recordSince },
  ]);
  for (const given of [records.filter(toProjector), records.filter(toPublisher)]) {
    expect(streamedChanges(given)).toEqual(streamedChanges(records));
  }
});

it('a change of roles is reported once, with each role that it changed', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const tutor = role({ id: 'tutor' });

  const records = await written(table, () =>
    changeCatalog(table, by('omar'), () => ({ change: { roles: [tutor] } })),
  );

  const [telling, ...more] = streamedChanges(records);
  expect(more).toEqual([]);
  expect(telling).toMatchObject({
    catalog: { actor: 'omar', at: now, events: [{ kind: 'role', before: null, after: tutor }] },
  });
  for (const filter of [toProjector, toPublisher]) expect(records.filter(filter)).toHaveLength(1);
});

it('what the projector writes is delivered to no reader', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  await connect(table, '2024-01-01');
  const all = await streamOf(table);

  const records = await written(table, () =>
    project(
      table,
      streamedChanges(all).flatMap((one) =>
        projectionsOf(one, { shards: 4, retentionDays: 36_500, feedDays: 30 }),
      ),
      30,
    ),
  );

  expect(records.length).toBeGreaterThan(5);
  expect(records.filter((record) => toProjector(record) || toPublisher(record))).toEqual([]);
  expect(streamedChanges(records)).toEqual([]);
});

it('removed items report nothing and are delivered to nobody', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const { id } = await connect(table);
  await deleteConnection(table, id, caller(), undefined);

  const removed = (await streamOf(table)).filter(({ eventName }) => eventName === 'REMOVE');

  expect(removed.length).toBeGreaterThan(0);
  expect(streamedChanges(removed)).toEqual([]);
  expect(removed.filter((record) => toProjector(record) || toPublisher(record))).toEqual([]);
});

it.each([
  ['a half without an id', { sk: 'connection#-#contact#b#-#-' }, {}],
  ['a half with an impossible version', { sk: 'connection#-#contact#b#-#-' }, { version: '0' }],
  ['an empty note', { sk: 'change' }, {}],
  ['a record without a name', { sk: 'record' }, {}],
  ['a note of a deletion without an author', { sk: 'deleted' }, {}],
])('%s is refused', (_, { sk }, { version }: { version?: string }) => {
  const NewImage = { pk: { S: 'record#contact#a' }, ...(version && { version: { N: version } }) };
  const dynamodb = { Keys: { pk: { S: 'record#contact#a' }, sk: { S: sk } }, NewImage };
  expect(() => changeIn({ eventName: 'INSERT', dynamodb })).toThrow(/Invalid input/);
});
