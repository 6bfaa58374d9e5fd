// Deleting a record: it goes first, then all its connections, both halves of each.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../contracts/identifiers.ts';
import { assertVersion, type IfMatch } from '../domain/precondition.ts';
import { ConditionsFailed, commit } from './commit.ts';
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
  const deleted = await sweep(
    table,
    () => connectionsOfRecord(table, reference),
    () => null,
  );
  if (!wasThere && deleted === 0) throw noSuchRecord(reference);
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
