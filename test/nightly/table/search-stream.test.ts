// Searches by words find exactly the records whose names match, however the stream is delivered.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import type { StreamRecord } from '../../../shared/table/projection/stream-records.ts';
import { deleteRecord } from '../../../shared/table/records/delete-record.ts';
import { mergeRecord } from '../../../shared/table/records/merge-record.ts';
import { deliver, streamOf } from '../../support/stream.ts';
import { allItems, clinicTable } from '../../support/table.ts';
import { contact, now, put, wrong } from '../../support/word-search.ts';

const names = ['Ana Smith', 'Ana Bell', 'Ben Smith-Jones', 'Cleo (Oduya)', 'Bell', 'ana'];

/** Creates, renames, deletes, creates again and merges a few records. */
async function work(table: Table, steps: readonly number[]): Promise<void> {
  const ids = ['p', 'q', 'r', 's'];
  for (const step of steps) {
    const id = ids[step % 4] as string;
    const reference = { type: 'account', id };
    const into = { type: 'account', id: ids[(step + 1) % 4] as string };
    const refused = () => undefined;
    if (step % 7 === 5) await deleteRecord(table, reference, now(), undefined).catch(refused);
    else if (step % 29 === 6)
      await mergeRecord(table, reference, { into }, now(), { ifMatch: undefined }).catch(refused);
    else {
      const name = names[Math.floor(step / 4) % names.length] as string;
      await put(table, [contact(id, name, 'account')]);
    }
  }
}

it('finds what matches and nothing else after any delivery of the stream', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  let from = 0;
  const batches = fc.record({
    steps: fc.array(fc.nat(1000), { minLength: 3, maxLength: 14 }),
    order: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
    size: fc.integer({ min: 1, max: 5 }),
    atOnce: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(batches, async ({ steps, order, size, atOnce }) => {
      await work(table, steps);
      const records = (await streamOf(table)).slice(from);
      from += records.length;
      // Others write while a part is delivered.
      const early = Promise.all(records.map((one) => deliver(table, [one])));
      await Promise.all([early, work(table, order.slice(0, 4))]);
      records.push(...(await streamOf(table)).slice(from));
      from = (await streamOf(table)).length;
      // Shuffled, with some records twice.
      const shuffled = [...records, ...records.slice(0, 3)]
        .map((record, at) => ({ record, rank: order[at % order.length] ?? 0 }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ record }) => record);
      const parts: StreamRecord[][] = [];
      for (let at = 0; at < shuffled.length; at += size) parts.push(shuffled.slice(at, at + size));
      if (atOnce) await Promise.all(parts.map((part) => deliver(table, part)));
      else for (const part of parts) await deliver(table, part);
      expect(await wrong(table)).toEqual([]);
    }),
    { numRuns: 25 },
  );
  const words = (await allItems(table)).filter(({ pk }) => String(pk).startsWith('words#'));
  expect(words.length).toBeGreaterThan(26);
});
