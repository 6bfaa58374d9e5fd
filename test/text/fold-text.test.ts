// The comparison of texts: case and composition do not matter, accents do.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../shared/text/fold-text.ts';
import { itNightly } from '../support/effort.ts';

describe('the same text', () => {
  it.each([
    ['Module', 'MODULE'],
    ['Straße', 'STRASSE'],
    ['STRAẞE', 'strasse'],
    ['Ὀδυσσεύς', 'ὈΔΥΣΣΕΎΣ'],
    ['σς', 'ΣΣ'],
    ['Ångström', 'a\u030angstro\u0308m'],
    ['ﬁne Ⅷ ｆｕｌｌ', 'FINE viii full'],
    ['İ', 'i\u0307'],
    ['ŉ', 'ʼN'],
    ['ǰ', 'J\u030c'],
    ['ΐ', 'Ϊ\u0301'],
    ['և', 'ԵՒ'],
    ['ᾳ', 'ΑΙ'],
    ['ᾼ\u0301', 'α\u0301ι'],
    ['ſ', 'S'],
    ['K', 'k'],
    ['µ', 'Μ'],
    ['Ꭰ', 'ꭰ'],
    ['ﬅ', 'ST'],
    ['\u1e9b\u0323', 'Ṩ'],
  ])('%s and %s', (one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });
});

describe('another text', () => {
  it.each([
    ['Zoë', 'Zoe'],
    ['ı', 'i'],
    ['ı', 'I'],
    ['É', 'E'],
    ['ά', 'α'],
    ['Strasse', 'Strase'],
    ['ö', 'oe'],
  ])('%s and %s', (one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });
});

/** Every character but halves of surrogate pairs. */
function* characters() {
  for (let point = 0; point < 0x110000; point += 1) {
    if (point < 0xd800 || point > 0xdfff) yield String.fromCodePoint(point);
  }
}

itNightly(
  'is the same for every character in upper and lower case, and is not folded further',
  () => {
    const wrong: string[] = [];
    for (const character of characters()) {
      const form = foldText(character);
      const cases = [character.toLowerCase(), character === 'ı' ? 'ı' : character.toUpperCase()];
      if ([form, ...cases].some((one) => foldText(one) !== form)) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  },
);

it('unites no two letters that differ in more than case and composition', () => {
  // The other way round: each letter with a form of its own is the only one in lower case with it.
  const letters = new Map<string, string>();
  const wrong: string[] = [];
  for (const character of characters()) {
    const isSimple = character === character.normalize('NFKD') && /\p{Ll}/u.test(character);
    if (!isSimple) continue;
    const form = foldText(character);
    const other = letters.get(form);
    if (other !== undefined) wrong.push(`${other}${character}`);
    letters.set(form, character);
  }
  // A final sigma is a sigma; the Cyrillic letters are historical shapes of others.
  expect(wrong.sort()).toEqual(['ςσ', 'вᲀ', 'дᲁ', 'оᲂ', 'сᲃ', 'тᲄ', 'ъᲆ', 'ѣᲇ', 'ᲄᲅ', 'ᲈꙋ'].sort());
});

it('does not depend on composition, and is idempotent', () => {
  const units = fc.oneof(
    fc.constantFrom(...'ßẞςσΣİıιᾳᾼ\u0345\u0301\u0308\u0307ﬁⅧÅåéE한ᄒ\u1161\u11ab\u1e9b\u0323'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const text = fc.array(units, { maxLength: 8 }).map((parts) => parts.join('').toWellFormed());
  fc.assert(
    fc.property(text, (one) => {
      const form = foldText(one);
      expect(foldText(form)).toBe(form);
      for (const kind of ['NFC', 'NFD', 'NFKC', 'NFKD']) {
        expect([kind, foldText(one.normalize(kind))]).toEqual([kind, form]);
      }
    }),
    { numRuns: 3000 },
  );
});
