// The rule that brings a record's connections to what is stored of the record: its name, or that it was deleted.

import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Author, Connection, Side } from '../../domain/connection-rules.ts';
import type { Change } from '../../domain/events/connection-change.ts';
import type { SideName } from '../../domain/perspective.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt } from '../engine/read.ts';
import { connectionNow } from '../pairs/find-connection.ts';
import { deletionNoteKey, type RecordItem, recordKey } from '../records/record-item.ts';
import { type RecordSnapshot, readSnapshots, snapshotOf } from '../records/record-snapshots.ts';
import type { Outcome, Rule } from './sweep.ts';
import { sweepPage } from './sweep.ts';

/** Stands for the deleter of a record when it is not known who that was. */
export const unknownDeleter = (table: Table): Author => ({
  actor: 'liaison:gone-record',
  now: new Date(table.clock()).toISOString(),
});

/**
 * For connections of one record: deletes those of a deleted record, even if its id belongs to
 * another record now, on behalf of the caller who deleted it; gives the others the record's current name.
 * Each time, it reads the record after the connections were read: a record that did not exist then never
 * comes back, because a new one has another creation time. 1 GetItem, and 1 for each deleted record.
 * @param deleter on whose behalf connections are deleted if the note of the record's deletion has expired
 */
export function reconciliation(table: Table, reference: RecordReference, deleter: Author) {
  const deleters = new Map<number, Author>();
  return async (connections: readonly Connection[]): Promise<Rule> => {
    const item = (await itemAt(table, recordKey(reference))) as RecordItem | undefined;
    const now = item && snapshotOf(item);
    for (const connection of connections) {
      const since = sideOf(connection, reference)?.recordSince;
      if (since === undefined || since === now?.recordSince || deleters.has(since)) continue;
      deleters.set(since, (await deleterOf(table, reference, since)) ?? deleter);
    }
    return (connection) => {
      const side = sideOf(connection, reference);
      if (!side) return undefined;
      if (isGone(connection, side, now)) {
        return { after: null, author: deleters.get(side.recordSince ?? 0) ?? deleter };
      }
      return side.name === now?.name ? undefined : renamed(connection, reference, now?.name ?? '');
    };
  };
}

/**
 * Whether the side's record was deleted. A connection from before creation times were stored belongs to a
 * former record if it is older than the record.
 */
const isGone = (
  { createdAt }: Connection,
  { recordSince }: Side,
  now: RecordSnapshot | undefined,
): boolean =>
  !now ||
  (recordSince === undefined
    ? Date.parse(createdAt) < now.recordSince
    : recordSince !== now.recordSince);

/** Who deleted a record, and when; undefined if the note has expired. */
async function deleterOf(
  table: Table,
  reference: RecordReference,
  recordSince: number,
): Promise<Author | undefined> {
  const note = await itemAt(table, deletionNoteKey(reference, recordSince));
  return note && { actor: note.actor as string, now: note.at as string };
}

/** Only the version counts the change, because the ETag covers the names; who modified it last stays. */
function renamed(connection: Connection, reference: RecordReference, name: string): Outcome {
  const named = (side: Side): Side => (isSide(side, reference) ? { ...side, name } : side);
  const { record1, record2, version, modifiedBy, modifiedAt } = connection;
  const after = {
    ...connection,
    record1: named(record1),
    record2: named(record2),
    version: version + 1,
  };
  return { after, author: { actor: modifiedBy, now: modifiedAt } };
}

const isSide = (side: Side, { type, id }: RecordReference) => side.type === type && side.id === id;

const sideOf = ({ record1, record2 }: Connection, reference: RecordReference) =>
  [record1, record2].find((side) => isSide(side, reference));

/**
 * Deletes connections of former records that block connections of the records that have their ids
 * now, before the sweeps reach them.
 * @param caller on whose behalf, if the note of the deletion has expired
 * @throws Refusal Busy
 */
export async function deleteFormerConnections(
  table: Table,
  reference: RecordReference,
  connections: readonly Connection[],
  caller: Author,
): Promise<void> {
  const ofRecord = connections.filter((one) => sideOf(one, reference));
  await sweepPage(table, ofRecord, { ruleFor: reconciliation(table, reference, caller) });
}

/**
 * Corrects connections that were created while one of their records was deleted or renamed: a create
 * reads its records, but does not check them in its transaction. Call it with every change, after the
 * change is counted. Reads the records of new connections: 1 read unit each.
 * @param streamed changes, and the sides whose halves report them; each half checks its own record
 * @throws Refusal Busy
 */
export async function reconcileNewConnections(
  table: Table,
  streamed: readonly { readonly change: Change; readonly sides: readonly SideName[] }[],
): Promise<void> {
  const created = streamed.flatMap(({ change: { before, after }, sides }) =>
    !before && after ? sides.map((side) => ({ connection: after, side: after[side] })) : [],
  );
  if (created.length === 0) return;
  const records = await readSnapshots(
    table,
    created.map(({ side }) => side),
  );
  for (const { connection, side } of created) {
    const now = records.get(recordPath(side));
    if (now?.name === side.name && now.recordSince === side.recordSince) continue;
    await reconcileConnection(table, connection, side);
  }
}

/** Reconciles a connection with one of its records, wherever it is now. */
async function reconcileConnection(
  table: Table,
  created: Connection,
  record: RecordReference,
): Promise<void> {
  const task = { ruleFor: reconciliation(table, record, unknownDeleter(table)) };
  const connection = await connectionNow(table, created);
  if (connection) await sweepPage(table, [connection], task);
}
