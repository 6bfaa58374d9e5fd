// Creates an empty table with the schema's keys and indexes in an engine.
import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { indexes, partitionKey, sortKey } from '../../shared/table/schema.ts';

/** @param streamed whether the table has a stream, which makes the engine's writes slower */
export async function createTable(
  db: DynamoDBClient,
  name: string,
  { streamed = false }: { readonly streamed?: boolean } = {},
): Promise<void> {
  const keyed = [
    [partitionKey, 'S'],
    [sortKey, 'S'],
  ] as const;
  const attributes = new Map<string, 'S' | 'N'>(keyed);
  for (const { partition, sort } of Object.values(indexes)) {
    for (const [attribute, type] of [...partition, ...sort]) attributes.set(attribute, type);
  }
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
}
