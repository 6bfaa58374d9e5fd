// Deleting a record: it goes first, then all its connections, both halves of each.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../contracts/identifiers.ts';
import { assertVersion, type IfMatch } from '../domain/precondition.ts';
import { ConditionsFailed, commit, isNew } from './commit.ts';
import { recordKey } from './record-key.ts';
import { isAtVersion, noSuchRecord } from './records.ts';
import { connectionsOfRecord, sweep } from './sweep.ts';
import { busy, type Table } from './table.ts';

/**
 * Deletes a record, then its connections, both halves of each. The record is gone at once; no
 * connection can be made to it from then on. Asking again goes on where an earlier call ended.
 * @throws Refusal NotFound (no such record and nothing left to delete), PreconditionFailed, Busy
 */
export async function deleteRecord(
  table: Table,
  reference: RecordReference,
  ifMatch: IfMatch,
): Promise<void> {
  const wasThere = await removeRecordItem(table, reference, ifMatch);
  const deletedAt = new Date(table.clock()).toISOString();
  const deleted = await deleteConnectionsOf(table, reference, deletedAt);
  if (!wasThere && deleted === 0) throw noSuchRecord(reference);
}

/** While the record is gone, all of them; once another has taken its id, those made before. */
async function deleteConnectionsOf(
  table: Table,
  reference: RecordReference,
  deletedAt: string,
): Promise<number> {
  const all = () => connectionsOfRecord(table, reference);
  try {
    return await sweep(table, all, () => null, { check: recordKey(reference), when: isNew });
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    return sweep(table, all, (one) => (one.createdAt > deletedAt ? one : null));
  }
}

async function removeRecordItem(
  table: Table,
  reference: RecordReference,
  ifMatch: IfMatch,
): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { Item } = await table.db.send(
      new GetCommand({ TableName: table.name, Key: recordKey(reference), ConsistentRead: true }),
    );
    if (!Item) return false;
    const version = Item.version as number;
    assertVersion(ifMatch, version);
    try {
      await commit(table, [{ remove: recordKey(reference), when: isAtVersion(version) }]);
      return true;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
  }
  throw busy();
}
