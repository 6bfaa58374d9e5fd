// Corrections preserve what the projector maintains: exact sums, and roles with their holders.
import { expect, it } from 'vitest';
import { ConditionsFailed, commit } from '../../shared/table/engine/commit.ts';
import { isNew } from '../../shared/table/engine/conditions.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { correctCounts } from '../../shared/table/projection/correct-counts.ts';
import {
  countsOfRecord,
  countsOfRole,
  countsOfType,
  roleHolders,
} from '../../shared/table/projection/read-counts.ts';
import { recordKey } from '../../shared/table/records/record-item.ts';
import { items } from '../../shared/table/schema.ts';
import { allItems, clinicTable } from '../support/table.ts';

const a = { type: 'contact', id: 'a' };

const heldRoles = async (table: Table) =>
  (await allItems(table)).flatMap(({ heldRoleId }) => (heldRoleId ? [heldRoleId] : [])).sort();

it('a role counts one record more or less when a correction makes the record begin or cease to hold it', async () => {
  const { table } = await clinicTable();
  await correctCounts(table, { of: a, add: { total: 2, 'role:doctor': 2 } });
  expect(await countsOfRole(table, 'doctor')).toEqual({ records: 1, 'records:contact': 1 });
  const { items: holders } = await roleHolders(table, 'doctor', undefined, 10);
  expect(holders).toEqual([{ ...a, name: 'A', count: 2 }]);

  await correctCounts(table, { of: a, add: { 'role:doctor': -1 } });
  expect(await countsOfRole(table, 'doctor')).toMatchObject({ records: 1 });

  await correctCounts(table, { of: a, add: { total: -2, 'role:doctor': -1 } });
  expect(await countsOfRole(table, 'doctor')).toEqual({});
  expect(await countsOfRecord(table, a)).toEqual({});
  expect(await heldRoles(table)).toEqual([]);
});

it('a correction by nothing repairs any number of roles wrongly listed for a record', async () => {
  const { table } = await clinicTable();
  const pk = items.heldRole.partition(a.type, a.id);
  const stray = Array.from({ length: 230 }, (_, at) => `stray-${at}`);
  for (let from = 0; from < stray.length; from += 100) {
    await commit(
      table,
      stray.slice(from, from + 100).map((heldRoleId) => {
        const key = { pk, sk: items.heldRole.sort(heldRoleId) };
        return { put: { ...key, heldRoleId, shard: 0, holderType: a.type, holderId: a.id } };
      }),
    );
  }
  const roles = Array.from({ length: 40 }, (_, at) => `role-${at}`);
  const add = Object.fromEntries(roles.map((role) => [`role:${role}`, 1]));
  await correctCounts(table, { of: a, add });
  expect(await heldRoles(table)).toEqual([...roles].sort());
  expect(await countsOfRecord(table, a)).toEqual(add);
  for (const role of roles) expect((await countsOfRole(table, role)).records).toBe(1);

  await commit(table, [{ remove: { pk, sk: items.heldRole.sort('role-7') } }]);
  await correctCounts(table, { of: a, add: {} });
  expect(await heldRoles(table)).toEqual([...roles].sort());
  expect((await countsOfRole(table, 'role-7')).records).toBe(1);
});

it('concurrent corrections all count, and counts below zero are stored', async () => {
  const { table } = await clinicTable();
  const corrections = Array.from({ length: 8 }, () =>
    correctCounts(table, { of: a, add: { total: -1, 'role:nurse': 1 } }),
  );
  await Promise.all(corrections);
  expect(await countsOfRecord(table, a)).toEqual({ total: -8, 'role:nurse': 8 });
  expect(await countsOfRole(table, 'nurse')).toEqual({ records: 1, 'records:contact': 1 });
});

it.each([
  { of: a, add: { total: 1 } },
  { of: { type: 'contact' }, add: { total: 1 } },
  { of: { roleId: 'nurse' }, add: { total: 1 } },
  { of: { roleId: 'nurse' }, add: {} },
])('a correction and the writes in its transaction succeed or fail together: $of', async (correction) => {
  const { table } = await clinicTable();
  const taken = { check: recordKey({ type: 'contact', id: 'b' }), when: isNew };
  await expect(correctCounts(table, correction, [taken])).rejects.toThrow(ConditionsFailed);
  expect(await countsOfRecord(table, a)).toEqual({});
  expect(await countsOfType(table, 'contact')).toEqual({});
  expect(await countsOfRole(table, 'nurse')).toEqual({});
});
