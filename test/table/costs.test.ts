// The cost ledger: the cost of each route, and that it does not rise.
import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Capability, Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { type Index, indexes } from '../../shared/table/schema.ts';
import { behind, ledger, type StoredRow, stored, withoutTable } from '../support/cost-ledger.ts';
import { bytesStored, type Call, indexUnits, tableUnits } from '../support/cost-meter.ts';
import { openCostRun } from '../support/cost-run.ts';
import { capturedLines } from '../support/in-process.ts';
import { rightsAsked } from '../support/rights.ts';
import { tableRightsOf, templateOf } from '../support/stack.ts';
import { makeTable } from '../support/table.ts';

let run: Awaited<ReturnType<typeof openCostRun>>;
let asked: Set<string>;
/** Rights that the rows have used, by capability. */
const used = new Map<string, Set<string>>();
let company: readonly Item[];
/** Everything that the rows wrote, to compare the index costs. */
const written: Call[] = [];

beforeAll(async () => {
  capturedLines();
  run = await openCostRun(inject('endpoint'), async (table) => {
    company = await itemsOf(table);
  });
  asked = rightsAsked(run.table);
});

describe('the cost of a request matches the ledger', () => {
  it.each(ledger)('$what: $route', async (row) => {
    asked.clear();
    const { status, cost, calls } = await run.request(row);
    expect(status).toBeLessThan(300);
    written.push(...calls.filter(({ writes }) => writes.length > 0));
    const { calls: kinds, read, write } = row;
    expect(cost).toEqual({ calls: kinds, read, write });
    const { capability } = routes[row.route];
    used.set(capability, new Set([...(used.get(capability) ?? []), ...asked]));
  });

  it('has a row for every route', () => {
    const priced = new Set(ledger.map(({ route }) => route as string));
    const costed = Object.entries<Route>(routes).filter(
      ([, { capability }]) => !withoutTable.has(capability),
    );
    expect(costed.map(([name]) => name).filter((name) => !priced.has(name))).toEqual([]);
  });
});

describe('a function has the table permissions that its requests need', () => {
  const template = templateOf('dev');
  /** The permissions that no row of the ledger uses. */
  const seldom: Partial<Record<Capability, string[]>> = {
    // Record types that are not in memory yet are read.
    records: ['dynamodb:Query on table'],
  };

  it.each(
    [...new Set(Object.values<Route>(routes).map(({ capability }) => capability))].filter(
      (capability) => !withoutTable.has(capability),
    ),
  )('and no other: %s', (capability) => {
    const asked = [...(used.get(capability) ?? []), ...(seldom[capability] ?? [])];
    expect(tableRightsOf(template, capability)).toEqual(asked.sort());
  });
});

it.each(behind)('after a request, $what', async (row) => {
  const { calls, read, write } = row;
  expect(await run.behind(row)).toEqual({ calls, read, write });
});

it('the computed cost of writes matches the engine’s report, for the table and each index', async () => {
  const { table } = await makeTable();
  const writes = written
    .flatMap((one) => one.writes)
    .filter(({ before, after }) => before || after);
  const kinds = Object.entries<Index>(indexes);
  for (const write of writes) {
    const { before, after } = write;
    const { pk, sk } = before ?? after ?? {};
    const at = { TableName: table.name, ReturnConsumedCapacity: 'INDEXES' } as const;
    await table.db.send(new DeleteCommand({ ...at, Key: { pk, sk } }));
    if (before) await table.db.send(new PutCommand({ ...at, Item: before }));
    const { ConsumedCapacity } = after
      ? await table.db.send(new PutCommand({ ...at, Item: after }))
      : await table.db.send(new DeleteCommand({ ...at, Key: { pk, sk } }));
    const reported = ConsumedCapacity?.GlobalSecondaryIndexes ?? {};
    const counted = kinds.map(([name, index]) => [name, indexUnits(index, write)]);
    expect([ConsumedCapacity?.Table?.CapacityUnits, counted]).toEqual([
      tableUnits(write),
      kinds.map(([name]) => [name, reported[name]?.CapacityUnits ?? 0]),
    ]);
  }
  expect(writes.length).toBeGreaterThan(100);
});

const sortKeys: Record<StoredRow['kind'], RegExp> = {
  half: /^connection#/,
  historyEntry: /^history#/,
  record: /^record$/,
  word: /^word#/,
  summary: /^summary$/,
  heldRole: /^held-role#/,
};

it.each(stored)('an item has the size in the ledger: $kind', ({ kind, ...expected }) => {
  const sizes = company
    .filter(({ pk, sk }) => /^(record|words)#/.test(pk) && sortKeys[kind].test(sk))
    .map(bytesStored);
  const mean = (part: 'table' | 'indexes') =>
    Math.round(sizes.reduce((sum, size) => sum + size[part], 0) / sizes.length);
  expect({ table: mean('table'), indexes: mean('indexes') }).toEqual(expected);
});

type Item = Record<string, unknown> & { pk: string; sk: string };

async function itemsOf(table: Table): Promise<Item[]> {
  const { Items = [], LastEvaluatedKey } = await table.db.send(
    new ScanCommand({ TableName: table.name }),
  );
  expect(LastEvaluatedKey).toBeUndefined();
  return Items as Item[];
}
