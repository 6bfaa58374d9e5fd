// What the console sends of typed attributes.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  attributesOf,
  meantBy,
  repeatedName,
  typedFor,
} from '../../console/records/typed-attributes.ts';
import { isSameJson } from '../../shared/text/same-json.ts';

const rows = (...pairs: [string, string][]) =>
  pairs.map(([name, value], row) => ({ row, name, value }));

it.each([
  ['20000', 20000],
  ['-1.5', -1.5],
  ['true', true],
  [' false ', false],
  ['open', 'open'],
  ['007', '007'],
  ['1e3', '1e3'],
  // As a number, these would change.
  ['3804086584686624768', '3804086584686624768'],
  ['12345678901234567.89', '12345678901234567.89'],
  ['0.12345678901234567891', '0.12345678901234567891'],
  ['"20000"', '20000'],
  ['[1, "a"]', [1, 'a']],
  ['{"a": {"b": 1}}', { a: { b: 1 } }],
  ['{"a": 1', '{"a": 1'],
  ['[3804086584686624768]', '[3804086584686624768]'],
  ['{"a": 1, "a": 2}', '{"a": 1, "a": 2}'],
])('%s is sent as %j', (typed, value) => {
  expect(attributesOf(rows(['a', typed], ['', 'x']))).toEqual({ a: value });
});

it('two attributes with one name are found before one of them is lost', () => {
  expect(repeatedName(rows(['a', '1'], ['b', '2'], [' a ', '3']))).toBe('a');
  expect(repeatedName(rows(['a', '1'], ['A', '2'], ['', ''], ['', '']))).toBeUndefined();
});

it('a text, list, object or truth value is read as it was written for the form', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
    fc.constantFrom('', ' a', '20000', 'true', '"', '[]', '{}', 'a\nb', 'null'),
  );
  const values = fc.oneof(
    ...[texts, fc.boolean(), fc.integer(), fc.array(texts)],
    fc.dictionary(texts, fc.oneof(texts, fc.integer(), fc.constant(null))),
  );
  fc.assert(
    fc.property(values, (value) => {
      const typed = typedFor(value);
      expect(typed).not.toMatch(/[\n\r]/);
      expect(isSameJson(meantBy(typed), value), typed).toBe(true);
    }),
  );
});
