// The check for unidiomatic phrases: what it finds and where, and what it leaves alone.
import { expect, it } from 'vitest';
import { findIdioms } from '../../docs/plain-english.ts';

it('gives the line, the phrase and what to write instead', () => {
  expect(findIdioms('Fine.\nThe record is made Anew.')).toEqual(['2: "Anew" → again']);
});

it('finds a phrase that is broken over two lines of a comment', () => {
  const [found] = findIdioms('/**\n * Retries, which may come to\n * nothing.\n */');
  expect(found).toMatch(/^2: "come to nothing" → /);
});

it.each([
  'renewed',
  'recommended',
  'made-anew-ish',
  'the same size all the same length',
])('leaves alone: %s', (text) => {
  expect(findIdioms(text)).toEqual([]);
});
