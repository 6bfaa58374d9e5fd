// Limits of roles: exact under concurrent writes and over days, whatever happened to the holders before.
import { beforeAll, expect, it } from 'vitest';
import type { ConnectionPatch } from '../../shared/contracts/connection-schemas.ts';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { patchRole, putRoles } from '../../shared/domain/role-rules.ts';
import { isInEffect } from '../../shared/domain/validity.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { type Table, withoutWrites } from '../../shared/table/engine/open-table.ts';
import { itemAt } from '../../shared/table/engine/read.ts';
import { getConnection } from '../../shared/table/pairs/find-connection.ts';
import { limitKey } from '../../shared/table/pairs/limit-item.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { createdOf } from '../support/created.ts';
import { effort } from '../support/effort.ts';
import { caller, newRole, request } from '../support/fixtures.ts';
import { allItems, brokenPairs, clinicTable, wrongSeries } from '../support/table.ts';

let table: Table;
let calls: string[];
/** The role `lead` may be held by one for each record, `adviser` by two; both have had their limits for long. */
beforeAll(async () => {
  ({ table, calls } = await clinicTable());
  const roles = [
    newRole({ id: 'lead', maxPerRecord: 1 }),
    newRole({ id: 'adviser', maxPerRecord: 2 }),
    newRole({ id: 'helper' }),
  ];
  await changeCatalog(table, caller(), (catalog) => putRoles(catalog, roles));
});

const today = caller().now.slice(0, 10);
const asked = (from: string, to: string, more: object = {}, role = 'lead') =>
  request([`contact/${from}`, null, `contact/${to}`, role], more);
const creating = async (from: string, to: string, more: object = {}, role = 'lead') =>
  (await createConnections(table, [asked(from, to, more, role)], caller()))[0];
const create = async (from: string, to: string, more: object = {}, role = 'lead') =>
  createdOf(await creating(from, to, more, role));
const edit = (id: string, patch: ConnectionPatch) =>
  patchConnection(table, id, patch, caller(), { ifMatch: undefined });
const setState = (id: string, state: 'active' | 'inactive') =>
  setConnectionState(table, id, state, caller(), { ifMatch: undefined });
const remove = (id: string) => deleteConnection(table, id, caller(), undefined);
const refusalOf = async (write: Promise<unknown>): Promise<Refusal> => {
  const result = await write.catch((error) => ({ refusal: error }));
  const { refusal } = (result ?? {}) as { refusal?: unknown };
  if (!(refusal instanceof Refusal)) throw new Error(`no refusal: ${JSON.stringify(result)}`);
  return refusal;
};
const limitOf = async (write: Promise<unknown>) => {
  const { code, extras } = await refusalOf(write);
  return { code, limit: extras.limit, existingIds: extras.existingIds };
};
const reached = (limit: number, ...existingIds: string[]) => ({
  code: 'ConnectionLimitReached',
  limit,
  existingIds,
});

/** The active connections of a record whose other side has a role, from the table. */
async function holders(id: string, role = 'lead'): Promise<Connection[]> {
  const halves = (await allItems(table)).filter(
    (item) => item.pk === `record#contact#${id}` && item.connectedRoleId === role,
  );
  const all = await Promise.all(halves.map((half) => getConnection(table, String(half.id))));
  return all.filter(({ state }) => state === 'active');
}

it('of 50 concurrent creates exactly one succeeds', async () => {
  for (let round = 0; round < effort(3, 20); round += 1) {
    const letters = [...'bcdefghijklmnopqrstuvwxyz', ...'bcdefghijklmnopqrstuvwxyz'];
    // The same records twice, so that duplicates are among them.
    const results = await Promise.all(letters.map((to) => creating('a', to)));
    const made = results.flatMap((one) => (one && 'connection' in one ? [one.connection] : []));
    const codes = results.flatMap((one) => (one && 'refusal' in one ? [one.refusal.code] : []));
    const identical = results.filter((one) => one && 'identical' in one);
    expect([made.length, codes.length + identical.length]).toEqual([1, 49]);
    expect(new Set(codes)).toEqual(new Set(['ConnectionLimitReached']));
    expect(await holders('a')).toHaveLength(1);
    await remove((made[0] as Connection).id);
  }
});

