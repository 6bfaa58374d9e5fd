// The lists of a part of the Congress compared with the source files.
import { expect, it } from 'vitest';
import {
  compareCombinations,
  compareRecords,
  compareRolesAndTypes,
  withCongress,
} from '../../support/congress.ts';

withCongress();

it('all connections of every record', compareRecords);

it('all connections of every role and of every type', compareRolesAndTypes);

it('combinations of conditions, in pages of 100, 7 and 1', async () => {
  const { answered, completed } = await compareCombinations(50);
  expect(answered).toBeGreaterThan(25);
  expect(completed).toBeGreaterThan(25);
});
