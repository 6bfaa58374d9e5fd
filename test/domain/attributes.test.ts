// Attributes of connections: merge patches, differences, and the schemas of roles.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttributeSchema } from '../../shared/contracts/attribute-schemas.ts';
import { readInput } from '../../shared/contracts/sent-input.ts';
import { attributeFaults, merged, sizeFaults } from '../../shared/domain/attributes.ts';
import { catalogOf, role } from '../support/fixtures.ts';

describe('a merge patch', () => {
  // The examples of RFC 7396, appendix A, of which both sides are objects.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [null, { a: 1 }, { a: 1 }],
  ])('of %j by %j gives %j', (before, patch, after) => {
    expect(merged(before, patch)).toEqual(after);
  });

  it('treats the names of JavaScript’s own properties as names', () => {
    const patch = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2}}');
    expect(JSON.stringify(merged({}, patch))).toBe('{"__proto__":{"a":1},"constructor":{"b":2}}');
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('may make attributes too large or too deep', () => {
    expect(sizeFaults({ a: 'x'.repeat(4086) }, 'connection')).toEqual([]);
    expect(sizeFaults({ a: 'x'.repeat(4089) }, 'connection')).toEqual([
      { path: 'attributes', message: 'must be at most 4096 bytes as JSON, not 4097' },
    ]);
    expect(sizeFaults(JSON.parse(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`), 'connection')).toEqual([
      { path: 'attributes', message: 'must not be nested deeper than 8 levels' },
    ]);
  });
});

const ownership = AttributeSchema.parse({
  share: { type: 'number', required: true, minimum: 0, maximum: 100 },
  since: { type: 'date' },
  class: { type: 'string', enum: ['A', 'B'] },
  votes: { type: 'integer' },
  listed: { type: 'boolean' },
  note: { type: 'string', maxLength: 3 },
});
const catalog = catalogOf(
  ['account'],
  [
    role({ id: 'owner', attributeSchema: ownership }),
    role({ id: 'plain' }),
    role({ id: 'signer', attributeSchema: { order: { type: 'integer', required: true } } }),
    role({ id: 'bare', attributeSchema: {} }),
  ],
);
const faults = (roles: (string | null)[], attributes: Record<string, unknown> | null) =>
  attributeFaults(catalog, roles, attributes).map(({ path, message }) => `${path}: ${message}`);

describe('the attribute schema of a role', () => {
  it('allows what it defines', () => {
    const all = {
      share: 33.3,
      since: '2026-02-28',
      class: 'B',
      votes: 2,
      listed: true,
      note: '🎉🎉🎉',
    };
    expect(faults(['owner', null], all)).toEqual([]);
    expect(faults(['owner', 'owner'], { share: 0 })).toEqual([]);
    expect(faults(['plain', null], { anything: [1] })).toEqual([]);
    expect(faults([null, null], { anything: [1] })).toEqual([]);
  });

  it('reports every fault, each with its path and the value that was found', () => {
    const wrong = {
      share: 101,
      since: '2026-02-30',
      class: 'C',
      votes: 1.5,
      listed: 'yes',
      note: 'long',
      x: 1,
    };
    expect(faults(['owner', null], wrong)).toEqual([
      'attributes.x: is not defined by the role owner; allowed: share, since, class, votes, listed, note',
      'attributes.share: must be at most 100; found 101 (role owner)',
      'attributes.since: must be a calendar date, YYYY-MM-DD; found "2026-02-30" (role owner)',
      'attributes.class: must be one of A, B; found "C" (role owner)',
      'attributes.votes: must be a whole number; found 1.5 (role owner)',
      'attributes.listed: must be true or false; found "yes" (role owner)',
      'attributes.note: must have at most 3 characters; found 4: "long" (role owner)',
    ]);
    expect(faults(['owner', null], null)).toEqual(['attributes.share: is missing (role owner)']);
    expect(faults(['owner', null], { share: null })).toEqual([
      'attributes.share: must be a number; found null (role owner)',
    ]);
  });

  it('of either side applies; with both, what one of them defines is allowed', () => {
    expect(faults([null, 'owner'], { share: 1 })).toEqual([]);
    expect(faults(['owner', 'signer'], { share: 1, order: 2 })).toEqual([]);
    expect(faults(['owner', 'signer'], { share: 1 })).toEqual([
      'attributes.order: is missing (role signer)',
    ]);
    expect(faults(['bare', null], { a: 1 })).toEqual([
      'attributes.a: is not defined by the role bare; allowed: none',
    ]);
  });

  it('never fails on any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (attributes) => {
        expect(Array.isArray(faults(['owner', 'signer'], attributes))).toBe(true);
      }),
    );
  });

  it('must be consistent itself', () => {
    const messages = (rule: object) =>
      readInput(AttributeSchema, { a: rule }).faults.map(
        ({ path, message }) => `${path}: ${message}`,
      );
    expect(messages({ type: 'text' })[0]).toMatch(
      /^a\.type: must be one of string, number, integer/,
    );
    expect(messages({ type: 'string', minimum: 1 })).toEqual([
      'a.minimum: is only for the types number and integer, not for string; found 1',
    ]);
    expect(messages({ type: 'number', minimum: 2, maximum: 1 })).toEqual([
      'a.minimum: must not be greater than the maximum 1; found 2',
    ]);
    expect(messages({ type: 'date', enum: ['2026-01-01', 'never'] })).toEqual([
      'a.enum[1]: must be of the type date; found "never"',
    ]);
    expect(messages({ type: 'number', maxLength: 2 })).toEqual([
      'a.maxLength: is only for the type string, not for number; found 2',
    ]);
    expect(messages({ type: 'number', maximum: 1e200 })).toEqual([]);
    expect(
      messages({ type: 'string', enum: Array.from({ length: 5 }, (_, n) => `${n}`.repeat(3999)) }),
    ).toEqual([expect.stringMatching(/^: must be at most 16000 bytes as JSON, not 20/)]);
    expect(messages({ type: 'number', unit: '%' })).toEqual(['a.unit: is not a known field']);
  });
});
