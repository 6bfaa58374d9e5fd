// One series for the connections of two records with the same roles: no duplicates, whatever happens at once.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { NewConnection } from '../../shared/contracts/connection-schemas.ts';
import { collide } from '../../shared/domain/duplicate-rule.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  deleteConnection,
  patchConnection,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import { createdOf } from '../support/created.ts';
import { effort } from '../support/effort.ts';
import { caller, request } from '../support/fixtures.ts';
import { allItems, brokenPairs, clinicTable, wrongSeries } from '../support/table.ts';

let table: Table;
beforeAll(async () => {
  ({ table } = await clinicTable());
});

const anywhere = { ifMatch: undefined };

async function create(
  from: string,
  to: string,
  period: object = {},
  role: string | null = 'friend',
) {
  const asked = request([`contact/${from}`, role, `contact/${to}`, role], period);
  const [made] = await createConnections(table, [asked], caller());
  return createdOf(made);
}

/** The connections between two records, as the first one's list shows them. */
async function between(from: string, to: string, limit = 100) {
  const catalog = await catalogFor(table, 'showConnections');
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await connectionsOf(
      table,
      catalog,
      { type: 'contact', id: from },
      { connectedType: 'contact', connectedId: to, state: 'all' },
      limit,
      after,
    );
    ids.push(...page.items.map(({ connection }) => connection.id));
    after = page.position;
  } while (after);
  return ids;
}

describe('concurrent creates', () => {
  it('with overlapping periods that start on different days: one succeeds, the others get its id', async () => {
    const rounds = effort(5, 50);
    for (let round = 0; round < rounds; round += 1) {
      // A round has years of its own, so that it does not collide with the others.
      const year = 2000 + 2 * round;
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, (_, day) => {
          const [from, to] = day % 2 ? ['a', 'b'] : ['b', 'a'];
          const start = `${year}-01-0${day + 1}`;
          return create(from, to, { effectiveStart: start, effectiveEnd: `${year}-12-31` });
        }),
      );
      const made = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
      const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(made).toHaveLength(1);
      expect(refused).toHaveLength(7);
      for (const reason of refused) {
        expect(reason).toMatchObject({ code: 'ConnectionExists', extras: { existingId: made[0] } });
      }
    }
    expect(await wrongSeries(table)).toEqual([]);
  });

  it('with periods that do not overlap all succeed', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, year) =>
        create('c', 'd', {
          effectiveStart: `${2000 + year}-01-01`,
          effectiveEnd: `${2000 + year}-12-31`,
        }),
      ),
    );
    expect((await between('c', 'd')).toSorted()).toEqual(made.map(({ id }) => id).toSorted());
    expect(await wrongSeries(table)).toEqual([]);
  });
});

it('two edits at once cannot make two connections overlap', async () => {
  const one = await create('e', 'f', { effectiveStart: '2020-01-01', effectiveEnd: '2020-12-31' });
  const two = await create('e', 'f', { effectiveStart: '2024-01-01', effectiveEnd: '2024-12-31' });
  const results = await Promise.allSettled([
    patchConnection(table, one.id, { effectiveEnd: '2022-12-31' }, caller(), anywhere),
    patchConnection(table, two.id, { effectiveStart: '2022-06-01' }, caller(), anywhere),
  ]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await wrongSeries(table)).toEqual([]);
});

it('a deleted connection makes room for another one, and an empty series is removed', async () => {
  const first = await create('g', 'h');
  await expect(create('h', 'g', { effectiveStart: '2020-01-01' })).rejects.toMatchObject({
    code: 'ConnectionExists',
  });
  await deleteConnection(table, first.id, caller(), undefined);
  expect(
    (await allItems(table)).filter(({ sk }) => String(sk).startsWith('series#contact#h#')),
  ).toEqual([]);
  await create('h', 'g', { effectiveStart: '2020-01-01' });
  expect(await wrongSeries(table)).toEqual([]);
});

