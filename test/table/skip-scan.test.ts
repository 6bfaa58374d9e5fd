import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  allowedParts,
  keyRange,
  matchesKey,
  nextPossibleKey,
  partsOfKey,
} from '../../shared/table/lists/skip-scan.ts';
import { items } from '../../shared/table/schema.ts';

// Ids chosen so that one is a prefix of another and so that separators matter.
const role = fc.constantFrom(null, 'a', 'a-', 'ab', 'b');
const type = fc.constantFrom('t', 't_', 'tt', 'u');
const id = fc.constantFrom('1', '1.', '1~', '11', 'A', '1!', '1$', "1'", '1+', '1!!', '1!1');
const start = fc.constantFrom(null, '2020-01-01', '2021-01-01');
const keys = fc
  .uniqueArray(
    fc.tuple(role, type, id, role, start).map((parts) => items.half.sort(...parts)),
    { maxLength: 60 },
  )
  .map((all) => all.sort());
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const question = fc.record({
  roleIds: maybe(
    fc.uniqueArray(fc.constantFrom(null, 'a', 'a-', 'ab', 'b', 'zz'), { maxLength: 3 }),
  ),
  connectedType: maybe(type),
  connectedId: maybe(id),
  connectedRoleIds: maybe(
    fc.uniqueArray(fc.constantFrom(null, 'a', 'a-', 'ab', 'b', 'zz'), { maxLength: 3 }),
  ),
});

/** Reads one key at a time, as the slowest possible walk would, and counts the jumps. */
function walk(all: readonly string[], asked: Parameters<typeof allowedParts>[0]) {
  const wanted = allowedParts(asked);
  const range = keyRange(wanted);
  const found: string[] = [];
  let jumps = 0;
  let from = range?.from;
  while (range && from !== undefined) {
    const key = all.find((one) => one >= (from as string) && one <= range.to);
    if (key === undefined) break;
    const parts = partsOfKey(key);
    if (matchesKey(wanted, parts)) {
      found.push(key);
      from = `${key}!`;
    } else {
      jumps += 1;
      const next = nextPossibleKey(wanted, parts);
      if (next !== undefined) expect(next > key).toBe(true);
      from = next;
    }
  }
  return { found, jumps };
}

it('finds exactly what a filter over all keys finds, in order', () => {
  fc.assert(
    fc.property(keys, question, (all, asked) => {
      const wanted = allowedParts(asked);
      const expected = all.filter((key) => matchesKey(wanted, partsOfKey(key)));
      expect(walk(all, asked).found).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

it('jumps at most twice for each role and type that it passes, however many keys there are', () => {
  const all: string[] = [];
  for (const own of ['r1', 'r2', 'r3']) {
    for (let n = 0; n < 1000; n += 1) {
      for (const other of ['account', 'contact']) {
        all.push(items.half.sort(own, other, `id-${n}`, null, null));
      }
    }
  }
  all.sort();
  const { found, jumps } = walk(all, { connectedType: 'contact', connectedId: 'id-7' });
  expect(found).toHaveLength(3);
  expect(jumps).toBeLessThanOrEqual(9);
});

it('a question that fixes the role, or the role and the type, is one key range without jumps', () => {
  const all = ['a', 'b'].flatMap((own) =>
    ['t', 'u'].map((other) => items.half.sort(own, other, '1', null, null)),
  );
  expect(walk(all, { roleIds: ['a'] })).toMatchObject({ jumps: 0, found: { length: 2 } });
  expect(walk(all, { roleIds: ['a'], connectedType: 'u' })).toMatchObject({ jumps: 0 });
  expect(walk(all, { roleIds: [] }).found).toEqual([]);
});
