// Every list of connections against what a plain look at the files of the Congress gives.
import { expect, it } from 'vitest';
import {
  compareCombinations,
  expected,
  type List,
  sample,
  sides,
  walk,
  withCongress,
} from '../support/congress.ts';

withCongress();

it('all connections of every record', async () => {
  const byRecord = Map.groupBy(sides, ({ own }) => `${own.type}/${own.id}`);
  for (const record of sample.records) {
    const { keys } = await walk({ record }, {}, 100);
    const wanted = (byRecord.get(`${record.type}/${record.id}`) ?? []).map(({ key }) => key);
    expect(keys.sort()).toEqual(wanted.sort());
  }
});

it('all connections of every role and of every type', async () => {
  const lists: List[] = [
    ...sample.roles.map(({ id }) => ({ role: id })),
    ...sample.types.map(({ type }) => ({ recordType: type as string })),
  ];
  for (const list of lists) {
    const { keys } = await walk(list, {}, 100);
    expect(keys.sort()).toEqual(expected(list, {}).sort());
  }
});

it('combinations of conditions, in pages of 100, 7 and 1', { timeout: 180_000 }, async () => {
  const { answered, completed } = await compareCombinations(40);
  expect(answered).toBeGreaterThan(25);
  expect(completed).toBeGreaterThan(25);
});
