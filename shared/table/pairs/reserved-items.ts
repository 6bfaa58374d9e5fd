// What a connection reserves because it is unique or limited: its series, its external id, its places in limits. Each
// is an item that lists the connections that use it.
import type { Catalog } from '../../domain/catalog.ts';
import type { Connection, PlannedConnection } from '../../domain/connection-rules.ts';
import { type LimitedPlace, limitedPlaces } from '../../domain/limit-rule.ts';
import { isSameJson } from '../../text/same-json.ts';
import { type Key, placeOf } from '../engine/commit.ts';
import { externalIdKey, type Keeper, keeperOf } from './external-id.ts';
import { type Holder, holderOf, limitKey } from './limit-item.ts';
import { memberOf, type SeriesMember, type Sides, seriesKey } from './series-item.ts';

/** A connection in an item that it reserves. */
export type Entry = SeriesMember | Keeper | Holder;

/** An item that a connection reserves. */
export type Place =
  | { readonly kind: 'series'; readonly key: Key }
  | { readonly kind: 'externalId'; readonly key: Key }
  | LimitPlace;
export interface LimitPlace {
  readonly kind: 'limit';
  readonly key: Key;
  readonly limit: LimitedPlace;
}

export type Stored = Readonly<Record<string, unknown>>;

/** How the item of each kind lists its entries, and which attributes say that it is still as read. */
export const forms = {
  series: {
    compared: ['members'],
    entriesOf: (item: Stored | undefined) => (item?.members ?? []) as readonly SeriesMember[],
    itemOf: (members: readonly Entry[]) => (members.length > 0 ? { members } : undefined),
  },
  externalId: {
    compared: ['id', 'since'],
    entriesOf: (item: Stored | undefined) => (item ? [item as unknown as Keeper] : []),
    itemOf: ([keeper]: readonly Entry[]) => keeper && { ...keeper },
  },
  limit: {
    compared: ['holders', 'madeAt', 'voided'],
    entriesOf: (item: Stored | undefined) => (item?.holders ?? []) as readonly Holder[],
    // An empty list stays: without it, the record's connections would have to be read again.
    itemOf: (holders: readonly Entry[], { madeAt }: { readonly madeAt: number }) => ({
      holders,
      madeAt,
    }),
  },
} as const;

/** The attributes of these items that are read. */
export const reservationAttributes = [
  ...['pk', 'sk', 'members', 'holders', 'madeAt', 'voided'],
  ...['id', 'since', 'keeps', 'record1', 'record2'],
] as const;

/** The roles and their limits; without it, no limit applies. */
export type Limits = Pick<Catalog, 'roles' | 'limitedSince'>;

export type Reserving = Omit<PlannedConnection, 'record1' | 'record2'> & Sides;

export function placesOf(connection: Reserving, limits: Limits | undefined): Place[] {
  const { externalId } = connection;
  return [
    { kind: 'series', key: seriesKey(connection) },
    ...(externalId ? [{ kind: 'externalId' as const, key: externalIdKey(externalId) }] : []),
    ...(limits ? limitedPlaces(limits, connection) : []).map((limit) => ({
      kind: 'limit' as const,
      key: limitKey(limit),
      limit,
    })),
  ];
}

function entryOf({ kind }: Place, connection: Connection): Entry {
  if (kind === 'series') return memberOf(connection);
  return kind === 'externalId' ? keeperOf(connection) : holderOf(connection);
}

/** Whether two entries of one connection reserve the same; `since` of an external id only says when. */
const isSameEntry = (one: Entry, other: Entry) =>
  isSameJson({ ...one, since: 0 }, { ...other, since: 0 });

/** What a change of a connection does to one item: an entry of before is removed, one of after is added. */
export interface EntryChange {
  readonly place: Place;
  readonly was: Entry | undefined;
  readonly is: Entry | undefined;
}

/**
 * The entries that a change adds, removes or replaces. A connection that needs its place of a limit no more stays
 * listed: when a list is full, each of its connections is read to see if it still is a holder.
 */
export function entryChanges(
  before: Connection | null,
  after: Connection | null,
  limits: Limits | undefined,
): EntryChange[] {
  const of = (connection: Connection | null) =>
    new Map(
      (connection ? placesOf(connection, limits) : []).map((place) => [
        placeOf(place.key),
        { place, entry: entryOf(place, connection as Connection) },
      ]),
    );
  const [old, now] = [of(before), of(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((at): EntryChange[] => {
    const [was, is] = [old.get(at), now.get(at)];
    const { place } = (is ?? was) as { place: Place };
    if (was && is && isSameEntry(was.entry, is.entry)) return [];
    return place.kind === 'limit' && !is ? [] : [{ place, was: was?.entry, is: is?.entry }];
  });
}

/** The kinds of items whose entries a change adds, removes or replaces. */
export const reserved = (
  before: Connection | null,
  after: Connection | null,
  limits?: Limits,
): ReadonlySet<Place['kind']> =>
  new Set(entryChanges(before, after, limits).map(({ place }) => place.kind));

/** How many items a change writes because of what it reserves, if it is written or deletes the connection instead. */
export const reservationCount = (before: Connection, after: Connection | null): number =>
  Math.max(
    entryChanges(before, after, undefined).length,
    entryChanges(before, null, undefined).length,
  );
