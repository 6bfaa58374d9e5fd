// Deleting a record. Its connections are deleted afterwards, by sweep-record.ts.
import type { RecordReference } from '../../contracts/identifiers.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Author, Caller } from '../../domain/connection-rules.ts';
import { assertMayDeleteRecord } from '../../domain/ownership.ts';
import type { Action, Item } from '../engine/commit.ts';
import { isStillRecord } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt } from '../engine/read.ts';
import { expiring, noteSeconds } from '../schema.ts';
import { refusalOfMerged } from './merged-records.ts';
import {
  deletionNoteKey,
  isMerged,
  noSuchRecord,
  type RecordItem,
  recordKey,
} from './record-item.ts';

/**
 * Deletes a record at once: from then on no connection to it can be created. The stream reports the
 * note of the deletion, which starts the deletion of its connections. 1 GetItem, 1
 * TransactWriteItems of 2 items.
 * @param guards checks in the same transaction, of other items
 * @throws Refusal NotFound, RecordMerged, Forbidden, PreconditionFailed, Busy; AttachedFailed when a guard fails
 */
export async function deleteRecord(
  table: Table,
  reference: RecordReference,
  caller: Caller,
  ifMatch: IfMatch,
  guards: readonly Action[] = [],
): Promise<void> {
  await decide(table, async () => {
    const item = await itemAt(table, recordKey(reference));
    if (!item) throw noSuchRecord(reference);
    if (isMerged(item)) throw await refusalOfMerged(table, item);
    const record = item as unknown as RecordItem;
    assertMayDeleteRecord(record, caller);
    assertVersion(ifMatch, record.version);
    return {
      actions: [
        { remove: recordKey(reference), when: isStillRecord(record) },
        { put: deletionNote(reference, record, caller) },
      ],
      attached: guards,
      result: undefined,
    };
  });
}

function deletionNote(
  { type, id }: RecordReference,
  { name, version, createdAt }: RecordItem,
  { actor, now, cause }: Author,
): Item {
  return {
    ...deletionNoteKey({ type, id }, Date.parse(createdAt)),
    deletedType: type,
    deletedId: id,
    name,
    version: version + 1,
    actor,
    at: now,
    ...(cause && { cause }),
    ...expiring(now, noteSeconds),
  };
}
