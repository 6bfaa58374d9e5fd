// A table in an engine, made from the schema; its items, and what is wrong with them.
import {
  CreateTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ends, type Half } from '../../shared/domain/perspective.ts';
import { type HalfItem, halfOf } from '../../shared/table/half.ts';
import { indexes, partitionKey, sortKey } from '../../shared/table/schema.ts';
import type { Table } from '../../shared/table/table.ts';

/** Makes an empty table. With a stream, writes take the engine longer. */
export async function createTable(
  client: DynamoDBClientConfig,
  name: string,
  streamed: boolean,
): Promise<void> {
  const keyed = [
    [partitionKey, 'S'],
    [sortKey, 'S'],
  ] as const;
  const attributes = new Map<string, 'S' | 'N'>(keyed);
  for (const { partition, sort } of Object.values(indexes)) {
    for (const [attribute, type] of [...partition, ...sort]) attributes.set(attribute, type);
  }
  const db = new DynamoDBClient(client);
  await db.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: {
        StreamEnabled: streamed,
        ...(streamed && { StreamViewType: 'NEW_AND_OLD_IMAGES' as const }),
      },
      AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) => ({
        AttributeName,
        AttributeType,
      })),
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: Object.entries(indexes).map(
        ([IndexName, { partition, sort, projection }]) => ({
          IndexName,
          KeySchema: [
            ...partition.map(([AttributeName]) => ({ AttributeName, KeyType: 'HASH' as const })),
            ...sort.map(([AttributeName]) => ({ AttributeName, KeyType: 'RANGE' as const })),
          ],
          Projection: { ProjectionType: projection },
        }),
      ),
    }),
  );
  db.destroy();
}

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

/** What is wrong with the pairs in a table: nothing, or halves without an equal twin at its place. */
export const brokenPairs = async (table: Table): Promise<string[]> =>
  brokenAmong(halvesAmong(await allItems(table)));

/** The halves that have no equal twin among them, each by connection and side. */
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
