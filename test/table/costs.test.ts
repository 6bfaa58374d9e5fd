// The cost ledger: what each route costs, and that it does not become dearer.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Capability, Route } from '../../shared/contracts/route.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { blankGoneRoles } from '../../shared/table/gone-roles.ts';
import { type Index, indexes } from '../../shared/table/schema.ts';
import { toldBy } from '../../shared/table/stream.ts';
import type { Table } from '../../shared/table/table.ts';
import { putCompany } from '../support/cost-company.ts';
import { behind, ledger, type StoredRow, stored } from '../support/cost-ledger.ts';
import {
  bytesStored,
  type Call,
  costOf,
  indexUnits,
  meter,
  tableUnits,
} from '../support/cost-meter.ts';
import { functionsOn } from '../support/in-process.ts';
import { rightsAsked } from '../support/rights.ts';
import { tableRightsOf, templateOf } from '../support/stack.ts';
import { deliver, streamOf } from '../support/stream.ts';
import { makeTable } from '../support/table.ts';

let table: Table;
let call: Awaited<ReturnType<typeof functionsOn>>['call'];
let calls: Call[];
let asked: Set<string>;
/** Rights that the rows have used, by capability. */
const used = new Map<string, Set<string>>();
let ids: ReadonlyMap<string, string>;
let company: readonly Item[];
/** Everything that the rows wrote, for a look at the indexes. */
const written: Call[] = [];

beforeAll(async () => {
  const made = (await makeTable({}, { streamed: true })).table;
  ids = await putCompany(made);
  await deliver(made, await streamOf(made));
  company = await itemsOf(made);
  const opened = await functionsOn(made.name, made.shards);
  table = opened.table;
  call = opened.call;
  // Time stands still, so that what is warm stays warm.
  const now = Date.now();
  Object.assign(opened.table, { clock: () => now });
  await call(routes.listRecordTypes, '/v1/record-types');
  const aside = new DynamoDBClient({ endpoint: inject('endpoint') });
  asked = rightsAsked(opened.table);
  calls = meter(opened.table, DynamoDBDocumentClient.from(aside));
});

describe('a request costs what the ledger says', () => {
  it.each(ledger)('$what: $route', async ({ route, what, path, body, headers, ...expected }) => {
    const filled = path.replace(/\{(\w+)\}/, (_, name) => ids.get(name) ?? 'unknown');
    calls.length = 0;
    asked.clear();
    const status = await call(routes[route], filled, {
      ...(body !== undefined && { body }),
      ...(headers && { headers }),
    });
    expect(status).toBeLessThan(300);
    written.push(...calls.filter(({ writes }) => writes.length > 0));
    expect(costOf(calls)).toEqual(expected);
    const { capability } = routes[route];
    used.set(capability, new Set([...(used.get(capability) ?? []), ...asked]));
  });

  it('has a row for every route', () => {
    const priced = new Set(ledger.map(({ route }) => route as string));
    expect(Object.keys(routes).filter((route) => !priced.has(route))).toEqual([]);
  });
});

describe('a function has the rights to the table that its requests ask for', () => {
  const template = templateOf('dev');
  /** What the rows do not come to. */
  const seldom: Partial<Record<Capability, string[]>> = {
    // Record types that are not in memory yet are read.
    records: ['dynamodb:Query on table'],
    // Counts of a record are read before they are corrected.
    administration: ['dynamodb:BatchGetItem on table'],
  };

  it.each([
    ...new Set(Object.values<Route>(routes).map(({ capability }) => capability)),
  ])('and no other: %s', (capability) => {
    const asked = [...(used.get(capability) ?? []), ...(seldom[capability] ?? [])];
    expect(tableRightsOf(template, capability)).toEqual(asked.sort());
  });
});

it.each(behind)('behind a request, $what', async ({ what: _, change, ...expected }) => {
  const before = (await streamOf(table)).length;
  await change(table, (name) => ids.get(name) ?? 'unknown');
  const changed = (await streamOf(table)).slice(before);
  calls.length = 0;
  await deliver(table, changed);
  const told = changed.map(toldBy);
  await blankGoneRoles(
    table,
    told.flatMap((one) => (one && 'change' in one ? [one.change] : [])),
  );
  expect(costOf(calls)).toEqual(expected);
});

it('writes cost the table and each index what the engine reports of them one by one', async () => {
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
  summary: /^summary$/,
  heldRole: /^held-role#/,
};

it.each(stored)('an item takes what the ledger says: $kind', ({ kind, ...expected }) => {
  const sizes = company
    .filter(({ pk, sk }) => pk.startsWith('record#') && sortKeys[kind].test(sk))
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
