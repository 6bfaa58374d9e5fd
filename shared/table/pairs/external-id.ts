// External ids: unique in the service, because each is kept by an item that only one connection can have.
import { createHash } from 'node:crypto';
import { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Connection, ExternalId } from '../../domain/connection-rules.ts';
import {
  type Action,
  type ConditionsFailed,
  type Key,
  keyOfAction,
  placeOf,
} from '../engine/commit.ts';
import type { Condition } from '../engine/conditions.ts';
import { externalIdKind, items } from '../schema.ts';

/** The item that keeps an external id for a connection. */
export interface KeeperItem extends Key {
  /** The id of the connection. */
  readonly id: string;
  /** The version of the connection that got the external id. */
  readonly since: number;
  readonly keeps: ExternalId;
  readonly record1: RecordReference;
  readonly record2: RecordReference;
}

/** The key of the item that keeps an external id: a hash, because source and key may have any characters. */
export function externalIdKey({ source, key }: ExternalId): Key {
  const hash = createHash('sha256')
    .update(JSON.stringify([source, key]))
    .digest('base64url');
  return { pk: items.externalId.partition(hash), sk: items.externalId.sort() };
}

function keeperOf({ id, version, record1, record2 }: Connection, keeps: ExternalId): KeeperItem {
  const of = ({ type, id }: RecordReference) => ({ type, id });
  return {
    ...externalIdKey(keeps),
    ...{ id, since: version, keeps, record1: of(record1), record2: of(record2) },
  };
}

/** Free, or kept for this connection already: a write that is repeated does not fail. */
const isFreeOrFor = (id: string): Condition => ({
  expression: 'attribute_not_exists(pk) OR #id = :id',
  names: { id: 'id' },
  values: { id },
});

/**
 * The writes that keep and release external ids when a connection changes; null stands for "does not exist".
 * None if it has none, or keeps the one that it has; the item names the records, so a merge writes it again.
 */
export function externalIdWrites(before: Connection | null, after: Connection | null): Action[] {
  const [old, next] = [before?.externalId ?? null, after?.externalId ?? null];
  const isSame = old?.source === next?.source && old?.key === next?.key;
  const isMoved = before && after && !areSameRecords(before, after);
  if (isSame && !isMoved) return [];
  const when = isFreeOrFor((after ?? before)?.id ?? '');
  return [
    ...(old && !isSame ? [{ remove: externalIdKey(old), when }] : []),
    ...(next && after ? [{ put: { ...keeperOf(after, next) }, when }] : []),
  ];
}

const areSameRecords = (one: Connection, other: Connection) =>
  recordPath(one.record1) === recordPath(other.record1) &&
  recordPath(one.record2) === recordPath(other.record2);

/** Who has the external id of a connection, if a write failed because another connection has it. */
export function holderOfExternalId(
  actions: readonly Action[],
  { failed }: ConditionsFailed,
  { externalId }: Pick<Connection, 'externalId'>,
): string | undefined {
  if (!externalId) return undefined;
  const { pk } = externalIdKey(externalId);
  const at = actions.findIndex((action) => 'put' in action && keyOfAction(action).pk === pk);
  return failed.get(at) ?? undefined;
}

/**
 * The places of external ids that could not be released, because they are kept for another connection, as
 * after a restore of a part of a transaction. They stay as they are.
 */
export const keptForOthers = (
  actions: readonly Action[],
  { failed }: ConditionsFailed,
): readonly string[] =>
  actions.flatMap((action, at) =>
    'remove' in action && failed.has(at) && action.remove.pk.startsWith(`${externalIdKind}#`)
      ? [placeOf(action.remove)]
      : [],
  );

/** Actions without the removals at some places. */
export const withoutRemovals = (
  actions: readonly Action[],
  places: ReadonlySet<string>,
): Action[] =>
  actions.filter((action) => !('remove' in action && places.has(placeOf(action.remove))));

/** The refusal of a connection whose external id another one has. */
export const externalIdTaken = ({ source, key }: ExternalId, existingId: string): Refusal =>
  Refusal.at(
    'externalId',
    'ExternalIdTaken',
    `another connection has the external id ${key} of ${source}`,
    { existingId },
  );
