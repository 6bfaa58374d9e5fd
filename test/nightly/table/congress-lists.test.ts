// Every list of the whole Congress, and hundreds of combinations of conditions, compared with the
// source files.
import { expect, it } from 'vitest';
import {
  compareCombinations,
  compareRecords,
  compareRolesAndTypes,
  withCongress,
} from '../../support/congress.ts';

withCongress();

it('all connections of every record', { timeout: 900_000 }, compareRecords);

it('all connections of every role and of every type', { timeout: 900_000 }, compareRolesAndTypes);

it('combinations of conditions, in pages of 100, 7 and 1', { timeout: 900_000 }, async () => {
  const { answered, completed } = await compareCombinations(400);
  expect(answered).toBeGreaterThan(250);
  expect(completed).toBeGreaterThan(250);
});
