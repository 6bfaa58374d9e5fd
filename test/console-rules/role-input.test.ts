// The attribute schema of a role as it is typed.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankRole, bodyOf, isLimit, typedOf } from '../../console/administer/typed-role.ts';
import {
  ownSchemaErrors,
  refusedSchema,
  schemaOf,
  schemaText,
  type TypedAttribute,
  typedAttributesOf,
  withNewAttribute,
} from '../../console/administer/typed-role-attributes.ts';
import { AttributeSchema } from '../../shared/contracts/attribute-schemas.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';

const typed = (...parts: Partial<TypedAttribute>[]) =>
  parts.reduce<TypedAttribute[]>((all, part) => {
    const next = withNewAttribute(all);
    const last = next.pop() as TypedAttribute;
    return next.concat({ ...last, ...part });
  }, []);

describe('an attribute schema', () => {
  it('comes back from the form as it was', () => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter((text) => text.isWellFormed() && !text.includes('\0'));
    const odd = fc.constantFrom('', ' a', 'a\nb', '"', '"a"', '12', '-', 'a b');
    const list = <Value>(values: fc.Arbitrary<Value>) =>
      fc.array(values, { minLength: 1, maxLength: 4 });
    const required = fc.constantFrom({}, { required: true });
    const numbers = fc.integer({ min: -500, max: 500 }).map((each) => each / 4);
    const rules = fc.oneof(
      fc.record({ type: fc.constant('string'), enum: list(fc.oneof(texts, odd)) }),
      fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 1, max: 4000 }) }),
      fc.record({ type: fc.constant('number'), enum: list(numbers), minimum: numbers }),
      fc.record({ type: fc.constant('integer'), maximum: numbers }),
      fc.record({ type: fc.constant('boolean'), enum: list(fc.boolean()) }),
      fc.record({ type: fc.constant('date'), enum: list(fc.constant('2024-02-29')) }),
    );
    const schemas = fc.dictionary(
      texts.filter((name) => name.trim() === name),
      fc.tuple(rules, required).map(([rule, more]) => ({ ...rule, ...more })),
    );
    fc.assert(
      fc.property(schemas, (made) => {
        const schema = AttributeSchema.parse(made);
        const attributes = typedAttributesOf(schema);
        expect(ownSchemaErrors(attributes)).toEqual(new Map());
        expect(schemaOf(attributes)).toEqual(schema);
      }),
    );
  });

  it('has of each attribute only what applies to its type', () => {
    const all = { required: true, minimum: '0', maximum: '100', maxLength: '20' };
    expect(
      schemaOf(
        typed(
          { name: ' share ', type: 'number', ...all },
          { name: 'level', ...all, enum: 'gold\n\n silver \n' },
          { name: 'since', type: 'date', ...all },
        ),
      ),
    ).toEqual({
      share: { type: 'number', required: true, minimum: 0, maximum: 100 },
      level: { type: 'string', required: true, maxLength: 20, enum: ['gold', 'silver'] },
      since: { type: 'date', required: true },
    });
  });

  it('is not made of names that are missing or repeated, or of texts that are no numbers', () => {
    const attributes = typed(
      { name: '' },
      { name: 'share', type: 'number', minimum: 'none', enum: '1\ntwo' },
      { name: ' share' },
      { name: 'level', minimum: 'hidden for texts' },
    );
    expect(
      [...ownSchemaErrors(attributes)].map(([row, errors]) => [row, Object.keys(errors)]),
    ).toEqual([
      [1, ['name']],
      [2, ['minimum', 'enum']],
      [3, ['name']],
    ]);
  });

  it('shows what the service refuses at the field of the attribute', () => {
    const attributes = typed({ name: 'share' }, { name: 'first year' });
    const errors = [
      { path: 'name', message: 'of the role' },
      { path: 'attributeSchema.share.minimum', message: 'too large' },
      { path: 'attributeSchema["first year"].enum[2]', message: 'must be of the type integer' },
      { path: 'attributeSchema', message: 'must define at most 30 attributes' },
    ];
    const { rows, rest } = refusedSchema(errors, attributes);
    expect(rest).toBe('must define at most 30 attributes');
    expect(Object.fromEntries(rows)).toEqual({
      1: { minimum: 'too large' },
      2: { enum: 'must be of the type integer' },
    });
  });

  it('is said in words in the history', () => {
    const schema = schemaOf(
      typed({ name: 'share', type: 'number', required: true, maximum: '100' }),
    );
    expect(schemaText(schema)).toBe('share (number, required, at most 100)');
    expect(schemaText({})).toBe('No attributes are allowed.');
  });
});

describe('a role', () => {
  const stored = {
    ...{ id: 'partner', name: 'Partner', category: 'business', description: null },
    ...{ recordTypes: [], matchingRoleIds: [], state: 'active' as const, version: 1 },
  };

  it.each([
    { maxPerRecord: null, attributeSchema: null },
    { maxPerRecord: 3, attributeSchema: {} },
  ])('with $maxPerRecord and $attributeSchema is sent as it was read', (rules) => {
    const role: ConnectionRole = { ...stored, ...rules };
    expect(bodyOf(typedOf(role), role.id)).toMatchObject(rules);
  });

  it('has a limit from 1 to 100, or none', () => {
    expect(['', ' ', '1', '99', '100'].filter(isLimit)).toHaveLength(5);
    expect(['0', '101', '1.5', '-1', 'x', '1e1'].filter(isLimit)).toEqual([]);
    expect(bodyOf(blankRole, 'new')).toMatchObject({ maxPerRecord: null, attributeSchema: null });
  });
});
