// How messages show what was found and where.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faultPath } from '../../shared/text/fault-path.ts';
import { foundValue, visibleText } from '../../shared/text/found-value.ts';
import { isSameJson } from '../../shared/text/same-json.ts';
import { textFault } from '../../shared/text/valid-text.ts';

it.each([
  ['open', '"open"'],
  ['a\u200bb\u00a0c\n', '"a\\u{200b}b\\u{a0}c\\u{a}"'],
  ['\ud800', '"\\u{d800}"'],
  ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
  ['🙂'.repeat(41), `"${'🙂'.repeat(40)}…"`],
  [7, '7'],
  [null, 'null'],
  [true, 'true'],
  [[1, 2], 'a list'],
  [{ a: 1 }, 'an object'],
])('%j is shown as %s', (value, shown) => {
  expect(foundValue(value)).toBe(shown);
});

it('a shown text is short, well-formed and visible', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const shown = visibleText(text);
      expect(shown.isWellFormed()).toBe(true);
      expect(shown).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
      expect([...shown].length).toBeLessThanOrEqual(40 * '\\u{10ffff}'.length + 1);
    }),
  );
});

it.each([
  [['record1', 'id'], 'record1.id'],
  [['items', 3, 'name'], 'items[3].name'],
  [['attributes', 'first name', 0], 'attributes["first name"][0]'],
  [['', 'a"b'], '[""]["a\\"b"]'],
  [[], ''],
])('the path of %j is %s', (keys, path) => {
  expect(faultPath(keys)).toBe(path);
});

it('a path is cut if it is very long', () => {
  expect(faultPath(['attributes', 'x'.repeat(1000), 'y']).length).toBe(301);
});

it.each([
  ['', undefined],
  ['\ufffd \u0001 \u{1f642} \uffff', undefined],
  ['a\0', 'contains the character U+0000 at character 2; remove it'],
  [
    '🙂\udc00',
    'contains U+DC00 at character 2, which is half of a surrogate pair; send both halves',
  ],
])('the text %j: %s', (text, fault) => {
  expect(textFault(text)).toBe(fault);
});

it('the same JSON has the same members, in any order', () => {
  expect(isSameJson({ a: [1, { b: 2 }], c: null }, { c: null, a: [1, { b: 2 }] })).toBe(true);
  const others = [
    { a: 1 },
    { a: 1, b: 1 },
    { b: 1 },
    { a: '1' },
    { a: null },
    { a: [] },
    {},
    [],
    null,
  ];
  for (const [at, one] of others.entries()) {
    for (const [index, other] of others.entries())
      expect(isSameJson(one, other)).toBe(at === index);
  }
  expect(isSameJson(JSON.parse('{"__proto__":1}'), {})).toBe(false);
  expect(isSameJson({}, JSON.parse('{"toString":1}'))).toBe(false);
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      expect(isSameJson(one, JSON.parse(JSON.stringify(one)))).toBe(true);
      if (isSameJson(one, other)) expect(one).toEqual(other);
    }),
  );
});
