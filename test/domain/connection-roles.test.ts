import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed } from '../../shared/domain/catalog.ts';
import { deleteRole, patchRole, putRole, putRoles } from '../../shared/domain/role-rules.ts';
import { caller, catalogOf, clinic, codeOf, newRole } from '../support/fixtures.ts';

const empty = catalogOf(['account', 'contact'], []);

function putAll(catalog: typeof empty, ...batches: Parameters<typeof newRole>[0][][]) {
  return batches.reduce(
    (current, batch) =>
      changed(current, putRoles(current, batch.map(newRole)).change, caller().now),
    catalog,
  );
}
const matchesIn = (catalog: typeof empty, id: string) => catalog.roles.get(id)?.matchingRoleIds;

describe('matching', () => {
  it('is symmetric, the new role last', () => {
    const catalog = putAll(
      empty,
      [{ id: 'doctor' }, { id: 'patient', matchingRoleIds: ['doctor'] }],
      [{ id: 'nurse', matchingRoleIds: ['doctor'] }],
    );
    expect(matchesIn(catalog, 'doctor')).toEqual(['patient', 'nurse']);
  });

  it('ends on both sides when one side ends it', () => {
    const catalog = putAll(
      empty,
      [{ id: 'doctor', matchingRoleIds: ['patient'] }, { id: 'patient' }],
      [{ id: 'patient', matchingRoleIds: [] }],
    );
    expect(matchesIn(catalog, 'doctor')).toEqual([]);
  });

  it('of roles in one request can refer to each other, and is joined if they disagree', () => {
    const catalog = putAll(empty, [
      { id: 'parent', matchingRoleIds: ['child'] },
      { id: 'child', matchingRoleIds: [] },
    ]);
    expect(matchesIn(catalog, 'child')).toEqual(['parent']);
  });

  it('stays symmetric after any put, patch or deletion', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const put = fc.record({
      id: fc.constantFrom(...ids),
      matchingRoleIds: fc.uniqueArray(fc.constantFrom(...ids)),
    });
    const step = fc.oneof(
      fc.array(put, { minLength: 1, maxLength: 3 }).map((inputs) => ({ inputs })),
      fc.constantFrom(...ids).map((deleted) => ({ deleted })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let catalog = empty;
        for (const one of steps) {
          if ('inputs' in one) catalog = putAll(catalog, one.inputs);
          else if (catalog.roles.has(one.deleted)) {
            catalog = changed(catalog, deleteRole(catalog, one.deleted), caller().now);
          }
          for (const { id, matchingRoleIds } of catalog.roles.values()) {
            for (const other of matchingRoleIds) {
              expect(matchesIn(catalog, other)).toContain(id);
            }
            expect(new Set(matchingRoleIds).size).toBe(matchingRoleIds.length);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('putting roles', () => {
  const statuses = (catalog: typeof empty, inputs: Parameters<typeof newRole>[0][]) =>
    putRoles(catalog, inputs.map(newRole)).results.map((result) =>
      'refusal' in result ? result.refusal.code : result.status,
    );

  it('distinguishes created, updated, identical and invalid', () => {
    const catalog = putAll(empty, [{ id: 'old' }, { id: 'same', name: 'Same' }]);
    expect(
      statuses(catalog, [
        { id: 'new' },
        { id: 'old', name: 'Renamed' },
        { id: 'same', name: 'Same' },
        { id: 'lost', matchingRoleIds: ['nowhere'] },
        { id: 'typed', recordTypes: ['ghost'] },
      ]),
    ).toEqual(['created', 'updated', 'identical', 'ConnectionRoleNotFound', 'RecordTypeNotFound']);
  });

  it('refuses a role that lists a refused one, and accepts the others', () => {
    expect(
      statuses(empty, [
        { id: 'first', matchingRoleIds: ['second'] },
        { id: 'second', matchingRoleIds: ['nowhere'] },
        { id: 'third' },
      ]),
    ).toEqual(['ConnectionRoleNotFound', 'ConnectionRoleNotFound', 'created']);
  });

  it('refuses the second of two different roles with one id', () => {
    expect(statuses(empty, [{ id: 'x' }, { id: 'x', name: 'Other' }, { id: 'x' }])).toEqual([
      'created',
      'ValidationFailed',
      'identical',
    ]);
  });

  it('refuses the ones that would give another role more than 50 matches', () => {
    const fans = Array.from({ length: 52 }, (_, n) => ({
      id: `fan-${n}`,
      matchingRoleIds: ['star'],
    }));
    expect(statuses(empty, [{ id: 'star' }, ...fans])).toEqual([
      ...Array(51).fill('created'),
      'ValidationFailed',
      'ValidationFailed',
    ]);
  });

  it('increases the version of all roles it changes, including the matched ones', () => {
    const catalog = putAll(empty, [{ id: 'a' }], [{ id: 'b', matchingRoleIds: ['a'] }]);
    expect(catalog.roles.get('a')?.version).toBe(2);
    expect(catalog.roles.get('b')?.version).toBe(1);
  });
});

it('a patch leaves other fields unchanged', () => {
  const { role } = patchRole(clinic, 'doctor', { name: 'Physician' });
  expect(role).toMatchObject({
    name: 'Physician',
    version: 2,
    matchingRoleIds: ['patient', 'nurse', 'medical-assistant'],
  });
});

it('putting, patching or deleting an unknown role is refused with its path', () => {
  expect(codeOf(() => patchRole(clinic, 'nobody', {}))).toBe('NotFound');
  expect(codeOf(() => deleteRole(clinic, 'nobody'))).toBe('NotFound');
  expect(codeOf(() => putRole(clinic, newRole({ id: 'a', matchingRoleIds: ['zz'] })))).toBe(
    'ConnectionRoleNotFound',
  );
});
