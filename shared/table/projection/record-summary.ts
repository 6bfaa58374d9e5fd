// Writing the counts of a record: its summary, and which roles it holds.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Cells } from '../../domain/counting.ts';
import type { Action, Key } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import { items, shardOf } from '../schema.ts';

/** The key of a record's counts. */
export const summaryKey = ({ type, id }: RecordReference): Key => ({
  pk: items.summary.partition(type, id),
  sk: items.summary.sort(),
});

/** A record's counts, and the revision of the write that set them; undefined without a summary. */
export interface Summary {
  readonly cells: Cells;
  readonly revision: string | undefined;
}

export const summaryOf = (item: Record<string, unknown> | undefined): Summary => ({
  cells: (item?.cells ?? {}) as Cells,
  revision: item?.revision as string | undefined,
});

/**
 * The write of a record's counts, based on those that were read; a summary without counts is
 * removed.
 * @param newRevision must differ from that of every other write
 */
export function summaryWrite(
  record: RecordReference,
  { revision }: Summary,
  cells: Cells,
  newRevision: string,
): Action {
  const key = summaryKey(record);
  const when = isStill(revision === undefined ? undefined : { revision }, 'revision');
  if (Object.keys(cells).length > 0) return { put: { ...key, cells, revision: newRevision }, when };
  return revision === undefined ? { check: key, when } : { remove: key, when };
}

/** The write that lists a record as a holder of a role, or removes it from the list. */
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
