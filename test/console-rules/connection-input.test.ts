// The input of the connection form: what a change sends, what conflicts, and the attributes that roles define.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributeErrors, attributeRules } from '../../console/connection-form/attribute-rules.ts';
import {
  attributeAt,
  blankConnection,
  changedFields,
  conflicting,
  firstChoices,
  merged,
  newBody,
  patchOf,
  type TypedConnection,
  typedOf,
  withAttribute,
} from '../../console/connection-form/typed-connection.ts';
import { typedFor } from '../../console/records/typed-attributes.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { AttributeRule, AttributeSchema } from '../../shared/contracts/attribute-schemas.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { attributeFaults, merged as patched } from '../../shared/domain/attributes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';

const stored = (attributes: ConnectionView['attributes'], more: object = {}) =>
  typedOf({
    record1RoleId: null,
    record2RoleId: null,
    title: null,
    description: null,
    effectiveStart: null,
    effectiveEnd: null,
    ownerId: 'ines',
    externalId: null,
    ...more,
    attributes,
  } as ConnectionView);

/** Texts that look like something else, values that a form cannot show, and ordinary ones. */
const odd = {
  share: 25,
  code: '0025',
  digits: '25',
  gone: null,
  empty: '',
  large: 1e21,
  lines: 'a\nb',
  nested: { a: 1, b: { c: null, d: [1, 2] } },
  ['__proto__']: 'x',
};

describe('a change', () => {
  it('sends nothing if nothing was changed, whatever the values are', () => {
    const before = stored(odd, { externalId: { source: ' crm ', key: ' 1 ' } });
    expect(changedFields(before, before)).toEqual([]);
    expect(patchOf(before, before, 'record1')).toEqual({});
  });

  it('sends the attributes that were changed, added or removed, and no other', () => {
    const before = stored(odd);
    const next = withAttribute(
      withAttribute(withAttribute(before, 'share', '30.5'), 'level', 'gold'),
      'code',
      '',
    );
    expect(patchOf(before, next, 'record1')).toEqual({
      attributes: { share: 30.5, level: 'gold', code: null },
    });
  });

  it('of an object, sends what a merge patch needs to make the new one', () => {
    const before = stored(odd);
    const next = withAttribute(before, 'nested', '{"b": {"d": [1]}, "e": 2}');
    const patch = patchOf(before, next, 'record1') as { attributes: Record<string, unknown> };
    expect(patched(odd, patch.attributes).nested).toEqual({ b: { d: [1] }, e: 2 });
  });

  it('a renamed attribute is removed under its old name', () => {
    const before = stored({ shar: 25 });
    const next = { ...before, attributes: [{ row: 0, name: 'share', value: '25' }] };
    expect(patchOf(before, next, 'record1')).toEqual({ attributes: { shar: null, share: 25 } });
  });

  it('sends an external id as a whole, or its removal', () => {
    const before = stored(null, { externalId: { source: 'crm', key: ' 1' } });
    const put = (externalId: TypedConnection['externalId']) =>
      patchOf(before, { ...before, externalId }, 'record1');
    expect(put({ source: 'erp', key: ' 1' })).toEqual({ externalId: { source: 'erp', key: ' 1' } });
    expect(put({ source: '', key: '' })).toEqual({ externalId: null });
  });

  it('names the roles after the side of the record one looks from', () => {
    const before = stored(null);
    expect(patchOf(before, { ...before, ownRole: 'vendor' }, 'record2')).toEqual({
      record2RoleId: 'vendor',
    });
  });
});

it('a new connection has the attributes with a value', () => {
  const typed = withAttribute(withAttribute(blankConnection('ines'), 'share', '25'), 'level', ' ');
  expect(newBody(typed)).toMatchObject({ attributes: { share: 25 }, externalId: null });
  expect(newBody(blankConnection('ines'))).toMatchObject({ attributes: null });
});

it('of two changes, each attribute is a choice of its own', () => {
  const base = stored({ share: 25, level: 'gold' });
  const theirs = stored({ share: 30, level: 'gold', note: 'x' });
  const mine = withAttribute(withAttribute(base, 'share', '35'), 'level', '');
  expect(conflicting(theirs, mine).sort()).toEqual([
    'attributes.level',
    'attributes.note',
    'attributes.share',
  ]);
  const choices = firstChoices(base, theirs, mine);
  expect(choices).toEqual({
    'attributes.share': 'mine',
    'attributes.level': 'mine',
    'attributes.note': 'theirs',
  });
  const result = merged(theirs, mine, choices);
  expect(['share', 'level', 'note'].map((name) => attributeAt(result, name))).toEqual([
    ...['35', '', 'x'],
  ]);
});

const role = (id: string, attributeSchema: AttributeSchema | null) =>
  ({ id, name: id, attributeSchema }) as ConnectionRole;

const typedWith = (attributes: Record<string, unknown>): TypedConnection => ({
  ...blankConnection('ines'),
  attributes: Object.entries(attributes).map(([name, value], row) => ({
    row,
    name,
    value: typedFor(value),
  })),
});

describe('attributes that roles define', () => {
  const names = fc.constantFrom('share', 'level', 'first year', 'other');
  const numbers = fc.integer({ min: -3, max: 3 }).map((each) => each / 2);
  const words = fc.constantFrom('a', 'ab', 'abc', '1', 'true', '2024-02-29', '2023-02-29');
  const values = fc.oneof(numbers, words, fc.boolean(), fc.array(numbers, { maxLength: 1 }));
  const rules = fc.record(
    {
      type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'date'),
      required: fc.boolean(),
      enum: fc.array(fc.oneof(numbers, words, fc.boolean()), { minLength: 1, maxLength: 4 }),
      minimum: numbers,
      maximum: numbers,
      maxLength: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['type'] },
  ) as fc.Arbitrary<AttributeRule>;
  const schemas = fc.option(fc.dictionary(names, rules, { maxKeys: 3 }));

  it('are refused exactly where the service refuses them', () => {
    fc.assert(
      fc.property(schemas, schemas, fc.dictionary(names, values), (one, other, attributes) => {
        const roles = [role('one', one), role('other', other)];
        const catalog = { roles: new Map(roles.map((each) => [each.id, each])) };
        const faults = attributeFaults(catalog as unknown as Catalog, ['one', 'other'], attributes);
        const errors = attributeErrors(attributeRules(roles), typedWith(attributes));
        const places = faults.map(({ path }) => path.replace('["first year"]', '.first year'));
        expect(Object.keys(errors).sort()).toEqual([...new Set(places)].sort());
      }),
    );
  });

  it('are not checked by a change of other fields, as the service does not', () => {
    const rulesOfRole = attributeRules([
      role('one', { share: { type: 'number', required: true } }),
    ]);
    const before = typedWith({});
    expect(attributeErrors(rulesOfRole, { ...before, title: 'Chair' }, before)).toEqual({});
    expect(
      Object.keys(attributeErrors(rulesOfRole, { ...before, ownRole: 'one' }, before)),
    ).toEqual(['attributes.share']);
  });

  it('that have no name or one that another one has are found without a schema, too', () => {
    const row = (name: string, at: number) => ({ row: at, name, value: 'x' });
    const typed = (...all: string[]) => ({ ...typedWith({}), attributes: all.map(row) });
    expect(attributeErrors(undefined, typed('a', ' a')).attributes).toMatch(/name a/);
    expect(attributeErrors(undefined, typed('')).attributes).toMatch(/no name/);
    expect(attributeErrors(undefined, typed('a', 'b'))).toEqual({});
  });
});
