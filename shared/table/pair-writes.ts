// What is written in one transaction when a connection is made, changed or deleted.
import type { Connection } from '../domain/connection.ts';
import type { Half, SideName } from '../domain/perspective.ts';
import { type Action, type Condition, type Item, isNew, type Key } from './commit.ts';
import { halfItem, halfKey } from './half.ts';
import { expiryAttribute, items } from './schema.ts';

/** How long a moved connection's new place is kept for readers of a lagging index, in seconds. */
const movedSeconds = 3600;

const sides = ['record1', 'record2'] as const;

/**
 * The actions of one transaction that takes a connection from `before` to `after`, both halves
 * or neither; null stands for "does not exist". 2 actions; 5 when the keys change (a role or the
 * start): two removed, two put, and a note of the new place for readers of a lagging index.
 */
export function pairWrites(
  before: Connection | null,
  after: Connection | null,
  shards: number,
): Action[] {
  const half = (connection: Connection, side: SideName): Half => ({ connection, side });
  const put = (connection: Connection, when: Condition): Action[] =>
    sides.map((side) => ({ put: halfItem(half(connection, side), shards), when }));
  const remove = (connection: Connection): Action[] =>
    sides.map((side) => ({ remove: halfKey(half(connection, side)), when: isAt(connection) }));

  if (!before) return after ? put(after, isNew) : [];
  if (!after) return remove(before);
  const place = halfKey(half(after, 'record1'));
  if (place.sk === halfKey(half(before, 'record1')).sk) return put(after, isAt(before));
  return [...remove(before), ...put(after, isNew), { put: movedItem(after, place) }];
}

/** The half is still the one that was read. */
const isAt = ({ id, version }: Connection): Condition => ({
  expression: '#id = :id AND #version = :version',
  names: { id: 'id', version: 'version' },
  values: { id, version },
});

function movedItem({ id, modifiedAt }: Connection, place: Key): Item {
  return {
    pk: items.moved.partition(id),
    sk: items.moved.sort(),
    toPartition: place.pk,
    toSort: place.sk,
    [expiryAttribute]: Math.floor(Date.parse(modifiedAt) / 1000) + movedSeconds,
  };
}
