// Creates the template's DynamoDB tables in an engine.
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { StartError } from '../base/start-error.ts';
import type { EngineAccess } from './engine-access.ts';

const KeySchema = z.array(
  z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }),
);

const Indexes = z
  .array(
    z.object({
      IndexName: z.string(),
      KeySchema,
      Projection: z.object({
        ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
        NonKeyAttributes: z.array(z.string()).optional(),
      }),
    }),
  )
  .default([]);

/**
 * The properties of an AWS::DynamoDB::GlobalTable or an AWS::DynamoDB::Table that are used here, named as
 * in CreateTable.
 */
export const GlobalTable = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema,
  GlobalSecondaryIndexes: Indexes,
  LocalSecondaryIndexes: Indexes.optional(),
  StreamSpecification: z
    .object({
      StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
    })
    .optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});
export type GlobalTable = z.output<typeof GlobalTable>;

/** Whether a DynamoDB answers there. */
export async function isDynamoDb(access: EngineAccess): Promise<boolean> {
  const client = new DynamoDBClient(access);
  try {
    const { TableNames } = await client.send(new ListTablesCommand({ Limit: 1 }), {
      requestTimeout: 3000,
    });
    return TableNames !== undefined;
  } catch {
    return false;
  } finally {
    client.destroy();
  }
}

/**
 * Creates a table unless it exists.
 *
 * @throws StartError if the table exists with other keys or indexes.
 */
export async function createTable(
  client: DynamoDBClient,
  name: string,
  table: GlobalTable,
): Promise<void> {
  const existing = await describe(client, name);
  if (existing) {
    if (layoutOf(existing) === layoutOf(table)) return;
    throw new StartError(
      `The stored table ${name} has other keys or indexes than the template: ` +
        'delete .local/ to start with a new table, or use --in-memory.',
    );
  }
  const stream = table.StreamSpecification;
  const input = {
    TableName: name,
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(table.GlobalSecondaryIndexes.length
      ? { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes as never }
      : {}),
    ...(table.LocalSecondaryIndexes?.length
      ? { LocalSecondaryIndexes: table.LocalSecondaryIndexes as never }
      : {}),
    ...(stream ? { StreamSpecification: { StreamEnabled: true, ...stream } } : {}),
  } satisfies CreateTableCommandInput;
  await client.send(new CreateTableCommand(input));
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 0.1 }, { TableName: name });
  if (table.TimeToLiveSpecification) {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: table.TimeToLiveSpecification,
      }),
    );
  }
}

async function describe(client: DynamoDBClient, name: string) {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Keys and indexes as text, to compare an existing table with a template. */
function layoutOf(table: GlobalTable | TableDescription): string {
  const types = new Map(
    table.AttributeDefinitions?.map((each) => [each.AttributeName, each.AttributeType]),
  );
  const keys = (schema: z.output<typeof KeySchema> | TableDescription['KeySchema'] = []) =>
    schema.map((key) => `${key.KeyType} ${key.AttributeName} ${types.get(key.AttributeName)}`);
  const all = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const indexes = all.map((index) => [
    index.IndexName,
    keys(index.KeySchema),
    index.Projection?.ProjectionType,
    [...(index.Projection?.NonKeyAttributes ?? [])].sort(),
  ]);
  return JSON.stringify([
    keys(table.KeySchema),
    indexes.map((each) => JSON.stringify(each)).sort(),
  ]);
}
