// How fast connections get in: by the importer, and by the engine's largest transactions alone.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { Api } from '../../../cli/api.ts';
import { importFolder } from '../../../cli/import.ts';
import { Progress } from '../../../cli/progress.ts';
import { openIssuer } from '../../../infra/local/issuer.ts';
import type { Connection } from '../../../shared/domain/connection.ts';
import { commit, isNew } from '../../../shared/table/commit.ts';
import { halfItem } from '../../../shared/table/half.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { BenchAssembly } from '../assembly.ts';
import { putItems } from '../fill.ts';
import { startService } from '../load/service-process.ts';
import { markdownTable } from '../markdown.ts';
import { below, seeded } from '../random.ts';
import { benchRecord, emptyTable, madeBy, nameOf, numbers, putCatalog } from '../tables.ts';
import type { Size } from './plan.ts';
import { timed } from './timing.ts';

const shards = 4;
const type = 'contact';
const idOf = (n: number) => `person-${n}`;
/** Goal: of what the engine takes in transactions of 50 connections. */
const goal = 0.8;

export async function imports(
  endpoint: string,
  assembly: BenchAssembly,
  dataDir: string,
  { imported }: Size,
): Promise<string> {
  const { tableName, table: shape } = assembly;
  const table = await emptyTable(endpoint, tableName, shape, shards);
  await putCatalog(table, [type], { friend: 'friend' });
  const people = numbers(imported / 5).map((n) => benchRecord(type, idOf(n), shards));
  await putItems(table.db, tableName, people);
  const StreamSpecification = { StreamEnabled: true, ...shape.StreamSpecification };
  await table.db.send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));

  const pairs = pairsOf(3 * imported, people.length);
  // The engine is warmed up by as many as are measured.
  await alone(table, pairs.slice(0, imported), 'warm');
  const [ceiling] = await timed(() => alone(table, pairs.slice(imported, 2 * imported), 'alone'));
  const surroundings = { dataDir, endpoint, tableName, shards };
  const served = { kind: 'host', assembly: assembly.assembly, endpoint } as const;
  const host = await startService('import', served, surroundings);
  try {
    // What the engine was given is the readers' to count first.
    await host.drained();
    const before = await host.usage();
    const api = new Api({ url: host.url, token: await (await openIssuer(dataDir)).token() });
    const folder = await folderOf(dataDir, pairs.slice(2 * imported));
    const report = join(dataDir, 'report.jsonl');
    const [ms, { counts }] = await timed(() => importFolder(api, folder, report, new Progress()));
    const after = await host.usage();
    const [drain] = await timed(() => host.drained());
    const { created } = counts.connections;
    if (created !== imported) throw new Error(`${created} of ${imported} were created`);
    const speed = (created / ms) * 1000;
    const most = (imported / ceiling) * 1000;
    const ratio = speed / most;
    return [
      '### Import',
      `${imported.toLocaleString('en')} connections among ${people.length.toLocaleString('en')} records, ` +
        'by `liaison import` into the local host, its stream’s readers at work; and their halves ' +
        'alone, 50 connections a transaction, two transactions at once, into the same engine. ' +
        `Goal: ≥ ${goal}.`,
      markdownTable(
        ['', 'connections/s', '×'],
        [
          ['halves alone', most.toFixed(0), '1.00'],
          ['import', speed.toFixed(0), `${ratio.toFixed(2)}${ratio >= goal ? '' : ' (missed)'}`],
        ],
      ),
      `The service took ${((after.cpuMs - before.cpuMs) / created).toFixed(1)} ms of CPU a connection, ` +
        `stream readers included, and ${after.memoryMb.toFixed(0)} MiB (${before.memoryMb.toFixed(0)} before); ` +
        `history and counts were complete ${(drain / 1000).toFixed(1)} s later.`,
    ].join('\n\n');
  } finally {
    await host.stop();
    table.db.destroy();
  }
}

/** Different pairs, drawn by chance. */
function pairsOf(length: number, people: number): [number, number][] {
  const random = seeded('import');
  const pairs = new Map<string, [number, number]>();
  while (pairs.size < length) {
    const [from, to] = [below(random, people), below(random, people)];
    if (from !== to) pairs.set([from, to].sort().join(), [from, to]);
  }
  return [...pairs.values()];
}

const side = (n: number) => ({ type, id: idOf(n), name: nameOf(idOf(n)), roleId: 'friend' });

/** Writes the halves and nothing else, 100 a transaction. */
async function alone(table: Table, pairs: readonly [number, number][], prefix: string) {
  let next = 0;
  const writer = async () => {
    while (next < pairs.length) {
      const group = pairs.slice(next, next + 50);
      const first = next;
      next += 50;
      const connections = group.map(
        ([from, to], at): Connection => ({
          id: `${prefix}-${first + at}`,
          ...{ record1: side(from), record2: side(to), description: null, state: 'active' },
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

async function folderOf(dataDir: string, pairs: readonly [number, number][]): Promise<string> {
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
