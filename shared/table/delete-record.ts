// Deleting a record: it goes at once; then, behind it, all its connections, both halves of each.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../contracts/identifiers.ts';
import { assertVersion, type IfMatch } from '../domain/precondition.ts';
import { busy } from './busy.ts';
import {
  type Action,
  type Condition,
  ConditionsFailed,
  commit,
  type Item,
  isNew,
} from './commit.ts';
import type { Author } from './pair-writes.ts';
import { recordKey } from './record-key.ts';
import { isAsRead, noSuchRecord, type RecordItem } from './records.ts';
import { expiring, items, noteSeconds } from './schema.ts';
import { connectionsOfRecord, type Sweep, sweep } from './sweep.ts';
import { backOff, type Table } from './table.ts';

/**
 * Deletes a record: it is gone at once, and no connection can be made to it from then on. Its
 * connections follow from the stream. 1 GetItem, 1 TransactWriteItems of 2 items.
 * @throws Refusal NotFound, PreconditionFailed, Busy
 */
export async function deleteRecord(
  table: Table,
  reference: RecordReference,
  author: Author,
  ifMatch: IfMatch,
): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { Item } = await table.db.send(
      new GetCommand({ TableName: table.name, Key: recordKey(reference), ConsistentRead: true }),
    );
    if (!Item) throw noSuchRecord(reference);
    const record = Item as RecordItem;
    assertVersion(ifMatch, record.version);
    try {
      await commit(table, [
        { remove: recordKey(reference), when: isAsRead(record) },
        { put: deletionNote(reference, record, author) },
      ]);
      return;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
    await backOff(table, attempt);
  }
  throw busy();
}

function deletionNote(
  { type, id }: RecordReference,
  { name, version }: RecordItem,
  { actor, now }: Author,
): Item {
  return {
    pk: items.deletedRecord.partition(type, id),
    sk: items.deletedRecord.sort(),
    deletedType: type,
    deletedId: id,
    name,
    version: version + 1,
    actor,
    at: now,
    ...expiring(now, noteSeconds),
  };
}

/**
 * Deletes the connections of a deleted record, in the name of whoever deleted it. While the record
 * is gone and this was its last deletion, all of them; once another has taken its id, or has been
 * deleted in turn, those made before. Goes on from whatever is left, so it may die at any point and
 * be run again, or twice at once.
 * @param author who deleted the record, and when
 * @returns how many were deleted
 * @throws Refusal Busy
 */
export async function deleteConnectionsOf(
  table: Table,
  reference: RecordReference,
  author: Author,
): Promise<number> {
  const { type, id } = reference;
  const pass = () => connectionsOfRecord(table, reference);
  const note = { pk: items.deletedRecord.partition(type, id), sk: items.deletedRecord.sort() };
  const isLast: Condition = {
    expression: 'attribute_not_exists(pk) OR #at = :at',
    names: { at: 'at' },
    values: { at: author.now },
  };
  const guards: Action[] = [
    { check: recordKey(reference), when: isNew },
    { check: note, when: isLast },
  ];
  try {
    return await sweep(table, { pass, rule: () => null, author, guards });
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    const rule: Sweep['rule'] = (one) => (one.createdAt > author.now ? one : null);
    return sweep(table, { pass, rule, author });
  }
}
