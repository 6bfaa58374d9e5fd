// The series: the connections of two records with the same roles. One item for each, which refuses duplicates.
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { comparedTitle, type Extent } from '../../domain/duplicate-rule.ts';
import type { Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { keysUnder, pagesOf } from '../engine/read.ts';
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
