// The speed of imports: with the importer, and with the engine's largest transactions alone.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { importFolder } from '../../../cli/import-folder.ts';
import { openClient } from '../../../cli/open-client.ts';
import { ProgressBar } from '../../../cli/progress-bar.ts';
import { openIssuer } from '../../../infra/local/sign-in/issuer.ts';
import type { Connection } from '../../../shared/domain/connection-rules.ts';
import { commit } from '../../../shared/table/engine/commit.ts';
import { isNew } from '../../../shared/table/engine/conditions.ts';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import { halfItem } from '../../../shared/table/pairs/half-item.ts';
import { type BenchAssembly, withoutStreams } from '../assembly.ts';
import { putItems } from '../fill.ts';
import { startService } from '../load/service-process.ts';
import { markdownTable } from '../markdown.ts';
import { below, seeded } from '../random.ts';
import { benchRecord, benchSide, emptyTable, madeBy, numbers, putCatalog } from '../tables.ts';
import type { Size } from './plan.ts';
import { timed } from './timing.ts';

const shards = 4;
const type = 'contact';
const idOf = (n: number) => `person-${n}`;
/** The goal: the share of the engine's speed in transactions of 50 connections. */
const goal = 0.8;

export async function imports(
  endpoint: string,
  assembly: BenchAssembly,
  dataDir: string,
  { imported }: Size,
): Promise<string> {
  const people = imported / 5;
  const pairs = pairsOf(2 * imported, people);
  const table = await emptyTable(endpoint, 'alone', assembly.table, shards);
  // The engine is warmed up with as many as are measured.
  await alone(table, pairs.slice(imported), 'warm');
  const [ms] = await timed(() => alone(table, pairs.slice(0, imported), 'alone'));
  table.db.destroy();
  const most = (imported / ms) * 1000;
  const rows = [['halves alone', most.toFixed(0), '1.00', '', '', '']];
  for (const [what, served] of [
    ['import, streams off', withoutStreams(assembly)],
    ['import, with history, counts and events', assembly],
  ] as const) {
    const row = await importInto(endpoint, served, dataDir, people, pairs.slice(0, imported));
    const ratio = row.speed / most;
    rows.push([
      ...[what, row.speed.toFixed(0), `${ratio.toFixed(2)}${ratio >= goal ? '' : ' (missed)'}`],
      ...[row.cpuMs.toFixed(1), row.memoryMb.toFixed(0), (row.drainMs / 1000).toFixed(1)],
    ]);
    console.error(row);
  }
  return [
    '### Import',
    `${imported.toLocaleString('en')} connections among ${people.toLocaleString('en')} records, by ` +
      '`liaison import` into the local host; and their halves alone, 50 connections per transaction, ' +
      `two concurrent transactions. Goal: ≥ ${goal}. CPU and memory are the service’s, with all its ` +
      'threads; the last column is the time until history and counts were complete.',
    markdownTable(['', 'connections/s', '×', 'CPU ms each', 'MiB', 's later'], rows),
  ].join('\n\n');
}

/** Imports pairs of people into a new service. */
async function importInto(
  endpoint: string,
  { assembly, tableName, table: shape }: BenchAssembly,
  dataDir: string,
  people: number,
  pairs: readonly Pair[],
) {
  const table = await emptyTable(endpoint, tableName, shape, shards);
  await putCatalog(table, [type], { friend: 'friend' });
  const records = numbers(people).map((n) => benchRecord(type, idOf(n), shards));
  await putItems(table.db, tableName, records);
  if (shape.StreamSpecification) {
    const StreamSpecification = { StreamEnabled: true, ...shape.StreamSpecification };
    await table.db.send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));
  }
  table.db.destroy();
  const surroundings = { dataDir, endpoint, tableName, shards };
  const host = await startService(tableName, { kind: 'host', assembly, endpoint }, surroundings);
  try {
    const token = await (await openIssuer(dataDir)).token();
    const client = openClient({ url: host.url, token });
    const report = join(dataDir, 'report.jsonl');
    const send = async (some: readonly Pair[]) => {
      const folder = await folderOf(dataDir, some);
      return timed(() => importFolder(client, { directory: folder, report }, new ProgressBar()));
    };
    const warm = pairs.length / 5;
    await send(pairs.slice(0, warm));
    await host.drained();
    const before = await host.usage();
    const [ms, { summary }] = await send(pairs.slice(warm));
    const after = await host.usage();
    const [drainMs] = await timed(() => host.drained());
    const { created } = summary.counts.connections;
    if (created !== pairs.length - warm) throw new Error(`${created} connections were created`);
    const cpuMs = (after.cpuMs - before.cpuMs) / created;
    return { speed: (created / ms) * 1000, cpuMs, memoryMb: after.memoryMb, drainMs };
  } finally {
    await host.stop();
  }
}

type Pair = readonly [number, number];

/** Different random pairs. */
function pairsOf(length: number, people: number): Pair[] {
  const random = seeded('import');
  const pairs = new Map<string, Pair>();
  while (pairs.size < length) {
    const [from, to] = [below(random, people), below(random, people)];
    if (from !== to) pairs.set([from, to].sort().join(), [from, to]);
  }
  return [...pairs.values()];
}

const side = (n: number) => benchSide(type, idOf(n), 'friend');

/** Writes only the halves, 100 per transaction. */
async function alone(table: Table, pairs: readonly Pair[], prefix: string) {
  let next = 0;
  const writer = async () => {
    while (next < pairs.length) {
      const group = pairs.slice(next, next + 50);
      const first = next;
      next += 50;
      const connections = group.map(
        ([from, to], at): Connection => ({
          id: `${prefix}-${first + at}`,
          ...{
            record1: side(from),
            record2: side(to),
            title: null,
            attributes: null,
            externalId: null,
            description: null,
            state: 'active',
          },
          ...{ effectiveStart: null, effectiveEnd: null, ownerId: 'ines', ...madeBy, version: 1 },
        }),
      );
      await commit(
        table,
        connections.flatMap((connection) =>
          (['record1', 'record2'] as const).map((name) => ({
            ...{ put: halfItem({ connection, side: name }, shards), when: isNew },
          })),
        ),
      );
    }
  };
  await Promise.all([writer(), writer()]);
}

async function folderOf(dataDir: string, pairs: readonly Pair[]): Promise<string> {
  const folder = join(dataDir, 'import');
  await mkdir(folder, { recursive: true });
  const lines = pairs.map(([from, to]) =>
    JSON.stringify({
      ...{ record1: { type, id: idOf(from) }, record1RoleId: 'friend' },
      ...{ record2: { type, id: idOf(to) }, record2RoleId: 'friend' },
    }),
  );
  await writeFile(join(folder, 'connections.jsonl'), `${lines.join('\n')}\n`);
  return folder;
}
