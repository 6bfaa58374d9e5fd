// The item that lists who holds a limited role for one record, so that a limit is exact under concurrent writes.
import { randomUUID } from 'node:crypto';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import type { LimitedPlace } from '../../domain/limit-rule.ts';
import { ends, sideNames } from '../../domain/perspective.ts';
import type { Period } from '../../domain/validity.ts';
import type { Action, Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { keysUnder, pagesOf } from '../engine/read.ts';
import { halfKind, items } from '../schema.ts';
import { type HalfItem, halfOf } from './half-item.ts';

/** An active connection whose other side has the role; a date that it does not have is left out. */
export interface Holder {
  readonly id: string;
  readonly start?: string;
  readonly end?: string;
}

/**
 * The list as stored. It has every active connection that needs a place, and may have some that need it no more:
 * what ends, deactivates or deletes a connection need not write it.
 */
export interface LimitItem extends Key {
  readonly holders: readonly Holder[];
  /** When the list was made from the record's connections, in ms since 1970; 0 if it must be made again. */
  readonly madeAt: number;
  /** Another one each time, so that a list that was being made in the meantime is not stored. */
  readonly voided?: string;
}

/**
 * A list that was made this long after its role got a limit, in ms, is complete: requests that did not know of the
 * limit have ended (a function runs for at most 30 s).
 */
const knownAfterMs = 60_000;

export const limitKey = ({ record, roleId }: Pick<LimitedPlace, 'record' | 'roleId'>): Key => ({
  pk: items.limit.partition(record.type, record.id),
  sk: items.limit.sort(roleId),
});

/** A connection as the list has it. */
export const holderOf = ({ id, effectiveStart: start, effectiveEnd: end }: Connection): Holder => ({
  id,
  ...(start !== null && { start }),
  ...(end !== null && { end }),
});

/** The period of a holder. */
export const periodOf = ({ start, end }: Holder): Period => ({
  effectiveStart: start ?? null,
  effectiveEnd: end ?? null,
});

/** Whether a connection needs a place of a record's limit. */
export const isHolder = (
  connection: Connection,
  { record, roleId }: Pick<LimitedPlace, 'record' | 'roleId'>,
): boolean =>
  connection.state === 'active' &&
  sideNames.some((side) => {
    const { own, connected } = ends({ connection, side });
    return isSame(own, record) && connected.roleId === roleId;
  });

/**
 * Whether a connection belongs to a deleted record whose id another record has now: it is about to be deleted.
 */
export function isOfFormerRecord(
  existing: Connection,
  connection: Connection,
  { record }: LimitedPlace,
): boolean {
  const since = ({ record1, record2 }: Connection) =>
    [record1, record2].find(({ type, id }) => type === record.type && id === record.id)
      ?.recordSince;
  const [old, now] = [since(existing), since(connection)];
  return old !== undefined && now !== undefined && old !== now;
}

const isSame = (one: RecordReference, other: RecordReference) =>
  one.type === other.type && one.id === other.id;

/** The write after which a list is made again from the record's connections. */
export const voidedList = (place: Pick<LimitedPlace, 'record' | 'roleId'>): Action => ({
  put: { ...limitKey(place), holders: [], madeAt: 0, voided: randomUUID() },
});

/** Whether a list has all holders; an absent one has not. */
export const isComplete = (item: LimitItem | undefined, { since }: LimitedPlace): boolean =>
  item !== undefined && item.madeAt >= Date.parse(since) + knownAfterMs;

/**
 * The holders according to the record's connections, strongly consistent: a Query for each 1 MB of these,
 * about 2,500. Needed once for a record and role, and again while the limit is younger than a minute.
 */
export async function readHolders(
  table: Table,
  { record: { type, id }, roleId }: LimitedPlace,
): Promise<Holder[]> {
  const range = keysUnder(items.half.partition(type, id), `${halfKind}#`);
  const { KeyConditionExpression, ExpressionAttributeValues } = range;
  const ofRole = {
    KeyConditionExpression,
    FilterExpression: 'connectedRoleId = :role AND #state = :active',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ':role': roleId,
      ':active': 'active',
    },
    ConsistentRead: true,
  };
  const holders: Holder[] = [];
  for await (const { Items = [] } of pagesOf(table, ofRole)) {
    holders.push(...Items.map((item) => holderOf(halfOf(item as HalfItem).connection)));
  }
  return holders;
}
