// Copying a record's new name to both halves of all its connections.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Connection, Side } from '../../domain/connection-rules.ts';
import { commit, type Item } from '../engine/commit.ts';
import { isStillRecord } from '../engine/conditions.ts';
import { startOver } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt } from '../engine/read.ts';
import { retries } from '../engine/retries.ts';
import { type RecordItem, recordKey } from '../records/record-item.ts';
import { isStillNamed } from '../records/record-snapshots.ts';
import { connectionsOfRecord, sweep } from './sweep.ts';

/**
 * Copies a record's current name to both halves of all its connections. Every write checks that the
 * record still has the name; if it was renamed again, the sweep starts over with the new name. The
 * version of a connection counts the change, because its ETag covers the names; who modified it last
 * stays.
 * @throws Refusal Busy when the record keeps being renamed
 */
export async function spreadName(table: Table, reference: RecordReference): Promise<void> {
  await startOver(retries.sweepStart, async () => {
    const read = (await itemAt(table, recordKey(reference))) as (Item & RecordItem) | undefined;
    // Deleted, or another run has finished.
    if (!read?.renaming) return;
    const { renaming: _, ...record } = read;
    await sweep(table, {
      pass: () => connectionsOfRecord(table, reference),
      rule: (connection) => renamed(connection, reference, record.name),
      author: { actor: record.modifiedBy, now: record.modifiedAt },
      guards: [isStillNamed(reference, { ...record, recordSince: Date.parse(record.createdAt) })],
    });
    await commit(table, [{ put: record, when: isStillRecord(record) }]);
  });
}

/** The same connection if it has the name already. */
function renamed(connection: Connection, { type, id }: RecordReference, name: string): Connection {
  const isStale = (side: Side) => side.type === type && side.id === id && side.name !== name;
  const { record1, record2 } = connection;
  if (!isStale(record1) && !isStale(record2)) return connection;
  return {
    ...connection,
    record1: isStale(record1) ? { ...record1, name } : record1,
    record2: isStale(record2) ? { ...record2, name } : record2,
    version: connection.version + 1,
  };
}
