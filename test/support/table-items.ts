// Reads the items of a table, and finds incomplete pairs among them.
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
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
