import { describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import {
  type Connection,
  type PlannedConnection,
  planConnection,
  planRoleFaults,
} from '../../shared/domain/connection-rules.ts';
import { editConnection, withState } from '../../shared/domain/edit-connection.ts';
import { assertMayDelete } from '../../shared/domain/ownership.ts';
import { caller, catalogOf, clinic, codeOf, request, role } from '../support/fixtures.ts';

function plan(...args: Parameters<typeof request>) {
  const asked = request(...args);
  const { planned, faults } = planConnection(clinic, asked, caller());
  const all = [...faults, ...planRoleFaults(clinic, asked, planned)];
  if (all.length > 0) throw Refusal.of(all);
  return planned as PlannedConnection;
}
const rolesOf = ({ record1, record2 }: ReturnType<typeof plan>) => [record1.roleId, record2.roleId];

describe('a new connection', () => {
  it('fills in the default match for a role that is left out, on either side', () => {
    expect(rolesOf(plan(['contact/a', 'doctor', 'contact/b', undefined]))).toEqual([
      'doctor',
      'patient',
    ]);
    expect(rolesOf(plan(['contact/a', undefined, 'contact/b', 'nurse']))).toEqual([
      'doctor',
      'nurse',
    ]);
  });

  it('leaves a role blank if it is null, and both roles if both are left out', () => {
    expect(rolesOf(plan(['contact/a', 'doctor', 'contact/b', null]))).toEqual(['doctor', null]);
    expect(rolesOf(plan(['contact/a', undefined, 'contact/b', undefined]))).toEqual([null, null]);
  });

  it('can use the second of several matches, or the same role on both sides', () => {
    expect(rolesOf(plan(['contact/a', 'doctor', 'contact/b', 'nurse']))).toEqual([
      'doctor',
      'nurse',
    ]);
    expect(rolesOf(plan(['contact/a', 'friend', 'contact/b', 'friend']))).toEqual([
      'friend',
      'friend',
    ]);
  });

  it('belongs to its creator unless another owner is named', () => {
    expect(plan(['contact/a', null, 'contact/b', null]).ownerId).toBe('ines');
    expect(plan(['contact/a', null, 'contact/b', null], { ownerId: 'mateo' }).ownerId).toBe(
      'mateo',
    );
  });

  it.each([
    ['CannotConnectToSelf', ['contact/a', null, 'contact/a', null], {}],
    ['ConnectionNotSupported', ['contact/a', null, 'note/n', null], {}],
    ['ConnectionObjectsMissing', ['contact/a', null, 'ghost/g', null], {}],
    ['ConnectionRoleNotFound', ['contact/a', 'nobody', 'contact/b', null], {}],
    ['ConnectionRoleNotActive', ['contact/a', 'retired', 'contact/b', null], {}],
    ['ConnectionRoleNotValidForObjectType', ['opportunity/a', 'vendor', 'contact/b', null], {}],
    ['UnrelatedConnectionRoles', ['contact/a', 'doctor', 'contact/b', 'friend'], {}],
    ['UnrelatedConnectionRoles', ['contact/a', 'vendor', 'contact/b', 'friend'], {}],
    [
      'ConnectionInvalidStartEndDate',
      ['contact/a', null, 'contact/b', null],
      { effectiveStart: '2026-02-02', effectiveEnd: '2026-02-01' },
    ],
  ] as const)('is refused: %s', (code, short, more) => {
    expect(codeOf(() => plan(short, more))).toBe(code);
  });
});

const existing: Connection = {
  ...plan(['contact/a', 'doctor', 'contact/b', 'patient']),
  id: '0190a1b2-0000-7000-8000-000000000001',
  record1: { type: 'contact', id: 'a', name: 'A', roleId: 'doctor' },
  record2: { type: 'contact', id: 'b', name: 'B', roleId: 'patient' },
};

describe('an edit', () => {
  const edit = (patch: Parameters<typeof editConnection>[2], by = caller()) =>
    editConnection(clinic, existing, patch, by);

  it('increases the version and stores actor and time', () => {
    const later = { ...caller('mateo'), now: '2026-12-01T00:00:00.000Z' };
    expect(edit({ description: 'family doctor' }, later)).toMatchObject({
      description: 'family doctor',
      version: 2,
      modifiedAt: later.now,
      modifiedBy: 'mateo',
      createdBy: 'ines',
    });
  });

  it('that changes nothing returns the same connection', () => {
    expect(edit({ record1RoleId: 'doctor', description: null })).toBe(existing);
  });

  it('of one role is refused if the pair no longer matches; changing both together is allowed', () => {
    expect(codeOf(() => edit({ record1RoleId: 'friend' }))).toBe('UnrelatedConnectionRoles');
    expect(edit({ record1RoleId: 'friend', record2RoleId: 'friend' })).toMatchObject({
      record1: { roleId: 'friend' },
      record2: { roleId: 'friend' },
    });
  });

  it('checks the rules only for a role that changes', () => {
    const narrowed = catalogOf(
      ['contact', 'account'],
      [
        role({ id: 'doctor', matchingRoleIds: [], recordTypes: ['account'] }),
        role({ id: 'patient', state: 'inactive' }),
        role({ id: 'nurse' }),
      ],
    );
    const tried = (patch: Parameters<typeof editConnection>[2]) => () =>
      editConnection(narrowed, existing, patch, caller());
    expect(codeOf(tried({ description: 'still editable' }))).toBeUndefined();
    expect(
      codeOf(tried({ record1RoleId: 'doctor', description: 'unchanged role' })),
    ).toBeUndefined();
    expect(codeOf(tried({ record2RoleId: 'nurse' }))).toBeUndefined();
    const bare = { ...existing, record1: { ...existing.record1, roleId: null } };
    expect(
      codeOf(() => editConnection(narrowed, bare, { record1RoleId: 'doctor' }, caller())),
    ).toBe('ConnectionRoleNotValidForObjectType');
  });

  it('of the owner is allowed for the owner and administrators; null returns it to the creator', () => {
    expect(codeOf(() => edit({ ownerId: 'mateo' }, caller('mateo')))).toBe('Forbidden');
    expect(edit({ ownerId: 'mateo' }, caller('ines')).ownerId).toBe('mateo');
    expect(edit({ ownerId: 'mateo' }, caller('root', true)).ownerId).toBe('mateo');
    const handedOver = { ...existing, ownerId: 'mateo' };
    expect(editConnection(clinic, handedOver, { ownerId: null }, caller('mateo')).ownerId).toBe(
      'ines',
    );
  });

  it('of an inactive connection is refused until it is activated', () => {
    const inactive = withState(existing, 'inactive', caller());
    expect(codeOf(() => editConnection(clinic, inactive, { description: 'x' }, caller()))).toBe(
      'ConnectionInactive',
    );
    const active = withState(inactive, 'active', caller());
    expect(editConnection(clinic, active, { description: 'x' }, caller()).version).toBe(4);
    expect(withState(active, 'active', caller())).toBe(active);
  });
});

it('only the owner or an administrator may delete', () => {
  expect(codeOf(() => assertMayDelete(existing, caller('mateo')))).toBe('Forbidden');
  expect(codeOf(() => assertMayDelete(existing, caller('ines')))).toBeUndefined();
  expect(codeOf(() => assertMayDelete(existing, caller('root', true)))).toBeUndefined();
});