it('counts on each day, with hand-overs, from both sides and in one batch', async () => {
  const first = await create('b', 'c', {
    effectiveStart: '2026-01-01',
    effectiveEnd: '2026-06-30',
  });
  const next = await create('b', 'd', { effectiveStart: '2026-06-30', effectiveEnd: '2026-12-31' });
  expect(await limitOf(creating('b', 'e', { effectiveStart: '2026-05-01' }))).toEqual(
    reached(1, first.id, next.id),
  );
  // Connected from the side of the holder.
  const reverse = request(['contact/e', 'lead', 'contact/b', null]);
  expect(await limitOf(createConnections(table, [reverse], caller()).then(([one]) => one))).toEqual(
    reached(1, first.id, next.id),
  );
  await create('b', 'e', { effectiveStart: '2026-12-31' });
  const [one, two, three] = await createConnections(
    table,
    [
      asked('b', 'f', {}, 'adviser'),
      asked('b', 'g', {}, 'adviser'),
      asked('b', 'h', {}, 'adviser'),
    ],
    caller(),
  );
  expect(await limitOf(Promise.resolve(three))).toEqual(
    reached(2, createdOf(one).id, createdOf(two).id),
  );
});

it('is checked when roles, dates and states are set, and not when something else is', async () => {
  const holder = await create('c', 'd', {
    effectiveStart: '2026-01-01',
    effectiveEnd: '2026-06-30',
  });
  const other = await create('c', 'e', { effectiveStart: '2026-07-01' });
  expect(await limitOf(edit(other.id, { effectiveStart: '2026-06-01' }))).toEqual(
    reached(1, holder.id),
  );
  expect(await limitOf(edit(other.id, { effectiveStart: null }))).toEqual(reached(1, holder.id));
  await edit(other.id, { effectiveStart: '2026-06-30', title: 'Second' });
  const helper = await create('c', 'f', {}, 'helper');
  expect(await limitOf(edit(helper.id, { record2RoleId: 'lead' }))).toEqual(
    reached(1, holder.id, other.id),
  );
  const inactive = await create('c', 'g', { state: 'inactive' });
  expect(await limitOf(setState(inactive.id, 'active'))).toEqual(reached(1, holder.id, other.id));
  await edit(holder.id, { description: 'still here' });
  await edit(helper.id, { effectiveStart: '2020-01-01' });
});

it('a place is free again after the holder is deleted, deactivated, ended or has another role', async () => {
  const [one, two, three, four] = [
    await create('d', 'e'),
    await creating('d', 'f'),
    await creating('d', 'g'),
    await creating('d', 'h'),
  ];
  for (const refused of [two, three, four]) expect(refused).toHaveProperty('refusal');
  await remove(one.id);
  const second = await create('d', 'f');
  await setState(second.id, 'inactive');
  const third = await create('d', 'g');
  await edit(third.id, { record2RoleId: 'helper' });
  const fourth = await create('d', 'h');
  await edit(fourth.id, { effectiveEnd: '2026-01-01' });
  const fifth = await create('d', 'i', { effectiveStart: '2026-01-01' });
  // And not twice.
  expect(await limitOf(setState(second.id, 'active'))).toEqual(reached(1, fourth.id, fifth.id));
  expect(await limitOf(edit(third.id, { record2RoleId: 'lead' }))).toEqual(
    reached(1, fourth.id, fifth.id),
  );
});

it('a connection of a deleted record whose id is used again does not count', async () => {
  const old = { type: 'contact', id: 'once' };
  await putRecords(table, [{ ...old, name: 'Once', attributes: {} }], caller());
  await create('once', 'a');
  await deleteRecord(table, old, caller(), undefined);
  const later = { ...caller(), now: '2026-11-22T11:00:00.000Z' };
  await putRecords(table, [{ ...old, name: 'Again', attributes: {} }], later);
  await create('once', 'b');
});

