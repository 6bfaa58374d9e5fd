// A table of its own for a test file, made from the schema in the real engine.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import { patchRole } from '../../shared/domain/connection-roles.ts';
import { ends, type Half } from '../../shared/domain/perspective.ts';
import { changeCatalog } from '../../shared/table/catalog.ts';
import { type HalfItem, halfOf } from '../../shared/table/half.ts';
import { putRecords } from '../../shared/table/records.ts';
import { openTable, type Table } from '../../shared/table/table.ts';
import { createTable } from './create-table.ts';
import { caller, clinic } from './fixtures.ts';

/** How to reach the engine. */
const client = () => ({
  endpoint: inject('endpoint'),
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

let made = 0;

/** What a test wants of a table. */
interface Wanted {
  /** With a stream: writes take the engine longer then. */
  readonly streamed?: boolean;
  readonly shards?: number;
}

/** Makes an empty table. `calls` counts what is sent to the engine, by operation. */
export async function makeTable(
  replaced: Partial<Table> = {},
  { streamed = false, shards = 4 }: Wanted = {},
) {
  made += 1;
  const name = `test-${process.pid}-${made}-${Math.random().toString(36).slice(2)}`;
  await createTable(new DynamoDBClient(client()), name, { streamed });
  const table = openTable(name, shards, { client: client(), ...replaced });
  const calls: string[] = [];
  table.db.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String(context.commandName).replace('Command', ''));
      return next(args);
    },
    { step: 'initialize' },
  );
  return { table, calls };
}

/** A table with the clinic's catalog and contacts a–z. */
export async function clinicTable(replaced: Partial<Table> = {}, wanted: Wanted = {}) {
  const made = await makeTable(replaced, wanted);
  await changeCatalog(made.table, caller(), () => ({
    change: { recordTypes: [...clinic.recordTypes.values()], roles: [...clinic.roles.values()] },
  }));
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  await putRecords(
    made.table,
    letters.map((id) => ({ type: 'contact', id, name: id.toUpperCase(), attributes: {} })),
    caller(),
  );
  made.calls.length = 0;
  return made;
}

/** All items of the table. */
export async function allItems({ db, name }: Table): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new ScanCommand({
        TableName: name,
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** What is wrong with the pairs in a table: nothing, or halves without an equal twin at its place. */
export async function brokenPairs(table: Table): Promise<string[]> {
  const halves = (await allItems(table))
    .filter((item) => 'connectedType' in item)
    .map((item) => halfOf(item as unknown as HalfItem));
  const bySide = new Map(halves.map((half) => [`${half.connection.id} ${half.side}`, half]));
  const twinOf = ({ connection, side }: Half) =>
    bySide.get(`${connection.id} ${side === 'record1' ? 'record2' : 'record1'}`);
  return halves.flatMap((half) => {
    const twin = twinOf(half);
    const isWhole =
      twin &&
      JSON.stringify(twin.connection) === JSON.stringify(half.connection) &&
      ends(twin).own === twin.connection[twin.side];
    return isWhole ? [] : [`${half.connection.id} ${half.side}`];
  });
}

/** Asks for a role to be cleared, as `DELETE ?policy=clear` does. */
export async function startClearing(table: Table, id: string): Promise<void> {
  await changeCatalog(table, caller(), (catalog) => {
    const { change } = patchRole(catalog, id, { state: 'inactive' });
    return { change: { ...change, clearedRoles: [id] } };
  });
}
