// A batch with mode=upsert: what exists becomes what the item describes, and nothing else does.
import { beforeAll, expect, it } from 'vitest';
import { patchRole } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { setConnectionState } from '../../shared/table/connections/change-connection.ts';
import {
  type Upserted,
  upsertConnections,
} from '../../shared/table/connections/upsert-connections.ts';
import { type Table, withoutWrites } from '../../shared/table/engine/open-table.ts';
import { connectionByExternalId, getConnection } from '../../shared/table/pairs/find-connection.ts';
import { caller, request } from '../support/fixtures.ts';
import { allItems, brokenPairs, clinicTable, wrongSeries } from '../support/table.ts';

let table: Table;
beforeAll(async () => {
  ({ table } = await clinicTable());
});

const asked = (from: string, to: string, more: object = {}, roles = ['doctor', 'patient']) =>
  request([`contact/${from}`, roles[0], `contact/${to}`, roles[1]], more);
const upsert = (...items: ReturnType<typeof asked>[]) => upsertConnections(table, items, caller());
const ext = (key: string) => ({ externalId: { source: 'crm', key } });

/** The status as the answer of the batch shows it, with the code of a refusal and the fields that changed. */
function statusOf(result: Upserted | undefined): string {
  if (!result) return 'none';
  if ('refusal' in result) return result.refusal.code;
  if ('identical' in result) return 'identical';
  if ('connection' in result) return 'created';
  return `updated ${result.changes.map(({ field }) => field).join()}`;
}
async function one(...of: Parameters<typeof asked>) {
  const [result] = await upsert(asked(...of));
  return statusOf(result);
}

it('creates what is new, updates what differs, and leaves what is identical', async () => {
  const start = { effectiveStart: '2026-01-01' };
  expect(await one('a', 'b', { ...start, description: 'first', attributes: { share: 1 } })).toBe(
    'created',
  );
  expect(await one('a', 'b', { ...start, description: 'first', attributes: { share: 1 } })).toBe(
    'identical',
  );
  const [result] = await upsert(
    asked('a', 'b', { ...start, effectiveEnd: '2026-12-31', attributes: { share: 2 } }),
  );
  if (!result || !('updated' in result)) throw new Error('not updated');
  expect(result.changes).toEqual([
    { field: 'description', from: 'first', to: null },
    { field: 'effectiveEnd', from: null, to: '2026-12-31' },
    { field: 'attributes.share', from: 1, to: 2 },
  ]);
  expect(await getConnection(table, result.updated.id)).toEqual(result.updated);
  expect(result.updated.version).toBe(2);
  // From the other side it is the same connection, with its sides as they were.
  const [swapped] = await upsert(
    asked('b', 'a', { ...start, description: 'again' }, ['patient', 'doctor']),
  );
  expect(swapped).toMatchObject({
    updated: { id: result.updated.id, record1: { id: 'a', roleId: 'doctor' }, version: 3 },
  });
});

it('another title or start is another connection; another period of it is in the way', async () => {
  expect(await one('c', 'd', { effectiveStart: '2026-01-01', effectiveEnd: '2026-06-30' })).toBe(
    'created',
  );
  expect(await one('c', 'd', { effectiveStart: '2026-07-01' })).toBe('created');
  expect(await one('c', 'd', { effectiveStart: '2026-03-01' })).toBe('ConnectionExists');
  expect(await one('c', 'd', { effectiveStart: '2026-01-01', title: 'Chief' })).toBe('created');
  expect(await one('c', 'd', { effectiveStart: '2026-01-01', effectiveEnd: '2026-09-30' })).toBe(
    'ConnectionExists',
  );
});

it('an external id finds the connection, whatever else changed', async () => {
  expect(await one('e', 'f', ext('1'))).toBe('created');
  expect(
    await one('e', 'f', { ...ext('1'), effectiveStart: '2026-01-01', title: 'Chief' }, [
      'friend',
      'friend',
    ]),
  ).toBe('updated record1RoleId,record2RoleId,title,effectiveStart');
  // Left out, it stays.
  expect(
    await one('e', 'f', { effectiveStart: '2026-01-01', title: 'Chief' }, ['friend', 'friend']),
  ).toBe('identical');
  expect(await connectionByExternalId(table, ext('1').externalId)).toMatchObject({
    title: 'Chief',
  });
  const [moved] = await upsert(asked('e', 'g', ext('1')));
  expect(moved).toMatchObject({
    refusal: { code: 'ValidationFailed', extras: { errors: [{ path: 'record2' }] } },
  });
  // One without an external id gets it; one that has another id is another connection.
  expect(await one('e', 'h')).toBe('created');
  expect(await one('e', 'h', ext('2'))).toBe('updated externalId');
  expect(await one('e', 'h', ext('3'))).toBe('ConnectionExists');
  expect(await one('e', 'h', { externalId: null })).toBe('updated externalId');
  expect(await connectionByExternalId(table, ext('2').externalId)).toBeUndefined();
});