it('a limit that is added later changes nothing, and counts what there is', async () => {
  const [one, two] = [await create('e', 'f', {}, 'helper'), await create('e', 'g', {}, 'helper')];
  const limit = (maxPerRecord: number | null) =>
    changeCatalog(table, caller(), (catalog) => patchRole(catalog, 'helper', { maxPerRecord }));
  await limit(1);
  expect(await limitOf(creating('e', 'h', {}, 'helper'))).toEqual(reached(1, one.id, two.id));
  // Shortening one of too many, and everything else about it, stays possible.
  await edit(one.id, { effectiveEnd: '2026-12-31', description: 'ends' });
  expect(await limitOf(edit(one.id, { effectiveEnd: null }))).toEqual(reached(1, two.id));
  await limit(3);
  await create('e', 'h', {}, 'helper');
  await limit(null);
  await create('e', 'i', {}, 'helper');
  // A list from the time before the limit was removed does not count.
  const now = new Date(table.clock()).toISOString();
  await changeCatalog(table, { ...caller(), now }, (catalog) =>
    patchRole(catalog, 'helper', { maxPerRecord: 4 }),
  );
  expect((await limitOf(creating('e', 'j', {}, 'helper'))).existingIds).toHaveLength(4);
  await limit(null);
});

it('a list that was made while the limit was new is made again', async () => {
  await changeCatalog(
    table,
    { ...caller(), now: new Date(table.clock()).toISOString() },
    (catalog) => putRoles(catalog, [newRole({ id: 'fresh', maxPerRecord: 1 })]),
  );
  const first = await create('f', 'g', {}, 'fresh');
  // As a request writes that read the roles before the limit was set: not in the list.
  const unaware = instanceWithoutLimit();
  const second = createdOf(
    (await createConnections(unaware, [asked('f', 'h', {}, 'fresh')], caller()))[0],
  );
  await remove(first.id);
  expect(await limitOf(creating('f', 'i', {}, 'fresh'))).toEqual(reached(1, second.id));

  function instanceWithoutLimit(): Table {
    const catalog = table.catalogMemory.catalog;
    if (!catalog) throw new Error('no catalog');
    return {
      ...table,
      catalogMemory: {
        catalog: {
          ...catalog,
          roles: new Map([
            ...catalog.roles,
            ['fresh', { ...catalog.roles.get('helper'), id: 'fresh' }],
          ]) as typeof catalog.roles,
        },
      },
    };
  }
});

it('costs one item more, and reads the record’s connections once', async () => {
  calls.length = 0;
  await create('g', 'h');
  expect(calls).toEqual(['BatchGetItem', 'Query', 'TransactWriteItems', 'TransactWriteItems']);
  const holder = (await holders('g'))[0] as Connection;
  await edit(holder.id, { effectiveEnd: today });
  calls.length = 0;
  await create('g', 'i', { effectiveStart: today });
  expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
  const key = limitKey({ record: { type: 'contact', id: 'g' }, roleId: 'lead' });
  expect((await itemAt(table, key))?.holders).toHaveLength(2);
});

it('makes no list for a record that does not exist', async () => {
  expect((await refusalOf(creating('nobody', 'a'))).code).toBe('ConnectionObjectsMissing');
  expect((await allItems(table)).filter(({ pk }) => pk === 'record#contact#nobody')).toEqual([]);
});

