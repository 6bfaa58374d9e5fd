// Bringing a record's new name to both halves of all its connections.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredRecord } from '../contracts/records.ts';
import type { Side } from '../domain/connection.ts';
import { ConditionsFailed, commit, type Key } from './commit.ts';
import { recordKey } from './record-key.ts';
import { isAtVersion } from './records.ts';
import { connectionsOfRecord, sweep } from './sweep.ts';
import type { Table } from './table.ts';

/**
 * Brings a record's name to both halves of all its connections. The connection's version counts
 * the change, for what its ETag stands for has changed; who modified it last stays.
 */
export async function spreadName(table: Table, record: StoredRecord): Promise<void> {
  const renamed = (side: Side): Side =>
    side.type === record.type && side.id === record.id ? { ...side, name: record.name } : side;
  await sweep(
    table,
    () => connectionsOfRecord(table, record),
    (connection) => {
      const record1 = renamed(connection.record1);
      const record2 = renamed(connection.record2);
      if (record1.name === connection.record1.name && record2.name === connection.record2.name) {
        return connection;
      }
      return { ...connection, record1, record2, version: connection.version + 1 };
    },
  );
  await endRenaming(table, record);
}

/** Takes the mark off, unless the record has changed again and somebody else is at it. */
async function endRenaming(table: Table, record: StoredRecord): Promise<void> {
  const key = recordKey(record);
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }),
  );
  if (Item?.version !== record.version) return;
  const { renaming: _, ...item } = Item as { renaming?: true } & Key;
  try {
    await commit(table, [{ put: item, when: isAtVersion(record.version) }]);
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
  }
}
