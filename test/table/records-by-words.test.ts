// Searches by words: each record once, at a bounded cost, whatever is written at the same moment.
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { wordItems } from '../../shared/table/records/word-item.ts';
import { costOf, meter } from '../support/cost-meter.ts';
import { deliver, streamOf } from '../support/stream.ts';
import { clinicTable, instanceOn } from '../support/table.ts';
import { contact, found, now, put, walk, wrong } from '../support/word-search.ts';

describe('a search', () => {
  it.each<[string, string[], string, string[]]>([
    ['its former words', ['Ana', 'Bell'], 'DeleteItem', ['Ana']],
    ['its words', ['Ana Bell'], 'PutItem', ['Ana Smith']],
    ['the words of a deleted record', ['Ana', ''], 'DeleteItem', ['Ana Smith']],
    ['the words of a record before its deletion', ['Ana'], 'PutItem', ['', 'Ana Smith']],
  ])('finds a record that gets another name between the read and the write of %s', async (_, before, write, after) => {
    const { table } = await clinicTable({}, { streamed: true });
    const { table: slow } = instanceOn(table.name, 4);
    const named = async (all: readonly string[]) => {
      const reference = { type: 'account', id: 'p' };
      for (const name of all) {
        if (name === '') await deleteRecord(table, reference, now(), undefined);
        else await put(table, [contact('p', name, 'account')]);
      }
    };
    await named(before.slice(0, -1));
    const first = await streamOf(table);
    await deliver(table, first);
    await named(before.slice(-1));
    const late = (await streamOf(table)).slice(first.length);
    let isFirst = true;
    slow.db.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === `${write}Command` && isFirst) {
            isFirst = false;
            await named(after);
            await deliver(table, (await streamOf(table)).slice(first.length + late.length));
          }
          return next(args);
        },
      { step: 'initialize', name: 'between' },
    );
    await deliver(slow, late);
    expect(isFirst).toBe(false);
    expect(await wrong(table)).toEqual([]);
  });

  it('shows each record once, on pages sorted by name, of all types or some', async () => {
    const { table } = await clinicTable({}, { streamed: true, shards: 16 });
    await put(table, [
      contact('1', 'Zoë Maria-Mara Max'),
      contact('2', 'Mara'),
      contact('3', 'adam max'),
      contact('4', 'Mina Mara', 'account'),
      contact('5', 'Amara', 'account'),
      contact('6', '# Ma#ra', 'account'),
    ]);
    await deliver(table, await streamOf(table));
    expect(await walk(table, 'M')).toEqual([['6', '3', 'm', '2', '4', '1']]);
    expect((await walk(table, 'ma', { limit: 2 })).map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(await found(table, 'ma', { limit: 1 })).toEqual(['1', '2', '3', '4', '6']);
    expect(await found(table, 'mar', { types: ['account'] })).toEqual(['4']);
    expect(await found(table, 'max  MAR')).toEqual(['1']);
    expect(await found(table, 'ma#')).toEqual(['6']);
    expect(await found(table, 'ra#')).toEqual([]);
    expect(await found(table, 'x')).toEqual(['x']);
  });

  it('finds a record once that is renamed after the number of shards grew', async () => {
    const { table } = await clinicTable({}, { streamed: true, shards: 2 });
    const records = Array.from({ length: 12 }, (_, n) => contact(`n${n}`, `Nora Bell ${n}`));
    await put(table, records);
    const first = await streamOf(table);
    await deliver(table, first);
    const grown = instanceOn(table.name, 16).table;
    await put(
      grown,
      records.map((record) => ({ ...record, name: record.name.replace('Bell', 'Smith') })),
    );
    await deliver(grown, (await streamOf(grown)).slice(first.length));
    expect(await found(grown, 'nora smi', { limit: 5 })).toEqual(
      records.map(({ id }) => id).sort(),
    );
    expect(await found(grown, 'bell')).toEqual([]);
  });

  it('reads a bounded number of word items for a page', async () => {
    const { table } = await clinicTable({}, { shards: 4 });
    const items = Array.from({ length: 1500 }, (_, n) =>
      wordItems(contact(`n${n}`, `Common ${n}`), { recordSince: 1, version: 1 }, 4),
    ).flatMap(([common]) => (common ? [common] : []));
    for (let from = 0; from < items.length; from += 25) {
      const group = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
      await table.db.send(new BatchWriteCommand({ RequestItems: { [table.name]: group } }));
    }
    const calls = meter(table, DynamoDBDocumentClient.from(table.db));
    expect(await walk(table, 'common x')).toEqual([[], []]);
    const { read } = costOf(calls);
    // 1,500 items of at most 120 bytes, and what is read twice.
    expect(read).toBeLessThan(60);
    expect(calls.every(({ kind }) => kind === 'Query')).toBe(true);
    expect(calls.length).toBeLessThan(40);
  });
});
