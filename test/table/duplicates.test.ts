// Connections that exist already: identical, the same with other values, or prevented by another one.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NewConnection } from '../../shared/contracts/connection-schemas.ts';
import {
  type Created,
  createConnections,
} from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { createdOf } from '../support/created.ts';
import { effort } from '../support/effort.ts';
import { caller, request } from '../support/fixtures.ts';
import { brokenPairs, clinicTable, instanceOn, wrongSeries } from '../support/table.ts';

let table: Table;
let calls: string[];
beforeAll(async () => {
  ({ table, calls } = await clinicTable());
});

const term = { effectiveStart: '2001-01-03', effectiveEnd: '2005-01-03' };
const doctor = (from: string, to: string, more: object = term) =>
  request([`contact/${from}`, 'doctor', `contact/${to}`, 'nurse'], more);

/** In short: what became of each request, and the fields that differ. */
const told = (results: readonly Created[]) =>
  results.map((one) => {
    if ('connection' in one) return 'created';
    if ('identical' in one) return 'identical';
    const { code, extras } = one.refusal;
    if (code !== 'ConnectionExists') return code;
    return extras.differs?.join() ?? 'blocked';
  });

const create = (requests: readonly NewConnection[], actor = 'ines') =>
  createConnections(table, requests, caller(actor));

describe('a connection that exists', () => {
  it('is identical from either side, and with any owner if none is named', async () => {
    const [made] = await create([doctor('a', 'b')]);
    const again = await create(
      [
        doctor('a', 'b'),
        request(['contact/b', 'nurse', 'contact/a', 'doctor'], term),
        // The role left out is completed with the default match, which is another connection.
        request(['contact/a', 'doctor', 'contact/b', undefined], term),
      ],
      'mateo',
    );
    expect(told(again)).toEqual(['identical', 'identical', 'created']);
    expect(again[0]).toEqual({ identical: createdOf(made) });
  });

  it('differs in the values that the request would give it; nothing is changed', async () => {
    const [made] = await create([doctor('c', 'd', { ...term, description: 'Ward 3' })]);
    const { id } = createdOf(made);
    const results = await create([
      doctor('c', 'd'),
      doctor('c', 'd', {
        ...term,
        effectiveEnd: '2006-01-03',
        ownerId: 'mateo',
        state: 'inactive',
      }),
      doctor('c', 'd', { ...term, description: 'Ward 3', ownerId: 'ines' }),
    ]);
    expect(told(results)).toEqual([
      'description',
      'effectiveEnd,description,state,ownerId',
      'identical',
    ]);
    expect(results[1]).toMatchObject({
      refusal: {
        extras: {
          existingId: id,
          existingState: 'active',
          errors: [
            { path: 'effectiveEnd', message: 'the existing one has 2005-01-03' },
            { path: 'description', message: 'the existing one has Ward 3' },
            { path: 'state', message: 'the existing one has active' },
            { path: 'ownerId', message: 'the existing one has ines' },
          ],
        },
      },
    });
  });

  it('with another start blocks the request; of several, the first counts', async () => {
    const [first, second] = await create([
      doctor('e', 'f'),
      doctor('e', 'f', { effectiveStart: '2005-01-03' }),
    ]);
    const results = await create([
      doctor('e', 'f', { effectiveStart: '2003-01-03', effectiveEnd: '2004-01-03' }),
      doctor('e', 'f', { effectiveStart: '2005-01-03', effectiveEnd: '2007-01-03' }),
      doctor('e', 'f', {}),
    ]);
    expect(told(results)).toEqual(['blocked', 'effectiveEnd', 'blocked']);
    expect(results).toMatchObject(
      [first, second, first].map((one) => ({
        refusal: { extras: { existingId: createdOf(one).id, existingState: 'active' } },
      })),
    );
  });

  it('is read with one more call only if there is one', async () => {
    const fresh = [doctor('g', 'h'), doctor('g', 'i')];
    calls.length = 0;
    await create(fresh);
    expect(calls).toEqual(['BatchGetItem', 'TransactWriteItems']);
    calls.length = 0;
    expect(told(await create(fresh))).toEqual(['identical', 'identical']);
    expect(calls).toEqual(['BatchGetItem', 'BatchGetItem']);
  });

  it('is also found if another client creates it between the read and the write', async () => {
    const other = instanceOn(table.name, 4).table;
    const wanted = [
      doctor('j', 'k'),
      doctor('j', 'l', { ...term, description: 'x' }),
      doctor('j', 'm'),
    ];
    let hasRaced = false;
    const slow = instanceOn(table.name, 4).table;
    slow.db.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (String(commandName).startsWith('TransactWrite') && !hasRaced) {
            hasRaced = true;
            const early = { effectiveStart: '2000-01-03' };
            const theirs = [doctor('j', 'k'), doctor('j', 'l'), doctor('j', 'm', early)];
            expect(told(await createConnections(other, theirs, caller()))).toEqual(
              Array(3).fill('created'),
            );
          }
          return next(args);
        },
      { step: 'initialize' },
    );
    const results = await createConnections(slow, wanted, caller());
    expect(told(results)).toEqual(['identical', 'description', 'blocked']);
    expect(await brokenPairs(table)).toEqual([]);
  });
});

it('a batch has the results of its items sent one after the other: the first of two that collide wins', async () => {
  let rounds = 0;
  const day = fc.constantFrom(null, '2001-01-03', '2003-01-03', '2005-01-03', '2007-01-03');
  const item = fc.record({
    isSwapped: fc.boolean(),
    to: fc.constantFrom('y', 'z', 'nobody'),
    roles: fc.constantFrom(
      ['doctor', 'nurse'],
      ['doctor', undefined],
      ['doctor', null],
      ['expert', 'friend'],
    ),
    effectiveStart: day,
    effectiveEnd: day,
    title: fc.constantFrom(undefined, undefined, 'Senior', 'SENIOR'),
    description: fc.constantFrom(undefined, 'Ward 3'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 12 }), async (items) => {
      rounds += 1;
      /** In each way, the items are about records of their own. */
      const requests = (way: string) =>
        items.map(({ isSwapped, to, roles: [role1, role2], ...values }) => {
          const [from, other] = [`contact/${way}-x`, `contact/${way}-${to}`];
          return isSwapped
            ? request([other, role2, from, role1], values)
            : request([from, role1, other, role2], values);
        });
      const [together, apart] = [`together-${rounds}`, `apart-${rounds}`];
      const ids = [together, apart].flatMap((way) => ['x', 'y', 'z'].map((id) => `${way}-${id}`));
      await putRecords(
        table,
        ids.map((id) => ({ type: 'contact', id, name: id, attributes: {} })),
        caller(),
      );
      const oneByOne: Created[] = [];
      for (const one of requests(apart)) oneByOne.push(...(await create([one])));
      expect(told(await create(requests(together)))).toEqual(told(oneByOne));
    }),
    { numRuns: effort(12, 150) },
  );
  expect(await wrongSeries(table)).toEqual([]);
});
