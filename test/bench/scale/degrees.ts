// Records with ten to a million connections: the time and cost of the same questions.
import type { GlobalTable } from '../../../infra/local/dynamodb/tables.ts';
import type { Connection } from '../../../shared/domain/connection-rules.ts';
import { catalogFor } from '../../../shared/table/catalog/freshness.ts';
import { deleteConnection } from '../../../shared/table/connections/change-connection.ts';
import { createConnection } from '../../../shared/table/connections/create-connections.ts';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import { connectionsOf } from '../../../shared/table/lists/connections-of-record.ts';
import type { ListConditions } from '../../../shared/table/lists/fill-page.ts';
import { getConnection } from '../../../shared/table/pairs/find-connection.ts';
import { countsOfRecord } from '../../../shared/table/projection/read-counts.ts';
import { costOf, meter } from '../../support/cost-meter.ts';
import { caller, request } from '../../support/fixtures.ts';
import { halvesOf, putItems, RecordCounts } from '../fill.ts';
import { markdownTable } from '../markdown.ts';
import {
  benchRecord,
  benchSide,
  benchTable,
  emptyTable,
  madeBy,
  numbers,
  putCatalog,
} from '../tables.ts';
import type { Size } from './plan.ts';
import { quantile, timed } from './timing.ts';

const name = 'degrees';
const shards = 4;
const roles = ['client', 'friend', 'vendor'] as const;
const types = ['account', 'contact'] as const;
/** The goal: the time of the largest record as a ratio of the smallest one's. */
const goal = 1.2;

const hub = (degree: number) => ({ type: 'account', id: `hub-of-${degree}` });

/** Connection n of the hub with this many connections: roles and types in turn, each to another record. */
function connectionOf(degree: number, n: number): Connection {
  const id = `of-${degree}-${String(n).padStart(7, '0')}`;
  const role = roles[n % roles.length] as string;
  return {
    id: `0190a1b2-0000-7000-${degree.toString(16).padStart(6, '0').slice(-4)}-${n.toString(16).padStart(12, '0')}`,
    record1: benchSide(hub(degree).type, hub(degree).id, role),
    record2: benchSide(types[n % 2] as string, id, role),
    ...{
      title: null,
      attributes: null,
      externalId: null,
      description: null,
      effectiveStart: '2026-01-01',
      effectiveEnd: null,
      state: 'active',
    },
    ...{ ownerId: 'ines', ...madeBy, version: 1 },
  };
}

/** The questions about a hub; `n` is another number each time. */
type Ask = (table: Table, degree: number, n: number) => Promise<unknown>;

/** No more than the smallest record has, so that all pages have the same length. */
const page = async (
  table: Table,
  degree: number,
  asked: Partial<ListConditions>,
  limit: number,
) => {
  const catalog = await catalogFor(table, 'showConnections');
  const { items } = await connectionsOf(
    table,
    catalog,
    hub(degree),
    { state: 'all', ...asked },
    limit,
  );
  return items;
};

/** The connections created last, by hub. */
const made = new Map<number, string[]>();

const questions: readonly (readonly [string, Ask])[] = [
  ['page of 10', (table, degree) => page(table, degree, {}, 10)],
  [
    'page of 2, by role and type',
    (table, degree) => page(table, degree, { roleId: 'friend', connectedType: 'contact' }, 2),
  ],
  [
    'one connection, by id',
    (table, degree, n) => getConnection(table, connectionOf(degree, (n * 7919) % degree).id),
  ],
  ['counts', (table, degree) => countsOfRecord(table, hub(degree))],
  [
    'create',
    async (table, degree, n) => {
      const from = `${hub(degree).type}/${hub(degree).id}`;
      const wanted = request([from, 'friend', `contact/spare-${n}`, 'friend']);
      const { id } = await createConnection(table, wanted, caller(), () => []);
      made.set(degree, [...(made.get(degree) ?? []), id]);
    },
  ],
  [
    'delete',
    async (table, degree) => {
      const id = made.get(degree)?.pop();
      if (id === undefined) throw new Error('there is no created connection to delete');
      await deleteConnection(table, id, caller(), undefined);
    },
  ],
];

