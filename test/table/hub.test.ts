// Records with many connections: creates do not disturb each other, and renames do not pile up.
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { sweepRecord } from '../../shared/table/sweeps/sweep-record.ts';
import { withConflicts } from '../support/conflicts.ts';
import { effort, itNightly } from '../support/effort.ts';
import { caller, request } from '../support/fixtures.ts';
import {
  allItems,
  brokenPairs,
  clinicTable,
  sweepDeleted,
  sweepRenamed,
  wrongSeries,
} from '../support/table.ts';
import { halvesAmong } from '../support/table-items.ts';

const hub = { type: 'contact', id: 'hub' };
const contact = (id: string) => ({ type: 'contact', id, name: id, attributes: {} });

/** Puts the hub and as many other records. */
async function putOthers(table: Table, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, at) => `other-${at}`);
  await putRecords(table, [contact('hub')], caller());
  for (let from = 0; from < count; from += 100) {
    await putRecords(table, ids.slice(from, from + 100).map(contact), caller());
  }
  return ids;
}

const toHub = (id: string, period: object = {}) =>
  request(['contact/hub', 'friend', `contact/${id}`, 'friend'], period);

it('64 concurrent creates on one record have no conflicts', async () => {
  const retries: string[] = [];
  const { table } = await clinicTable({ onRetry: (why) => retries.push(why) });
  const ids = await putOthers(table, 128);
  const seen = withConflicts(table);
  for (const half of [ids.slice(0, 64), ids.slice(64)]) {
    const results = await Promise.all(
      half.map((id) => createConnections(table, [toHub(id)], caller())),
    );
    expect(results.flat().filter((one) => 'refusal' in one)).toEqual([]);
  }
  expect([seen.conflicts, retries]).toEqual([0, []]);
  expect(await brokenPairs(table)).toEqual([]);

  // The injection works: creates in one series do conflict, and all succeed.
  const years = Array.from({ length: 3 }, (_, year) => ({
    effectiveStart: `${2000 + year}-01-01`,
    effectiveEnd: `${2000 + year}-12-31`,
  }));
  await putRecords(table, [contact('one')], caller());
  const results = await Promise.all(
    years.map((period) => createConnections(table, [toHub('one', period)], caller())),
  );
  expect(results.flat().filter((one) => 'refusal' in one)).toEqual([]);
  expect(seen.conflicts).toBeGreaterThan(0);
});

it('concurrent batches on one record have no conflicts', async () => {
  const { table } = await clinicTable();
  const ids = await putOthers(table, 200);
  const seen = withConflicts(table);
  const results = await Promise.all(
    [0, 50, 100, 150].map((from) =>
      createConnections(
        table,
        ids.slice(from, from + 50).map((id) => toHub(id)),
        caller(),
      ),
    ),
  );
  expect(results.flat().filter((one) => 'refusal' in one)).toEqual([]);
  expect(seen.conflicts).toBe(0);
});

itNightly('ten renames during a sweep: each connection is rewritten at most twice', async () => {
  const { table } = await clinicTable();
  const count = effort(500, 1000);
  const ids = await putOthers(table, count);
  for (let from = 0; from < count; from += 100) {
    await createConnections(
      table,
      ids.slice(from, from + 100).map((id) => toHub(id)),
      caller(),
    );
  }
  const runs: Promise<unknown>[] = [];
  let renames = 0;
  // Another rename, with its own run, after each transaction of the first pass.
  table.db.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { TransactItems = [] } = args.input as TransactWriteCommandInput;
      if (TransactItems.length > 10 && renames < 10) {
        renames += 1;
        await putRecords(table, [{ ...contact('hub'), name: `name ${renames}` }], caller());
        runs.push(sweepRenamed(table, hub));
      }
      return result;
    },
    { step: 'initialize', name: 'renames' },
  );
  await putRecords(table, [{ ...contact('hub'), name: 'first' }], caller());
  await sweepRenamed(table, hub);
  await Promise.all(runs);

  expect(renames).toBe(10);
  const halves = halvesAmong(await allItems(table));
  const versions = halves.map(({ connection }) => connection.version);
  expect(Math.max(...versions) - 1).toBeLessThanOrEqual(2);
  expect(new Set(halves.map(({ connection }) => connection.record1.name))).toEqual(
    new Set(['name 10']),
  );
  expect((await allItems(table)).filter(({ sk, renaming }) => sk === 'sweep' || renaming)).toEqual(
    [],
  );
});

it('a run that was interrupted takes over its claim; others wait until it has expired', async () => {
  let now = Date.parse('2026-11-22T12:00:00.000Z');
  const { table } = await clinicTable({ clock: () => now });
  const ids = await putOthers(table, 3);
  await createConnections(
    table,
    ids.map((id) => toHub(id)),
    caller(),
  );
  await putRecords(table, [{ ...contact('hub'), name: 'New' }], caller());
  const run = (eventId: string, mustStop = () => false) =>
    sweepRecord(table, hub, { reason: 'renamed', eventId, author: caller(), mustStop });

  expect(await run('first', () => true)).toBe('unfinished');
  expect(await run('second')).toBe('claimed');
  expect(await run('first', () => true)).toBe('unfinished');
  now += 181_000;
  expect(await run('second')).toBe('finished');
  expect(await run('first')).toBe('finished');
  const names = new Set(
    halvesAmong(await allItems(table)).map(({ connection }) => connection.record1.name),
  );
  expect([...names]).toEqual(['New']);
});

it('a record that is deleted while its new name is copied loses all its connections', async () => {
  const { table } = await clinicTable();
  const ids = await putOthers(table, 5);
  const made = await createConnections(
    table,
    ids.map((id) => toHub(id)),
    caller(),
  );
  await putRecords(table, [{ ...contact('hub'), name: 'New' }], caller());
  const stopped = { reason: 'renamed', eventId: 'rename', author: caller() } as const;
  expect(await sweepRecord(table, hub, { ...stopped, mustStop: () => true })).toBe('unfinished');
  await deleteRecord(table, hub, caller('ana', true), undefined);
  // The run for the deletion leaves the work to the run that has the claim.
  expect(await sweepDeleted(table, hub, caller('ana'))).toBe('claimed');
  expect(await sweepRecord(table, hub, stopped)).toBe('finished');
  const items = await allItems(table);
  expect(halvesAmong(items)).toEqual([]);
  const actors = made.map((one) => {
    const { id } = (one as { connection: Connection }).connection;
    return items.find(({ pk }) => pk === `connection#${id}`)?.actor;
  });
  expect(new Set(actors)).toEqual(new Set(['ana']));
  expect(await wrongSeries(table)).toEqual([]);
});
