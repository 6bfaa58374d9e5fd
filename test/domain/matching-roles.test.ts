import { describe, expect, it } from 'vitest';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import {
  assertMatch,
  assertMayBeSet,
  defaultMatch,
  matchingRoles,
} from '../../shared/domain/matching-roles.ts';
import { catalogOf, clinic, codeOf, role } from '../support/fixtures.ts';

const side = (roleId: string | null, type = 'contact', path = 'record2RoleId') => ({
  roleId,
  type,
  path,
});

describe('the default match', () => {
  it('is the first match in the order of the role', () => {
    expect(defaultMatch(clinic, 'doctor', 'contact')).toBe('patient');
  });

  it('skips a match that is not valid for the other type', () => {
    expect(defaultMatch(clinic, 'doctor', 'account')).toBe('nurse');
  });

  it('skips an inactive match', () => {
    const catalog = catalogOf(
      ['contact'],
      [
        role({ id: 'boss', matchingRoleIds: ['aide', 'deputy'] }),
        role({ id: 'aide', matchingRoleIds: ['boss'], state: 'inactive' }),
        role({ id: 'deputy', matchingRoleIds: ['boss'] }),
      ],
    );
    expect(defaultMatch(catalog, 'boss', 'contact')).toBe('deputy');
  });

  it('is the role itself if it matches itself, and null for a role without matches', () => {
    expect(defaultMatch(clinic, 'friend', 'contact')).toBe('friend');
    expect(defaultMatch(clinic, 'expert', 'contact')).toBeNull();
    expect(defaultMatch(clinic, null, 'contact')).toBeNull();
  });
});

describe('a role that is set', () => {
  it.each([
    ['unheard-of', 'contact', 'ConnectionRoleNotFound'],
    ['retired', 'contact', 'ConnectionRoleNotActive'],
    ['vendor', 'opportunity', 'ConnectionRoleNotValidForObjectType'],
    ['vendor', 'account', undefined],
    ['expert', 'opportunity', undefined],
  ])('%s on %s: %s', (id, type, code) => {
    expect(codeOf(() => assertMayBeSet(clinic, id, type, 'record1RoleId'))).toBe(code);
  });
});

describe('two roles', () => {
  it('match if one lists the other, or neither lists any', () => {
    expect(codeOf(() => assertMatch(clinic, side('doctor'), side('nurse')))).toBeUndefined();
    expect(codeOf(() => assertMatch(clinic, side('vendor'), side('expert')))).toBeUndefined();
    expect(codeOf(() => assertMatch(clinic, side('doctor'), side(null)))).toBeUndefined();
  });

  it('are refused with the valid ones for the second side, the default first', () => {
    const refuse = () =>
      assertMatch(clinic, side('doctor'), side('friend', 'account', 'record2RoleId'));
    expect(refuse).toThrow(Refusal);
    try {
      refuse();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'UnrelatedConnectionRoles',
        extras: {
          validRoleIds: ['nurse', 'medical-assistant'],
          errors: [{ path: 'record2RoleId' }],
        },
      });
    }
  });

  it('are refused at the first side if only the second has matches', () => {
    try {
      assertMatch(clinic, side('expert', 'contact', 'record1RoleId'), side('doctor'));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        extras: {
          validRoleIds: ['patient', 'nurse', 'medical-assistant'],
          errors: [{ path: 'record1RoleId' }],
        },
      });
    }
  });
});

it('lists the matches of a role for a type and a state', () => {
  const doctor = clinic.roles.get('doctor');
  if (!doctor) throw new Error('no doctor');
  const ids = (query: Parameters<typeof matchingRoles>[2]) =>
    matchingRoles(clinic, doctor, query).map(({ id }) => id);
  expect(ids({})).toEqual(['patient', 'nurse', 'medical-assistant']);
  expect(ids({ recordType: 'account' })).toEqual(['nurse', 'medical-assistant']);
  expect(ids({ state: 'inactive' })).toEqual([]);
});
