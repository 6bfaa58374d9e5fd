// Changing some fields of a record.
import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { RecordPatch } from '../../contracts/record-schemas.ts';
import { Sent } from '../../contracts/sent-input.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Author } from '../../domain/connection-rules.ts';
import { patchedRecord } from '../../domain/record-patch.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt } from '../engine/read.ts';
import { refusalOfMerged } from './merged-records.ts';
import { isMerged, noSuchRecord, type RecordItem, recordKey } from './record-item.ts';
import { isSameRecord, knownRecord, recordWrite, replaced } from './record-write.ts';

/**
 * The record after a merge patch. A patch that changes nothing writes nothing. Its type exists: a type that has
 * records is not deleted. 1 GetItem, 1 TransactWriteItems.
 * @throws Refusal NotFound, RecordMerged, PreconditionFailed, ValidationFailed, Busy
 */
export async function patchRecord(
  table: Table,
  reference: RecordReference,
  patch: RecordPatch | Sent<RecordPatch>,
  author: Author,
  ifMatch: IfMatch,
): Promise<StoredRecord> {
  const sent = Sent.of(patch);
  return decide(table, async () => {
    const item = await itemAt(table, recordKey(reference));
    if (!item) throw noSuchRecord(reference);
    if (isMerged(item)) throw await refusalOfMerged(table, item);
    const current = knownRecord(item as unknown as RecordItem);
    if (sent.isWhole) assertVersion(ifMatch, current.record.version);
    const fields = patchedRecord(current.record, sent);
    if (isSameRecord(current.record, fields)) return { actions: [], result: current.record };
    const after = replaced(current, { ...current.record, ...fields }, author);
    const write = recordWrite(current.record, after, table.shards);
    return { actions: [write], result: after.record };
  });
}
