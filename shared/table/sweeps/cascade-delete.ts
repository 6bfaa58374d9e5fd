// Deleting the connections of a deleted record, both halves of each.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Author, Connection, Side } from '../../domain/connection-rules.ts';
import type { Action } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import { startOver } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt } from '../engine/read.ts';
import { retries } from '../engine/retries.ts';
import { deletionNoteKey, type RecordItem, recordKey } from '../records/record-item.ts';
import { connectionsOfRecord, type Sweep, sweep } from './sweep.ts';

/** The note of a deletion, as far as a cascade reads it. */
interface DeletionNote {
  readonly actor: string;
  readonly at: string;
}

/**
 * Deletes all connections of a deleted record on behalf of its deleter, except those of a new record
 * with the same id. Continues with whatever is not deleted yet, so it may stop at any point and be
 * run again, or twice at once. 2 GetItem and the sweep.
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
 * Deletes some connections of a deleted record before its cascade reaches them, because they block
 * connections of a new record with the same id. Connections of the new record stay.
 * @param caller on whose behalf, if the note of the deletion has expired
 * @throws Refusal Busy
 */
export async function deleteLeftovers(
  table: Table,
  reference: RecordReference,
  connections: readonly Connection[],
  caller: Author,
): Promise<void> {
  const note = (await itemAt(table, deletionNoteKey(reference))) as DeletionNote | undefined;
  const author = note ? { actor: note.actor, now: note.at } : caller;
  await cascade(table, reference, author, async function* () {
    yield connections.filter(
      (one) => isSide(one.record1, reference) || isSide(one.record2, reference),
    );
  });
}

/** Starts over when the record is created or deleted again while the sweep runs. */
async function cascade(
  table: Table,
  reference: RecordReference,
  author: Author,
  pass: Sweep['pass'],
): Promise<number> {
  return startOver(retries.sweepStart, async () => {
    const { stays, guards } = await whatStays(table, reference, author);
    return sweep(table, { pass, rule: (one) => (stays(one) ? one : null), author, guards });
  });
}

/** Which connections stay, by what is stored now, and the checks that it is still stored. */
async function whatStays(table: Table, reference: RecordReference, author: Author) {
  const [record, note] = (await Promise.all([
    itemAt(table, recordKey(reference)),
    itemAt(table, deletionNoteKey(reference)),
  ])) as [RecordItem | undefined, DeletionNote | undefined];
  const recordSince = record && Date.parse(record.createdAt);
  // If the record was deleted again, its later connections are deleted on behalf of that deleter.
  const isLastDeletion = note === undefined || note.at === author.now;
  const stays = (connection: Connection) => {
    const isLater = connection.createdAt > author.now;
    const since = sideOf(connection, reference).recordSince;
    const isOfNewRecord =
      recordSince !== undefined && (since === undefined ? isLater : since === recordSince);
    return isOfNewRecord || (!isLastDeletion && isLater);
  };
  const guards: Action[] = [
    { check: recordKey(reference), when: isStill(record, 'createdAt') },
    { check: deletionNoteKey(reference), when: isStill(note, 'at') },
  ];
  return { stays, guards };
}

const isSide = (side: Side, { type, id }: RecordReference) => side.type === type && side.id === id;

const sideOf = ({ record1, record2 }: Connection, reference: RecordReference) =>
  isSide(record1, reference) ? record1 : record2;
