// Deleting a record: it goes at once; then, behind it, all its connections, both halves of each.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../../contracts/identifiers.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Connection, Side } from '../../domain/connection-rules.ts';
import type { Author } from '../connections/pair-writes.ts';
import { busy } from '../engine/busy.ts';
import {
  type Action,
  type Condition,
  ConditionsFailed,
  commit,
  type Item,
  isNew,
  type Key,
} from '../engine/commit.ts';
import { backOff, type Table } from '../engine/open-table.ts';
import { expiring, items, noteSeconds } from '../schema.ts';
import { connectionsOfRecord, type Sweep, sweep } from '../sweeps/sweep.ts';
import { recordKey } from './record-key.ts';
import { isAsRead, noSuchRecord, type RecordItem } from './stored-records.ts';

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
    const record = (await readConsistently(table, recordKey(reference))) as RecordItem | undefined;
    if (!record) throw noSuchRecord(reference);
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
    ...noteKey({ type, id }),
    deletedType: type,
    deletedId: id,
    name,
    version: version + 1,
    actor,
    at: now,
    ...expiring(now, noteSeconds),
  };
}

/** How often a cascade starts anew because the record was made anew, or deleted once more. */
const attempts = 20;

/**
 * Deletes the connections of a deleted record, in the name of whoever deleted it: all of them, but
 * for those of a record that has taken its id since. Goes on from whatever is left, so it may die at
 * any point and be run again, or twice at once. 2 GetItem and the sweep.
 * @param author who deleted the record, and when
 * @returns how many were deleted
 * @throws Refusal Busy
 */
export async function deleteConnectionsOf(
  table: Table,
  reference: RecordReference,
  author: Author,
): Promise<number> {
  return cascade(table, reference, author, () => connectionsOfRecord(table, reference));
}

/**
 * Deletes some connections of a record that was deleted, before its cascade comes to them: whoever
 * has taken its id wants their places. Those that are not of that record stay.
 * @param caller in whose name, when it is not known any more who deleted the record
 * @throws Refusal Busy
 */
export async function deleteFormer(
  table: Table,
  reference: RecordReference,
  connections: readonly Connection[],
  caller: Author,
): Promise<void> {
  const deletion = await readConsistently(table, noteKey(reference));
  const author = deletion ? { actor: deletion.actor, now: deletion.at } : caller;
  await cascade(table, reference, author, async function* () {
    yield connections.filter(
      (one) => isSide(one.record1, reference) || isSide(one.record2, reference),
    );
  });
}

async function cascade(
  table: Table,
  reference: RecordReference,
  author: Author,
  pass: Sweep['pass'],
): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { isKept, guards } = await keptOf(table, reference, author);
    const rule: Sweep['rule'] = (one) => (isKept(one) ? one : null);
    try {
      return await sweep(table, { pass, rule, author, guards });
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
  }
  throw busy();
}

const noteKey = ({ type, id }: RecordReference) => ({
  pk: items.deletedRecord.partition(type, id),
  sk: items.deletedRecord.sort(),
});

async function readConsistently(table: Table, { pk, sk }: Key) {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk }, ConsistentRead: true }),
  );
  return Item;
}

/** Which connections a cascade keeps, by what holds at the moment, and the checks that it still does. */
async function keptOf(table: Table, reference: RecordReference, author: Author) {
  const note = noteKey(reference);
  const [heir, deletion] = await Promise.all([
    readConsistently(table, recordKey(reference)),
    readConsistently(table, note),
  ]);
  const heirSince = heir && Date.parse(heir.createdAt);
  // Deleted once more: what was made in between goes in that one's name.
  const isLast = deletion === undefined || deletion.at === author.now;
  const isKept = (connection: Connection) => {
    const isLater = connection.createdAt > author.now;
    const { recordSince } = sideOf(connection, reference);
    const isOfHeir =
      heirSince !== undefined && (recordSince === undefined ? isLater : recordSince === heirSince);
    return isOfHeir || (!isLast && isLater);
  };
  const guards: Action[] = [
    { check: recordKey(reference), when: isStill('createdAt', heir?.createdAt) },
    { check: note, when: isStill('at', deletion?.at) },
  ];
  return { isKept, guards };
}

const isSide = (side: Side, { type, id }: RecordReference) => side.type === type && side.id === id;

const sideOf = ({ record1, record2 }: Connection, reference: RecordReference) =>
  isSide(record1, reference) ? record1 : record2;

const isStill = (attribute: string, value: unknown): Condition =>
  value === undefined
    ? isNew
    : { expression: '#one = :one', names: { one: attribute }, values: { one: value } };
