// The writes of one transaction that creates, changes or deletes a connection.
import type { Author, Connection } from '../../domain/connection-rules.ts';
import type { DeletionReason } from '../../domain/events/connection-change.ts';
import { sideNames } from '../../domain/perspective.ts';
import { type Action, type Item, placeOf } from '../engine/commit.ts';
import { type Condition, isNew, isStillHalf } from '../engine/conditions.ts';
import { expiring, items, noteSeconds } from '../schema.ts';
import { notedConnection } from './connection-in-note.ts';
import { halfItem, halfKey } from './half-item.ts';

/**
 * The actions of one transaction that takes a connection from `before` to `after`, both halves or
 * neither; null stands for "does not exist". 2 actions to create a connection or to change it in
 * place; 3 to delete it (two halves and a note); 5 when its keys change with a role, the start, the title or a
 * merge (two halves removed, two put, and a note). The halves come first.
 * @param author who deletes it, and the event that caused the change; a connection that stays carries its author
 * @param reason why it is deleted, if a merge does that
 */
export function pairWrites(
  before: Connection | null,
  after: Connection | null,
  shards: number,
  author: Author,
  reason?: DeletionReason,
): Action[] {
  const put = (connection: Connection, when: Condition): Action[] =>
    sideNames.map((side) => ({ put: halfItem({ connection, side }, shards, author.cause), when }));
  const remove = (connection: Connection): Action[] =>
    sideNames.map((side) => ({
      remove: halfKey({ connection, side }),
      when: isStillHalf(connection),
    }));

  if (!before) return after ? put(after, isNew) : [];
  if (!after) return [...remove(before), { put: changeNote(before, null, author, reason) }];
  const place = halfKey({ connection: after, side: 'record1' });
  if (placeOf(place) === placeOf(halfKey({ connection: before, side: 'record1' }))) {
    return put(after, isStillHalf(before));
  }
  const note = { put: changeNote(before, after, author) };
  return [...remove(before), ...put(after, isNew), note];
}

/** For the stream, which shows a move as two removed and two new halves, and a deletion without its author. */
function changeNote(
  before: Connection,
  after: Connection | null,
  author: Author,
  reason?: DeletionReason,
): Item {
  const place = after && halfKey({ connection: after, side: 'record1' });
  return {
    pk: items.change.partition(before.id),
    sk: items.change.sort(),
    ...(place && { toPartition: place.pk, toSort: place.sk }),
    before: notedConnection(before),
    after: after && notedConnection(after),
    actor: after ? after.modifiedBy : author.actor,
    at: after ? after.modifiedAt : author.now,
    ...(reason && { reason }),
    ...(author.cause && { cause: author.cause }),
    ...expiring(author.now, noteSeconds),
  };
}
