import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../shared/contracts/error-codes.ts';
import {
  defaultMatch,
  matchFaults,
  matchingRoles,
  roleFaults,
} from '../../shared/domain/matching-roles.ts';
import { catalogOf, clinic, role } from '../support/fixtures.ts';

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

const codesOf = (faults: readonly Fault[]) => faults.map(({ code }) => code);

describe('a role that is set', () => {
  it.each([
    ['unheard-of', 'contact', ['ConnectionRoleNotFound']],
    ['retired', 'contact', ['ConnectionRoleNotActive']],
    ['vendor', 'opportunity', ['ConnectionRoleNotValidForObjectType']],
    ['former', 'contact', ['ConnectionRoleNotActive', 'ConnectionRoleNotValidForObjectType']],
    ['vendor', 'account', []],
    ['vendor', undefined, []],
    ['expert', 'opportunity', []],
    [null, 'opportunity', []],
  ])('%s on %s: %s', (roleId, type, codes) => {
    const catalog = {
      ...clinic,
      roles: new Map([
        ...clinic.roles,
        ['former', role({ id: 'former', state: 'inactive', recordTypes: ['account'] })],
      ]),
    };
    const faults = roleFaults(catalog, { roleId, type, path: 'record1RoleId' });
    expect(codesOf(faults)).toEqual(codes);
    for (const { path } of faults) expect(path).toBe('record1RoleId');
  });
});

describe('two roles', () => {
  it('match if one lists the other, or neither lists any', () => {
    expect(matchFaults(clinic, side('doctor'), side('nurse'))).toEqual([]);
    expect(matchFaults(clinic, side('vendor'), side('expert'))).toEqual([]);
    expect(matchFaults(clinic, side('doctor'), side(null))).toEqual([]);
  });

  it.each([
    // The kept side has matches: those that are active and valid for the type, the default first.
    ['doctor', 'friend', 'account', ['nurse', 'medical-assistant']],
    ['doctor', 'expert', 'contact', ['patient', 'nurse', 'medical-assistant']],
    // It has none: the roles without matches that are active and valid for the type.
    ['expert', 'doctor', 'contact', ['vendor', 'expert']],
    ['expert', 'doctor', 'opportunity', ['expert']],
    ['patient', 'friend', 'account', ['doctor']],
  ])('%s stays, %s is set on %s: valid are %s', (kept, set, type, validRoleIds) => {
    for (const path of ['record1RoleId', 'record2RoleId']) {
      const faults = matchFaults(clinic, side(kept), side(set, type, path));
      expect(faults).toMatchObject([{ code: 'UnrelatedConnectionRoles', path, validRoleIds }]);
    }
  });

  it('that are valid according to a refusal, match', () => {
    const ids = fc.constantFrom(...clinic.roles.keys());
    fc.assert(
      fc.property(ids, ids, (kept, set) => {
        const [fault] = matchFaults(clinic, side(kept), side(set));
        for (const valid of fault?.validRoleIds ?? []) {
          expect(matchFaults(clinic, side(kept), side(valid))).toEqual([]);
          expect(roleFaults(clinic, side(valid))).toEqual([]);
        }
      }),
    );
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
