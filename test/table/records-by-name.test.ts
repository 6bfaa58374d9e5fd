// Lists of records by name: the order, each record once, what a page reads, and writes between its two reads.
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import { nameKeyOf } from '../../shared/domain/name-folding.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import {
  type NamePosition,
  type NamesWanted,
  recordsByName,
} from '../../shared/table/lists/records-by-name.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { costOf, meter } from '../support/cost-meter.ts';
import { caller } from '../support/fixtures.ts';
import { clinicTable, instanceOn } from '../support/table.ts';

const administrator = caller('eva', true);
const account = (id: string, name: string, attributes = {}) => {
  return { type: 'account', id, name, attributes };
};

async function put(table: Table, records: ReturnType<typeof account>[]): Promise<void> {
  for (let from = 0; from < records.length; from += 100) {
    await putRecords(table, records.slice(from, from + 100), caller());
  }
}

/** The ids on each page. */
async function walk(table: Table, wanted: NamesWanted): Promise<string[][]> {
  const pages: string[][] = [];
  let after: NamePosition | undefined;
  do {
    const page = await recordsByName(table, 'account', wanted, after);
    pages.push(page.items.map(({ id }) => id));
    after = page.position;
  } while (after);
  return pages;
}

const byKey = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other));

describe('the records of a type', () => {
  it.each([4, 16])('come in the order of their names, each once: %d shards', async (shards) => {
    const { table } = await clinicTable({}, { shards });
    const units = fc.constantFrom(...'aAbBßé \u{1F600}\uff5e');
    const names = fc
      .sample(fc.array(units, { minLength: 1, maxLength: 4 }), 40)
      .map((parts, at) => `${parts.join('')}${at % 3 === 0 ? '' : at}x`);
    const all = names.map((name, at) => account(`n${at}`, name));
    await put(table, all);
    for (const [namePrefix, limit] of [
      [undefined, 100],
      [undefined, 13],
      ['A', 7],
      ['ss', 100],
    ] as const) {
      const expected = all
        .filter(({ name }) => nameKeyOf(name).startsWith(nameKeyOf(namePrefix ?? '')))
        .sort((a, b) => byKey(nameKeyOf(a.name), nameKeyOf(b.name)) || byKey(a.id, b.id))
        .map(({ id }) => id);
      const pages = await walk(table, { namePrefix, limit });
      expect(pages.flat()).toEqual(expected);
      expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
      expect(pages.length).toBe(Math.max(1, Math.ceil(expected.length / limit)));
    }
  });

  it('are found in all shards after their number grew', async () => {
    const { table } = await clinicTable({}, { shards: 2 });
    await put(table, [account('a', 'Ana'), account('b', 'Ben')]);
    const grown = instanceOn(table.name, 8).table;
    await put(grown, [account('c', 'Cleo'), account('a', 'Adam')]);
    expect(await walk(grown, { limit: 1 })).toEqual([['a'], ['b'], ['c']]);
  });

  it('that satisfy a filter are found on pages of which each reads at most 500', async () => {
    const { table } = await clinicTable();
    const all = Array.from({ length: 530 }, (_, n) =>
      account(`n${n}`, `Name ${1000 + n}`, { n, isLast: n === 529 }),
    );
    await put(table, all);
    const calls = meter(table, DynamoDBDocumentClient.from(table.db));
    const pages = await walk(table, { filter: parseFilter('isLast eq true'), limit: 25 });
    expect(pages).toEqual([[], ['n529']]);
    const read = calls.filter(({ kind }) => kind === 'BatchGetItem');
    expect(read.reduce((sum, { read: units }) => sum + units, 0)).toBe(530 / 2);
    const even = await walk(table, {
      namePrefix: 'name 10',
      filter: parseFilter("n in (0, 2, 4, 6, 8, 10) and not (name eq 'NAME 1004')"),
      limit: 2,
    });
    expect(even.flat()).toEqual(['n0', 'n2', 'n6', 'n8', 'n10']);
  });
});

describe('a page', () => {
  it.each([
    [4, 0],
    [16, 0],
    [4, 99_000],
    [16, 99_000],
  ])('reads at most three times what it returns: %d shards, records of %d bytes', async (shards, bytes) => {
    const { table } = await clinicTable({}, { shards });
    const all = Array.from({ length: 60 }, (_, n) =>
      account(`n${n}`, `Name ${100 + n}`, { text: 'x'.repeat(bytes) }),
    );
    await put(table, all);
    const calls = meter(table, DynamoDBDocumentClient.from(table.db));
    const { items } = await recordsByName(table, 'account', { limit: 25 });
    expect(items).toHaveLength(25);
    const { read } = costOf(calls);
    const returned = 25 * Math.ceil((bytes + 300) / 4096) * 0.5;
    expect(read).toBeLessThanOrEqual(3 * returned);
    // One Query for each shard, except the few that have many more than their share.
    expect(calls.filter(({ kind }) => kind === 'Query').length).toBeLessThan(shards + 4);
    // A page that is too large for an answer ends early, and reads at most 50 records more.
    calls.length = 0;
    const whole = await recordsByName(table, 'account', { limit: 60 });
    expect(whole.items.length).toBe(bytes > 0 ? 50 : 60);
    expect(costOf(calls).read).toBeLessThanOrEqual(3 * (read / 25) * whole.items.length);
  });

  it('leaves out a record that is deleted or renamed between its two reads, and shows all others once', async () => {
    const { table } = await clinicTable();
    const { table: other } = instanceOn(table.name, 4);
    const letters = [...'abcdefgh'];
    await put(
      table,
      letters.map((id) => account(id, id)),
    );
    let isFirst = true;
    table.db.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'BatchGetItemCommand' && isFirst) {
            isFirst = false;
            await deleteRecord(other, { type: 'account', id: 'b' }, administrator, undefined);
            await put(other, [account('a', 'z'), account('c', 'c'), account('g', '0')]);
          }
          return next(args);
        },
      { step: 'initialize', name: 'between' },
    );
    const pages = await walk(table, { limit: 4 });
    // The renamed a moves behind the page, and g before it.
    expect(pages).toEqual([
      ['c', 'd', 'e', 'f'],
      ['h', 'a'],
    ]);
  });
});
