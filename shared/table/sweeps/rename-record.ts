// Bringing a record's new name to both halves of all its connections.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Connection, Side } from '../../domain/connection-rules.ts';
import { busy } from '../engine/busy.ts';
import { type Condition, ConditionsFailed, commit, type Item } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { existsAsRead } from '../records/names-for-connections.ts';
import { recordKey } from '../records/record-key.ts';
import { connectionsOfRecord, sweep } from './sweep.ts';

/** How often a spread starts anew because the record was renamed again. */
const attempts = 20;

/**
 * Brings a record's name to both halves of all its connections, or a later one that it was given
 * meanwhile: every write checks that the record still has the name. The connection's version
 * counts the change, for what its ETag stands for has changed; who modified it last stays.
 * @throws Refusal Busy when the record keeps being renamed
 */
export async function spreadName(table: Table, reference: RecordReference): Promise<void> {
  const key = recordKey(reference);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { Item } = await table.db.send(
      new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }),
    );
    // Deleted, or somebody else has finished.
    if (!Item?.renaming) return;
    const { renaming: _, ...item } = Item as RenamingItem;
    try {
      await sweep(table, {
        pass: () => connectionsOfRecord(table, reference),
        rule: (connection) => renamed(connection, reference, item.name),
        author: { actor: item.modifiedBy, now: item.modifiedAt },
        guards: [existsAsRead(reference, { ...item, recordSince: Date.parse(item.createdAt) })],
      });
      await commit(table, [{ put: item, when: isUnchanged(item) }]);
      return;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
  }
  throw busy();
}

type RenamingItem = Item & {
  name: string;
  version: number;
  createdAt: string;
  modifiedAt: string;
  modifiedBy: string;
  renaming?: true;
};

/** The times too: a record that was deleted and made anew counts its versions from 1 again. */
const isUnchanged = ({ version, createdAt, modifiedAt }: RenamingItem): Condition => ({
  expression: '#version = :version AND createdAt = :createdAt AND modifiedAt = :modifiedAt',
  names: { version: 'version' },
  values: { version, createdAt, modifiedAt },
});

/** The same connection when it has the name already. */
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
