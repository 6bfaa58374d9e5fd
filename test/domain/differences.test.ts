// Comparing what exists with what is to be created: values, records, roles.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed } from '../../shared/domain/catalog.ts';
import { createRoles } from '../../shared/domain/create-roles.ts';
import { recordExists } from '../../shared/domain/record-differences.ts';
import { differenceAt } from '../../shared/text/field-differences.ts';
import { isSameJson } from '../../shared/text/same-json.ts';
import { caller, catalogOf, newRole } from '../support/fixtures.ts';

/** The same value with the names of each object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}

describe('JSON values', () => {
  const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)));

  it('are the same in whatever order the names are', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(isSameJson(value, reversed(value))).toBe(true);
      }),
    );
  });

  it('are the same if and only if their texts are, with sorted names', () => {
    const sorted = (value: unknown): string =>
      JSON.stringify(value, (_, inner) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
          : inner,
      );
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(isSameJson(one, other)).toBe(sorted(one) === sorted(other));
      }),
    );
  });

  it.each([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
    [[], {}],
    [null, {}],
    ['1', 1],
    [JSON.parse('{"__proto__":1}'), {}],
  ])('%j and %j differ', (one, other) => {
    expect(isSameJson(one, other)).toBe(false);
    expect(isSameJson(other, one)).toBe(false);
  });

  it('are shown shortened', () => {
    expect(differenceAt('a', '🎉'.repeat(90)).message).toBe(
      `the existing one has ${'🎉'.repeat(80)}…`,
    );
    expect(differenceAt('a', [1, 'x']).message).toBe('the existing one has [1,"x"]');
    expect(differenceAt('a', null).message).toBe('the existing one has no value');
  });
});

it('a record differs in its name and its attributes, each by its name', () => {
  const stored = {
    ...{ type: 'account', id: 'x', name: 'Fabrikon', version: 1 },
    attributes: { city: 'Porto', 'open since': 1999, tags: ['a', 'b'] },
    ...{ createdAt: '', createdBy: '', modifiedAt: '', modifiedBy: '' },
  };
  const compared = (name: string, attributes: Record<string, unknown>) =>
    recordExists({ type: 'account', id: 'x', name, attributes }, stored);
  expect(compared('Fabrikon', { ...stored.attributes, constructor: 1 }).extras.errors).toEqual([
    { path: 'attributes.constructor', message: 'the existing one has no value' },
  ]);
  expect(compared('Fabricon', { city: 'Porto', tags: ['b', 'a'] })).toMatchObject({
    code: 'PreconditionFailed',
    message:
      'the record account/x exists with other values: name, attributes.tags, attributes["open since"]',
    extras: {
      differs: ['name', 'attributes'],
      errors: [
        { path: 'name', message: 'the existing one has Fabrikon' },
        { path: 'attributes.tags', message: 'the existing one has ["a","b"]' },
        { path: 'attributes["open since"]', message: 'the existing one has 1999' },
      ],
    },
  });
});

describe('creating roles', () => {
  type Input = Parameters<typeof newRole>[0];
  /** What became of each role, and the matches of all roles afterwards. */
  function creating(stored: readonly Input[], inputs: readonly Input[]) {
    const empty = catalogOf(['account', 'contact'], []);
    const before = changed(empty, createRoles(empty, stored.map(newRole)).change, caller().now);
    const { results, change } = createRoles(before, inputs.map(newRole));
    const catalog = changed(before, change, caller().now);
    return {
      told: results.map((one) =>
        'refusal' in one
          ? [one.refusal.code, ...(one.refusal.extras.differs ?? [])].join()
          : one.status,
      ),
      matches: Object.fromEntries(
        [...catalog.roles].map(([id, { matchingRoleIds }]) => [id, matchingRoleIds.join()]),
      ),
      versions: Object.fromEntries([...catalog.roles].map(([id, { version }]) => [id, version])),
    };
  }

  it('leaves those that exist as they are, and reports what differs', () => {
    const stored = { id: 'doctor', name: 'Doctor', recordTypes: ['contact', 'account'] };
    const { told, versions } = creating(
      [stored],
      [
        { ...stored, recordTypes: ['account', 'contact'] },
        { ...stored, name: 'Physician', state: 'inactive' },
        { id: 'nurse' },
        { id: 'lost', matchingRoleIds: ['nowhere'] },
      ],
    );
    expect(told).toEqual([
      'identical',
      'ConnectionRoleExists,name,state',
      'created',
      'ConnectionRoleNotFound',
    ]);
    expect(versions).toEqual({ doctor: 1, nurse: 1 });
  });

  it('gives them their matches in the order of the request: the first one is the default', () => {
    const roles = [
      { id: 'employer' },
      { id: 'employee', matchingRoleIds: ['employer'] },
      { id: 'contractor', matchingRoleIds: ['employer'] },
    ];
    expect(creating([], roles).matches.employer).toBe('employee,contractor');
  });

  it('refuses a match that is listed twice', () => {
    const { told } = creating(
      [{ id: 'patient' }],
      [{ id: 'doctor', matchingRoleIds: ['patient', 'patient'] }],
    );
    expect(told).toEqual(['ValidationFailed']);
  });

  it('the first valid one of an id is created, and the others are compared with it', () => {
    const { told } = creating(
      [],
      [
        { id: 'x', recordTypes: ['ghost'] },
        { id: 'x', name: 'X' },
        { id: 'x', name: 'Y' },
        { id: 'x', name: 'X' },
      ],
    );
    expect(told).toEqual([
      'RecordTypeNotFound',
      'created',
      'ConnectionRoleExists,name',
      'identical',
    ]);
  });

  it('a new role matches an existing one that either of them lists', () => {
    const stored = [{ id: 'doctor', matchingRoleIds: ['nurse'] }, { id: 'nurse' }];
    const { told, matches } = creating(stored, [
      { id: 'doctor', matchingRoleIds: ['nurse', 'patient'] },
      { id: 'nurse', matchingRoleIds: ['doctor'] },
      { id: 'patient' },
      { id: 'trainee', matchingRoleIds: ['nurse'] },
    ]);
    expect(told).toEqual(['identical', 'identical', 'created', 'created']);
    expect(matches).toEqual({
      doctor: 'nurse,patient',
      nurse: 'doctor,trainee',
      patient: 'doctor',
      trainee: 'nurse',
    });
  });

  it('an existing role differs if its matches are missing, in another order, or listed by none', () => {
    const stored = [{ id: 'a', matchingRoleIds: ['b', 'c'] }, { id: 'b' }, { id: 'c' }];
    const matchesOfA = (...matchingRoleIds: string[]) =>
      creating(stored, [{ id: 'a', matchingRoleIds }, { id: 'b' }]).told[0];
    expect(matchesOfA('b', 'c')).toBe('identical');
    expect(matchesOfA('c', 'b')).toBe('ConnectionRoleExists,matchingRoleIds');
    expect(matchesOfA('b')).toBe('ConnectionRoleExists,matchingRoleIds');
    expect(matchesOfA('b', 'c', 'nowhere')).toBe('ConnectionRoleExists,matchingRoleIds');
  });

  it('sent twice, the same roles are all identical', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const input = fc.record({
      id: fc.constantFrom(...ids),
      matchingRoleIds: fc.uniqueArray(fc.constantFrom(...ids)),
    });
    fc.assert(
      fc.property(fc.uniqueArray(input, { selector: ({ id }) => id }), (inputs) => {
        const known = inputs.map(({ id, matchingRoleIds }) => ({
          id,
          matchingRoleIds: matchingRoleIds.filter((one) =>
            inputs.some((other) => other.id === one),
          ),
        }));
        const { told, versions } = creating(known, known);
        expect(told).toEqual(known.map(() => 'identical'));
        expect(Object.values(versions)).toEqual(known.map(() => 1));
      }),
    );
  });
});
