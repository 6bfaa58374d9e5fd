// Another team's function reads from the table with the environment that its grant sets.
import { beforeAll, expect, it } from 'vitest';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { caller, request } from '../support/fixtures.ts';
import { functionsOn } from '../support/in-process.ts';
import { clinicTable } from '../support/table.ts';

let reading: typeof import('../../functions/queries/direct-reading.ts');

beforeAll(async () => {
  const { table } = await clinicTable();
  await createConnections(
    table,
    [
      request(['contact/a', 'doctor', 'contact/b', 'patient']),
      request(['contact/a', 'doctor', 'contact/c', 'patient']),
      request(['contact/d', 'friend', 'contact/a', 'friend']),
    ],
    caller(),
  );
  await functionsOn(table.name, table.shards);
  reading = await import('../../functions/queries/direct-reading.ts');
});

it('finds all connections of a record, each seen from it', async () => {
  const { items, next } = await reading.connectionsOfRecord({ type: 'contact', id: 'a' });
  expect(
    items.map(({ record1, record1RoleId, record2 }) => [record1.id, record1RoleId, record2.id]),
  ).toEqual([
    ['a', 'doctor', 'b'],
    ['a', 'doctor', 'c'],
    ['a', 'friend', 'd'],
  ]);
  expect(next).toBeUndefined();
});

it('answers a question page by page', async () => {
  const ask = (after?: string) =>
    reading.connectionsOfRecord(
      { type: 'contact', id: 'a' },
      { roleId: 'doctor' },
      { limit: 1, ...(after !== undefined && { after }) },
    );
  const first = await ask();
  const second = await ask(first.next);
  expect([first, second].map(({ items }) => items.map(({ record2 }) => record2.id))).toEqual([
    ['b'],
    ['c'],
  ]);
  expect([typeof first.next, second.next]).toEqual(['string', undefined]);
});

it('refuses a record that does not exist', async () => {
  await expect(reading.connectionsOfRecord({ type: 'contact', id: 'nobody' })).rejects.toThrow(
    /nobody/,
  );
});