export async function degrees(endpoint: string, shape: GlobalTable, size: Size): Promise<string> {
  const table = await emptyTable(endpoint, name, shape, shards);
  const [seconds, items] = await fill(table, size);
  await assertWhole(table, size.degrees);
  const rows = [];
  for (const [question, ask] of questions)
    rows.push(await rowOf(table, endpoint, question, ask, size));
  const head = size.degrees.map((degree) => degree.toLocaleString('en'));
  return [
    '### A record with a growing number of connections',
    `Median ms over ${size.times} times, the records in turn; a single value of calls or units applies to ` +
      `all of them. Goal: the last ≤ ${goal} × the first. The table was filled with ` +
      `${items.toLocaleString('en')} items, ${Math.round(items / seconds).toLocaleString('en')} a second.`,
    markdownTable(['', 'calls', 'read units', 'write units', ...head, 'last/first'], rows),
  ].join('\n\n');
}

async function fill(table: Table, { degrees, times }: Size): Promise<[number, number]> {
  await putCatalog(table, types, Object.fromEntries(roles.map((role) => [role, role])));
  const hubs = degrees.map((degree) => benchRecord(hub(degree).type, hub(degree).id, shards));
  const spare = numbers(2 * times).map((n) => benchRecord('contact', `spare-${n}`, shards));
  await putItems(table.db, name, [...hubs, ...spare]);
  let items = 0;
  const [ms] = await timed(async () => {
    for (const degree of degrees) {
      // Each record at the other end has one connection; its counts are not needed.
      const counts = new RecordCounts((record) => record.id === hub(degree).id);
      await putItems(table.db, name, halvesOf(connectionsOfHub(degree), shards, counts));
      await putItems(table.db, name, counts.items(shards));
      items += 2 * degree;
      console.error(`a record with ${degree} connections is there`);
    }
  });
  return [ms / 1000, items];
}

function* connectionsOfHub(degree: number): Generator<Connection> {
  for (let n = 0; n < degree; n += 1) yield connectionOf(degree, n);
}

/** Checks that the operations find the filled connections, from both ends. */
async function assertWhole(table: Table, degrees: readonly number[]): Promise<void> {
  const catalog = await catalogFor(table, 'readTypesAndRoles');
  for (const degree of degrees) {
    const wanted = connectionOf(degree, degree >> 1);
    const found = await getConnection(table, wanted.id);
    const { items } = await connectionsOf(table, catalog, found.record2, { state: 'all' }, 25);
    const { total } = await countsOfRecord(table, hub(degree));
    if (JSON.stringify(items[0]?.connection) !== JSON.stringify(wanted) || total !== degree) {
      throw new Error(`the table was not filled as expected: ${JSON.stringify(items)}`);
    }
  }
}

async function rowOf(
  table: Table,
  endpoint: string,
  question: string,
  ask: Ask,
  { degrees, times }: Size,
): Promise<string[]> {
  const taken = new Map(degrees.map((degree) => [degree, [] as number[]]));
  // The first fifth warms up.
  for (let n = -times / 5; n < times; n += 1) {
    // In turns, so that other load on the machine affects all of them.
    for (const degree of degrees) {
      const [ms] = await timed(() => ask(table, degree, Math.round(n + times / 5)));
      if (n >= 0) taken.get(degree)?.push(ms);
    }
  }
  const medians = degrees.map((degree) => quantile(taken.get(degree) ?? [], 0.5));
  const costs = await Promise.all(
    degrees.map((degree) => costAt(endpoint, ask, degree, 2 * times - 1)),
  );
  const ratio = (medians.at(-1) ?? 0) / (medians[0] ?? 1);
  const same = (values: readonly (string | number)[]) => [...new Set(values)].join(' … ');
  return [
    question,
    same(costs.map(({ calls }) => calls)),
    same(costs.map(({ read }) => read)),
    same(costs.map(({ write }) => write)),
    ...medians.map((ms) => ms.toFixed(1)),
    `${ratio.toFixed(2)}${ratio <= goal ? '' : ' (missed)'}`,
  ];
}

/** The cost of one more operation, measured separately because counting takes time. */
async function costAt(endpoint: string, ask: Ask, degree: number, n: number) {
  const table = benchTable(endpoint, name, shards);
  await catalogFor(table, 'readTypesAndRoles');
  const calls = meter(table, benchTable(endpoint, name, shards).db);
  // The catalog is checked once a second, for all requests of a function.
  table.catalogMemory.checkedAt = Number.POSITIVE_INFINITY;
  await ask(table, degree, n);
  return costOf(calls);
}
