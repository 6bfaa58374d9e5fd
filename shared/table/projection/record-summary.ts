// How the counts of a record are written: its summary, and the roles that it is known to hold.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Cells } from '../../domain/counting.ts';
import { type Action, isNew, type Key } from '../engine/commit.ts';
import { items, shardOf } from '../schema.ts';

/** Where the counts of a record are. */
export const summaryKey = ({ type, id }: RecordReference): Key => ({
  pk: items.summary.partition(type, id),
  sk: items.summary.sort(),
});

/** A record's counts, and by which write they are so; none when it has no summary. */
export interface Summary {
  readonly cells: Cells;
  readonly revision: string | undefined;
}

export const summaryOf = (item: Record<string, unknown> | undefined): Summary => ({
  cells: (item?.cells ?? {}) as Cells,
  revision: item?.revision as string | undefined,
});

/**
 * The write that takes a record's counts on from those that were read; a summary that comes to
 * nothing is removed.
 * @param newRevision no other write may have it
 */
export function summaryWrite(
  record: RecordReference,
  { revision }: Summary,
  cells: Cells,
  newRevision: string,
): Action {
  const key = summaryKey(record);
  const when =
    revision === undefined ? isNew : { expression: 'revision = :revision', values: { revision } };
  if (Object.keys(cells).length > 0) return { put: { ...key, cells, revision: newRevision }, when };
  return revision === undefined ? { check: key, when } : { remove: key, when };
}

/** The write that makes it known that a record holds a role, or does not. */
export function heldRoleWrite(
  { type, id }: RecordReference,
  role: string,
  holds: boolean,
  shards: number,
): Action {
  const key = { pk: items.heldRole.partition(type, id), sk: items.heldRole.sort(role) };
  if (!holds) return { remove: key };
  const holder = { heldRoleId: role, shard: shardOf(type, id, shards) };
  return { put: { ...key, ...holder, holderType: type, holderId: id } };
}
