// The rule that brings a record's connections to what is stored of the record: its name, that it was deleted, or
// into which record it was merged.

import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Author, Connection, Side } from '../../domain/connection-rules.ts';
import { causeByRecord } from '../../domain/events/announced-events.ts';
import { type Change, reportedVersion } from '../../domain/events/connection-change.ts';
import type { SideName } from '../../domain/perspective.ts';
import { placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt } from '../engine/read.ts';
import { connectionNow } from '../pairs/find-connection.ts';
import { halfKey } from '../pairs/half-item.ts';
import { chainEnd } from '../records/merged-records.ts';
import {
  type DeletionNote,
  deletionNoteKey,
  isMerged,
  type MergedItem,
  type RecordItem,
  recordKey,
  type Survivor,
} from '../records/record-item.ts';
import { type RecordSnapshot, readSnapshots, snapshotOf } from '../records/record-snapshots.ts';
import { authorAtWriteTime, type Outcome, type Rule, sweepPage } from './sweep.ts';

/** Stands for the deleter of a record when it is not known who that was. */
export const unknownDeleter = (table: Table): Author => ({
  actor: 'liaison:gone-record',
  now: new Date(table.clock()).toISOString(),
});

/**
 * For connections of one record: deletes those of a deleted record, even if its id belongs to
 * another record now, on behalf of the caller who deleted it; moves those of a merged record to the record at
 * the end of its chain of merges; gives the others the record's current name.
 * Each time, it reads the records after the connections were read: a record that did not exist then never
 * comes back, because a new one has another creation time, and a merged one is never opened again. 1 GetItem,
 * and 1 for each deleted record and for each merge.
 * @param deleter on whose behalf connections are deleted if the note of the record's deletion has expired
 */
export function reconciliation(table: Table, reference: RecordReference, deleter: Author) {
  const deleters = new Map<number, Author>();
  return async (connections: readonly Connection[]): Promise<Rule> => {
    const item = (await itemAt(table, recordKey(reference))) as RecordItem | undefined;
    const now = item && snapshotOf(item);
    const merge = item && isMerged(item) ? await mergeOf(table, item, deleter) : undefined;
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
      if (merge) return mergedOutcome(table, connection, reference, merge);
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

/** Who deleted a record, when, and the event of that; undefined if the note has expired. */
async function deleterOf(
  table: Table,
  reference: RecordReference,
  recordSince: number,
): Promise<Author | undefined> {
  const note = (await itemAt(table, deletionNoteKey(reference, recordSince))) as
    | DeletionNote
    | undefined;
  if (!note) return undefined;
  return { actor: note.actor, now: note.at, cause: causeByRecord({ ...reference, ...note }) };
}

/** A merge: the surviving record, who merged, and who deleted the surviving record if it was deleted. */
interface Merge {
  readonly author: Author;
  readonly survivor: Survivor;
  /** Undefined if the surviving record was deleted. */
  readonly name: string | undefined;
  readonly deleter: Author;
}

async function mergeOf(table: Table, merged: MergedItem, unknown: Author): Promise<Merge> {
  const { recordType: type, recordId: id, modifiedBy: actor, modifiedAt: at } = merged;
  const author = { actor, now: at, cause: causeByRecord({ ...merged, type, id, at }) };
  const { survivor, item } = await chainEnd(table, merged);
  const deleter = item ? undefined : await deleterOf(table, survivor, survivor.recordSince);
  return { author, survivor, name: item?.name, deleter: deleter ?? unknown };
}

/** Moves a connection to the surviving record; deletes it if that record does not exist, or is its other side. */
function mergedOutcome(
  table: Table,
  connection: Connection,
  reference: RecordReference,
  { author, survivor, name, deleter }: Merge,
): Outcome {
  if (name === undefined) return { after: null, author: deleter };
  const reason = 'merge';
  if (sideOf(connection, survivor)) return { after: null, author, reason };
  const moved = (side: Side): Side =>
    isSide(side, reference) ? { ...survivor, name, roleId: side.roleId } : side;
  const { record1, record2, version } = connection;
  const { actor, now } = authorAtWriteTime(table, author);
  const after = {
    ...connection,
    record1: moved(record1),
    record2: moved(record2),
    modifiedAt: now,
    modifiedBy: actor,
    version: version + 1,
  };
  return { after, author, reason };
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
    renames: { after: reportedVersion(connection), until: version + 1 },
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
 * Corrects connections that were created while one of their records was deleted, merged or renamed: a create
 * reads its records, but does not check them in its transaction. So does a merge for the surviving record. And a
 * connection whose keys change while its record is swept may be on none of the sweep's pages. Call it with every
 * change, after the change is counted. Reads the records of new and moved connections: 1 read unit each.
 * @param streamed changes, and the sides whose halves report them; each half checks its own record
 * @throws Refusal Busy
 */
export async function reconcileWrittenConnections(
  table: Table,
  streamed: readonly { readonly change: Change; readonly sides: readonly SideName[] }[],
): Promise<void> {
  const written = streamed.flatMap(({ change: { before, after }, sides }) =>
    after && !(before && isInPlace(before, after))
      ? sides.map((side) => ({ connection: after, side: after[side] }))
      : [],
  );
  if (written.length === 0) return;
  const records = await readSnapshots(
    table,
    written.map(({ side }) => side),
  );
  for (const { connection, side } of written) {
    const now = records.get(recordPath(side));
    if (now?.name === side.name && now.recordSince === side.recordSince) continue;
    await reconcileConnection(table, connection, side);
  }
}

/** Whether a change leaves the keys of the halves as they are. */
const isInPlace = (before: Connection, after: Connection): boolean => {
  const place = (connection: Connection) => placeOf(halfKey({ connection, side: 'record1' }));
  return place(before) === place(after);
};

/** Reconciles a connection with one of its records, wherever it is now. */
async function reconcileConnection(
  table: Table,
  written: Connection,
  record: RecordReference,
): Promise<void> {
  const task = { ruleFor: reconciliation(table, record, unknownDeleter(table)) };
  const connection = await connectionNow(table, written);
  if (connection) await sweepPage(table, [connection], task);
}
