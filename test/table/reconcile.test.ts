// Connections that were created while one of their records was renamed or deleted are corrected.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { patchConnection } from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { clearRole } from '../../shared/table/sweeps/blank-role.ts';
import { createdOf } from '../support/created.ts';
import { caller, request } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';
import {
  allItems,
  beforeNextWrite,
  brokenPairs,
  clinicTable,
  startClearing,
  sweepDeleted,
  sweepRenamed,
  wrongSeries,
} from '../support/table.ts';
import { connectionsIn } from '../support/table-items.ts';

const a = { type: 'contact', id: 'a' };

async function connect(table: Table) {
  const asked = request(['contact/a', 'doctor', 'contact/b', 'patient']);
  const [made] = await createConnections(table, [asked], caller());
  return createdOf(made);
}

/** Moves the connection to other keys before the projector sees that it was created. */
const move = (table: Table, id: string) =>
  patchConnection(table, id, { effectiveStart: '2020-01-01' }, caller(), { ifMatch: undefined });

it.each([false, true])('a record renamed during the create; moved since: %s', async (isMoved) => {
  const { table } = await clinicTable({}, { streamed: true });
  beforeNextWrite(table, () =>
    putRecords(table, [{ ...a, name: 'Ana', attributes: {} }], caller('omar')),
  );
  const { id } = await connect(table);
  expect((await connectionsIn(table))[0]?.record1.name).toBe('A');
  if (isMoved) await move(table, id);

  const stream = await streamOf(table);
  await deliver(table, stream);
  await deliver(table, stream);
  const [corrected] = await connectionsIn(table);
  expect(corrected).toMatchObject({ record1: { name: 'Ana' }, version: isMoved ? 3 : 2 });
  expect(await brokenPairs(table)).toEqual([]);
});

it.each([false, true])('a record deleted during the create; moved since: %s', async (isMoved) => {
  const { table } = await clinicTable({}, { streamed: true });
  beforeNextWrite(table, () => deleteRecord(table, a, caller('omar', true), undefined));
  const { id } = await connect(table);
  if (isMoved) await move(table, id);

  const stream = await streamOf(table);
  await deliver(table, stream);
  await deliver(table, stream);
  expect(await connectionsIn(table)).toEqual([]);
  const notes = (await allItems(table)).filter(({ pk }) => pk === `connection#${id}`);
  expect(notes).toMatchObject([{ after: null, actor: 'omar' }]);
  expect(await wrongSeries(table)).toEqual([]);
});

it('a record deleted and created again during the create keeps none of the former connections', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  beforeNextWrite(table, async () => {
    await deleteRecord(table, a, caller('omar', true), undefined);
    const later = { ...caller(), now: '2027-01-01T00:00:00.000Z' };
    await putRecords(table, [{ ...a, name: 'A', attributes: {} }], later);
  });
  await connect(table);
  await deliver(table, await streamOf(table));
  expect(await connectionsIn(table)).toEqual([]);
  expect(await wrongSeries(table)).toEqual([]);
});

/** Deletes and creates records a minute after `caller()`: the records differ in their creation times. */
const omar = { ...caller('omar', true), now: '2026-11-22T10:01:00.000Z' };

it('clearing a role waits for connections of a former record, and loses none of the new one', async () => {
  const sweepingWhileItWaits = async () => {
    await sweepDeleted(table, a, omar);
  };
  const { table } = await clinicTable({ pause: sweepingWhileItWaits });
  const between = (role: string | null) =>
    createConnections(table, [request(['contact/a', role, 'contact/b', null])], caller());
  const [former] = await between(null);
  await deleteRecord(table, a, omar, undefined);
  await putRecords(table, [{ ...a, name: 'New', attributes: {} }], omar);
  const [kept] = await between('expert');
  await startClearing(table, 'expert');

  expect(await clearRole(table, 'expert', caller('ines'))).toBe(true);
  const { id } = (kept as { connection: Connection }).connection;
  expect(await connectionsIn(table)).toMatchObject([
    { id, record1: { name: 'New', roleId: null } },
  ]);
  const formerId = (former as { connection: Connection }).connection.id;
  const notes = (await allItems(table)).filter(({ pk }) => pk === `connection#${formerId}`);
  expect(notes).toMatchObject([{ after: null, actor: 'omar' }]);
});

it('a rename never counts as the deletion of a former record', async () => {
  const { table } = await clinicTable();
  const { id } = await connect(table);
  // As written before creation times were stored: the deletion has no note with the connection's time.
  for (const item of (await allItems(table)).filter((one) => one.id === id)) {
    const { recordSince, connectedSince, ...Item } = item;
    expect(typeof recordSince).toBe('number');
    await table.db.send(new PutCommand({ TableName: table.name, Item }));
  }
  await deleteRecord(table, a, omar, undefined);
  await putRecords(table, [{ ...a, name: 'First', attributes: {} }], omar);
  await putRecords(table, [{ ...a, name: 'Second', attributes: {} }], {
    ...omar,
    actor: 'renamer',
  });
  await sweepRenamed(table, a, { ...omar, actor: 'renamer' });
  expect(await connectionsIn(table)).toEqual([]);
  const notes = (await allItems(table)).filter(({ pk }) => pk === `connection#${id}`);
  expect(notes).toMatchObject([{ after: null, actor: 'liaison:gone-record' }]);
});
