// Creates a test file's own table from the schema in the real engine.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { inject } from 'vitest';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import type { Author } from '../../shared/domain/connection-rules.ts';
import { patchRole } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { openTable, type Table } from '../../shared/table/engine/open-table.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { sweepRecord } from '../../shared/table/sweeps/sweep-record.ts';
import { createTable } from './create-table.ts';
import { caller, clinic } from './fixtures.ts';
import { testAccess } from './test-access.ts';

export { allItems, brokenPairs, wrongSeries } from './table-items.ts';

const client = () => testAccess(inject('endpoint'));

let made = 0;

/** The options of a test's table. */
interface Wanted {
  /** Whether the table has a stream, which makes the engine's writes slower. */
  readonly streamed?: boolean;
  readonly shards?: number;
}

/** Creates an empty table. `calls` counts the calls to the engine, by operation. */
export async function makeTable(
  replaced: Partial<Table> = {},
  { streamed = false, shards = 4 }: Wanted = {},
) {
  made += 1;
  const name = `test-${process.pid}-${made}-${Math.random().toString(36).slice(2)}`;
  await createTable(new DynamoDBClient(client()), name, { streamed });
  return instanceOn(name, shards, replaced);
}

/** Opens an existing table, as another function instance. `calls` counts its calls, by operation. */
export function instanceOn(name: string, shards: number, replaced: Partial<Table> = {}) {
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

/** A table with the clinic's catalog and the contacts a–z. */
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

let events = 0;

/** Sweeps a renamed record, as the workflow does for an event of its own. */
export function sweepRenamed(table: Table, record: RecordReference, author: Author = caller()) {
  events += 1;
  return sweepRecord(table, record, { reason: 'renamed', eventId: `event-${events}`, author });
}

/** The same for a deleted record. */
export function sweepDeleted(table: Table, record: RecordReference, author: Author = caller()) {
  events += 1;
  return sweepRecord(table, record, { reason: 'deleted', eventId: `event-${events}`, author });
}

/** The same for a merged record. */
export function sweepMerged(table: Table, record: RecordReference, author: Author = caller()) {
  events += 1;
  return sweepRecord(table, record, { reason: 'merged', eventId: `event-${events}`, author });
}

/** Requests that a role be cleared, as `DELETE ?policy=clear` does. */
export async function startClearing(table: Table, id: string): Promise<void> {
  await changeCatalog(table, caller(), (catalog) => {
    const { change } = patchRole(catalog, id, { state: 'inactive' });
    return { change: { ...change, clearedRoles: [id] } };
  });
}

/** Does something before the next transaction, after what it decides on was read. */
export function beforeNextWrite(table: Table, work: () => Promise<unknown>): void {
  let isDone = false;
  table.db.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'TransactWriteItemsCommand' && !isDone) {
        isDone = true;
        await work();
      }
      return next(args);
    },
    { step: 'initialize', name: 'before' },
  );
}
