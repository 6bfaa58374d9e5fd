// The series: the connections of two records with the same roles. One item for each, which refuses duplicates.
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { collide, comparedTitle, type Extent } from '../../domain/duplicate-rule.ts';
import { type Action, type Key, placeOf } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt, keysUnder, pagesOf } from '../engine/read.ts';
import { blank, items, seriesKind } from '../schema.ts';
import { titleKey } from './title-key.ts';

/** A connection in its series; a title or a date that it does not have is left out. */
export interface SeriesMember {
  readonly id: string;
  /** As titles are compared. */
  readonly title?: string;
  readonly start?: string;
  readonly end?: string;
}

/** A series as stored. */
export interface SeriesItem extends Key {
  readonly members: readonly SeriesMember[];
}

type SideRole = RecordReference & { readonly roleId: string | null };

/** The two records of a connection and their roles. */
export interface Sides {
  readonly record1: SideRole;
  readonly record2: SideRole;
}

/** Two records, the smaller first: whichever side a connection was created from, its series is the same. */
export const inOrder = <Side extends RecordReference>(one: Side, other: Side): [Side, Side] =>
  recordPath(one) < recordPath(other) ? [one, other] : [other, one];

/** The key of the series that a connection belongs to. */
export function seriesKey({ record1, record2 }: Sides): Key {
  const [own, connected] = inOrder(record1, record2);
  return {
    pk: items.series.partition(own.type, own.id),
    sk: items.series.sort(connected.type, connected.id, own.roleId, connected.roleId),
  };
}

/** The key of the series that a half belongs to, from the half's key alone. */
export function seriesKeyOfHalf({ pk, sk }: Key): Key {
  const [, type = '', id = ''] = pk.split('#');
  const [, role = '', connectedType = '', connectedId = '', connectedRole = ''] = sk.split('#');
  return seriesKey({
    record1: { type, id, roleId: roleAt(role) },
    record2: { type: connectedType, id: connectedId, roleId: roleAt(connectedRole) },
  });
}

/** The two records of a series, the smaller first, and their roles, from the series' key. */
export function sidesOfSeries({ pk, sk }: Key): Sides {
  const [, type = '', id = ''] = pk.split('#');
  const [, connectedType = '', connectedId = '', role = '', connectedRole = ''] = sk.split('#');
  return {
    record1: { type, id, roleId: roleAt(role) },
    record2: { type: connectedType, id: connectedId, roleId: roleAt(connectedRole) },
  };
}

/** The keys of the halves that a series' members have in the partition of one of its two records. */
export function halfKeysOfSeries(
  item: SeriesItem,
  { type, id }: RecordReference,
): (Key & { readonly id: string })[] {
  const { record1, record2 } = sidesOfSeries(item);
  const isFirst = record1.type === type && record1.id === id;
  const [own, connected] = isFirst ? [record1, record2] : [record2, record1];
  return item.members.map((member) => ({ id: member.id, ...memberKey(own, connected, member) }));
}

/** The key of a member's half in the partition of `own`. */
export function memberKey(own: SideRole, connected: SideRole, member: SeriesMember): Key {
  const { effectiveStart, title } = extentOf(member);
  return {
    pk: items.half.partition(own.type, own.id),
    sk: items.half.sort(
      own.roleId,
      connected.type,
      connected.id,
      connected.roleId,
      effectiveStart,
      titleKey(title),
    ),
  };
}

/** The role in a part of a sort key. */
const roleAt = (part: string) => (part === blank ? null : part);

/** The members of a series item; none if there is no item. */
const membersOf = (item: Record<string, unknown> | undefined) =>
  (item?.members ?? []) as readonly SeriesMember[];

/** A connection as a member of its series. */
export function memberOf({ id, ...connection }: Connection): SeriesMember {
  const { effectiveStart: start, effectiveEnd: end } = connection;
  const title = comparedTitle(connection.title);
  return {
    id,
    ...(title !== null && { title }),
    ...(start !== null && { start }),
    ...(end !== null && { end }),
  };
}

/** All series of two records, from whichever of them, strongly consistent: 1 Query. */
export async function seriesBetween(
  table: Table,
  one: RecordReference,
  other: RecordReference,
): Promise<SeriesItem[]> {
  const [smaller, larger] = inOrder(one, other);
  const range = keysUnder(
    items.series.partition(smaller.type, smaller.id),
    `${seriesKind}#${larger.type}#${larger.id}#`,
  );
  const found: SeriesItem[] = [];
  for await (const { Items = [] } of pagesOf(table, { ...range, ConsistentRead: true })) {
    found.push(...(Items as SeriesItem[]));
  }
  return found;
}