it('of two items about one connection the first wins', async () => {
  const results = await upsert(
    asked('i', 'j', { description: 'one' }),
    asked('i', 'j', { description: 'two' }),
    asked('j', 'i', { description: 'one' }, ['patient', 'doctor']),
  );
  expect(results.map(statusOf)).toEqual(['created', 'ConnectionExists', 'identical']);
  const again = await upsert(
    asked('i', 'j', { description: 'three' }),
    asked('i', 'j', { description: 'four' }),
  );
  expect(again.map(statusOf)).toEqual(['updated description', 'ConnectionExists']);
});

it('the state is what the item says; an inactive connection that stays inactive is read-only', async () => {
  await one('k', 'l');
  expect(await one('k', 'l', { state: 'inactive', description: 'over' })).toBe(
    'updated description,state',
  );
  expect(await one('k', 'l', { state: 'inactive' })).toBe('ConnectionInactive');
  expect(await one('k', 'l')).toBe('updated description,state');
});

it('obeys the rules of an edit: owner, roles that are set, limits', async () => {
  await one('m', 'n', { description: 'by ines' });
  const [foreign] = await upsertConnections(
    table,
    [asked('m', 'n', { ownerId: 'otto' })],
    caller('otto'),
  );
  expect(statusOf(foreign)).toBe('Forbidden');
  // A role that has been deactivated since can stay.
  await changeCatalog(table, caller(), (catalog) =>
    patchRole(catalog, 'patient', { state: 'inactive' }),
  );
  expect(await one('m', 'n', { description: 'later' })).toBe('updated description');
  expect(await one('m', 'o')).toBe('ConnectionRoleNotActive');
  await changeCatalog(table, caller(), (catalog) =>
    patchRole(catalog, 'patient', { state: 'active', maxPerRecord: 1 }),
  );
  const [n] = await upsert(asked('m', 'n', { description: 'limited' }));
  expect(statusOf(n)).toBe('updated description');
  expect(await one('m', 'o')).toBe('ConnectionLimitReached');
  expect(await one('m', 'o', { state: 'inactive' })).toBe('created');
  expect(await one('m', 'o')).toBe('ConnectionLimitReached');
  await changeCatalog(table, caller(), (catalog) =>
    patchRole(catalog, 'patient', { maxPerRecord: null }),
  );
});

it('writes nothing in a dry run, and answers the same', async () => {
  const [made] = await upsert(asked('p', 'q', { description: 'as it was' }));
  const before = await allItems(table);
  const dry = await upsertConnections(
    withoutWrites(table),
    [asked('p', 'q', { description: 'new' }), asked('p', 'r'), asked('p', 'r', { title: 'Chief' })],
    caller(),
  );
  expect(dry.map(statusOf)).toEqual(['updated description', 'created', 'created']);
  expect(await allItems(table)).toEqual(before);
  expect(statusOf(made)).toBe('created');
});

it('updates that race with other writes are applied one after the other', async () => {
  const [made] = await upsert(asked('s', 't', ext('race')));
  const id = made && 'connection' in made ? made.connection.id : '';
  const racing = Array.from({ length: 8 }, (_, at) =>
    one('s', 't', { ...ext('race'), effectiveStart: `2026-0${at + 1}-01` }),
  );
  const states = ['inactive', 'active'] as const;
  const others = states.map((state) =>
    setConnectionState(table, id, state, caller(), { ifMatch: undefined }),
  );
  for (const status of await Promise.all(racing)) {
    expect(status).toMatch(/^(updated (effectiveStart|state|effectiveStart,state)|identical)$/);
  }
  await Promise.all(others);
  expect(await brokenPairs(table)).toEqual([]);
  expect(await wrongSeries(table)).toEqual([]);
});