it('replace ends the holder on the start of the new connection, in one transaction', async () => {
  const holder = await create('h', 'i', { effectiveStart: '2020-01-01', description: 'kept' });
  const dry = await createConnections(
    withoutWrites(table),
    [asked('h', 'j', { effectiveStart: '2026-05-01', replace: true })],
    caller('mallory'),
  );
  expect(createdOf(dry[0]).effectiveStart).toBe('2026-05-01');
  expect(await getConnection(table, holder.id)).toEqual(holder);

  const next = await create('h', 'j', { effectiveStart: '2026-05-01', replace: true });
  expect(await getConnection(table, holder.id)).toEqual({
    ...holder,
    effectiveEnd: '2026-05-01',
    version: 2,
  });
  // Without a start, it starts today.
  const last = await create('h', 'k', { replace: true });
  expect([last.effectiveStart, (await getConnection(table, next.id)).effectiveEnd]).toEqual([
    today,
    today,
  ]);
  // What starts on that day or later still prevents it; so does a duplicate.
  const { code, message, extras } = await refusalOf(creating('h', 'l', { replace: true }));
  expect([code, extras.existingIds]).toEqual(['ConnectionLimitReached', [last.id]]);
  expect(message).toContain(`${last.id} starts on ${today}, so it cannot end on ${today}`);
  expect(
    (await refusalOf(creating('h', 'k', { replace: true, effectiveStart: '2027-01-01' }))).code,
  ).toBe('ConnectionExists');
  expect(await holders('h')).toHaveLength(3);
});

it('replace without anything to replace is an ordinary create', async () => {
  expect(await create('i', 'j', { replace: true })).toMatchObject({ effectiveStart: null });
  expect(await create('i', 'j', { replace: true }, 'helper')).toMatchObject({
    effectiveStart: null,
  });
});

it('replace ends all that use up a larger limit, each item of a batch on its own', async () => {
  const [one, two] = [await create('j', 'k', {}, 'adviser'), await create('j', 'l', {}, 'adviser')];
  const results = await createConnections(
    table,
    [
      asked('j', 'm', { replace: true, effectiveStart: '2026-03-01' }, 'adviser'),
      asked('j', 'n', {}, 'helper'),
      asked('j', 'o', { replace: true, effectiveStart: '2026-04-01' }, 'adviser'),
      asked('j', 'p', { replace: true, effectiveStart: '2026-05-01' }, 'adviser'),
    ],
    caller(),
  );
  const [m, , o, p] = results.map((result) => createdOf(result));
  const ends = (await holders('j', 'adviser')).map(({ id, effectiveEnd }) => [id, effectiveEnd]);
  expect(new Map(ends as [string, string | null][])).toEqual(
    new Map([
      [one.id, '2026-03-01'],
      [two.id, '2026-03-01'],
      [m?.id, '2026-05-01'],
      [o?.id, '2026-05-01'],
      [p?.id, null],
    ]),
  );
});

it('concurrent replacements leave exactly one holder on every day', async () => {
  for (let round = 0; round < effort(2, 15); round += 1) {
    const letters = [...'lmnopqrstuvwxyz'];
    await Promise.all(
      letters.map((to, at) =>
        creating('k', to, {
          replace: true,
          effectiveStart: `2026-${String(1 + (at % 4)).padStart(2, '0')}-01`,
          title: `round ${round}`,
        }),
      ),
    );
    const all = await holders('k');
    for (const day of ['2026-01-15', '2026-02-15', '2026-03-15', '2026-04-15', '2030-01-01']) {
      const inEffect = all.filter((one) => isInEffect(one, day));
      expect(inEffect.length).toBeLessThanOrEqual(1);
    }
    const open = all.filter(({ effectiveEnd }) => effectiveEnd === null);
    expect(open).toHaveLength(1);
    // Each other one ended on the day on which another one started.
    const starts = new Set(all.map(({ effectiveStart }) => effectiveStart));
    for (const { effectiveEnd } of all) if (effectiveEnd) expect(starts).toContain(effectiveEnd);
    for (const { id } of all) await remove(id);
  }
});

it('changes that race for the last place: one gets it', async () => {
  const helpers: Connection[] = [];
  for (const to of 'mnopqrst') helpers.push(await create('l', to, { state: 'inactive' }));
  const activated = await Promise.allSettled(helpers.map(({ id }) => setState(id, 'active')));
  expect(activated.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await holders('l')).toHaveLength(1);
});

it('leaves everything whole', async () => {
  expect(await brokenPairs(table)).toEqual([]);
  expect(await wrongSeries(table)).toEqual([]);
});
