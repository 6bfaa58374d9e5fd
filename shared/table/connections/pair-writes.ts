// What is written in one transaction when a connection is made, changed or deleted.
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import type { Half, SideName } from '../../domain/perspective.ts';
import { type Action, type Condition, type Item, isNew } from '../engine/commit.ts';
import { expiring, items, noteSeconds } from '../schema.ts';
import { halfItem, halfKey } from './half-item.ts';

/** Whose change it is, and when. */
export type Author = Pick<Caller, 'actor' | 'now'>;

const sides = ['record1', 'record2'] as const;

/**
 * The actions of one transaction that takes a connection from `before` to `after`, both halves
 * or neither; null stands for "does not exist". 2 actions; 5 when the keys change (a role or the
 * start): two removed, two put, and a note of the change; 3 for a deletion: two removed, and a note.
 * @param author who deletes; a connection that stays says itself who changed it
 */
export function pairWrites(
  before: Connection | null,
  after: Connection | null,
  shards: number,
  author: Author,
): Action[] {
  const half = (connection: Connection, side: SideName): Half => ({ connection, side });
  const put = (connection: Connection, when: Condition): Action[] =>
    sides.map((side) => ({ put: halfItem(half(connection, side), shards), when }));
  const remove = (connection: Connection): Action[] =>
    sides.map((side) => ({ remove: halfKey(half(connection, side)), when: isAt(connection) }));

  if (!before) return after ? put(after, isNew) : [];
  if (!after) return [...remove(before), { put: changeNote(before, null, author) }];
  const place = halfKey(half(after, 'record1'));
  if (place.sk === halfKey(half(before, 'record1')).sk) return put(after, isAt(before));
  return [...remove(before), ...put(after, isNew), { put: changeNote(before, after, author) }];
}

/** The half is still the one that was read. */
const isAt = ({ id, version }: Connection): Condition => ({
  expression: '#id = :id AND #version = :version',
  names: { id: 'id', version: 'version' },
  values: { id, version },
});

/** The stream tells of a move as two removed and two new halves, and of a deletion not by whom. */
function changeNote(before: Connection, after: Connection | null, author: Author): Item {
  const place = after && halfKey({ connection: after, side: 'record1' });
  return {
    pk: items.change.partition(before.id),
    sk: items.change.sort(),
    ...(place && { toPartition: place.pk, toSort: place.sk }),
    before,
    after,
    actor: after ? after.modifiedBy : author.actor,
    at: after ? after.modifiedAt : author.now,
    ...expiring(author.now, noteSeconds),
  };
}
