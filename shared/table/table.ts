// The table as the operations use it: the client, the name, and what a test may replace.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Catalog } from '../domain/catalog.ts';

export interface Table {
  readonly db: DynamoDBDocumentClient;
  readonly name: string;
  /** How many shards the spread indexes have. */
  readonly shards: number;
  /** Waits between retries, in milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to below 1; jitter of the retries. */
  readonly random: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The record types and roles as last read; kept by catalog.ts alone. */
  readonly catalogMemory: { catalog?: Catalog; checkedAt?: number };
}

/** Opens the table for one function instance. Endpoint, region and credentials come from the SDK's environment. */
export function openTable(
  name: string,
  shards: number,
  { client, ...replaced }: Partial<Table> & { client?: DynamoDBClientConfig } = {},
): Table {
  return {
    db: DynamoDBDocumentClient.from(new DynamoDBClient(client ?? {}), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    name,
    shards,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
    clock: Date.now,
    catalogMemory: {},
    ...replaced,
  };
}
