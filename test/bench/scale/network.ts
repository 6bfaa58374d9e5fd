// Neighbourhoods and paths in a large network.
import type { GlobalTable } from '../../../infra/local/dynamodb/tables.ts';
import type { NamedRecord } from '../../../shared/contracts/answers/connection-answers.ts';
import type { Connection } from '../../../shared/domain/connection-rules.ts';
import { neighbourhood } from '../../../shared/domain/graph/neighbourhood.ts';
import { shortestPaths } from '../../../shared/domain/graph/shortest-paths.ts';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import { stepReader } from '../../../shared/table/lists/graph-steps.ts';
import { halvesOf, putItems, RecordCounts } from '../fill.ts';
import { markdownTable } from '../markdown.ts';
import { below, seeded } from '../random.ts';
import {
  benchRecord,
  benchSide,
  emptyTable,
  madeBy,
  nameOf,
  numbers,
  putCatalog,
} from '../tables.ts';
import type { Size } from './plan.ts';
import { timed } from './timing.ts';

const shards = 4;
const type = 'contact';
const idOf = (n: number) => `person-${n}`;
const named = (n: number): NamedRecord => ({ type, id: idOf(n), name: nameOf(idOf(n)) });

/**
 * The edges of the network: each person is connected to `each` earlier ones, half of the time to an end
 * of an existing connection, which favours people with many connections, so that there are hubs as in
 * reality.
 */
function edgesOf({ records, each }: Size['network']): [number, number][] {
  const random = seeded('network');
  const edges: [number, number][] = [];
  for (let n = 1; n < records; n += 1) {
    const others = new Set<number>();
    while (others.size < Math.min(each, n)) {
      const known = random() < 0.5 && edges[below(random, edges.length)];
      others.add(known ? (known[below(random, 2)] as number) : below(random, n));
    }
    others.delete(n);
    for (const other of others) edges.push([n, other]);
  }
  return edges;
}

function* connections(edges: readonly (readonly [number, number])[]): Generator<Connection> {
  for (const [n, [from, to]] of edges.entries()) {
    yield {
      id: `0190a1b2-0000-7000-9000-${n.toString(16).padStart(12, '0')}`,
      record1: benchSide(type, idOf(from), 'friend'),
      record2: benchSide(type, idOf(to), 'friend'),
      ...{
        title: null,
        attributes: null,
        externalId: null,
        description: null,
        effectiveStart: null,
        effectiveEnd: null,
        state: 'active',
      },
      ...{ ownerId: 'ines', ...madeBy, version: 1 },
    };
  }
}

export async function network(endpoint: string, shape: GlobalTable, size: Size): Promise<string> {
  const edges = edgesOf(size.network);
  const table = await emptyTable(endpoint, 'network', shape, shards);
  await putCatalog(table, [type], { friend: 'friend' });
  const { records } = size.network;
  await putItems(table.db, table.name, people(records));
  // These questions do not depend on the counts of records, which are read after the graph.
  const uncounted = new RecordCounts(() => false);
  await putItems(table.db, table.name, halvesOf(connections(edges), shards, uncounted));
  console.error(`a network of ${records} records and ${edges.length} connections is there`);

  const known = new Map<number, number>();
  for (const n of edges.flat()) known.set(n, (known.get(n) ?? 0) + 1);
  const byDegree = [...known].sort(([, one], [, other]) => other - one);
  const at = (share: number) => byDegree[Math.floor(share * (records - 1))] as [number, number];
  // The first run is not measured, because it is slower.
  await graphRow(table, at(0.3), 2);
  const rows: string[][] = [];
  for (const root of [at(0), at(0.01), at(0.5)]) {
    for (const depth of [1, 2, 3]) rows.push(await graphRow(table, root, depth));
  }
  for (const [from, to] of [
    [at(0.5), at(0.6)],
    [at(0.9), at(0.95)],
    [at(0), at(0.99)],
  ] as const) {
    rows.push(await pathsRow(table, from, to));
  }
  const mean = ((2 * edges.length) / records).toFixed(1);
  return [
    '### Neighbourhoods and paths in a network',
    `${records.toLocaleString('en')} records with ${edges.length.toLocaleString('en')} connections: ` +
      `mean degree ${mean}, most ${at(0)[1].toLocaleString('en')}. Graphs of up to 1,000 records; ` +
      'paths of up to 6 connections.',
    markdownTable(['', 'Queries', 'connections read', 'ms', 'heap, MiB', 'answer'], rows),
  ].join('\n\n');
}

function* people(records: number) {
  for (const n of numbers(records)) yield benchRecord(type, idOf(n), shards);
}

async function graphRow(table: Table, [root, degree]: [number, number], depth: number) {
  const asked = await following(table, (read) =>
    neighbourhood(named(root), { depth, maxNodes: 1000 }, read),
  );
  const { nodes, edges, truncated } = asked.result;
  return [
    `depth ${depth} around a record with ${degree.toLocaleString('en')}`,
    ...asked.columns,
    `${nodes.length} records, ${edges.length} connections${truncated ? ', truncated' : ''}`,
  ];
}

async function pathsRow(
  table: Table,
  [from, one]: [number, number],
  [to, other]: [number, number],
) {
  const asked = await following(table, (read) =>
    shortestPaths(named(from), named(to), { maxDepth: 6, limit: 5 }, read),
  );
  const { paths, truncated } = asked.result;
  const length = paths[0]?.length ?? 'none';
  return [
    `paths from one with ${one.toLocaleString('en')} to one with ${other.toLocaleString('en')}`,
    ...asked.columns,
    `${paths.length} of length ${length}${truncated ? ', truncated' : ''}`,
  ];
}

/** Answers a question, and counts the reads for it. */
async function following<Result>(
  table: Table,
  ask: (read: ReturnType<typeof stepReader>) => Promise<Result>,
) {
  const readPage = stepReader(table, '2026-11-22');
  let [queries, read] = [0, 0];
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const [ms, result] = await timed(() =>
    ask(async (step) => {
      const page = await readPage(step);
      queries += 1;
      read += page.read;
      most = Math.max(most, process.memoryUsage().heapUsed);
      return page;
    }),
  );
  const heap = (most - before) / 2 ** 20;
  const columns = [queries, read, ms, heap].map((one) => Math.round(one).toLocaleString('en'));
  return { result, columns };
}
