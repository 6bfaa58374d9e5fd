// The cost of requests that read all shards, with 16.
import { beforeAll, expect, inject, it } from 'vitest';
import { ledgerOf16Shards } from '../../support/cost-ledger.ts';
import { openCostRun } from '../../support/cost-run.ts';
import { capturedLines } from '../../support/in-process.ts';

let run: Awaited<ReturnType<typeof openCostRun>>;

beforeAll(async () => {
  capturedLines();
  run = await openCostRun(inject('endpoint'), undefined, 16);
});

it.each(ledgerOf16Shards)('$what: $route', async (row) => {
  const { status, cost } = await run.request(row);
  const { calls, read, write } = row;
  expect({ status, ...cost }).toEqual({ status: 200, calls, read: expect.any(Number), write });
  // Ids are random, and so is their shard: where one has many, its Query may be rounded up.
  expect(Math.abs(cost.read - read)).toBeLessThanOrEqual(0.5);
});
