// Lists over a type and over a role: walks under writes, and bounds of one page.
import { beforeAll, describe, expect, it } from 'vitest';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import type { Half } from '../../shared/domain/perspective.ts';
import {
  deleteConnection,
  patchConnection,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { commit, type Item } from '../../shared/table/engine/commit.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { itemAt } from '../../shared/table/engine/read.ts';
import {
  connectionsOfAll,
  type ListPosition,
  type Owners,
} from '../../shared/table/lists/connections-by-index.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import type { ListConditions } from '../../shared/table/lists/fill-page.ts';
import { recordsByName } from '../../shared/table/lists/records-by-name.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { recordKey } from '../../shared/table/records/record-item.ts';
import { createdOf } from '../support/created.ts';
import { caller, clinic, request } from '../support/fixtures.ts';
import { idOfLine, putHalves } from '../support/samples.ts';
import { clinicTable } from '../support/table.ts';

const all = { state: 'all' } as const;
const named = ({ connection, side }: Half) => `${connection.id} ${connection[side].id}`;

describe('a walk during writes', () => {
  let table: Table;
  const letters = [...'bcdefghijklm'];
  const create = async (...args: Parameters<typeof request>) => {
    const [made] = await createConnections(table, [request(...args)], caller());
    return createdOf(made).id;
  };
  beforeAll(async () => {
    ({ table } = await clinicTable());
  });

  it.each<[string, Owners]>([
    ['a role', { role: 'friend' }],
    ['a type', { recordType: 'contact' }],
  ])('of %s finds each half exactly once, even if it or others change', async (_, owners) => {
    const lasting = new Set<string>();
    const made: string[] = [];
    for (const [at, letter] of letters.entries()) {
      const from = `contact/${letters[(at + 3) % letters.length]}`;
      const id = await create([from, 'friend', `contact/${letter}`, 'friend'], {
        effectiveStart: '2020-01-01',
      });
      made.push(id);
    }
    const before = await connectionsOfAll(table, clinic, owners, all, 100);
    for (const half of before.items) lasting.add(named(half));
    expect(lasting.size).toBe(2 * made.length);

    const walked: Half[] = [];
    let after: ListPosition | undefined;
    let days = 1;
    do {
      const page = await connectionsOfAll(table, clinic, owners, all, 1, after);
      walked.push(...page.items);
      after = page.position;
      // The connection just read moves forward in the table; others are created and deleted around it.
      const last = walked.at(-1)?.connection.id;
      days += 1;
      const effectiveStart = new Date(Date.UTC(2021, 0, days)).toISOString().slice(0, 10);
      if (last && made.includes(last)) {
        await patchConnection(table, last, { effectiveStart }, caller(), { ifMatch: undefined });
      }
      const passing = await create(['contact/n', 'friend', 'contact/o', 'friend'], {
        effectiveStart,
        effectiveEnd: effectiveStart,
      });
      await deleteConnection(table, passing, caller(), undefined);
    } while (after);
    const names = walked.map(named);
    expect(new Set(names).size).toBe(names.length);
    expect(names.sort()).toEqual([...lasting].sort());
    for (const id of made) await deleteConnection(table, id, caller(), undefined);
  });
});

describe('one page', () => {
  let table: Table;
  let calls: string[];
  beforeAll(async () => {
    ({ table, calls } = await clinicTable());
    const at = '2026-01-01T00:00:00.000Z';
    const others = [...'bcdefgh'];
    await putHalves(
      table,
      Array.from({ length: 3000 }, (_, n) => ({
        id: idOfLine(n),
        record1: { type: 'contact', id: 'a', name: 'A', roleId: 'friend' },
        record2: { type: 'contact', id: others[n % 7] as string, name: 'X', roleId: 'friend' },
        ...{
          title: null,
          attributes: null,
          externalId: null,
          description: null,
          effectiveEnd: null,
          state: 'active' as const,
          version: 1,
        },
        effectiveStart: new Date(86_400_000 * n).toISOString().slice(0, 10),
        ...{
          ownerId: 'ines',
          createdAt: at,
          createdBy: 'ines',
          modifiedAt: at,
          modifiedBy: 'ines',
        },
      })),
    );
  });

  /** Reads to the end; returns the connections found and the calls for each page. */
  async function walk(question: ListConditions, owners?: Owners) {
    const pages: string[][] = [];
    const found: Half[] = [];
    let after: ListPosition | undefined;
    do {
      calls.length = 0;
      const page = owners
        ? await connectionsOfAll(table, clinic, owners, question, 25, after)
        : await connectionsOf(
            table,
            clinic,
            { type: 'contact', id: 'a' },
            question,
            25,
            after as string,
          );
      found.push(...page.items);
      after = page.position;
      pages.push([...calls]);
    } while (after);
    return { pages, found };
  }
  const most = (pages: string[][], kind: string) =>
    Math.max(...pages.map((calls) => calls.filter((call) => call === kind).length));

  it.each<[string, Owners | undefined]>([
    ['a record', undefined],
    ['a role', { role: 'friend' }],
  ])('of %s with a filter that nothing matches ends after 500 connections', async (_, owners) => {
    const filter = parseFilter("status eq 'nothing'");
    const { pages, found } = await walk({ ...all, filter }, owners);
    expect(found).toEqual([]);
    // 3,000 or 6,000 connections, with 8 different records: each is read once a page.
    expect(pages.length).toBe(owners ? 12 + 1 : 6 + 1);
    expect(most(pages, 'BatchGetItem')).toBeLessThanOrEqual(7);
    expect(most(pages, 'Query')).toBeLessThanOrEqual(20);
  });

  it('with a condition that one in 3,000 matches ends after 20 Queries', async () => {
    const day = { ...all, activeOn: '1970-01-01' };
    const { pages, found } = await walk(day);
    expect(found).toHaveLength(1);
    expect(most(pages, 'Query')).toBeLessThanOrEqual(20);
    expect(most(pages, 'BatchGetItem')).toBe(0);
    const nobody = await walk({ ...all, ownerId: 'nobody' }, { recordType: 'contact' });
    expect(nobody.found).toEqual([]);
    expect(nobody.pages.length).toBeGreaterThan(1);
    expect(most(nobody.pages, 'Query')).toBe(20);
  });
});

it.each([
  'upsert',
  'create',
] as const)('an identical record brings the key of its name up to date, and changes nothing else: %s', async (mode) => {
  const { table } = await clinicTable();
  const record = { type: 'contact', id: 'old', name: 'Große Straße', attributes: { a: 1 } };
  const put = async () => (await putRecords(table, [record], caller(), { mode }))[0];
  const found = async (prefix: string) =>
    (await recordsByName(table, 'contact', { namePrefix: prefix, limit: 10 })).items.map(
      ({ id }) => id,
    );
  await put();
  const written = await itemAt(table, recordKey(record));
  // As version 0.1.0 wrote it.
  const old = { ...(written as Item), nameKey: 'große straße' };
  await commit(table, [{ put: old }]);
  expect(await found('grosse str')).toEqual([]);

  expect(await put()).toMatchObject({ status: 'identical', record: { version: 1 } });

  expect(await itemAt(table, recordKey(record))).toEqual(written);
  expect(await found('grosse STRASSE')).toEqual(['old']);
});
