// Compares the cost ledger with the lowest possible cost: no row is below it, and every row above it
// has a reason.
import { expect, it } from 'vitest';
import { callsIn } from '../../docs/costs.ts';
import { floorOf } from '../support/cost-floors.ts';
import { ledger, ledgerOf16Shards } from '../support/cost-ledger.ts';

it.each([...ledger, ...ledgerOf16Shards])('$what: $route', (row) => {
  const { why, ...floor } = floorOf(row);
  const cost = { calls: callsIn(row.calls), read: row.read, write: row.write };
  const parts = ['calls', 'read', 'write'] as const;
  expect(parts.filter((part) => cost[part] < floor[part])).toEqual([]);
  const isAbove = parts.some((part) => cost[part] > floor[part]);
  expect(why === undefined, 'a reason exactly where it is above').toBe(!isAbove);
});
