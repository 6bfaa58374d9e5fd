// The words of names, and searches by them, compared with the definition.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestWordKey, NameSearch, wordKeysOf, wordsOf } from '../../shared/domain/name-words.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { readSample } from '../support/samples.ts';

describe('the words of a name', () => {
  it.each([
    ['Maria Oduya', ['maria', 'oduya']],
    ['Smith-Jones', ['smith-jones', 'jones']],
    ['(Oduya)', ['(oduya)', 'oduya)']],
    ["Seán O'Brien  AT&T", ['seán', "o'brien", 'brien', 'at&t', 't']],
    ['a.b.c', ['a.b.c', 'b.c', 'c']],
    ['Große\u00a0Straße\t7', ['grosse', 'strasse', '7']],
    ['- – -', ['-', '–']],
    ['C++ c++', ['c++']],
    ['naı\u0308ve', ['naı\u0308ve']],
    ['x-\u0301y', ['x-\u0301y']],
    ['½', ['1⁄2', '2']],
  ])('%s', (name, expected) => {
    expect(wordsOf(name)).toEqual(expected);
  });

  it('are cut in keys, at whole characters', () => {
    const [key = ''] = wordKeysOf('\u{1F600}'.repeat(500));
    expect(key).toBe('\u{1F600}'.repeat(longestWordKey));
    expect(wordKeysOf(`${'a'.repeat(70)} ${'a'.repeat(80)}`)).toEqual(['a'.repeat(60)]);
  });
});

/** Whether a name matches, by the definition: a word begins at each place after which the query's word follows. */
function matchesByDefinition(name: string, query: string): boolean {
  const folded = foldText(name);
  const isBeginning = (at: number) => {
    const [here = '', before] = [
      String.fromCodePoint(folded.codePointAt(at) as number),
      [...folded.slice(0, at)].at(-1),
    ];
    if (before === undefined || /\s/.test(before)) return !/\s/.test(here);
    return /[\p{P}\p{S}]/u.test(before) && /[\p{L}\p{N}]/u.test(here);
  };
  let at = 0;
  const places: number[] = [];
  for (const character of folded) {
    if (isBeginning(at)) places.push(at);
    at += character.length;
  }
  const words = foldText(query).split(/\s+/).filter(Boolean);
  return words.every((word) => places.some((place) => folded.startsWith(word, place)));
}

/** The names that a list of all keys shows for a query, as the table keeps it. */
function listed(names: readonly string[], query: string): string[] {
  const search = new NameSearch(query);
  return names.flatMap((name) =>
    wordKeysOf(name)
      .filter((key) => key.startsWith(search.prefix))
      .filter((key) => search.isShownAt(key, name))
      .map(() => name),
  );
}

describe('a search shows exactly the names that match, each once', () => {
  it('of the samples', () => {
    const names = ['sales', 'congress'].flatMap((sample) =>
      readSample(sample).records.map(({ name }) => name),
    );
    const words = names.flatMap((name) => name.split(' '));
    const random = fc
      .array(fc.tuple(fc.constantFrom(...words), fc.integer({ min: 1, max: 12 })), {
        minLength: 1,
        maxLength: 3,
      })
      .map((parts) => parts.map(([word, length]) => word.slice(0, length)).join(' '));
    fc.assert(
      fc.property(random, (query) => {
        const expected = names.filter((name) => matchesByDefinition(name, query));
        expect(listed(names, query)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('of random Unicode', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'aAbßİı-– .,(\u0301\u00a0\ufdfa½ﬁ한#\u{10ffff}1²'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const text = (maxLength: number) =>
      fc.array(unit, { minLength: 1, maxLength }).map((parts) => parts.join('').toWellFormed());
    fc.assert(
      fc.property(fc.array(text(14), { maxLength: 6 }), text(3), fc.nat(), (names, other, at) => {
        const whole = names[at % Math.max(1, names.length)] ?? other;
        const own = [...foldText(whole)].slice(at % 5, (at % 5) + 2).join('');
        for (const query of [other, own, `${own} ${other}`]) {
          if (foldText(query).trim() === '') continue;
          const expected = names.filter((name) => matchesByDefinition(name, query));
          expect(listed(names, query)).toEqual(expected);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of words that are longer than their keys', () => {
    const long = `${'x'.repeat(60)}`;
    const names = [`${long}one`, `${long}two`, `${long}one ${long}two`];
    expect(listed(names, `${long}on`)).toEqual([names[0], names[2]]);
    expect(listed(names, `${long}t ${long}o`)).toEqual([names[2]]);
  });
});