/** A member's title and period. */
export const extentOf = ({ title, start, end }: SeriesMember): Required<Extent> => ({
  title: title ?? null,
  effectiveStart: start ?? null,
  effectiveEnd: end ?? null,
});

/** Whether a change adds a connection to a series, removes it from one, or changes its title or period in it. */
export function changesSeries(before: Connection | null, after: Connection | null): boolean {
  if (!before || !after) return before !== after;
  return (
    placeOf(seriesKey(before)) !== placeOf(seriesKey(after)) ||
    before.record1.roleId !== after.record1.roleId ||
    before.record2.roleId !== after.record2.roleId ||
    comparedTitle(before.title) !== comparedTitle(after.title) ||
    before.effectiveStart !== after.effectiveStart ||
    before.effectiveEnd !== after.effectiveEnd
  );
}

interface Read {
  readonly key: Key;
  readonly stored: readonly SeriesMember[];
  members: readonly SeriesMember[];
}

/**
 * Series as they were read, and as the changes of one transaction leave them. `actions` writes them on
 * the condition that they are still as read, so that of all concurrent writes of duplicates one succeeds.
 */
export class SeriesChanges {
  readonly #read = new Map<string, Read>();

  /** Reads the series of some connections, strongly consistent: 1 BatchGetItem for each 100. */
  static async of(table: Table, connections: readonly Sides[]): Promise<SeriesChanges> {
    const series = new SeriesChanges();
    await series.read(table, connections.map(seriesKey));
    return series;
  }

  /** Reads the series at these keys, again if they were read before. Changes that were made to them are lost. */
  async read(table: Table, keys: readonly Key[]): Promise<void> {
    const unread = new Map(keys.map((key) => [placeOf(key), key]));
    if (unread.size > 0)
      this.add(keys, await itemsAt(table, [...unread.values()], { consistent: true }));
  }

  /** Adds what was read at these keys: the items found, in any order. */
  add(keys: readonly Key[], found: readonly Record<string, unknown>[]): void {
    const byPlace = new Map(found.map((item) => [placeOf(item as unknown as Key), item]));
    for (const key of keys) {
      const members = membersOf(byPlace.get(placeOf(key)));
      this.#read.set(placeOf(key), { key, stored: members, members });
    }
  }

  /** Whether the series of a connection was read. */
  has(connection: Sides): boolean {
    return this.#read.has(placeOf(seriesKey(connection)));
  }

  /** Whether the series of a connection differs from what was read. */
  isChanged(connection: Sides): boolean {
    const { stored, members } = this.#at(connection);
    return stored !== members;
  }

  /** The connections with the same records and roles that exclude a connection. */
  collisions(connection: Sides & Extent & { readonly id?: string }): readonly SeriesMember[] {
    return this.#at(connection).members.filter(
      (member) => member.id !== connection.id && collide(connection, extentOf(member)),
    );
  }

  /**
   * The one that a new connection collides with; of several, the one that came first, so that a file
   * that is imported twice gives the same result.
   * @param counts whether a member counts, by its id
   */
  collision(
    connection: Sides & Extent,
    counts: (id: string) => boolean = () => true,
  ): SeriesMember | undefined {
    return this.collisions(connection).find(({ id }) => counts(id));
  }

  /** Takes a connection from `before` to `after`; null stands for "does not exist". */
  replace(before: Connection | null, after: Connection | null): void {
    if (before) {
      const series = this.#at(before);
      const rest = series.members.filter(({ id }) => id !== before.id);
      if (rest.length < series.members.length) series.members = rest;
    }
    if (after) {
      const series = this.#at(after);
      series.members = [...series.members, memberOf(after)];
    }
  }

  /** The writes of the series that changed, in no particular order. */
  actions(): Action[] {
    return [...this.#read.values()].flatMap(({ key, stored, members }): Action[] => {
      if (members === stored) return [];
      const when = isStill(stored.length > 0 ? { members: stored } : undefined, 'members');
      return members.length > 0 ? [{ put: { ...key, members }, when }] : [{ remove: key, when }];
    });
  }

  /** Leaves a connection out, as if it were not stored. */
  forget(connection: Connection): void {
    this.replace(connection, null);
    const series = this.#at(connection);
    this.#read.set(placeOf(series.key), { ...series, stored: series.members });
  }

  /** Call it when `actions` were committed: what they wrote is what is stored. */
  committed(): void {
    for (const [place, { key, members }] of this.#read) {
      this.#read.set(place, { key, stored: members, members });
    }
  }

  /** Undoes all changes. */
  reset(): void {
    for (const series of this.#read.values()) series.members = series.stored;
  }

  #at(connection: Sides): Read {
    const key = seriesKey(connection);
    const series = this.#read.get(placeOf(key));
    if (!series) throw new Error(`the series ${placeOf(key)} was not read`);
    return series;
  }
}
