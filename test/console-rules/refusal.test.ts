// What the service refuses of a connection, in the words of the console.
import { expect, it } from 'vitest';
import {
  fieldErrors,
  reasonOf,
  type Sent,
} from '../../console/connection-form/connection-refusal.ts';
import { blankConnection } from '../../console/connection-form/typed-connection.ts';
import type { Code } from '../../shared/contracts/error-codes.ts';

const names: Readonly<Record<string, string>> = { employer: 'Employer', friend: 'Friend' };
const sent: Sent = {
  typed: {
    ...blankConnection('ines'),
    connectedRole: 'employer',
    ownRole: 'friend',
    effectiveStart: '2026-05-01',
    effectiveEnd: '2026-04-01',
  },
  record: { type: 'contact', id: 'maria', name: 'Maria Oduya' },
  other: { type: 'account', id: 'fabrikon', name: 'Fabrikon Works' },
  roleName: (id) => names[id] ?? id,
  typeName: (type) => `the type ${type}`,
};

const problem = (code: Code, path: string) => ({
  code,
  detail: 'the service’s own',
  errors: [{ path, message: 'the service’s own' }],
});

it.each([
  ['UnrelatedConnectionRoles', 'record2RoleId', 'connectedRole', /^Employer and Friend are not/],
  ['ConnectionRoleNotActive', 'record1RoleId', 'ownRole', /^The role Friend is inactive/],
  [
    'ConnectionRoleNotFound',
    'record2RoleId',
    'connectedRole',
    /^The role Employer no longer exists/,
  ],
  ['ConnectionRoleNotValidForObjectType', 'record1RoleId', 'ownRole', /Friend.*the type contact/],
  [
    'ConnectionRoleNotValidForObjectType',
    'record2RoleId',
    'connectedRole',
    /Employer.*type account/,
  ],
  ['ConnectionInvalidStartEndDate', 'effectiveEnd', 'effectiveEnd', /1 Apr 2026|Apr 1, 2026/],
  ['ConnectionObjectsMissing', 'record2', 'record', /^Fabrikon Works no longer exists/],
  ['ConnectionNotSupported', 'record2.type', 'record', /record type the type account/],
] as const)('%s at %s is shown at %s', (code, path, field, words) => {
  const { fields, whole } = fieldErrors(problem(code, path), sent);
  expect(Object.keys(fields)).toEqual([field]);
  expect(fields[field]).toMatch(words);
  expect(whole).toBe(false);
});

it('a connection that exists is shown as a whole, not at the fields in which it differs', () => {
  const exists = { ...problem('ConnectionExists', 'description'), existingId: 'other' };
  expect(fieldErrors(exists, sent)).toMatchObject({ fields: {}, whole: true });
});

it('the sides change with the record one looks from', () => {
  const refused = problem('ConnectionRoleNotActive', 'record1RoleId');
  expect(Object.keys(fieldErrors(refused, sent, 'record2').fields)).toEqual(['connectedRole']);
});

it('a violation of the contract is shown at each field that the service names', () => {
  const { fields } = fieldErrors(problem('ValidationFailed', 'ownerId'), sent);
  expect(fields).toEqual({ ownerId: 'the service’s own' });
});

it.each([
  ['attributes.share', 'attributes.share'],
  ['attributes["first \\"year\\""]', 'attributes.first "year"'],
  ['attributes', 'attributes'],
])('of attributes, what the service says at %s is shown at %s', (path, field) => {
  const refused = problem('ConnectionAttributesInvalid', path);
  expect(fieldErrors(refused, sent)).toMatchObject({
    fields: { [field]: 'the service’s own' },
    whole: false,
  });
});

it('of an external id that another connection has, it is said there and above, with that connection', () => {
  const taken = { code: 'ExternalIdTaken' as const, detail: 'taken', existingId: 'other' };
  const words = 'Another connection has this external id.';
  expect(fieldErrors(taken, sent)).toMatchObject({ fields: { externalId: words }, whole: true });
});

it('of the record one looks from, it is said above the fields', () => {
  const refused = problem('ConnectionObjectsMissing', 'record1');
  expect(fieldErrors(refused, sent)).toMatchObject({ fields: {}, whole: true });
  expect(reasonOf(refused, sent)).toBe('Maria Oduya no longer exists. Someone deleted it.');
});

it('of several faults, each is shown at its field in its own words, and the valid roles at theirs', () => {
  const refused = {
    code: 'ConnectionInvalidStartEndDate' as const,
    detail: 'dates',
    errors: [
      { path: 'effectiveEnd', message: 'dates' },
      { path: 'record1RoleId', message: 'inactive', code: 'ConnectionRoleNotActive' as const },
      { path: 'record2RoleId', message: 'no match', code: 'UnrelatedConnectionRoles' as const },
      { path: 'ownerId', message: 'too long', code: 'ValidationFailed' as const },
    ],
    validRoleIds: ['client'],
  };
  const { fields, validRoleIds } = fieldErrors(refused, sent);
  expect(Object.keys(fields)).toEqual(['effectiveEnd', 'ownRole', 'connectedRole', 'ownerId']);
  expect(fields.ownRole).toMatch(/^The role Friend is inactive/);
  expect(fields.connectedRole).toMatch(/^Employer and Friend are not/);
  expect(fields.ownerId).toBe('too long');
  expect(validRoleIds).toEqual({ connectedRole: ['client'] });
});