describe('a title', () => {
  const works = { title: 'Minister of Works', effectiveStart: '1920-01-01' };
  const mines = { title: 'Minister of Mines', effectiveStart: '1920-01-01' };

  it('makes another connection of the same two records, roles and dates', async () => {
    const [one, other] = [await create('m', 'n', works), await create('n', 'm', mines)];
    const again = create('n', 'm', { ...works, title: 'MINISTER OF WORKS' });
    await expect(again).rejects.toMatchObject({
      code: 'ConnectionExists',
      extras: { existingId: one.id, differs: ['title'] },
    });
    const later = create('m', 'n', { ...works, effectiveStart: '1921-01-01' });
    await expect(later).rejects.toMatchObject({ code: 'ConnectionExists' });
    expect((await between('m', 'n')).toSorted()).toEqual([one.id, other.id].toSorted());
    expect(await wrongSeries(table)).toEqual([]);
  });

  it('can be changed: another title moves both halves, another spelling does not', async () => {
    const [{ id }] = [await create('o', 'p', works), await create('o', 'p', mines)];
    const edit = (title: string | null) =>
      patchConnection(table, id, { title }, caller(), anywhere);
    const places = async () =>
      (await allItems(table)).filter((item) => item.id === id).map(({ sk }) => sk);
    const first = await places();
    expect((await edit('Minister of War')).title).toBe('Minister of War');
    const moved = await places();
    expect(moved).not.toEqual(first);
    expect((await edit('MINISTER OF WAR')).title).toBe('MINISTER OF WAR');
    expect(await places()).toEqual(moved);
    await expect(edit('MINISTER OF MINES')).rejects.toMatchObject({ code: 'ConnectionExists' });
    expect((await edit('')).title).toBeNull();
    expect(await wrongSeries(table)).toEqual([]);
    expect(await brokenPairs(table)).toEqual([]);
  });

  it('is a condition of lists', async () => {
    const catalog = await catalogFor(table, 'showConnections');
    await create('q', 'r', mines);
    await create('q', 'r', works);
    const conditions = { state: 'all', title: 'minister OF works' } as const;
    const record = { type: 'contact', id: 'r' };
    const { items } = await connectionsOf(table, catalog, record, conditions, 25);
    expect(items.map(({ connection }) => connection.title)).toEqual([works.title]);
  });

  it('is refused with more than 200 characters; an empty one is none', async () => {
    const one = { record1: { type: 'contact', id: 'm' }, record2: { type: 'contact', id: 'n' } };
    expect(NewConnection.safeParse({ ...one, title: '🎉'.repeat(200) }).success).toBe(true);
    expect(NewConnection.safeParse({ ...one, title: 'x'.repeat(201) }).success).toBe(false);
    const long = { title: '\ufdfa'.repeat(200), effectiveStart: '1930-01-01' };
    expect((await create('m', 'n', long)).title).toBe(long.title);
    expect((await create('m', 'n', { title: '', effectiveStart: '1931-01-01' })).title).toBeNull();
    expect(await brokenPairs(table)).toEqual([]);
  });
});

it('the connections between two records are listed from either side, in pages, whatever their roles', async () => {
  const roles = ['friend', 'expert', null];
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2021-01-${String(n).padStart(2, '0')}`);
  const title = fc.constantFrom(null, 'Chair', 'CHAIR', 'Secretary');
  const period = fc.record({ effectiveStart: day, effectiveEnd: fc.constant('2021-02-01'), title });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...roles), period, fc.boolean()), { maxLength: 6 }),
      fc.constantFrom(1, 2, 100),
      async (wanted, limit) => {
        const kept: { id: string; role: string | null; period: (typeof wanted)[0][1] }[] = [];
        for (const [role, dates, isSwapped] of wanted) {
          const clashes = kept.some((one) => one.role === role && collide(one.period, dates));
          const made = isSwapped ? create('k', 'j', dates, role) : create('j', 'k', dates, role);
          if (clashes) await expect(made).rejects.toMatchObject({ code: 'ConnectionExists' });
          else kept.push({ id: (await made).id, role, period: dates });
        }
        const ids = kept.map(({ id }) => id).toSorted();
        expect((await between('j', 'k', limit)).toSorted()).toEqual(ids);
        expect((await between('k', 'j', limit)).toSorted()).toEqual(ids);
        expect(await between('j', 'l', limit)).toEqual([]);
        for (const { id } of kept) await deleteConnection(table, id, caller(), undefined);
      },
    ),
    { numRuns: effort(8, 40) },
  );
  expect(await wrongSeries(table)).toEqual([]);
  expect(await brokenPairs(table)).toEqual([]);
});
