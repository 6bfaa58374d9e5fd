// What the console sends of typed attributes.
import { expect, it } from 'vitest';
import { attributesOf, repeatedName } from '../../console/records/typed-attributes.ts';

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
])('%s is sent as %j', (typed, value) => {
  expect(attributesOf(rows(['a', typed], ['', 'x']))).toEqual({ a: value });
});

it('two attributes with one name are found before one of them is lost', () => {
  expect(repeatedName(rows(['a', '1'], ['b', '2'], [' a ', '3']))).toBe('a');
  expect(repeatedName(rows(['a', '1'], ['A', '2'], ['', ''], ['', '']))).toBeUndefined();
});
