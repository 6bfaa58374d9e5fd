// Queries about a record with 100,000 connections are as cheap and as fast as with 30.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Connection } from '../../../shared/domain/connection-rules.ts';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import { connectionsOf } from '../../../shared/table/lists/connections-of-record.ts';
import type { ListConditions } from '../../../shared/table/lists/fill-page.ts';
import { type Call, costOf, meter } from '../../support/cost-meter.ts';
import { catalogOf, role } from '../../support/fixtures.ts';
import { idOfLine, putHalves } from '../../support/samples.ts';
import { makeTable } from '../../support/table.ts';
import { testAccess } from '../../support/test-access.ts';

const roles = ['client', 'friend', 'vendor'] as const;
const types = ['account', 'contact'] as const;
const catalog = catalogOf(
  types,
  roles.map((id) => role({ id })),
);
const large = { type: 'account', id: 'large' };
const small = { type: 'account', id: 'small' };

const connectedId = (n: number) => `record-${String(n).padStart(6, '0')}`;

/** Connections 0, 1, 2 … have the roles and the types in turn. All are in effect in 2026. */
function connectionOf(own: typeof large, n: number): Connection {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: idOfLine(own === large ? n : 1_000_000 + n),
    record1: { ...own, name: 'A member of some name', roleId: roles[n % 3] as string },
    record2: {
      ...{ type: types[n % 2] as string, id: connectedId(n), name: `The record ${connectedId(n)}` },
      roleId: null,
    },
    ...{
      title: null,
      attributes: null,
      externalId: null,
      description: null,
      effectiveStart: '2026-01-01',
      effectiveEnd: null,
      state: 'active',
    },
    ...{ ownerId: 'ines', createdAt: at, createdBy: 'ines', modifiedAt: at, modifiedBy: 'ines' },
    version: 1,
  };
}
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
/** 30 contacts with the role friend. */
const connectionsOfSmall = numbers(30).map((n) => connectionOf(small, 6 * n + 1));
const connectionsOfLarge = numbers(100_000).map((n) => connectionOf(large, n));

let table: Table;
let calls: Call[];
beforeAll(async () => {
  ({ table } = await makeTable());
  const began = performance.now();
  // Only the halves of the queried record: the others are in partitions of their own.
  await putHalves(table, connectionsOfSmall, ['record1']);
  await putHalves(table, connectionsOfLarge, ['record1']);
  const aside = new DynamoDBClient(testAccess(inject('endpoint')));
  calls = meter(table, DynamoDBDocumentClient.from(aside));
  console.log(`100,030 halves put in ${Math.round((performance.now() - began) / 1000)} s`);
}, 600_000);

const questions: readonly (readonly [string, Partial<ListConditions>])[] = [
  ['all', {}],
  ['by role', { roleId: 'friend' }],
  ['by role and type', { roleId: 'friend', connectedType: 'contact' }],
  ['by role, type and day', { roleId: 'friend', connectedType: 'contact', activeOn: '2026-11-22' }],
];

/** The position after a connection of the large record, as a cursor contains it. */
const behind = (ownRole: string, n: number) =>
  `connection#${ownRole}#${types[n % 2]}#${connectedId(n)}#-#2026-01-01!`;

/** The first page, one in the middle, and the last page with exactly 25 connections. */
const places = ({ roleId }: Partial<ListConditions>) =>
  [
    ['first', undefined],
    ['middle', behind('friend', 49_999)],
    ['last', roleId ? behind('friend', 99_997 - 25 * 6) : behind('vendor', 99_995 - 25 * 6)],
  ] as const;

const page = (own: typeof large, asked: Partial<ListConditions>, after?: string) =>
  connectionsOf(table, catalog, own, { state: 'all', ...asked }, 25, after);

/** The cost of a page and its number of connections. */
async function priced(...args: Parameters<typeof page>) {
  calls.length = 0;
  const { items } = await page(...args);
  const { calls: kinds, read } = costOf(calls);
  return { items: items.length, calls: kinds, read };
}

async function timed(...args: Parameters<typeof page>): Promise<number> {
  const began = performance.now();
  await page(...args);
  return performance.now() - began;
}

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] as number;

describe.each(questions)('a page of 25, %s', (name, asked) => {
  it.each(places(asked))('%s: as with 30 connections', { retry: 4 }, async (place, after) => {
    const [ofSmall, ofLarge] = [await priced(small, asked), await priced(large, asked, after)];
    expect(ofLarge).toEqual(ofSmall);
    expect(ofLarge).toEqual({ items: 25, calls: 'Query', read: 3 });
    const [ofThirty, ofMany]: [number[], number[]] = [[], []];
    // In turns, so that other load on the machine affects both.
    for (let n = 0; n < 60; n += 1) {
      ofThirty.push(await timed(small, asked));
      ofMany.push(await timed(large, asked, after));
    }
    const [fast, slow] = [median(ofThirty), median(ofMany)];
    console.log(
      `${name}, ${place}: ${JSON.stringify(ofLarge)}; of 30: ${fast.toFixed(2)} ms, of 100,000: ${slow.toFixed(2)} ms`,
    );
    expect(slow / fast).toBeLessThan(1.5);
  });
});

it('a page of 25 by type alone takes one Query for each role to skip, and no others', async () => {
  const cost = await priced(large, { connectedType: 'contact' });
  expect(cost).toEqual({ items: 25, calls: '2 Query', read: 6 });
});
