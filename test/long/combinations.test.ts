// Hundreds of combinations of conditions on the Congress against a plain look at the files.
import { expect, it } from 'vitest';
import { compareCombinations, withCongress } from '../support/congress.ts';

withCongress();

it('combinations of conditions, in pages of 100, 7 and 1', { timeout: 900_000 }, async () => {
  const { answered, completed } = await compareCombinations(400);
  expect(answered).toBeGreaterThan(250);
  expect(completed).toBeGreaterThan(250);
});
