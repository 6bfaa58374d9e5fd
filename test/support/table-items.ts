// Reads the items of a table, and finds incomplete pairs among them.
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { ends, type Half } from '../../shared/domain/perspective.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { type HalfItem, halfOf } from '../../shared/table/pairs/half-item.ts';

/** All items of the table. */
export async function allItems({
  db,
  name,
}: Pick<Table, 'db' | 'name'>): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new ScanCommand({
        TableName: name,
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** The halves among a table's items. */
export const halvesAmong = (items: readonly Record<string, unknown>[]): Half[] =>
  items
    .filter((item) => 'connectedType' in item)
    .map((item) => halfOf(item as unknown as HalfItem));

/** The connections in a table, each once, by id. */
export const connectionsIn = async (table: Pick<Table, 'db' | 'name'>): Promise<Connection[]> =>
  halvesAmong(await allItems(table))
    .filter(({ side }) => side === 'record1')
    .map(({ connection }) => connection)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The broken pairs in a table: halves without an equal other half at the expected key. */
export const brokenPairs = async (table: Table): Promise<string[]> =>
  brokenAmong(halvesAmong(await allItems(table)));

/** The halves without an equal other half among them, each by connection and side. */
export function brokenAmong(halves: readonly Half[]): string[] {
  const bySide = new Map(halves.map((half) => [`${half.connection.id} ${half.side}`, half]));
  const twinOf = ({ connection, side }: Half) =>
    bySide.get(`${connection.id} ${side === 'record1' ? 'record2' : 'record1'}`);
  return halves.flatMap((half) => {
    const twin = twinOf(half);
    const isWhole =
      twin &&
      JSON.stringify(twin.connection) === JSON.stringify(half.connection) &&
      ends(twin).own === twin.connection[twin.side];
    return isWhole ? [] : [`${half.connection.id} ${half.side}`];
  });
}

/** The series in a table that do not match its connections. */
export const wrongSeries = async (table: Table): Promise<string[]> =>
  wrongSeriesAmong(await allItems(table));

/** The series among a table's items that do not match the connections among them, and those that overlap. */
export function wrongSeriesAmong(all: readonly Record<string, unknown>[]): string[] {
  const expected = new Map<string, Record<string, string>[]>();
  for (const { connection, side } of halvesAmong(all)) {
    if (side !== 'record1') continue;
    const ends = [connection.record1, connection.record2].sort((one, other) =>
      `${one.type}/${one.id}` < `${other.type}/${other.id}` ? -1 : 1,
    );
    const [own, connected] = ends as [typeof connection.record1, typeof connection.record1];
    const roles = [own.roleId ?? '-', connected.roleId ?? '-'].join('#');
    const place = `record#${own.type}#${own.id} series#${connected.type}#${connected.id}#${roles}`;
    const { id, title, effectiveStart, effectiveEnd } = connection;
    const member = {
      id,
      ...(title && { title: title.normalize('NFKC').toUpperCase().toLowerCase() }),
      ...(effectiveStart && { start: effectiveStart }),
      ...(effectiveEnd && { end: effectiveEnd }),
    };
    expected.set(place, [...(expected.get(place) ?? []), member]);
  }
  const text = (members: readonly Record<string, string>[] = []) =>
    members
      .map((one) => `${one.id} ${one.start ?? ''}/${one.end ?? ''} ${one.title ?? ''}`)
      .sort()
      .join(', ');
  const stored = new Map(
    all
      .filter(({ sk }) => String(sk).startsWith('series#'))
      .map(({ pk, sk, members }) => [`${pk} ${sk}`, members as Record<string, string>[]]),
  );
  const wrong = [...new Set([...expected.keys(), ...stored.keys()])].flatMap((place) => {
    const [is, wanted] = [text(stored.get(place)), text(expected.get(place))];
    return is === wanted && stored.get(place)?.length !== 0
      ? []
      : [`${place}: "${is}" is stored, expected is "${wanted}"`];
  });
  const overlaps = [...expected].flatMap(([place, members]) =>
    members.flatMap((one, at) =>
      members.slice(at + 1).flatMap((other) => (overlap(one, other) ? [`${place}: overlap`] : [])),
    ),
  );
  return [...wrong, ...overlaps];
}

type Member = Record<string, string>;

/** The same title, and more than a boundary day in common, or the same start. */
const overlap = (one: Member, other: Member): boolean =>
  one.title === other.title &&
  (one.start === other.start ||
    ((one.start ?? '') < (other.end ?? '9999-99-99') &&
      (other.start ?? '') < (one.end ?? '9999-99-99')));
